/** A short run of npm run fuzz: other cases each time, named by the seed that brings them back. */
import { afterAll, beforeAll, expect, test } from 'vitest';
import { type Fuzzer, openFuzzer, type Tally } from '../fuzz/run.ts';
import { makeScratch, type Scratch } from '../harness/scratch.ts';

const SEED = Date.now() % 2 ** 31;
const PER_TURN = 500;
const MS_PER_MODE = 6000;

let scratch: Scratch;
let fuzzer: Fuzzer;
beforeAll(async () => {
  scratch = makeScratch('fuzz');
  fuzzer = await openFuzzer(scratch);
});
afterAll(() => scratch.remove());

test.each(['structure', 'bytes'] as const)('every reader stands changes of %s', async (mode) => {
  const tally: Tally = { cases: 0, outcomes: {}, failures: [] };
  const end = performance.now() + MS_PER_MODE;
  while (performance.now() < end) await fuzzer.run(mode, SEED, tally.cases, PER_TURN, tally, null);
  expect(tally.failures).toEqual([]);
  // Seeds that are refused at once, or that nothing harms, would prove little.
  expect(tally.outcomes['read']).toBeGreaterThan(0);
  expect(tally.outcomes['corrupt']).toBeGreaterThan(0);
});
