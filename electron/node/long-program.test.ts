import { once } from 'node:events';
import { expect, test } from 'vitest';
import { type Starting, startProgram, untilReady } from './long-program.ts';

const shell = (script: string, more: Partial<Starting> = {}) =>
  startProgram('/bin/sh', ['-c', script], { stdio: ['pipe', 'pipe', 'ignore'], ...more });

test('is ready with the first thing that it says, and stays', async () => {
  const child = shell('echo "$PWD"; cat', { env: {} });
  await untilReady(child, 'output', 10_000);
  expect(child.exitCode).toBeNull();
  child.stdin?.end();
  expect(await once(child, 'close')).toEqual([0, null]);
});

test('or with its first message', async () => {
  const child = startProgram(process.execPath, ['-e', 'process.send("here")'], {
    stdio: ['ignore', 'ignore', 'ignore', 'ipc'],
  });
  await expect(untilReady(child, 'message', 20_000)).resolves.toBeUndefined();
  await once(child, 'close');
});

test('one that says nothing is killed, although it would not end at a signal', async () => {
  const child = shell('trap "" TERM; while :; do sleep 1; done');
  await expect(untilReady(child, 'output', 200)).rejects.toThrow('it said nothing for 200 ms');
  expect(await once(child, 'exit')).toEqual([null, 'SIGKILL']);
});

test('one that ends without a word, or is not there, is told at once', async () => {
  await expect(untilReady(shell('exit 7'), 'output', 20_000)).rejects.toThrow('it ended with 7');
  const nowhere = startProgram('/nowhere/at-all', [], { stdio: 'ignore' });
  await expect(untilReady(nowhere, 'message', 20_000)).rejects.toThrow('ENOENT');
});

test('one with a time is killed past it', async () => {
  const child = shell('trap "" TERM; while :; do sleep 1; done', { timeoutMs: 200 });
  expect(await once(child, 'exit')).toEqual([null, 'SIGKILL']);
});

test('it stands in no folder of the person’s unless that is said', async () => {
  const said = async (cwd?: string) => {
    const child = shell('pwd', cwd === undefined ? {} : { cwd });
    const [text] = await once(child.stdout ?? child, 'data');
    return String(text).trim();
  };
  expect(await said()).toBe('/');
  expect(await said('/usr')).toBe('/usr');
});
