/** A folder that somebody changes while it is read leads nowhere else. */
import {
  chmodSync,
  closeSync,
  lstatSync,
  mkdirSync,
  openSync,
  readdirSync,
  readFileSync,
  readlinkSync,
  renameSync,
  rmSync,
  symlinkSync,
} from 'node:fs';
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
function swap(where = 'usr/share/d'): void {
  renameSync(at(`race/${where}`), at('before'));
  symlinkSync(at('secret'), at(`race/${where}`));
}

const changed = { name: 'ImageError', message: 'the folder was changed while it was read' };

test('reads what is there, also where the last folder may be gone through only', async () => {
  chmodSync(at('race/usr/share'), 0o711);
  const tree = openFolder(at('race'), 'folder');
  const file = await walk(tree, 'usr', 'share', 'd', 'f');
  expect((await tree.read(file, 3, 3)).toString()).toBe('the');
  expect((await tree.list(await walk(tree, 'usr', 'share', 'd'))).map(({ name }) => name)).toEqual(['f']);
  expect(await tree.child(file, 'x')).toBe(null);
  tree.close();
});

test('a folder that is swapped for a link is followed by nothing', async () => {
  const tree = openFolder(at('race'), 'folder');
  const folder = await walk(tree, 'usr', 'share', 'd');
  const file = await walk(tree, 'usr', 'share', 'd', 'f');
  swap();
  // What is held open is still what it was.
  expect((await tree.read(file, 0, 13)).toString()).toBe('of the folder');
  expect((await tree.list(folder)).map(({ name }) => name)).toEqual(['f']);
  expect(await tree.child(folder, 'sub')).toBe(null);
  tree.close();
  await expect(tree.read(file, 0, 3)).rejects.toMatchObject(changed);
  await expect(tree.list(folder)).rejects.toMatchObject(changed);
  await expect(async () => tree.child(folder, 'other')).rejects.toMatchObject(changed);
  await expect(tree.xattrs(file)).rejects.toMatchObject(changed);
  tree.close();
});

test('neither is one that is swapped for another folder, nor a file for another file', async () => {
  const tree = openFolder(at('race'), 'folder');
  const folder = await walk(tree, 'usr', 'share', 'd');
  const file = await walk(tree, 'usr', 'share', 'd', 'f');
  renameSync(at('secret/f'), at('race/usr/share/d/f'));
  await expect(tree.read(file, 0, 3)).rejects.toMatchObject(changed);
  await expect(tree.xattrs(file)).rejects.toMatchObject(changed);
  tree.close();
  rmSync(at('race/usr/share/d'), { recursive: true });
  renameSync(at('secret'), at('race/usr/share/d'));
  await expect(tree.list(folder)).rejects.toMatchObject(changed);
  tree.close();
});

test('a folder deeper than what is held open leads nowhere else either', async () => {
  scratch.put('race/usr/share/d/e/g/h', 'deep');
  const tree = openFolder(at('race'), 'folder');
  const file = await walk(tree, 'usr', 'share', 'd', 'e', 'g', 'h');
  expect((await tree.read(file, 0, 4)).toString()).toBe('deep');
  mkdirSync(at('secret/g'));
  scratch.put('secret/g/h', 'a secret');
  renameSync(at('race/usr/share/d/e'), at('before'));
  symlinkSync('../../../../secret', at('race/usr/share/d/e'));
  // The folder that was opened last is still what it was; from another one there is no way to it any more.
  expect((await tree.read(file, 0, 4)).toString()).toBe('deep');
  await tree.list(await walk(tree, 'usr', 'share', 'd'));
  await expect(tree.read(file, 0, 4)).rejects.toMatchObject(changed);
  await expect(tree.readLink(file)).rejects.toMatchObject(changed);
  tree.close();
});

test('the top itself, swapped for another folder, is another one', async () => {
  const tree = openFolder(at('race'), 'folder');
  const folder = await walk(tree, 'usr', 'share', 'd');
  renameSync(at('race'), at('before'));
  symlinkSync('secret', at('race'));
  expect((await tree.list(folder)).map(({ name }) => name)).toEqual(['f']);
  tree.close();
  await expect(tree.list(folder)).rejects.toMatchObject(changed);
  tree.close();
});

