import { expect, test } from 'vitest';
import { makeKeptAnswer } from './kept-answer.ts';

test('the last answer is kept of one host, and is none of another', () => {
  const kept = makeKeptAnswer<number>();
  expect(kept.of('local')).toBeNull();
  kept.keep('local', 1);
  kept.keep('local', 2);
  expect([kept.of('local'), kept.of('sandbox')]).toEqual([2, null]);
  kept.keep('sandbox', 3);
  expect([kept.of('local'), kept.of('sandbox')]).toEqual([null, 3]);
});
