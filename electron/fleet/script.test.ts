import { spawnSync } from 'node:child_process';
import { expect, test } from 'vitest';
import { readingScript } from './script.ts';

/** What a shell says of this machine, and of the first block of a file. */
function said(program: string, args: readonly string[]): string[] {
  const script = readingScript('word');
  const command = `eval "$(dd bs=1 count=${Buffer.byteLength(script)} 2>/dev/null)"`;
  const input = `${script}0 1\n/etc/os-release\n`;
  const { stdout, stderr, status } = spawnSync(program, [...args, '-c', command], { input, maxBuffer: 64 << 20 });
  expect(stderr.toString()).toBe('');
  expect(status).toBe(0);
  return stdout.toString('latin1').split('\0word\0');
}

test('dash, bash and busybox say the same of a machine', () => {
  const dash = said('/usr/bin/dash', []);
  expect(dash.length).toBeGreaterThan(8);
  expect(dash.at(-1)).toMatch(/^range/);
  expect(dash.at(-1)?.endsWith('word\0done\0')).toBe(true);
  expect(said('/bin/bash', ['--posix'])).toEqual(dash);
  expect(said('/bin/busybox', ['sh'])).toEqual(dash);
});

test('tools of busybox alone say the same as those of GNU', () => {
  const script = readingScript('word');
  const applets = ['cat', 'dd', 'head', 'id', 'readlink', 'stat', 'uname'];
  const functions = applets.map((one) => `${one}() { /bin/busybox ${one} "$@"; }\n`).join('');
  const { stdout, stderr } = spawnSync('/bin/busybox', ['sh'], { input: functions + script, maxBuffer: 64 << 20 });
  expect(stderr.toString()).toBe('');
  const asGnu = spawnSync('/usr/bin/dash', [], { input: script, maxBuffer: 64 << 20 });
  expect(stdout.toString('latin1').split('\0word\0')).toEqual(asGnu.stdout.toString('latin1').split('\0word\0'));
});
