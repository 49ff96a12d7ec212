import { expect, test } from 'vitest';
import type { HistoryEntry } from '../../shared/model/history.ts';
import { momentIn } from './moment.ts';

const at = (...time: [number, number, number, number, number]) =>
  ({ id: time.join('-'), finishedAt: new Date(...time).getTime() }) as HistoryEntry;
const ENTRIES = [at(2026, 10, 28, 18, 40), at(2026, 10, 28, 9, 0), at(2026, 10, 27, 12, 30)];
const idOf = (word: string) => momentIn(word, ENTRIES).id;
const codeOf = (word: string) => {
  try {
    return idOf(word);
  } catch (error) {
    return (error as { code?: string }).code;
  }
};

test('a number is that of the entry as it is shown, a time means the last one before it', () => {
  expect(idOf('1')).toBe('2026-10-28-18-40');
  expect(idOf('3')).toBe('2026-10-27-12-30');
  expect(idOf('2026-11-28 18:40')).toBe('2026-10-28-18-40');
  expect(idOf('2026-11-28T18:39:59')).toBe('2026-10-28-9-0');
  expect(idOf('2026-11-28')).toBe('2026-10-27-12-30');
});

test('what is no moment, or before all that is kept, is said to be so', () => {
  for (const word of ['0', '4', '2026-11-27 12:29']) expect(codeOf(word), word).toBe('not-found');
  for (const word of ['-1', 'now', '2026-02-30', '2026-11-28 24:00', '2026-11-28 18:60', '1e3', '2026-11'])
    expect(codeOf(word), word).toBe('invalid-input');
});
