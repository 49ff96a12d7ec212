import { appendFileSync, readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { makeScratch, type Scratch } from '../../e2e/harness/scratch.ts';
import { EMPTY_REQUEST } from '../../shared/empty-request.ts';
import type { HistoryEntry } from '../../shared/model/history.ts';
import { createHistory } from './history.ts';

let scratch: Scratch;
beforeEach(() => {
  scratch = makeScratch('history');
});
afterEach(() => scratch.remove());

const entry = (id: string, root = '/'): HistoryEntry => ({
  id,
  root,
  title: `change ${id}`,
  status: 'succeeded',
  startedAt: 1,
  finishedAt: 2,
  by: 'me',
  steps: ['Merge'],
  outcomes: [{ class: 'sysext', before: [], after: ['a'], uncertain: [] }],
  outcome: 'Done.',
  error: null,
  undo: EMPTY_REQUEST,
});

test('outlives the program, newest first, each host by itself', () => {
  const history = createHistory(scratch.path);
  for (const id of ['1', '2']) history.add(entry(id));
  history.add(entry('3', '/tree'));
  expect(createHistory(scratch.path).list('/')).toEqual([entry('2'), entry('1')]);
  expect(statSync(join(scratch.path, 'history.jsonl')).mode & 0o777).toBe(0o600);
});

test('passes over what was damaged', () => {
  const history = createHistory(scratch.path);
  appendFileSync(join(scratch.path, 'history.jsonl'), 'not JSON\n{"id":1}\n\0\n');
  history.add(entry('1'));
  expect(history.list('/')).toEqual([entry('1')]);
});

test('does not grow without end', () => {
  const history = createHistory(scratch.path);
  const line = `${JSON.stringify(entry('old'))}\n`;
  appendFileSync(join(scratch.path, 'history.jsonl'), line.repeat(1000));
  history.add(entry('new'));
  expect(history.list('/')).toHaveLength(500);
  expect(history.list('/')[0]?.id).toBe('new');
  expect(readFileSync(join(scratch.path, 'history.jsonl'), 'utf8').split('\n')).toHaveLength(501);
});
