import { existsSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { makeScratch, type Scratch } from '../../e2e/harness/scratch.ts';
import { createLog } from './log.ts';

let scratch: Scratch;
beforeEach(() => {
  scratch = makeScratch('log');
});
afterEach(() => scratch.remove());

test('keeps what went wrong, for its user alone, and gives the newest', () => {
  const echoed: string[] = [];
  const log = createLog(join(scratch.path, 'state'), (line) => echoed.push(line));
  expect(log.newest(3)).toEqual([]);
  for (const name of ['one', 'two', 'three']) log.error('page', new Error(name));
  log.error('core', 'no error at all');
  expect(log.newest(2).map((line) => JSON.parse(line))).toMatchObject([
    { where: 'page', message: 'three', stack: expect.stringContaining('log.test.ts') },
    { where: 'core', message: 'no error at all' },
  ]);
  expect(echoed).toHaveLength(4);
  expect(statSync(log.path).mode & 0o777).toBe(0o600);
});

test('what others named acts on no terminal, and is there all the same', () => {
  const echoed: string[] = [];
  createLog(scratch.path, (line) => echoed.push(line)).error('core', new Error('evil\u202e\u009b'));
  expect(echoed[0]).toContain('evil\\u202e\\u009b');
  expect(JSON.parse(echoed[0] ?? '')).toMatchObject({ message: 'evil\u202e\u009b' });
});

test('begins anew before it grows large, and keeps the one before', () => {
  const log = createLog(scratch.path);
  writeFileSync(log.path, 'x'.repeat(600 * 1024));
  log.error('core', new Error('y'.repeat(100_000)));
  expect(existsSync(`${log.path}.1`)).toBe(true);
  expect(statSync(log.path).size).toBeLessThan(30_000);
});

test('a place that cannot be written to is no second error', () => {
  scratch.put('file', '');
  const log = createLog(join(scratch.path, 'file/below'));
  log.error('core', new Error('lost'));
  expect(log.newest(1)).toEqual([]);
});
