/** Paths below a root as chase() with CHASE_PREFIX_ROOT follows them, and what of a tree is merged. */
import { mkdirSync, symlinkSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { makeScratch, type Scratch } from '../../e2e/harness/scratch.ts';
import { mergedPlaces } from './base-tree.ts';
import { readMerged, resolveBelow } from './hierarchies.ts';
import { originsOf, templateOf } from './layer-units.ts';

let tree: Scratch;
beforeEach(() => {
  tree = makeScratch('hierarchies');
});
afterEach(() => tree.remove());

test('no link leads out of the root, and one that leads to itself leads nowhere', () => {
  mkdirSync(join(tree.path, 'real/usr'), { recursive: true });
  symlinkSync('/real/usr', join(tree.path, 'usr'));
  symlinkSync('../../../../real/usr', join(tree.path, 'up'));
  symlinkSync('loop', join(tree.path, 'loop'));
  const below = (path: string) => resolveBelow(tree.path, path)?.slice(tree.path.length) ?? null;
  expect(below('/usr')).toBe('/real/usr');
  expect(below('up')).toBe('/real/usr');
  expect(below('/real/./usr/..')).toBe('/real');
  expect(below('/loop')).toBeNull();
  expect(below('/nothing')).toBeNull();
  expect(resolveBelow('/', '/')).toBe('/');
});

test('a hierarchy that is there and not merged says so, and one that is not there says nothing', () => {
  mkdirSync(join(tree.path, 'usr'));
  expect(readMerged(tree.path, 'sysext')).toEqual([{ path: '/usr', merged: false, extensions: [] }]);
  expect(readMerged(tree.path, 'confext')).toEqual([]);
});

test('merged is what systemd mounted, as the mount table has it', () => {
  // As 257 mounts it (recorded in e2e/fixtures/systemd).
  const line =
    '36 25 0:33 / /usr ro,nodev,relatime - overlay sysext ro,lowerdir=/run/systemd/sysext/extensions/a/usr:/usr\n';
  expect(mergedPlaces(line)).toEqual(['/usr']);
  expect(mergedPlaces(line.replace('overlay sysext', 'overlay overlay'))).toEqual([]);
  expect(mergedPlaces('')).toEqual([]);
});

test('a unit of which no file is anywhere is gone, and an instance is one of its template', async () => {
  expect(templateOf('getty@tty1.service')).toBe('getty@.service');
  for (const none of ['getty.service', 'getty@.service', '@x.service']) expect(templateOf(none)).toBeNull();
  const units = ['veneer-is-nowhere.service', 'veneer-is-nowhere@x.service'];
  expect([...(await originsOf(units))]).toEqual(units.map((unit) => [unit, 'gone']));
});
