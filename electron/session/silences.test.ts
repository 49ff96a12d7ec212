/** What is silenced is kept for each host, read field by field, and dropped once it was gone for long. */
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { makeScratch, type Scratch } from '../../e2e/harness/scratch.ts';
import { createSilences } from './silences.ts';

const DAY = 24 * 60 * 60_000;

let scratch: Scratch;
let now = 0;
beforeEach(() => {
  scratch = makeScratch('silences');
  now = 1_000_000 * DAY;
});
afterEach(() => scratch.remove());

const open = () =>
  createSilences(
    scratch.path,
    (problem) => {
      throw problem;
    },
    () => now,
  );
const file = () => join(scratch.path, 'silenced.json');

test('another process sees it, on its host alone, with the reason and the time', () => {
  open().silence('local', 'a=x', ' why ');
  expect([...open().seen('local', ['a=x', 'b'])]).toEqual([['a=x', { reason: 'why', at: now }]]);
  expect(open().seen('root:/x', ['a=x']).size).toBe(0);
  open().unsilence('local', 'a=x');
  expect(open().seen('local', ['a=x']).size).toBe(0);
});

test('no reason and a long one are refused', () => {
  expect(() => open().silence('local', 'a', '  ')).toThrow('Say in a few words');
  expect(() => open().silence('local', 'a', 'x'.repeat(201))).toThrow('at most 200');
  open().silence('local', 'a', 'x'.repeat(200));
});

test('what comes back within 30 days is still silenced; what was gone for longer counts again', () => {
  const silences = open();
  silences.silence('local', 'a', 'x');
  now += 20 * DAY;
  expect(silences.seen('local', []).size).toBe(0);
  expect(silences.seen('local', ['a']).size).toBe(1);
  // It was seen then, so the days count from there.
  now += 25 * DAY;
  silences.seen('local', []);
  expect(silences.seen('local', ['a']).size).toBe(1);
  now += 31 * DAY;
  silences.seen('local', []);
  expect(silences.seen('local', ['a']).size).toBe(0);
});

test('a host keeps the 200 that were silenced last', () => {
  const silences = open();
  for (let at = 0; at < 203; at++) silences.silence('local', `a=${at}`, 'x');
  const keys = Array.from({ length: 203 }, (_, at) => `a=${at}`);
  expect([...silences.seen('local', keys).keys()]).toEqual(keys.slice(3));
});

test('what is none of ours loses itself alone', () => {
  open().silence('local', 'good', 'x');
  const stored = JSON.parse(readFileSync(file(), 'utf8'));
  stored.hosts[0].silenced.push({ key: 1 }, null, { key: 'b', reason: 'x', at: 'then', seenAt: 1 });
  stored.hosts.push(7, { id: 'other', silenced: 'none' });
  writeFileSync(file(), JSON.stringify(stored));
  expect([...open().seen('local', ['good', 'b']).keys()]).toEqual(['good']);
});
