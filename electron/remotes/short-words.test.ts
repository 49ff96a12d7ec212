import { expect, test } from 'vitest';
import { shortWords } from './short-words.ts';

test('names and descriptions without end are cut, and usual ones are as they were', () => {
  const usual = { description: 'A tool', units: ['a.service'], programs: ['tool'] };
  expect(shortWords(usual)).toEqual(usual);
  const names = Array.from({ length: 1000 }, (_, at) => `${at}`.padEnd(240, 'x'));
  const short = shortWords({ description: 'x'.repeat(70_000), units: names, programs: names });
  expect(JSON.stringify(short).length).toBeLessThan(20_000);
  expect(short.units).toEqual(names.slice(0, 34));
});

test('without a description there is none', () => {
  expect(shortWords({ description: null, units: [], programs: [] }).description).toBeNull();
});
