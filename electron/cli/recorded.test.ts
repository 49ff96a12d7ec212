/**
 * What each reading command shows on terminals of several widths, in colour: recorded below `recorded`, to be read by a person
 * when it changes (`npx vitest run electron/cli/recorded -u`). Without colours it is the same without the colours.
 */
import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { rowCalled } from '../../e2e/harness/endings.ts';
import { programFile } from '../../e2e/harness/program-files.ts';
import { runOnTerminal } from '../../e2e/harness/pseudo-terminal.ts';
import { makeScratch, putExtension, type Scratch } from '../../e2e/harness/scratch.ts';
import { OWN_SEQUENCE } from './style.ts';
import { widthOf } from './text-width.ts';

const WIDTHS = [60, 80, 200] as const;

let scratch: Scratch;
let tree: string;
beforeAll(() => {
  scratch = makeScratch('recorded');
  tree = join(scratch.path, 'tree');
  scratch.put('tree/usr/lib/os-release', 'ID=debian\nVERSION_ID=12\nPRETTY_NAME="Debian GNU/Linux 12 (bookworm)"\n');
  const put = (name: string, release: string) =>
    putExtension(scratch, 'tree/var/lib/extensions', name, release, {
      'usr/share/common': name,
      [`usr/lib/systemd/system/${name}.service`]: '[Service]\nExecStart=/bin/true\n',
    });
  put('docker', 'ID=debian\nVERSION_ID=12\nSYSEXT_VERSION_ID=24.0.9\n');
  put('kubernetes', 'ID=fedora\nVERSION_ID=41\nSYSEXT_VERSION_ID=1.32.1\n');
  put('日本語', 'ID=_any\n');
  put('masked', 'ID=_any\n');
  mkdirSync(join(tree, 'etc/extensions/masked'), { recursive: true });
  scratch.put('tree/var/lib/extensions/broken.raw', '<html><body>404</body></html>\n');
  scratch.put('tree/var/lib/veneer/pins/sysext-docker.json', '{"version":"24.0.9","held":false}\n');
});
afterAll(() => scratch.remove());

function see(words: readonly string[], columns: number, env: NodeJS.ProcessEnv): string {
  const command = [
    process.execPath,
    fileURLToPath(programFile('cli')),
    ...words,
    '--root',
    tree,
    '--as-systemd',
    '257',
  ];
  const all = { PATH: process.env['PATH'], HOME: scratch.path, LC_ALL: 'C', TZ: 'UTC', ...env };
  return runOnTerminal(command, { columns }, all).screen;
}

/** What depends on the machine, and the escapes, so that they are to be read. */
const recorded = (screen: string) =>
  screen
    .replaceAll(scratch.path, '/SCRATCH')
    .replace(/ · [\w-]+ · systemd .*$/m, ' · ARCHITECTURE · SYSTEMD')
    .replace(/^(\S) \d{4} \d+:\d+ +\d+ /gm, '$1 MODE OWNER SIZE ')
    .replaceAll('\u001b', '␛');

const plain = (screen: string) =>
  screen
    .split(OWN_SEQUENCE)
    .filter((_, at) => at % 2 === 0)
    .join('');

const COMMANDS = [
  ['list', '--all'],
  ['status'],
  ['inspect', 'docker'],
  ['why', 'kubernetes'],
  ['versions', 'docker'],
  ['ls', 'docker', 'usr/lib'],
  ['conflicts'],
  ['services'],
  ['which', '/usr/share/common'],
  ['plan', 'disable', 'docker'],
  ['doctor'],
  ['remote', 'list'],
];

test.each(COMMANDS)('%s %s', async (...words) => {
  const given = words.filter((word) => word !== undefined);
  const screens = WIDTHS.map((columns) => ({ columns, screen: see(given, columns, { TERM: 'xterm' }) }));
  const shown = screens.map(({ columns, screen }) => `== ${given.join(' ')}, ${columns} columns\n${recorded(screen)}`);
  const command = rowCalled(given)?.replace(' ', '-');
  await expect(shown.join('\n')).toMatchFileSnapshot(`./recorded/${command}.txt`);
  const [narrow] = screens;
  expect(see(given, 60, { TERM: 'xterm', NO_COLOR: '1' })).toBe(plain(narrow?.screen ?? ''));
  const rows = plain(narrow?.screen ?? '').split('\n');
  if (given[0] === 'list') expect(rows.filter((row) => row.startsWith('docker')).map(widthOf)).toEqual([60]);
});
