/** What a report of a fault tells is bounded, holds nothing of the person, and outlives a log that somebody wrote into. */
import { spawnSync } from 'node:child_process';
import { userInfo } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { programFile } from '../../../e2e/harness/program-files.ts';
import { makeScratch, putExtension, type Scratch } from '../../../e2e/harness/scratch.ts';
import type { Report } from './report-text.ts';

let scratch: Scratch;
beforeAll(() => {
  scratch = makeScratch('report');
  const os = 'ID=debian\nVERSION_ID=12\nVARIANT_ID=server\nMACHINE_SECRET=token-of-this-machine\n';
  scratch.put('tree/usr/lib/os-release', os);
  for (let n = 0; n < 205; n++) putExtension(scratch, 'tree/var/lib/extensions', `many-${n}`, 'ID=_any\n');
  scratch.put('tree/var/lib/extensions/wrong.raw', 'no image');
  const line = (message: string) => {
    const where = `file://${scratch.path}/home/dist/cli.cjs`;
    const frames = Array.from({ length: 9 }, (_, n) => `    at f${n} (${where}:${n})`);
    return JSON.stringify({
      time: '2026-01-02T03:04:05.000Z',
      where: 'host',
      message,
      stack: ['Error', ...frames].join('\n'),
    });
  };
  const lines = [
    ...Array.from({ length: 12 }, (_, n) => line(`fault ${n}`)),
    'no JSON',
    'null',
    '[]',
    line('x'.repeat(9000)),
  ];
  scratch.put('home/.local/state/veneer/veneer.log', `${lines.join('\n')}\n`);
});
afterAll(() => scratch.remove());

function report(...words: readonly string[]): string {
  const { stdout, stderr, status } = spawnSync(
    process.execPath,
    [fileURLToPath(programFile('cli')), 'report', '--root', join(scratch.path, 'tree'), ...words],
    { env: { PATH: process.env['PATH'], HOME: join(scratch.path, 'home'), LC_ALL: 'C' }, encoding: 'utf8' },
  );
  expect(status, stderr).toBe(0);
  return stdout;
}

test('it is bounded, and has what systemd compares', () => {
  const told = JSON.parse(report('--json')) as Report;
  expect(told.extensions).toHaveLength(200);
  expect(told.more).toBe(6);
  expect(told.host.osRelease).toEqual({ ID: 'debian', VERSION_ID: '12', VARIANT_ID: 'server' });
  expect(told.failures.map((one) => one.class)).toEqual(['sysext', 'sysext']);
  const last = told.log.at(-1);
  expect(last?.message).toBe(`${'x'.repeat(400)}…`);
  expect(last?.stack).toHaveLength(4);
  // Ten lines are looked at, of which three are none.
  expect(told.log.map(({ message }) => message.slice(0, 8))).toEqual([
    ...['fault 6', 'fault 7', 'fault 8', 'fault 9', 'fault 10', 'fault 11'],
    'xxxxxxxx',
  ]);
});

test('other formats have all of them', () => {
  for (const format of ['csv', 'markdown', 'html']) expect(report(`--format=${format}`), format).toContain('many-204');
});

test.each([[], ['--json'], ['--format=markdown'], ['--format=html'], ['--format=csv']])(
  'nothing of the person is in it: %s',
  (...words) => {
    const text = report(...words);
    if (!words.some((one) => one === '--format=csv')) expect(text).toContain('fault 11');
    expect(text).not.toContain('token-of-this-machine');
    expect(text).not.toContain(join(scratch.path, 'home'));
    if (userInfo().uid !== 0) expect(text).not.toContain(userInfo().username);
  },
);
