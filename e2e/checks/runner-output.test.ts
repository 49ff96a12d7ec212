/** The end of a run names what made a runner fail though no test of its report did, tried on runners that fail so. */

import { PassThrough } from 'node:stream';
import { text } from 'node:stream/consumers';
import { fileURLToPath } from 'node:url';
import { afterAll, expect, test } from 'vitest';
import { makeScratch } from '../harness/scratch.ts';
import { runShown, tellingPart } from '../run/runner-output.ts';

const project = fileURLToPath(new URL('../../', import.meta.url));
const scratch = makeScratch('runner');
afterAll(() => scratch.remove());

/** Runs a program unseen. */
async function run(command: string, args: readonly string[]) {
  const [stdout, stderr] = [new PassThrough(), new PassThrough()];
  const shown = Promise.all([text(stdout), text(stderr)]);
  const ended = await runShown(command, args, project, { stdout, stderr });
  stdout.end();
  stderr.end();
  return { ended, shown: await shown };
}

test('an error that Vitest finds after a test has passed is told with its stack', async () => {
  const body = "setTimeout(() => { throw new Error('came late') }, 0);\n  expect(1).toBe(1);";
  scratch.put('late.test.ts', `test('passes', () => {\n  ${body}\n});\n`);
  const { ended } = await run(`${project}node_modules/.bin/vitest`, ['run', '--globals', `--root=${scratch.path}`]);
  expect(ended).toMatchObject({ ok: false, how: 'status 1', output: expect.stringContaining('1 passed') });
  const told = tellingPart(ended.output);
  expect(told).toContain('Uncaught Exception');
  expect(told).toContain('Error: came late');
  expect(told).toContain('late.test.ts:2:');
  expect(told).not.toContain('\u001b');
  expect(told.split('\n').length).toBeLessThanOrEqual(25);
});

test('what is printed is shown, and what a runner left behind with its streams is not waited for', async () => {
  const start = performance.now();
  const { ended, shown } = await run('sh', ['-c', 'echo out; echo err >&2; sleep 20 & exit 3']);
  expect(performance.now() - start).toBeLessThan(15_000);
  expect(ended).toMatchObject({ ok: false, how: 'status 3' });
  expect(shown).toEqual(['out\n', 'err\n']);
  expect((await run('sh', ['-c', 'kill -KILL $$'])).ended).toMatchObject({ ok: false, how: 'SIGKILL' });
  const missing = await run('/nothing/such', []);
  expect(missing.ended).toMatchObject({ ok: false, how: expect.stringContaining('ENOENT') });
});

test('of what is printed without end, the end is kept', async () => {
  const { ended } = await run('sh', ['-c', 'seq 200000; echo last']);
  expect(ended.ok).toBe(true);
  expect(ended.output.length).toBe(256 * 1024);
  expect(tellingPart(ended.output)).toMatch(/^199987\n(.*\n){13}last$/);
});

test('an error of the runner itself is told from there on, one far above is not', () => {
  const lines = Array.from({ length: 100 }, (_, index) => `line ${index}`).join('\n');
  expect(tellingPart(`${lines}\n\u001b[31mError: no tests\u001b[39m\n  at runner\n`)).toBe(
    'Error: no tests\n  at runner',
  );
  expect(tellingPart(`Error: printed by a test\n${lines}\n`)).toMatch(/^line 85\n(.*\n){13}line 99$/);
  expect(tellingPart('')).toBe('');
});
