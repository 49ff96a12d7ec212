import { expect, test } from 'vitest';
import { indicesOf, offsetsOf, rangeOf, rebased, scrollTo } from './geometry.ts';

test('columns are as wide as they want, and share out what is left over', () => {
  expect(offsetsOf([100, 50, 50], 0)).toEqual([0, 100, 150, 200]);
  expect(offsetsOf([100, 50, 50], 400)).toEqual([0, 200, 300, 400]);
  expect(offsetsOf([], 400)).toEqual([0]);
});

test('only what touches the seen part is drawn, with some beside it', () => {
  const lines = Array.from({ length: 41 }, (_, at) => at * 38);
  expect(rangeOf(lines, 0, 380, 0)).toEqual({ from: 0, to: 10 });
  expect(rangeOf(lines, 37, 380, 0)).toEqual({ from: 0, to: 11 });
  expect(rangeOf(lines, 38, 380, 0)).toEqual({ from: 1, to: 11 });
  expect(rangeOf(lines, 380, 380, 4)).toEqual({ from: 6, to: 24 });
  expect(rangeOf(lines, 1140, 380, 4)).toEqual({ from: 26, to: 40 });
  expect(rangeOf([0], 0, 380, 4)).toEqual({ from: 0, to: 0 });
});

test('of a box that has no size yet little is drawn', () => {
  const lines = Array.from({ length: 201 }, (_, at) => at * 38);
  expect(rangeOf(lines, 0, 0, 2).to).toBeLessThanOrEqual(3);
});

test('the cell that has the focus is always among what is drawn, once', () => {
  expect(indicesOf({ from: 3, to: 5 }, null)).toEqual([3, 4]);
  expect(indicesOf({ from: 3, to: 5 }, 4)).toEqual([3, 4]);
  expect(indicesOf({ from: 3, to: 5 }, 0)).toEqual([0, 3, 4]);
  expect(indicesOf({ from: 3, to: 5 }, 9)).toEqual([3, 4, 9]);
});

test('no more is scrolled than has to be', () => {
  expect(scrollTo({ from: 100, to: 138 }, { from: 80, to: 400 })).toBe(80);
  expect(scrollTo({ from: 40, to: 78 }, { from: 80, to: 400 })).toBe(40);
  expect(scrollTo({ from: 380, to: 418 }, { from: 80, to: 400 })).toBe(98);
  expect(scrollTo({ from: 200, to: 900 }, { from: 80, to: 400 })).toBe(200);
});

test('after a jump the first takes the key of the first before, and after a step each keeps its own', () => {
  const before = { from: 3, to: 9, base: 0 };
  expect(rebased(before, { from: 4, to: 10 })).toBe(0);
  expect(rebased(before, { from: 8, to: 14 })).toBe(0);
  const jumped = { from: 40, to: 47, base: rebased(before, { from: 40, to: 47 }) };
  expect(40 - jumped.base).toBe(3);
  expect(0 - rebased(jumped, { from: 0, to: 6 })).toBe(3);
});
