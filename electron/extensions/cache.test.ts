import { expect, test } from 'vitest';
import { createReadingCache } from './cache.ts';
import type { Reading } from './reading.ts';

const reading = (form: string) => ({ form }) as unknown as Reading;

test('what is asked for stays, and what nobody asks for any more goes', () => {
  const cache = createReadingCache();
  cache.set('there', reading('a'));
  cache.set('gone', reading('b'));
  for (let round = 0; round < 3; round++) {
    cache.endReading();
    expect(cache.get('there')).toEqual(reading('a'));
  }
  // A reading that overlaps with others may ask late.
  expect(cache.get('gone')).toEqual(reading('b'));
  for (let round = 0; round < 4; round++) cache.endReading();
  expect([cache.get('there'), cache.get('gone')]).toEqual([undefined, undefined]);
});
