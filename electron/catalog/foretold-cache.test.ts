import { join } from 'node:path';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { makeScratch, type Scratch } from '../../e2e/harness/scratch.ts';
import { verdict } from '../../shared/compatibility.ts';
import { TOOK_TOO_MUCH } from '../reader/protocol.ts';
import { createForetoldCache } from './foretold-cache.ts';

let scratch: Scratch;
beforeEach(() => {
  scratch = makeScratch('foretold-cache');
});
afterEach(() => {
  vi.useRealTimers();
  scratch.remove();
});

test('what took too much to read is tried again after a day, as the machine may have been busy', () => {
  const file = join(scratch.path, 'foretold.json');
  const tired = { verdict: TOOK_TOO_MUCH, source: null, size: 1, changedAt: null };
  const fine = {
    verdict: verdict(true, 'any-os', 'It fits any OS.'),
    source: 'image',
    size: 1,
    changedAt: null,
  } as const;
  const cache = createForetoldCache(file);
  cache.set('tired', tired);
  cache.set('fine', fine);
  cache.flush();
  const next = createForetoldCache(file);
  expect([next.get('tired'), next.get('fine')]).toEqual([tired, fine]);
  vi.useFakeTimers({ now: Date.now() + 25 * 60 * 60 * 1000 });
  expect([next.get('tired'), next.get('fine')]).toEqual([undefined, fine]);
});
