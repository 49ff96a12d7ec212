/** Which process something was begun by, as proc_pid_stat(5) has it. */
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { expect, test } from 'vitest';
import { isRunning, ownIdentity, startedAt } from './process-identity.ts';

test('this process runs, and started before now', () => {
  expect(isRunning(ownIdentity())).toBe(true);
  const at = startedAt(process.pid);
  expect(at).not.toBeNull();
  expect(at ?? 0).toBeLessThanOrEqual(Date.now());
  expect(Math.abs((at ?? 0) - (Date.now() - process.uptime() * 1000))).toBeLessThan(5000);
});

test('one that is gone does not run, one of its number that began at another time neither, and another namespace is not seen', async () => {
  const child = spawn('/bin/true');
  await once(child, 'close');
  expect(startedAt(child.pid ?? 0)).toBeNull();
  const [pid, , ...space] = ownIdentity().split(':');
  expect(isRunning(`${child.pid}:5:${space.join(':')}`)).toBe(false);
  expect(isRunning(`${pid}:5:${space.join(':')}`)).toBe(false);
  expect(isRunning(`${pid}:5:pid:[1]`)).toBeNull();
});
