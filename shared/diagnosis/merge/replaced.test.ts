import { expect, test } from 'vitest';
import { facts, layer, survey, told } from '../../../e2e/harness/merge-facts.ts';
import { diagnoseMerge } from './diagnose-merge.ts';

test('a folder takes the place of a file, which is less than of a folder or a link', () => {
  const lower = layer('a', survey({ usr: 'folder', 'usr/x': 'file' }));
  const upper = layer('b', survey({ usr: 'folder', 'usr/x': 'folder' }));
  const found = diagnoseMerge(facts({ layers: [lower, upper] }));
  expect(told(found)).toEqual([['b', 'hides-file', 'warning', 'usr/x']]);
});

test('what nobody had the time to look through is told, and how many', () => {
  const found = diagnoseMerge(facts({ notLookedThrough: 3 }));
  expect(told(found)).toEqual([[null, 'not-looked-through', 'warning', '']]);
  expect(found[0]?.message.values).toEqual({ count: 3 });
});
