import { spawnSync } from 'node:child_process';
import { appendFileSync, existsSync, readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { makeScratch, type Scratch } from '../../e2e/harness/scratch.ts';
import { EMPTY_REQUEST } from '../../shared/changes/empty-request.ts';
import { foreignText } from '../../shared/messages/message.ts';
import type { HistoryEntry } from '../../shared/model/history.ts';
import { createHistory } from './history.ts';

let scratch: Scratch;
beforeEach(() => {
  scratch = makeScratch('history');
});
afterEach(() => scratch.remove());

const entry = (id: string, root = '/'): HistoryEntry => ({
  id,
  kind: 'change',
  root,
  title: foreignText(`change ${id}`),
  done: null,
  effects: [],
  status: 'succeeded',
  keepUntil: null,
  startedAt: 1,
  finishedAt: 2,
  by: 'me',
  steps: [foreignText('Merge')],
  outcomes: [{ class: 'sysext', before: [], after: ['a'], uncertain: [], versions: {} }],
  outcome: foreignText('Done.'),
  error: null,
  request: null,
  os: null,
  undo: EMPTY_REQUEST,
});

test('outlives the program, newest first, each host by itself', () => {
  const history = createHistory(scratch.path);
  for (const id of ['1', '2']) history.add(entry(id), null);
  history.add(entry('3', '/tree'), null);
  expect(createHistory(scratch.path).list('/')).toEqual([entry('2'), entry('1')]);
  expect(statSync(join(scratch.path, 'history.jsonl')).mode & 0o777).toBe(0o600);
});

test('passes over what was damaged', () => {
  const history = createHistory(scratch.path);
  appendFileSync(join(scratch.path, 'history.jsonl'), 'not JSON\n{"id":1}\n\0\n');
  history.add(entry('1'), null);
  expect(history.list('/')).toEqual([entry('1')]);
});

test('does not grow without end', () => {
  const history = createHistory(scratch.path);
  const old = Array.from({ length: 2000 }, (_, at) => `${JSON.stringify({ ...entry(`old ${at}`), later: at })}\n`);
  appendFileSync(join(scratch.path, 'history.jsonl'), old.join(''));
  history.add(entry('new'), null);
  expect(history.list('/')).toHaveLength(1000);
  expect(history.list('/')[0]?.id).toBe('new');
  const lines = readFileSync(join(scratch.path, 'history.jsonl'), 'utf8').split('\n');
  expect(lines).toHaveLength(1001);
  expect(lines[0], 'what only a newer version knows').toContain('"later":1001');
});

test('what was begun is there, and how it ended takes its place', () => {
  const history = createHistory(scratch.path);
  history.add({ ...entry('1'), status: 'running', outcome: foreignText('') }, null);
  history.add(entry('2'), null);
  expect(history.list('/').map(({ id, status }) => [id, status])).toEqual([
    ['2', 'succeeded'],
    ['1', 'running'],
  ]);
  history.add({ ...entry('1'), status: 'failed' }, null);
  expect(history.list('/').map(({ id, status }) => [id, status])).toEqual([
    ['2', 'succeeded'],
    ['1', 'failed'],
  ]);
});

test('what a killed process began is shown as cut off', () => {
  const begun = JSON.stringify({ ...entry('1'), status: 'running' });
  const module = new URL('history.ts', import.meta.url).href;
  const code = `
    const { createHistory } = await import(${JSON.stringify(module)});
    createHistory(${JSON.stringify(scratch.path)}).add(${begun});
    process.kill(process.pid, 'SIGKILL');
  `;
  const { signal } = spawnSync(process.execPath, ['--no-warnings', '--input-type=module', '-e', code]);
  expect(signal).toBe('SIGKILL');
  expect(createHistory(scratch.path).list('/')).toMatchObject([
    {
      id: '1',
      status: 'interrupted',
      undo: EMPTY_REQUEST,
      outcome: { text: expect.stringContaining('not seen to end') },
    },
  ]);
});

test('a line that was cut off spoils no other', () => {
  appendFileSync(join(scratch.path, 'history.jsonl'), '{"id":"cut');
  const history = createHistory(scratch.path);
  history.add(entry('1'), null);
  expect(history.list('/')).toEqual([entry('1')]);
});

test('a pipe in its place is moved aside and said', () => {
  expect(spawnSync('mkfifo', [join(scratch.path, 'history.jsonl')]).status).toBe(0);
  const said: string[] = [];
  const history = createHistory(scratch.path, ({ message }) => said.push(message));
  expect(history.list('/')).toEqual([]);
  history.add(entry('1'), null);
  expect(history.list('/')).toEqual([entry('1')]);
  expect(said).toEqual([expect.stringContaining('was damaged, and is kept as')]);
  expect(existsSync(join(scratch.path, 'history.jsonl.damaged'))).toBe(true);
});

test('a line of 0.1 undoes what it did then, under the names of today', () => {
  const { allowMovingAside: allowSetAside, bootRefresh: workaround, ...request } = EMPTY_REQUEST;
  const line = { version: 1, ...entry('1'), undo: { ...request, allowSetAside: !allowSetAside, workaround } };
  appendFileSync(join(scratch.path, 'history.jsonl'), `${JSON.stringify(line)}\n`);
  const undo = { ...EMPTY_REQUEST, allowMovingAside: !allowSetAside };
  expect(createHistory(scratch.path).list('/')).toEqual([{ ...entry('1'), undo }]);
});

test('what nobody kept in time went back, whoever reads it; what was answered or failed did not', () => {
  const history = createHistory(scratch.path);
  const over = Date.now() - 1;
  const later = Date.now() + 60_000;
  history.add({ ...entry('unanswered'), keepUntil: over }, null);
  history.add({ ...entry('failed'), status: 'failed', keepUntil: over }, null);
  history.add({ ...entry('before the boot'), keepUntil: later }, null);
  history.add({ ...entry('asked'), finishedAt: Date.now(), keepUntil: later }, null);
  history.add({ ...entry('kept'), keepUntil: over }, null);
  history.add({ ...entry('kept'), keepUntil: null }, null);
  const told = createHistory(scratch.path).list('/');
  expect(told.map(({ id, status, undo }) => [id, status, undo !== null])).toEqual([
    ['kept', 'succeeded', true],
    ['asked', 'succeeded', true],
    ['before the boot', 'went-back', false],
    ['failed', 'failed', false],
    ['unanswered', 'went-back', false],
  ]);
});
