import { expect, test } from 'vitest';
import type { HistoryEntry } from '../../../shared/model/history.ts';
import { byDay, whoOf } from './days.ts';

test('who did it is an account, or a number that is said to be one of a user', () => {
  expect(whoOf({ by: 'anna' } as HistoryEntry)).toBe('anna');
  expect(whoOf({ by: '61000' } as HistoryEntry)).toBe('user 61000');
  // A name may begin with digits.
  expect(whoOf({ by: '1st' } as HistoryEntry)).toBe('1st');
});

test('today and yesterday are words, another day has its date, and one of another year that year', () => {
  const at = (year: number, month: number, day: number) =>
    ({ finishedAt: new Date(year, month - 1, day, 0, 5).getTime() }) as HistoryEntry;
  const now = new Date(2026, 2, 1, 23, 55).getTime();
  const days = byDay([at(2025, 3, 1), at(2026, 2, 28), at(2026, 3, 1), at(2026, 2, 27)], now).map(({ day }) => day);
  expect(days.slice(0, 2)).toEqual(['Today', 'Yesterday']);
  expect(days[2]).toMatch(/27/);
  expect(days[2]).not.toMatch(/20\d\d/);
  expect(days[3]).toMatch(/2025/);
});
