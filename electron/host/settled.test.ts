import { chmodSync, chownSync, mkdirSync, symlinkSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { isRoot } from '../../e2e/harness/mount-namespace.ts';
import { makeScratch, type Scratch } from '../../e2e/harness/scratch.ts';
import { isSettled } from './settled.ts';

let scratch: Scratch;
beforeEach(() => {
  scratch = makeScratch('settled');
  mkdirSync(join(scratch.path, 'above/folder'), { recursive: true, mode: 0o755 });
});
afterEach(() => scratch.remove());

const at = (path: string) => join(scratch.path, path);

test('what is ours is settled, also below a folder in which others may only add', () => {
  expect(isSettled(at('above/folder'))).toBe(true);
  chmodSync(at('above'), 0o1777);
  expect(isSettled(at('above/folder'))).toBe(true);
  expect(isSettled(at('above'))).toBe(false);
});

test.each([0o775, 0o757, 0o777])('what others may change is not, nor what is below it: %i', (mode) => {
  chmodSync(at('above/folder'), mode);
  expect(isSettled(at('above/folder'))).toBe(false);
  chmodSync(at('above/folder'), 0o755);
  chmodSync(at('above'), mode);
  expect(isSettled(at('above/folder'))).toBe(false);
});

test('neither is what a symlink leads to, what is no folder, or what is not there', () => {
  symlinkSync('above', at('link'));
  scratch.put('file', '');
  for (const path of ['link', 'link/folder', 'file', 'missing', 'above/missing'])
    expect(isSettled(at(path))).toBe(false);
});

test.runIf(isRoot)('for root, only what is root’s is', () => {
  chownSync(at('above'), 1, 1);
  expect(isSettled(at('above/folder'))).toBe(false);
  chownSync(at('above'), 0, 0);
  chownSync(at('above/folder'), 1, 1);
  expect(isSettled(at('above/folder'))).toBe(false);
});
