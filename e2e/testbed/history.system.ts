/** What others did on a whole system is told by what is merged, and by the journal to whoever may read it. */
import { setTimeout as sleep } from 'node:timers/promises';
import { expect } from 'playwright/test';
import type { HistoryView } from '../../shared/model/history.ts';
import { test } from './bed.ts';
import { makeImage } from './images.ts';

test('a merge by hand is in the history, with who did it where the journal has that', async ({ bed }) => {
  // What earlier tests did on this system stands close enough to be taken for a part of the same change.
  expect(bed.machine.run('journalctl', '--rotate', '--vacuum-size=1').status).toBe(0);
  const [one, two] = ['one', 'two'].map((name) => bed.give(makeImage(bed.scratch, { name })));
  expect(bed.veneer('install', '--now', one ?? '')).toMatchObject({ status: 0 });
  // What the journal has within 2 s of a change with Veneer is taken for a part of it.
  await sleep(3000);
  bed.machine.run('cp', two ?? '', '/var/lib/extensions/two.raw');
  expect(bed.machine.run('systemd-sysext', 'unmerge').status).toBe(0);
  expect(bed.machine.run('run0', '--background=', 'systemd-sysext', 'merge').status).toBe(0);
  expect(bed.merged()).toEqual(['one', 'two']);

  // What comes within 10 s of a change of ours is taken for a part of it.
  await expect.poll(() => bed.veneer('history').stdout, { timeout: 20_000 }).toContain('two came in');
  const told = bed.veneer('history');
  expect(told.stdout).toMatch(
    /^NR WHEN +BY +WHAT\n1 .* - +Merged outside of Veneer; two came in\n2 .* tester +Installed one/,
  );
  expect(told.stderr).toContain('What others did may be missing. You may not read the journal.');
  const since = bed.veneer('history', 'diff', '2');
  expect(since.stdout).toMatch(/^NAME CLASS +BEFORE +AFTER\ntwo +sysext not there +.*active\n$/);

  // What was said just now may not be written yet.
  expect(bed.machine.run('journalctl', '--sync').status).toBe(0);
  // Root has a history of its own, in which a change by somebody else is not one of ours.
  const { stdout } = bed.machine.run('env', 'HOME=/root', 'node', '/usr/lib/veneer/cli.cjs', 'history', '--json');
  const { entries, unknown } = JSON.parse(stdout) as HistoryView;
  expect(unknown).toBeNull();
  expect(entries.find(({ title }) => String(title) === 'systemd-sysext merge')).toMatchObject({ kind: 'journal' });
  const asked = entries.filter(({ title }) => String(title).startsWith('Changed with Veneer: install'));
  expect(asked).toMatchObject([{ kind: 'journal', by: 'tester', effects: ['of one'] }]);
});
