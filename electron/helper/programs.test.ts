/** What the helper starts, with real programs. */
import { expect, test } from 'vitest';
import { runProgram } from './programs.ts';

const sh = (script: string, options = {}) => runProgram('/bin/sh', ['-c', script], options);

test('gives what was said by both, and how it ended', async () => {
  expect(await sh('echo out; echo err >&2; exit 3')).toEqual({ status: 3, output: 'out\nerr' });
  expect(await runProgram('/bin/cat', [], { input: 'grüße' })).toEqual({ status: 0, output: 'grüße' });
});

test('puts a character together that comes in two parts', async () => {
  // "ü", the second byte a moment later.
  // So long apart that they come as two pieces; as one the test would hold nothing.
  expect(await sh("printf '\\303'; sleep 0.2; printf '\\274'")).toEqual({ status: 0, output: 'ü' });
});

test('stops a program that does not end, and names it', async () => {
  const started = Date.now();
  await expect(sh('echo began; exec sleep 60', { timeouts: 200 })).rejects.toMatchObject({
    code: 'systemd-failed',
    message: 'sh did not end within 0 seconds and was stopped.',
    detail: expect.stringContaining('began') as string,
  });
  expect(Date.now() - started).toBeLessThan(30_000);
});

test('kills one that does not listen, and does not wait for what holds its output open', async () => {
  const started = Date.now();
  const script = 'trap "" TERM; sleep 60 & echo $!; while :; do sleep 0.1; done';
  const ended = await sh(script, { timeouts: 200, grace: 300 }).catch((error: unknown) => error);
  expect(ended).toMatchObject({ code: 'systemd-failed', detail: expect.stringMatching(/\d+/) });
  const took = Date.now() - started;
  expect(took, 'SIGTERM alone did not end it').toBeGreaterThan(450);
  expect(took).toBeLessThan(30_000);
  process.kill(Number(/\d+/.exec((ended as { readonly detail: string }).detail)?.[0]));
});

test('a program that is not there is an error, not a wait', async () => {
  await expect(runProgram('/nowhere/program', [])).rejects.toMatchObject({ code: 'ENOENT' });
});
