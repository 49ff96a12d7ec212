import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { makeScratch, putExtension, type Scratch } from '../../e2e/harness/scratch.ts';
import { makeSquashfs } from '../../e2e/harness/squashfs.ts';
import { readRunsFrom } from './runs-from.ts';
import { readSystem, type System } from './system.ts';
import { ownMounts } from './target.ts';

const PROGRAM = '/usr/lib/veneer/dist';

let tree: Scratch;
beforeEach(() => {
  tree = makeScratch('runs-from');
  tree.put('usr/lib/os-release', 'ID=debian\nVERSION_ID=12\n');
  putExtension(tree, 'sources', 'tools', 'ID=_any\n');
  tree.put('sources/tools/usr/lib/veneer/dist/cli.cjs', '');
  // A folder of its name alone is not the program's.
  putExtension(tree, 'var/lib/extensions', 'veneer', 'ID=_any\n');
  tree.put('var/lib/extensions/zz/usr/lib/veneer/README', '');
  putExtension(tree, 'var/lib/extensions', 'zz', 'ID=_any\n');
  makeSquashfs(join(tree.path, 'sources/tools'), join(tree.path, 'var/lib/extensions/tools.raw'));
});
afterEach(() => tree.remove());

async function runsFrom(
  merged: readonly string[],
  folder: string | null,
  among: readonly string[] | null = null,
): Promise<string | null> {
  const target = { root: tree.path, asSystemd: 257, mounts: ownMounts(tree.path) };
  const read = await readSystem(target, null);
  const system: System = {
    ...read,
    hierarchies: read.hierarchies.map((one) =>
      one.path === '/usr' ? { ...one, merged: merged.length > 0, extensions: [...merged] } : one,
    ),
    extensions: read.extensions.map((one) => ({ ...one, merged: merged.includes(one.name) })),
  };
  const found = await readRunsFrom(target, system, among, folder);
  return found === null ? null : `${found.class} ${found.name}`;
}

test('it is told by what is in the extension, whatever that is called', async () => {
  expect(await runsFrom(['tools', 'veneer', 'zz'], PROGRAM)).toBe('sysext tools');
  tree.put('var/lib/extensions/veneer/usr/lib/veneer/dist/cli.cjs', '');
  expect(await runsFrom(['tools', 'veneer', 'zz'], PROGRAM), 'the highest layer is seen').toBe('sysext veneer');
});

test('it is none that is not merged, nor where the program lies elsewhere', async () => {
  expect(await runsFrom([], PROGRAM)).toBeNull();
  expect(await runsFrom(['veneer', 'zz'], PROGRAM)).toBeNull();
  expect(await runsFrom(['tools'], '/home/me/veneer/dist')).toBeNull();
  expect(await runsFrom(['tools'], null)).toBeNull();
});

test('an image that cannot be read is passed over', async () => {
  expect(await runsFrom(['tools'], PROGRAM)).toBe('sysext tools');
  tree.put('var/lib/extensions/tools.raw', 'no image');
  expect(await runsFrom(['tools', 'veneer'], PROGRAM)).toBeNull();
});

test('what is not in question is not told, and what a higher one has is not the lower one’s', async () => {
  expect(await runsFrom(['tools', 'zz'], PROGRAM, ['zz'])).toBeNull();
  expect(await runsFrom(['tools', 'zz'], PROGRAM, ['tools'])).toBe('sysext tools');
  tree.put('var/lib/extensions/veneer/usr/lib/veneer/dist/cli.cjs', '');
  expect(await runsFrom(['tools', 'veneer'], PROGRAM, ['tools'])).toBe('sysext veneer');
});
