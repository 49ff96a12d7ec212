/** A folder that somebody changes while it is read leads nowhere else. */
import { chmodSync, closeSync, mkdirSync, openSync, readFileSync, renameSync, rmSync, symlinkSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { makeScratch, type Scratch } from '../../e2e/harness/scratch.ts';
import { openFolder } from './folder.ts';
import { writeSquashfs } from './squashfs/write.ts';
import type { ImageTree, TreeNode } from './tree.ts';

let scratch: Scratch;
beforeEach(() => {
  scratch = makeScratch('folder');
  scratch.put('race/usr/share/d/f', 'of the folder');
  scratch.put('secret/f', 'a secret that is not in the folder');
  mkdirSync(join(scratch.path, 'secret/sub'));
});
afterEach(() => scratch.remove());

const at = (path: string) => join(scratch.path, path);

async function walk(tree: ImageTree, ...names: string[]): Promise<TreeNode> {
  let node = await tree.root();
  for (const name of names) node = (await tree.child(node, name)) as TreeNode;
  return node;
}

/** A link in place of the folder, as whoever owns it can put there at any moment. */
function swap(): void {
  renameSync(at('race/usr/share/d'), at('race/usr/share/before'));
  symlinkSync('../../../secret', at('race/usr/share/d'));
}

const changed = { name: 'ImageError', message: 'the folder was changed while it was read' };

test('reads what is there, also where the last folder may be gone through only', async () => {
  chmodSync(at('race/usr/share'), 0o711);
  const tree = openFolder(at('race'), 'folder');
  const file = await walk(tree, 'usr', 'share', 'd', 'f');
  expect((await tree.read(file, 3, 3)).toString()).toBe('the');
  expect((await tree.list(await walk(tree, 'usr', 'share', 'd'))).map(({ name }) => name)).toEqual(['f']);
  expect(await tree.child(file, 'x')).toBe(null);
});

test('a folder that is swapped for a link is followed by nothing', async () => {
  const tree = openFolder(at('race'), 'folder');
  const folder = await walk(tree, 'usr', 'share', 'd');
  const file = await walk(tree, 'usr', 'share', 'd', 'f');
  swap();
  await expect(tree.read(file, 0, 3)).rejects.toMatchObject(changed);
  await expect(tree.list(folder)).rejects.toMatchObject(changed);
  await expect(tree.child(folder, 'sub')).rejects.toMatchObject(changed);
  await expect(tree.xattrs(file)).rejects.toMatchObject(changed);
});

test('neither is one that is swapped for another folder, nor a file for another file', async () => {
  const tree = openFolder(at('race'), 'folder');
  const folder = await walk(tree, 'usr', 'share', 'd');
  const file = await walk(tree, 'usr', 'share', 'd', 'f');
  renameSync(at('secret/f'), at('race/usr/share/d/f'));
  await expect(tree.read(file, 0, 3)).rejects.toMatchObject(changed);
  rmSync(at('race/usr/share/d'), { recursive: true });
  renameSync(at('secret'), at('race/usr/share/d'));
  await expect(tree.list(folder)).rejects.toMatchObject(changed);
});

test('the top itself, swapped for another folder, is another one', async () => {
  const tree = openFolder(at('race'), 'folder');
  const folder = await walk(tree, 'usr', 'share', 'd');
  renameSync(at('race'), at('before'));
  symlinkSync('secret', at('race'));
  await expect(tree.list(folder)).rejects.toMatchObject(changed);
});

test('no byte from elsewhere gets into a packed image', async () => {
  const packed = at('image.raw');
  const fd = openSync(packed, 'w+');
  const tree = openFolder(at('race'), 'folder');
  const list = tree.list.bind(tree);
  let swapped = false;
  const racing: ImageTree = {
    ...tree,
    async list(directory) {
      const found = await list(directory);
      if (found.some(({ name }) => name === 'f')) {
        swap();
        swapped = true;
      }
      return found;
    },
  };
  const ended = await writeSquashfs(racing, fd, null).then(
    () => 'packed',
    (error: Error) => error.message,
  );
  closeSync(fd);
  expect(swapped).toBe(true);
  expect(ended).toBe(changed.message);
  expect(readFileSync(packed).includes('a secret')).toBe(false);
});
