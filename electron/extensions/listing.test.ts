/** A list costs no program for each of its files. */
import { subscribe, unsubscribe } from 'node:diagnostics_channel';
import { symlinkSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { piecesOf } from '../../e2e/harness/pieces.ts';
import { run } from '../../e2e/harness/programs.ts';
import { makeScratch, type Scratch } from '../../e2e/harness/scratch.ts';
import { openFolder } from '../images/folder.ts';
import type { TreeNode } from '../images/tree.ts';
import { listEntries, listWithXattrs } from './listing.ts';

let started: number;
/** Node tells of each program that is started. */
const count = () => {
  started++;
};

const FILES = 1200;
let scratch: Scratch;
beforeEach(() => {
  scratch = makeScratch('listing');
  for (let at = 0; at < FILES; at++) scratch.put(`tree/usr/d${at % 40}/file ${at}`, `${at}`);
  symlinkSync('d1', join(scratch.path, 'tree/usr/link'));
  run('setfattr', ['-n', 'user.veneer', '-v', 'yes', join(scratch.path, 'tree/usr/d7/file 7')]);
  run('setfattr', ['-n', 'user.veneer', '-v', 'a folder', join(scratch.path, 'tree/usr/d1')]);
  started = 0;
  subscribe('child_process', count);
});
afterEach(() => {
  unsubscribe('child_process', count);
  scratch.remove();
});

test('of a folder starts a program for hundreds of entries, and none where attributes are not asked for', async () => {
  const tree = openFolder(join(scratch.path, 'tree'), 'folder');
  const entries = await piecesOf(listEntries(tree, ''));
  expect(entries).toHaveLength(FILES + 40 + 2);
  expect(started).toBe(0);
  const told = await piecesOf(listWithXattrs(tree, ''));
  expect(started).toBeGreaterThan(0);
  expect(started).toBeLessThanOrEqual(3);
  expect(told.map(({ xattrs: _, ...entry }) => entry)).toEqual(entries);
  // A symlink has what it has itself, not what the folder has to which it leads.
  expect(told.flatMap(({ path, xattrs }) => (Object.keys(xattrs).length > 0 ? [[path, xattrs]] : []))).toEqual([
    ['usr/d1', { 'user.veneer': 'a folder' }],
    ['usr/d7/file 7', { 'user.veneer': 'yes' }],
  ]);
  tree.close();
});

test('goes folder by folder, and begins before it is at the end', async () => {
  for (const name of ['lib-x/b', 'lib/a', 'lib/z', 'lib.d/c']) scratch.put(`small/usr/${name}`, '');
  const small = openFolder(join(scratch.path, 'small'), 'folder');
  const paths = (await piecesOf(listEntries(small, 'usr'))).map(({ path }) => path.slice(4));
  expect(paths).toEqual(['', 'lib', 'lib/a', 'lib/z', 'lib-x', 'lib-x/b', 'lib.d', 'lib.d/c']);
  small.close();
  const tree = openFolder(join(scratch.path, 'tree'), 'folder');
  const listed: string[] = [];
  const list = tree.list.bind(tree);
  const listNoted = (folder: TreeNode) => {
    listed.push(folder.id);
    return list(folder);
  };
  const watched = { ...tree, list: listNoted };
  for await (const _ of listEntries(watched, '')) break;
  expect(listed.length).toBeLessThan(40);
  listed.length = 0;
  await piecesOf(listEntries(watched, 'usr/d3'));
  expect(listed.map((path) => path.slice(`${scratch.path}/tree`.length))).toEqual(['', '/usr', '/usr/d3']);
  tree.close();
});