test('a reading keeps few folders open however deep it goes, and none once it is closed', async () => {
  const before = openFolders();
  const names = Array.from({ length: 40 }, (_, depth) => `n${depth}`);
  scratch.put(`deep/${names.join('/')}/f`, 'deep');
  const tree = openFolder(at('deep'), 'folder');
  const file = await walk(tree, ...names, 'f');
  expect((await tree.read(file, 0, 4)).toString()).toBe('deep');
  expect(openFolders() - before).toBeLessThanOrEqual(4);
  await expect(tree.list(await walk(tree, ...names.slice(0, 2)))).resolves.toHaveLength(1);
  tree.close();
  expect(openFolders()).toBe(before);
});

test('where nobody else can change anything it reads the same, and holds nothing open', async () => {
  const before = openFolders();
  const tree = openFolder(at('race'), 'folder', lstatSync(at('race')));
  const file = await walk(tree, 'usr', 'share', 'd', 'f');
  expect(openFolders()).toBe(before);
  expect((await tree.read(file, 0, 13)).toString()).toBe('of the folder');
  expect((await tree.list(await walk(tree, 'usr', 'share', 'd'))).map(({ name }) => name)).toEqual(['f']);
  expect(await tree.child(await walk(tree, 'usr', 'share'), 'none')).toBe(null);
  expect(openFolders()).toBe(before);
  renameSync(at('secret/f'), at('race/usr/share/d/f'));
  await expect(tree.read(file, 0, 3)).rejects.toMatchObject(changed);
  tree.close();
});

test('so is what is mounted in it: another file system may be another one’s', async () => {
  const top = lstatSync(at('race'));
  const tree = openFolder(at('race'), 'folder', Object.assign(top, { dev: top.dev + 1 }));
  const file = await walk(tree, 'usr', 'share', 'd', 'f');
  swap();
  expect((await tree.read(file, 0, 13)).toString()).toBe('of the folder');
  tree.close();
});

test.each(['.', 'usr', 'usr/share'])('what others may change below %s is held all the same', async (open) => {
  chmodSync(at(`race/${open}`), 0o777);
  const tree = openFolder(at('race'), 'folder', lstatSync(at('race')));
  const folder = await walk(tree, 'usr', 'share', 'd');
  const file = await walk(tree, 'usr', 'share', 'd', 'f');
  swap();
  expect((await tree.read(file, 0, 13)).toString()).toBe('of the folder');
  expect(await tree.child(folder, 'sub')).toBe(null);
  tree.close();
  await expect(tree.read(file, 0, 3)).rejects.toMatchObject(changed);
  tree.close();
});

/** How many files this process has open below the scratch folder. */
const openFolders = (): number =>
  readdirSync('/proc/self/fd').filter((fd) => {
    try {
      return readlinkSync(`/proc/self/fd/${fd}`).startsWith(scratch.path);
    } catch {
      return false;
    }
  }).length;

test.each(['usr/share/d', 'usr/share/d/deep/deeper/d'])(
  'no byte from elsewhere gets into an image of %s',
  async (where) => {
    scratch.put(`race/${where}/f`, 'of the folder');
    scratch.put(`race/${where}/sub/f`, 'of the folder too');
    const packed = at('image.raw');
    const fd = openSync(packed, 'w+');
    const tree = openFolder(at('race'), 'folder');
    const list = tree.list.bind(tree);
    let swapped = false;
    const racing: ImageTree = {
      ...tree,
      async list(directory) {
        const found = await list(directory);
        if (!swapped && directory.id === at(`race/${where}`)) {
          swap(where);
          swapped = true;
        }
        return found;
      },
    };
    const ended = await writeSquashfs(racing, fd, null).then(
      () => 'packed',
      (error: Error) => error.message,
    );
    tree.close();
    closeSync(fd);
    expect(swapped).toBe(true);
    expect(ended).toBe(changed.message);
    expect(readFileSync(packed).includes('a secret')).toBe(false);
  },
);
