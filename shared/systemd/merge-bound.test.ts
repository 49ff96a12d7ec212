/** Which entries count for the bound, on folders as they really are. */
import * as fs from 'node:fs';
import { mkdirSync, symlinkSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { makeScratch, putExtension, type Scratch } from '../../e2e/harness/scratch.ts';
import { rulesFor } from './classes.ts';
import { layersAtMost, refuseAboveLimit } from './merge-bound.ts';

let tree: Scratch;
beforeEach(() => {
  tree = makeScratch('merge-bound');
});
afterEach(() => tree.remove());

const layers = (version = 262) => {
  const found = layersAtMost(fs, tree.path, 'sysext', rulesFor(version));
  return { usr: [...(found.get('/usr') ?? [])].sort(), opt: [...(found.get('/opt') ?? [])].sort() };
};
const refuse = (mutable: 'no' | 'yes' | null = 'no') =>
  refuseAboveLimit(fs, { class: 'sysext', root: tree.path, rules: rulesFor(262), mutable, resolve: () => null });

test('counts a folder for what it holds, an image for all, and a name once', () => {
  putExtension(tree, 'var/lib/extensions', 'folder', 'ID=_any\n');
  mkdirSync(join(tree.path, 'var/lib/extensions/folder/opt'));
  tree.put('var/lib/extensions/only-opt/opt/x', '');
  tree.put('var/lib/extensions/image.raw', 'any bytes');
  tree.put('run/extensions/image.raw', 'any bytes');
  tree.put('var/lib/extensions/no-suffix', 'any bytes');
  tree.put('var/lib/extensions/nothing/etc/x', '');
  expect(layers()).toEqual({ usr: ['folder', 'image'], opt: ['image', 'only-opt'] });
});

test('counts nothing that is masked, and what a mask of another name leaves', () => {
  putExtension(tree, 'var/lib/extensions', 'a', 'ID=_any\n');
  tree.put('var/lib/extensions/b.raw', '');
  mkdirSync(join(tree.path, 'etc/extensions/a'), { recursive: true });
  expect(layers().usr).toEqual(['b']);
  mkdirSync(join(tree.path, 'etc/extensions/b'));
  expect(layers()).toEqual({ usr: [], opt: [] });
});

test('counts what a symlink may be, and passes over what leads nowhere on the running system', () => {
  tree.put('srv/real.raw', 'any bytes');
  mkdirSync(join(tree.path, 'var/lib/extensions'), { recursive: true });
  symlinkSync('/srv/real.raw', join(tree.path, 'var/lib/extensions/link.raw'));
  expect(layers().usr, 'below a root of its own').toEqual(['link']);
  // The same folder as the search directory of a running system.
  const running = { ...rulesFor(262), searchPath: { sysext: [join(tree.path, 'var/lib/extensions')], confext: [] } };
  const ofRunning = () => layersAtMost(fs, '/', 'sysext', running).get('/usr');
  expect(ofRunning()).toEqual([]);
  tree.put('var/lib/extensions/real', '');
  symlinkSync(join(tree.path, 'srv/real.raw'), join(tree.path, 'var/lib/extensions/other.raw'));
  expect(ofRunning()).toEqual(['other']);
});

test('goes by the rules of the version', () => {
  tree.put('var/lib/extensions/many.raw.v/many_1.raw', '');
  tree.put('var/lib/extensions/stack.mstack/layer', '');
  tree.put('usr/lib/extensions/vendor.raw', '');
  tree.put('var/lib/extensions/suffixed.sysext.raw', '');
  expect(layers(262).usr).toEqual(['many', 'stack', 'suffixed']);
  expect(layers(252).usr).toEqual(['suffixed.sysext', 'vendor']);
});

test('refuses what may go above the limit, and says how many are too many', () => {
  const folder = tree.path.length;
  // 37 + 36 each + the names + the root before /usr, which together make 4095.
  const names = Array.from({ length: 58 }, (_, at) => `e${at}`.padEnd(30, 'x'));
  const rest = 4095 - (42 + folder) - 58 * 66 - 36;
  names.push('r'.repeat(rest));
  for (const name of names) putExtension(tree, 'var/lib/extensions', name, 'ID=_any\n');
  expect(() => refuse()).not.toThrow();
  expect(() => refuse('yes')).toThrowError(/59 extensions may be merged into \/usr/);
  tree.put('etc/systemd/sysext.conf', '[SysExt]\n#Mutable=no\n');
  expect(() => refuse(null)).not.toThrow();
  tree.put('usr/lib/systemd/sysext.conf.d/10-x.conf', '[SysExt]\nMutable=import\n');
  expect(() => refuse(null), 'a file sets a mode').toThrowError(/59 extensions may be merged into \/usr/);
  putExtension(tree, 'run/extensions', 'x', 'ID=_any\n');
  expect(() => refuse()).toThrowError(
    expect.objectContaining({
      code: 'blocks-merge',
      message: expect.stringContaining('4132 bytes') as string,
      nextStep: expect.stringContaining('at least 1 of them') as string,
    }),
  );
});
