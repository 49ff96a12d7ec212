import { closeSync, mkdirSync, openSync, readFileSync, statSync, symlinkSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { openTree } from '../../../e2e/harness/image-checks.ts';
import { run } from '../../../e2e/harness/programs.ts';
import { listFolder, listTree, makeLargeTree, makeSampleTree } from '../../../e2e/harness/sample-tree.ts';
import { makeScratch, type Scratch } from '../../../e2e/harness/scratch.ts';
import type { Packing } from '../../../shared/images/packing.ts';
import { openFolder } from '../folder.ts';
import { walkTree, type XattrsById } from '../tree.ts';
import { writeSquashfs } from './write.ts';

let scratch: Scratch;
let folder = '';

beforeAll(() => {
  scratch = makeScratch('squashfs-write');
  folder = makeSampleTree(scratch, 'tree');
});
afterAll(() => scratch.remove());

async function write(
  source: string,
  name: string,
  signal: AbortSignal | null = null,
  xattrs?: XattrsById,
  packing?: Packing,
): Promise<string> {
  const image = join(scratch.path, name);
  const fd = openSync(image, 'wx');
  try {
    await writeSquashfs(openFolder(source, 'folder'), fd, signal, xattrs, packing);
  } finally {
    closeSync(fd);
  }
  return image;
}

/** What a listing of a folder becomes when it is root's and has the modes of a package. */
function packaged(listing: ReadonlyMap<string, string>): Map<string, string> {
  return new Map(
    [...listing].map(([path, line]) => {
      const [kind = '', mode = '', , ...rest] = line.split(' ');
      const runs = (Number.parseInt(mode, 8) & 0o100) !== 0;
      const now = kind === 'symlink' ? '777' : kind === 'directory' || runs ? '755' : '644';
      return [path, [kind, now, '0:0', ...rest].join(' ')];
    }),
  );
}

async function listImage(image: string): Promise<Map<string, string>> {
  const tree = await openTree(image);
  try {
    return await listTree(tree);
  } finally {
    tree.close();
  }
}

test('our reader and unsquashfs find in it what the folder holds', async () => {
  const image = await write(folder, 'sample.raw');
  const expected = packaged(listFolder(folder));
  expect(await listImage(image)).toEqual(expected);
  const target = join(scratch.path, 'unpacked');
  run('unsquashfs', ['-quiet', '-no-progress', '-dest', target, image]);
  const theirs = [...packaged(listFolder(target))].map(([path, line]) => `${path} ${line}`).sort();
  expect(theirs).toEqual([...expected].map(([path, line]) => `${path} ${line}`).sort());
});

test('the same folder gives the same bytes', async () => {
  const [one, other] = [await write(folder, 'one.raw'), await write(folder, 'other.raw')];
  expect(readFileSync(one).equals(readFileSync(other))).toBe(true);
});

test('with zstd it is smaller, and unsquashfs and our reader find the same in it', async () => {
  const large = join(scratch.path, 'words');
  mkdirSync(large);
  // More than two of the largest blocks that squashfs has.
  scratch.put('words/list', Array.from({ length: 400_000 }, (_, at) => `word ${at % 5003} ${at}\n`).join(''));
  const [gzip, zstd] = [await write(large, 'gzip.raw'), await write(large, 'zstd.raw', null, undefined, 'zstd')];
  const told = run('unsquashfs', ['-stat', zstd]);
  expect(told).toMatch(/^Compression zstd$/m);
  expect(told).toMatch(/^Block size 1048576$/m);
  expect(readFileSync(zstd).length).toBeLessThan(readFileSync(gzip).length);
  expect(await listImage(zstd)).toEqual(packaged(listFolder(large)));
  expect(run('unsquashfs', ['-cat', zstd, 'list'])).toBe(readFileSync(join(large, 'list'), 'utf8'));
  const again = await write(large, 'again.raw', null, undefined, 'zstd');
  expect(readFileSync(again).equals(readFileSync(zstd))).toBe(true);
});

// It refuses frames that every tool takes: with a window of more than a block, or an empty block at their end.
test.skipIf(process.getuid?.() !== 0)('the kernel reads what is packed, either way', async () => {
  mkdirSync(join(scratch.path, 'numbers/usr'), { recursive: true });
  scratch.put('numbers/list', Array.from({ length: 400_000 }, (_, at) => `word ${at % 5003} ${at}\n`).join(''));
  // Some parts of a program come out so where Node packs them in pieces.
  scratch.put('numbers/program', readFileSync(process.execPath).subarray(60 << 20, 63 << 20));
  for (let at = 0; at < 300; at++) scratch.put(`numbers/usr/${at}`, `${at}`);
  mkdirSync(join(scratch.path, 'mounted'));
  const [given, mounted] = [join(scratch.path, 'numbers'), join(scratch.path, 'mounted')];
  for (const packing of ['gzip', 'zstd'] as const) {
    const image = await write(given, `kernel-${packing}.raw`, null, undefined, packing);
    const script = 'mount -t squashfs -o loop,ro "$1" "$2" && diff -r "$2" "$3"; ended=$?; umount "$2"; exit $ended';
    const told = run('unshare', ['-m', '--propagation', 'private', 'sh', '-c', script, 'sh', image, mounted, given]);
    expect(told, packing).toBe('');
  }
});

test('has room for folders of thousands, in order', async () => {
  const large = makeLargeTree(scratch, 'large', 3);
  const image = await write(large, 'large.raw');
  expect((await listImage(image)).size).toBe(3 * 1000 + 5);
  expect(run('unsquashfs', ['-stat', image])).toContain('Number of inodes 3006');
});

test('refuses what no extension has, and ends when it is told to', async () => {
  const odd = join(scratch.path, 'odd');
  mkdirSync(odd);
  run('mkfifo', [join(odd, 'pipe')]);
  await expect(write(odd, 'odd.raw')).rejects.toMatchObject({ problem: 'unsupported' });
  await expect(write(folder, 'stopped.raw', AbortSignal.abort())).rejects.toThrow('aborted');
});

test('attributes are those of the folder, as unsquashfs and mksquashfs have them', async () => {
  const labelled = makeLargeTree(scratch, 'labelled', 1);
  const files = [...listFolder(labelled).keys()].filter((path) => path !== '').slice(0, 700);
  symlinkSync('nowhere', join(labelled, 'usr/link'));
  // Only root gives attributes to symlinks.
  const isRoot = process.getuid?.() === 0;
  const name = isRoot ? 'security.veneer' : 'user.veneer';
  // Each its own list, so that they do not fit one block of any table; among them a long one.
  const given = [...files, ...(isRoot ? ['usr/link'] : [])].map(
    (path, at) => `# file: ${join(labelled, path)}\n${name}="${at === 3 ? 'x'.repeat(3500) : at}"\n`,
  );
  scratch.put('given', given.join('\n'));
  run('setfattr', ['-h', `--restore=${join(scratch.path, 'given')}`]);
  const tree = openFolder(labelled, 'folder');
  const all = await tree.allXattrs?.();
  tree.close();
  expect(all?.size).toBeGreaterThan(600);
  const image = await write(labelled, 'labelled.raw', null, all);
  const theirs = join(scratch.path, 'theirs.raw');
  run('mksquashfs', [labelled, theirs, '-quiet', '-no-progress', '-all-root', '-xattrs']);
  expect(await attributesIn(image)).toEqual(await attributesIn(theirs));
  const target = join(scratch.path, 'labelled-unpacked');
  run('unsquashfs', ['-quiet', '-no-progress', '-xattrs', '-dest', target, image]);
  const back = openFolder(target, 'folder');
  const unpacked = await back.allXattrs?.();
  back.close();
  const below = (folder: string, of: XattrsById | undefined) =>
    new Map([...(of ?? [])].map(([path, one]) => [path.slice(folder.length), one]));
  expect(below(target, unpacked)).toEqual(below(labelled, all));
});

async function attributesIn(image: string): Promise<Map<string, unknown>> {
  const tree = await openTree(image);
  const found = new Map<string, unknown>();
  for await (const { path, node } of walkTree(tree)) found.set(path, await tree.xattrs(node));
  tree.close();
  return found;
}

test('zeroes take no room, as mksquashfs has it, and are zeroes for our reader and unsquashfs', async () => {
  const content = Buffer.alloc(3_000_001);
  content.write('in the middle', 1_500_000);
  scratch.put('holes/usr/holes', content);
  scratch.put('holes/usr/zeroes', Buffer.alloc(300_001));
  const image = await write(join(scratch.path, 'holes'), 'holes.raw');
  expect(statSync(image).size).toBeLessThan(8192);
  expect(await listImage(image)).toEqual(packaged(await listFolder(join(scratch.path, 'holes'))));
  run('unsquashfs', ['-no-progress', '-d', join(scratch.path, 'holes-out'), image]);
  expect(readFileSync(join(scratch.path, 'holes-out/usr/holes')).equals(content)).toBe(true);
  expect(readFileSync(join(scratch.path, 'holes-out/usr/zeroes')).equals(Buffer.alloc(300_001))).toBe(true);
});
