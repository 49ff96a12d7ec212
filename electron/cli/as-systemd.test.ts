/** Whose rules judge a tree is said: those of its own systemd, of this machine's, or of the one that was asked for. */
import { spawnSync } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { programFile } from '../../e2e/harness/program-files.ts';
import { makeScratch, type Scratch } from '../../e2e/harness/scratch.ts';
import { readSystemdVersion } from '../host/systemd-version.ts';

let scratch: Scratch;
beforeAll(() => {
  scratch = makeScratch('as-systemd');
  for (const tree of ['bare', 'whole']) scratch.put(`${tree}/usr/lib/os-release`, 'ID=debian\nVERSION_ID=12\n');
  scratch.put('whole/usr/lib/systemd/libsystemd-shared-256.so', '');
});
afterAll(() => scratch.remove());

function status(tree: string, ...more: string[]) {
  const command = [fileURLToPath(programFile('cli')), 'status', '--root', `${scratch.path}/${tree}`, ...more];
  const env = { PATH: process.env['PATH'], HOME: scratch.path, LC_ALL: 'C' };
  const ran = spawnSync(process.execPath, command, { encoding: 'utf8', env });
  return { ...ran, header: ran.stdout.split('\n')[0]?.split(' · ').at(-1) };
}

test('the header names the systemd that judges, and whose it is', () => {
  expect(status('whole').header).toBe('systemd 256');
  expect(status('whole', '--as-systemd', '257').header).toBe('systemd 256, judged as 257');
  expect(status('bare', '--as-systemd', '257').header).toBe('systemd 257 as asked (the tree has none)');
});

test.skipIf(readSystemdVersion('/') === null)(
  'a tree without systemd is judged by that of this machine, which is said (needs systemd)',
  () => {
    expect(status('bare').header).toBe(`systemd ${readSystemdVersion('/')} of this machine (the tree has none)`);
  },
);

test('a version that came before extensions is refused, and one whose rules are not known is noted', () => {
  expect(status('whole', '--as-systemd', '247')).toMatchObject({
    status: 2,
    stderr: expect.stringContaining('--as-systemd takes a number from 248'),
  });
  expect(status('whole', '--as-systemd', '248')).toMatchObject({
    status: 0,
    stderr: expect.not.stringContaining('not known'),
  });
  expect(status('whole', '--as-systemd', '262').stderr).not.toContain('not known');
  const newer = status('whole', '--as-systemd', '263');
  expect(newer).toMatchObject({ status: 0, header: 'systemd 256, judged as 263' });
  expect(newer.stderr).toContain('What systemd 263 does is not known here: it is judged as 262, the newest that is.');
});
