import {
  chmodSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  statSync,
  truncateSync,
  utimesSync,
  writeFileSync,
} from 'node:fs';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { makeScratch, type Scratch } from '../../../e2e/harness/scratch.ts';
import type { TreeNode } from '../../images/tree.ts';
import type { ImageIndex } from './build.ts';
import { EntriesBuilder } from './entries.ts';
import { FOLDER_LIMITS, openIndexFolder } from './folder.ts';

let scratch: Scratch;
let path: string;
beforeEach(() => {
  scratch = makeScratch('index-folder');
  path = join(scratch.path, 'index');
});
afterEach(() => scratch.remove());

const LONG = FOLDER_LIMITS.worthMs;

function indexOf(files: number): ImageIndex {
  const builder = new EntriesBuilder();
  const node: TreeNode = { type: 'file', mode: 0o4755, uid: 1, gid: 2, size: 2 ** 40, id: '', handle: null };
  for (let at = 0; at < files; at++)
    builder.add(`usr/${at}`, node, { flags: 4, label: at === 1 ? 'bin_t' : null }, at === 0 ? 'target' : null);
  return {
    entries: builder.end(),
    failure: null,
    machines: [{ path: 'usr/0', machine: 'x86-64' }],
    needs: null,
    programsFailure: null,
    upholds: [],
    fileSystems: [],
    disk: null,
    markersKnown: true,
  };
}

const files = () => readdirSync(path).map((name) => join(path, name));

test('gives back what was put, also to another process later', () => {
  const index = indexOf(1000);
  openIndexFolder(path).put('key', index, LONG);
  expect(openIndexFolder(path).get('key')).toEqual(index);
  expect(openIndexFolder(path).get('other')).toBeNull();
  expect(files().map((file) => statSync(file).mode & 0o777)).toEqual([0o600]);
});

test('what was made fast is not kept', () => {
  openIndexFolder(path).put('key', indexOf(1), LONG - 1);
  expect(openIndexFolder(path).get('key')).toBeNull();
});

test.each<[string, (file: string) => void]>([
  ['has another byte', (file) => flip(file, 500)],
  ['has another byte in its hash', (file) => flip(file, 3)],
  ['is cut', (file) => truncateSync(file, 100)],
  ['is empty', (file) => truncateSync(file, 0)],
  ['is something else', (file) => writeFileSync(file, 'something else')],
  ['is too large', (file) => truncateSync(file, FOLDER_LIMITS.one + 1)],
])('one that %s is as if it were not there, and is replaced', (_, damage) => {
  const folder = openIndexFolder(path);
  folder.put('key', indexOf(100), LONG);
  for (const file of files()) damage(file);
  expect(folder.get('key')).toBeNull();
  folder.put('key', indexOf(100), LONG);
  expect(folder.get('key')).toEqual(indexOf(100));
});

function flip(file: string, at: number): void {
  const bytes = readFileSync(file);
  bytes.writeUInt8(bytes.readUInt8(at) ^ 1, at);
  writeFileSync(file, bytes);
}

test('keeps so many and so much, those that are used last', () => {
  const folder = openIndexFolder(path, { ...FOLDER_LIMITS, files: 3 });
  for (const [at, key] of ['a', 'b', 'c'].entries()) {
    folder.put(key, indexOf(10), LONG);
    for (const file of files().filter((one) => statSync(one).mtimeMs > 1e9 * 1000)) utimesSync(file, at + 1, at + 1);
  }
  // It is used again, so that b is the oldest.
  expect(folder.get('a')).not.toBeNull();
  folder.put('d', indexOf(10), LONG);
  expect(['a', 'b', 'c', 'd'].filter((key) => folder.get(key) !== null)).toEqual(['a', 'c', 'd']);
  const [size = 0] = files().map((file) => statSync(file).size);
  const narrow = openIndexFolder(path, { ...FOLDER_LIMITS, all: 2 * size + 1 });
  narrow.put('e', indexOf(10), LONG);
  expect(files()).toHaveLength(2);
  expect(openIndexFolder(path, { ...FOLDER_LIMITS, one: 10 }).get('e')).toBeNull();
});

test('a place that cannot be written to costs speed only', () => {
  writeFileSync(path, 'a file');
  const folder = openIndexFolder(path);
  folder.put('key', indexOf(10), LONG);
  expect(folder.get('key')).toBeNull();
  const closed = join(scratch.path, 'closed');
  mkdirSync(closed);
  chmodSync(closed, 0o500);
  const inside = openIndexFolder(join(closed, 'index'));
  expect(() => inside.put('key', indexOf(10), LONG)).not.toThrow();
});
