import { expect, test } from 'vitest';
import { toLookInto } from './to-look-into.ts';

const fits = { id: 'fits' } as never;
const catalog = (all: number, known: number) =>
  Array.from({ length: all }, (_, at) => ({ key: `${at}`, reason: at < known ? fits : null }));

test('the first 500 of a catalog are looked into, and no more once they are known', () => {
  expect(toLookInto(catalog(3, 1))).toEqual(['1', '2']);
  expect(toLookInto(catalog(20_000, 0))).toHaveLength(500);
  // As each answer comes: what was asked for the whole of a list, 500 at a time, would be 20,000 questions to its server.
  expect(toLookInto(catalog(20_000, 400))).toHaveLength(100);
  expect(toLookInto(catalog(20_000, 500))).toEqual([]);
  expect(toLookInto(catalog(20_000, 700))).toEqual([]);
});
