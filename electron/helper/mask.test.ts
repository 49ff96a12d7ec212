import { existsSync, lstatSync, mkdirSync, readlinkSync, symlinkSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { makeScratch, putExtension, type Scratch } from '../../e2e/harness/scratch.ts';
import { withLock } from './lock.ts';
import { maskNames } from './mask.ts';
import type { MaskRequest } from './masked-names.ts';
import { unmaskNames } from './unmask.ts';

let tree: Scratch;
beforeEach(() => {
  tree = makeScratch('mask');
});
afterEach(() => tree.remove());

const at = (path: string) => join(tree.path, path);
const isEmptyDirectory = (path: string) => lstatSync(at(path), { throwIfNoEntry: false })?.isDirectory() === true;
const request = (names: string[], more: Partial<MaskRequest> = {}): MaskRequest => ({
  class: 'sysext',
  names,
  allowMovingAside: false,
  root: tree.path,
  ...more,
});

test('masks by an empty directory and takes it away again', () => {
  putExtension(tree, 'var/lib/extensions', 'a', 'ID=_any\n');
  maskNames(request(['a']));
  expect(isEmptyDirectory('etc/extensions/a')).toBe(true);
  expect(maskNames(request(['a']))).toEqual(['/etc/extensions/a was there already.']);
  unmaskNames(request(['a']));
  expect(existsSync(at('etc/extensions/a'))).toBe(false);
  expect(existsSync(at('var/lib/extensions/a/usr'))).toBe(true);
});

test('never removes an extension that stands where a mask could', () => {
  putExtension(tree, 'etc/extensions', 'a', 'ID=_any\n');
  expect(unmaskNames(request(['a']))).toEqual(['a was enabled already.']);
  expect(existsSync(at('etc/extensions/a/usr'))).toBe(true);
});

test('moves an entry of /etc/extensions aside only with leave, and puts it back', () => {
  tree.put('etc/extensions/a.raw', 'image');
  expect(() => maskNames(request(['a']))).toThrowError(expect.objectContaining({ code: 'confirmation-needed' }));
  expect(existsSync(at('etc/extensions/a.raw'))).toBe(true);
  maskNames(request(['a'], { allowMovingAside: true }));
  expect(existsSync(at('etc/extensions/a.raw'))).toBe(false);
  expect(existsSync(at('etc/extensions.disabled/a.raw'))).toBe(true);
  unmaskNames(request(['a']));
  expect(existsSync(at('etc/extensions/a.raw'))).toBe(true);
  expect(existsSync(at('etc/extensions.disabled'))).toBe(false);
});

test('takes a symlink away without asking and masks what stands below it', () => {
  putExtension(tree, 'var/lib/extensions', 'a', 'ID=_any\n');
  mkdirSync(at('etc/extensions'), { recursive: true });
  symlinkSync('/opt/a.raw', at('etc/extensions/a.raw'));
  maskNames(request(['a']));
  expect(readlinkSync(at('etc/extensions.disabled/a.raw'))).toBe('/opt/a.raw');
  expect(isEmptyDirectory('etc/extensions/a')).toBe(true);
  unmaskNames(request(['a']));
  expect(readlinkSync(at('etc/extensions/a.raw'))).toBe('/opt/a.raw');
});

test('puts nothing over an entry that came back meanwhile', () => {
  tree.put('etc/extensions/a.raw', 'old');
  maskNames(request(['a'], { allowMovingAside: true }));
  tree.put('etc/extensions/a.raw', 'new');
  expect(() => unmaskNames(request(['a']))).toThrowError(expect.objectContaining({ code: 'unsupported' }));
  expect(existsSync(at('etc/extensions.disabled/a.raw'))).toBe(true);
});

test('does not follow a symlink that stands for a search directory', () => {
  putExtension(tree, 'var/lib/extensions', 'a', 'ID=_any\n');
  mkdirSync(at('etc'));
  mkdirSync(at('elsewhere'));
  symlinkSync(at('elsewhere'), at('etc/extensions'));
  expect(() => maskNames(request(['a']))).toThrowError(expect.objectContaining({ code: 'unsupported' }));
  expect(existsSync(at('elsewhere/a'))).toBe(false);
});

test('says that a name is not there', () => {
  expect(() => maskNames(request(['a']))).toThrowError(expect.objectContaining({ code: 'not-found' }));
});

test('lets one change at a time at a host', async () => {
  const inner = withLock(tree.path, () => withLock(tree.path, async () => 'both'));
  await expect(inner).rejects.toMatchObject({ code: 'busy' });
  await expect(withLock(tree.path, async () => 'free again')).resolves.toBe('free again');
});
