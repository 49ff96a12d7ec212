import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { makeScratch, type Scratch } from '../../e2e/harness/scratch.ts';
import { foreignText } from '../../shared/messages/message.ts';
import type { Prediction } from '../../shared/model/catalog.ts';
import { makeVerdict } from '../../shared/systemd/compatibility.ts';
import { TOOK_TOO_MUCH } from '../reader/protocol.ts';
import { createPredictionCache } from './prediction-cache.ts';

const DAY_MS = 24 * 60 * 60 * 1000;
const GOOD: Prediction = {
  verdict: makeVerdict(true, 'any-os', foreignText('It fits any.')),
  source: 'image',
  size: 4096,
  changedAt: null,
  class: null,
  inside: 'debug-29.1.x86-64',
  description: 'Debugging tools',
  units: ['debug.service'],
  programs: ['gdb'],
  isMissing: false,
};
const HEAVY: Prediction = {
  verdict: TOOK_TOO_MUCH,
  source: null,
  size: 4096,
  changedAt: null,
  class: null,
  inside: null,
  description: null,
  units: [],
  programs: [],
  isMissing: false,
};

let scratch: Scratch;
let file: string;
beforeEach(() => {
  scratch = makeScratch('prediction');
  file = join(scratch.path, 'predicted.json');
});
afterEach(() => scratch.remove());

test('what took too much to read is tried again after a day, also by the next Veneer, and what was read is not', () => {
  let time = 1_000_000;
  const cache = createPredictionCache(file, () => time);
  cache.set('heavy', HEAVY);
  cache.set('good', GOOD);
  cache.flush();
  time += DAY_MS - 1;
  expect(createPredictionCache(file, () => time).get('heavy')).toEqual(HEAVY);
  time += 1;
  for (const one of [cache, createPredictionCache(file, () => time)]) {
    expect(one.get('heavy')).toBeUndefined();
    expect(one.get('good')).toEqual(GOOD);
  }
});

test('one bad value loses itself alone; of another shape or damaged, all is asked for anew', () => {
  const cache = createPredictionCache(file);
  cache.set('a', GOOD);
  cache.set('b', GOOD);
  cache.flush();
  const stored = JSON.parse(readFileSync(file, 'utf8')) as { images: Record<string, unknown> };
  stored.images['a'] = { verdict: 7 };
  writeFileSync(file, JSON.stringify(stored));
  expect([createPredictionCache(file).get('a'), createPredictionCache(file).get('b')]).toEqual([undefined, GOOD]);
  for (const text of ['{', '', JSON.stringify({ ...stored, version: 2 })]) {
    writeFileSync(file, text);
    expect(createPredictionCache(file).get('b')).toBeUndefined();
  }
});
