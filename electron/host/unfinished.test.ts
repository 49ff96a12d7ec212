import { mkdirSync, symlinkSync, utimesSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { makeScratch, type Scratch } from '../../e2e/harness/scratch.ts';
import { ASIDE, UNFINISHED } from '../../shared/changes/unfinished.ts';
import { readUnfinished } from './unfinished.ts';

let tree: Scratch;
beforeEach(() => {
  tree = makeScratch('unfinished');
});
afterEach(() => tree.remove());

/** As electron/helper/files.ts makes the names. */
const unfinishedPath = (folder: string) => `${folder}/${UNFINISHED}${'0a'.repeat(8)}`;
const asidePath = (folder: string) => `${folder}/${ASIDE}${'1b'.repeat(8)}`;

const HOUR_AGO = new Date(Date.now() - 3_600_000);

/** Puts what a killed helper leaves into a folder. @returns its path in the tree */
function leave(folder: string, nameIn: (directory: string) => string, content = 'half'): string {
  const path = nameIn(folder);
  tree.put(path, content);
  utimesSync(join(tree.path, path), HOUR_AGO, HOUR_AGO);
  return `/${path}`;
}

test('what was cut off is found in each folder that the helper works in', () => {
  const left = [
    leave('var/lib/extensions', asidePath),
    leave('var/lib/extensions.d', unfinishedPath),
    leave('var/lib/extensions.d/tool', unfinishedPath, 'x'.repeat(1000)),
    leave('var/lib/extensions/tool.raw.v', unfinishedPath),
    leave('var/lib/confexts.d/net', unfinishedPath),
  ];
  const found = readUnfinished(tree.path);
  expect(found.map(({ path }) => path).sort()).toEqual([...left].sort());
  expect(found.find(({ bytes }) => bytes === 1000)?.path).toBe(left[2]);
});

test('what is being written, is of somebody else, or leads out is none', () => {
  tree.put(unfinishedPath('var/lib/extensions'), 'being written');
  leave('var/lib/extensions', () => 'var/lib/extensions/.#veneer-notes');
  leave('srv/elsewhere', unfinishedPath);
  mkdirSync(join(tree.path, asidePath('var/lib/extensions')));
  symlinkSync('/', join(tree.path, 'var/lib/extensions.d'));
  expect(readUnfinished(tree.path)).toEqual([]);
  expect(readUnfinished(join(tree.path, 'nowhere'))).toEqual([]);
});
