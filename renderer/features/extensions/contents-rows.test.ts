import { expect, test } from 'vitest';
import type { ContentEntry } from '../../../shared/model/extension.ts';
import { firstOpen, visibleRows } from './contents-rows.ts';

const entry = (path: string, type: ContentEntry['type'] = 'file'): ContentEntry => ({
  path,
  type,
  size: 0,
  mode: 0o644,
  uid: 0,
  gid: 0,
  target: null,
  overrides: [],
  hiddenBy: [],
});
const entries = [
  entry('usr', 'directory'),
  entry('usr/bin', 'directory'),
  entry('usr/bin/tool'),
  entry('usr/bin-old', 'directory'),
  entry('usr/lib', 'directory'),
  entry('usr/lib/deep', 'directory'),
  entry('usr/lib/deep/tool.so'),
];
const paths = (open: Set<string>, query = '') => visibleRows(entries, open, query).map((row) => row.entry.path);

test('shows a folder with what it holds right below it', () => {
  expect(paths(firstOpen(entries))).toEqual([
    'usr',
    'usr/bin',
    'usr/bin/tool',
    'usr/bin-old',
    'usr/lib',
    'usr/lib/deep',
  ]);
  expect(paths(new Set(['usr']))).toEqual(['usr', 'usr/bin', 'usr/bin-old', 'usr/lib']);
  expect(paths(new Set(['usr/lib/deep']))).toEqual(['usr']);
});

test('finds a file with the folders that lead to it', () => {
  expect(paths(new Set(), 'TOOL.SO')).toEqual(['usr', 'usr/lib', 'usr/lib/deep', 'usr/lib/deep/tool.so']);
  expect(paths(new Set(), 'nothing')).toEqual([]);
});
