/** What becomes of a helper's answers, of those that are none, and of what pkexec says; each is a process of its own. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { isRoot } from '../../../e2e/harness/mount-namespace.ts';
import { makeScratch, type Scratch } from '../../../e2e/harness/scratch.ts';
import { foreignText, messageOf } from '../../../shared/messages/message.ts';
import type { Step } from '../../../shared/model/plan.ts';
import { chooseExecutor } from './choose.ts';
import { directExecutor, noExecutor, pkexecExecutor } from './helper-executors.ts';

const UNMERGE: Step = { verb: 'unmerge', class: 'sysext', force: false, mutable: null, sentence: foreignText('') };

let scratch: Scratch;
beforeEach(() => {
  scratch = makeScratch('executors');
});
afterEach(() => scratch.remove());

/** A program that is run in the helper's place, or in that of pkexec. @returns its path */
function program(name: string, script: string): string {
  scratch.put(name, `#!/bin/sh\n${script}\n`, 0o755);
  return join(scratch.path, name);
}

const answering = (...lines: object[]) => `cat <<'END'\n${lines.map((line) => JSON.stringify(line)).join('\n')}\nEND`;
const direct = (script: string) => directExecutor({ program: program('helper', script), args: [] }, '/tree');
const pkexec = (script: string, textAgent = false) =>
  pkexecExecutor(program('pkexec', script), { program: '/helper', args: ['first'] }, textAgent, true, null);

test('what was done is told in the person’s words, and how far it is on the way', async () => {
  const said = messageOf('helper.there-is-no-room-left-on');
  const script = answering(
    { type: 'progress', done: 1, total: 4 },
    { type: 'done', sentence: 'English', said },
    { type: 'progress', done: 4, total: 4 },
    { type: 'done', sentence: 'Of a later version alone.' },
    { type: 'result' },
  );
  const progress: number[][] = [];
  const done = await direct(script).run(UNMERGE, (...how) => progress.push(how), [UNMERGE]);
  expect(done).toEqual([said.text, 'Of a later version alone.']);
  expect(progress).toEqual([
    [1, 4],
    [4, 4],
  ]);
});

test('the helper is asked for one verb, by values alone, on that tree', async () => {
  await direct(`printf '%s\\n' "$@" > '${join(scratch.path, 'asked')}'\n${answering({ type: 'result' })}`).run({
    ...UNMERGE,
    verb: 'mask',
    names: ['a b', '$(c)'],
    allowMovingAside: true,
  } as unknown as Step, () => {}, []);
  const [verb, request = ''] = readFileSync(join(scratch.path, 'asked'), 'utf8').split('\n');
  expect(verb).toBe('mask');
  expect(JSON.parse(request)).toMatchObject({
    ...{ class: 'sysext', names: ['a b', '$(c)'], allowMovingAside: true, root: '/tree' },
    protocol: expect.any(String),
  });
});

test.each([
  ['an error', answering({ type: 'error', code: 'no-space', message: 'The disk is full.' }), 'no-space'],
  ['an error that we do not know', answering({ type: 'error', code: 'strange', message: 'Odd.' }), 'helper-failed'],
  ['no answer', 'echo sorry >&2; exit 3', 'helper-failed'],
  ['what is no JSON', 'echo hello', 'helper-failed'],
  ['a line without end', "yes | tr -d '\\n'", 'helper-failed'],
])('%s', async (_what, script, code) => {
  await expect(direct(script).run(UNMERGE, () => {}, [])).rejects.toMatchObject({ code });
});

test('what a helper that fell over had said is told with it, and one that is not there is named', async () => {
  const fallen = direct('echo sorry >&2; exit 3').run(UNMERGE, () => {}, []);
  await expect(fallen).rejects.toMatchObject({ detail: 'exit status 3\nsorry' });
  const missing = directExecutor({ program: '/nothing/helper', args: [] }, '/').run(UNMERGE, () => {}, []);
  await expect(missing).rejects.toMatchObject({ code: 'helper-failed', message: expect.stringContaining('/nothing') });
});

test.each([
  ['that was dismissed', 'exit 126', 'cancelled'],
  ['that nobody could be asked for', 'echo "Error: No authentication agent found." >&2; exit 127', 'no-auth-agent'],
  ['that was refused', 'echo "Not authorized." >&2; exit 127', 'not-authorized'],
  ['with another end', 'exit 1', 'helper-failed'],
])('leave %s', async (_how, script, code) => {
  // pkexec(1), “RETURN VALUE”.
  await expect(pkexec(script).run(UNMERGE, () => {}, [])).rejects.toMatchObject({ code });
});

test('pkexec asks on the terminal only where there is one to ask on', async () => {
  const script = `printf '%s\\n' "$@" > '${join(scratch.path, 'asked')}'\n${answering({ type: 'result' })}`;
  for (const textAgent of [false, true]) {
    await pkexec(script, textAgent).run(UNMERGE, () => {}, []);
    const words = readFileSync(join(scratch.path, 'asked'), 'utf8').split('\n');
    expect(words.includes('--disable-internal-agent')).toBe(!textAgent);
    expect(words.slice(textAgent ? 0 : 1, -2)).toEqual(['/helper', 'first', 'unmerge']);
  }
});

test('where nothing can be changed, every step says why', async () => {
  const none = noExecutor(foreignText('Nobody may.'), foreignText('Ask.'));
  await expect(none.run(UNMERGE, () => {}, [])).rejects.toMatchObject({
    code: 'unsupported',
    message: expect.stringContaining('Nobody may.'),
    nextStep: 'Ask.',
  });
});

test('a tree is changed by root alone', async () => {
  const helper = { program: process.execPath, args: [join(scratch.path, 'helper')] };
  const options = { root: scratch.path, helper, runtimeDirectory: null, textAgent: false, agentFor: null };
  expect((await chooseExecutor(options)).kind).toBe(isRoot ? 'direct' : 'none');
});
