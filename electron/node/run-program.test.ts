import { expect, test } from 'vitest';
import { runProgram, runProgramSync } from './run-program.ts';

const quick = { timeoutMs: 10_000 };
const shell = (script: string, more: Partial<Parameters<typeof runProgram>[2]> = {}) =>
  runProgram('/bin/sh', ['-c', script], { ...quick, ...more });

test('says what it said and how it ended', async () => {
  expect(await shell('echo out; echo err >&2; exit 3')).toEqual({
    status: 3,
    broken: null,
    stdout: 'out\n',
    stderr: 'err\n',
  });
  expect(await shell('true')).toEqual({ status: 0, broken: null, stdout: '', stderr: '' });
});

test('a program that is not there is no exception', async () => {
  expect(await runProgram('/nowhere/at-all', [], quick)).toMatchObject({ status: null, broken: 'not-started' });
});

test('nor are arguments that no kernel takes', async () => {
  for (const argument of ['a\0b', 'x'.repeat(4 * 1024 * 1024)]) {
    expect(await runProgram('/bin/true', [argument], quick)).toMatchObject({ status: null, broken: 'not-started' });
  }
});

test('one that is stopped is killed, although it would not end at a signal', async () => {
  const stop = new AbortController();
  const running = shell('trap "" TERM; while :; do sleep 0.1; done', { signal: stop.signal });
  setTimeout(() => stop.abort(), 100);
  expect(await running).toMatchObject({ status: null, broken: 'stopped' });
  expect(await shell('exit 3', { signal: stop.signal })).toMatchObject({ status: null, broken: 'stopped' });
});

test('one that takes too long is killed, although it would not end at a signal', async () => {
  const ended = await shell('trap "" TERM; echo begun; while :; do sleep 1; done', { timeoutMs: 300 });
  expect(ended).toMatchObject({ status: null, broken: 'too-slow', stdout: 'begun\n' });
});

test('one that says too much is killed, with what it said until then', async () => {
  const ended = await shell('while :; do echo more; done', { mostBytes: 10_000 });
  expect(ended).toMatchObject({ status: null, broken: 'too-long' });
  expect(ended.stdout.length).toBeLessThanOrEqual(10_000);
});

test('one that somebody else kills is told as such', async () => {
  expect(await shell('kill -SEGV $$')).toMatchObject({ status: null, broken: 'killed' });
});

test('it has neither the person’s environment nor an input to wait for', async () => {
  process.env['OF_THE_PERSON'] = 'secret';
  const { stdout } = await shell('cat; echo "[$OF_THE_PERSON] $LC_ALL $PWD"');
  delete process.env['OF_THE_PERSON'];
  expect(stdout).toBe('[] C /\n');
});

test('bytes that are no UTF-8 are kept apart where that is asked for', async () => {
  expect((await shell("printf '\\377'", { encoding: 'latin1' })).stdout).toBe('\u00ff');
});

test('where the thread waits, only what ended well is an answer', () => {
  expect(runProgramSync('/bin/sh', ['-c', 'echo yes'], quick)?.toString()).toBe('yes\n');
  expect(runProgramSync('/bin/sh', ['-c', 'echo no; exit 1'], quick)).toBeNull();
  expect(runProgramSync('/bin/sh', ['-c', 'sleep 60'], { timeoutMs: 200 })).toBeNull();
  expect(runProgramSync('/nowhere/at-all', [], quick)).toBeNull();
});
