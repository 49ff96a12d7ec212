import { expect, test } from 'vitest';
import { englishOf } from '../../../shared/messages/message.ts';
import { EXIT_STATUS } from '../help.ts';
import { ROW_NAMES, rowOf } from './commands.ts';
import { exitCodesOf } from './endings.ts';
import { manualPage } from './manual.ts';
import { OF_SYSTEMD } from './of-systemd.ts';
import { OPTIONS } from './options.ts';
import { ENVIRONMENT, FILES } from './surroundings.ts';

const page = manualPage({ version: '1.2.3', date: '2026-01-31' });
/** What a reader sees of it, roughly: e2e/checks/packages.test.ts asks man(1) itself. */
const seen = page
  .replaceAll('\\-', '-')
  .replaceAll('\\(aq', "'")
  .replace(/\\f[BIP]/g, '');

test('the manual page has every command, option, example and exit code', () => {
  for (const name of ROW_NAMES) {
    const { operands, says, examples } = rowOf(name);
    expect(seen).toContain(`\n.TP\n${[name, operands.usage].filter(Boolean).join(' ')}\n`);
    expect(seen.toLowerCase()).toContain(`\n${englishOf(says).toLowerCase()}.\n`);
    const ownPart = seen.split(`\n.TP\n${[name, operands.usage].filter(Boolean).join(' ')}\n`)[1]?.split('\n.TP\n')[0];
    expect(ownPart, name).toContain(`\nExit status: ${exitCodesOf(name).join(', ')}`);
    for (const { run } of examples) expect(seen).toContain(`\n.B ${run}\n`);
  }
  for (const option of Object.keys(OPTIONS)) expect(seen).toMatch(new RegExp(`\\n\\.B (-\\w, )?--${option}[ \\n]`));
  for (const { name, why, instead } of OF_SYSTEMD) {
    expect(seen).toMatch(new RegExp(`\\n\\.B (-\\w, )?--${name}(=\\w+)?\\n`));
    expect(seen).toContain(`\n${englishOf(why)}\n${englishOf(instead)}\n`);
  }
  for (const { code } of EXIT_STATUS) expect(page).toContain(`\n.B ${code}\n`);
});

test('it has all sections that man-pages(7) asks of a command', () => {
  const sections = [...page.matchAll(/^\.SH (.+)$/gm)].map(([, title]) => title);
  expect(sections).toEqual(
    ['NAME', 'SYNOPSIS', 'DESCRIPTION', 'COMMANDS', 'OPTIONS', 'JSON', 'EXIT STATUS', 'ENVIRONMENT', 'FILES'].concat([
      'EXAMPLES',
      'BUGS',
      'SEE ALSO',
    ]),
  );
  for (const { name, says } of [...ENVIRONMENT, ...FILES]) expect(seen).toContain(`\n.I ${name}\n${englishOf(says)}\n`);
});

test('no words of the table are a request of roff, and no hyphen is one that cannot be copied', () => {
  const requests = page.split('\n').flatMap((line) => /^[.'](\w*)/.exec(line)?.[1] ?? []);
  expect(new Set(requests)).toEqual(new Set(['TH', 'SH', 'B', 'I', 'RI', 'BR', 'SS', 'TP', 'PP', 'br']));
  expect(page.replaceAll('\\-', '')).not.toContain('-');
});
