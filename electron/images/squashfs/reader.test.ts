import { createHash } from 'node:crypto';
import { linkSync, lstatSync, mkdirSync, readdirSync, readFileSync, readlinkSync, symlinkSync } from 'node:fs';
import { join } from 'node:path';
import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { run } from '../../../e2e/harness/programs.ts';
import { makeScratch, type Scratch } from '../../../e2e/harness/scratch.ts';
import { makeSquashfs } from '../../../e2e/harness/squashfs.ts';
import { openImage } from '../open.ts';
import { openBytes, openFile } from '../source.ts';
import { ImageError, type ImageTree, resolve, walk } from '../tree.ts';

let scratch: Scratch;
let folder = '';

beforeAll(() => {
  scratch = makeScratch('squashfs');
  folder = join(scratch.path, 'tree');
  const text = (length: number) => Array.from({ length }, (_, at) => `line ${at * 7919}\n`).join('');
  scratch.put('tree/empty', '');
  scratch.put('tree/small', 'small\n');
  scratch.put('tree/usr/bin/tool', '#!/bin/sh\n', 0o4755);
  scratch.put('tree/usr/lib/text', text(40_000));
  scratch.put('tree/usr/lib/noise', Buffer.from(createHash('sha512').update('noise').digest('hex').repeat(3000)));
  scratch.put('tree/usr/lib/zeroes', Buffer.alloc(700_001));
  scratch.put('tree/odd/ü -"\n\\name', 'odd\n');
  symlinkSync('../small', join(folder, 'odd/link'));
  linkSync(join(folder, 'small'), join(folder, 'hard'));
  for (let at = 0; at < 600; at++) scratch.put(`tree/many/file-with-a-longer-name-${at}`, `${at}\n`);
  let deep = 'tree/deep';
  for (let level = 0; level < 40; level++) deep += `/level-${level}`;
  scratch.put(`${deep}/bottom`, 'bottom\n');
  run('setfattr', ['-n', 'user.extension-release.strict', '-v', 'false', join(folder, 'small')]);
});
afterAll(() => scratch.remove());

/** What the kernel says of the tree that the image was made from. */
function listFolder(at: string, prefix = ''): Map<string, string> {
  const found = new Map<string, string>();
  for (const name of readdirSync(at)) {
    const place = join(at, name);
    const path = prefix === '' ? name : `${prefix}/${name}`;
    const stat = lstatSync(place);
    const mode = (stat.mode & 0o7777).toString(8);
    if (stat.isDirectory()) {
      found.set(path, `directory ${mode}`);
      for (const [inner, line] of listFolder(place, path)) found.set(inner, line);
    } else if (stat.isSymbolicLink()) found.set(path, `symlink ${mode} ${readlinkSync(place)}`);
    else found.set(path, `file ${mode} ${stat.size} ${sha256(readFileSync(place))}`);
  }
  return found;
}

async function listTree(tree: ImageTree): Promise<Map<string, string>> {
  const found = new Map<string, string>();
  for await (const { path, node } of walk(tree)) {
    const mode = node.mode.toString(8);
    if (node.type === 'symlink') found.set(path, `symlink ${mode} ${await tree.readLink(node)}`);
    else if (node.type === 'file') {
      found.set(path, `file ${mode} ${node.size} ${sha256(await tree.readFile(node, 16 << 20))}`);
    } else found.set(path, `${node.type} ${mode}`);
  }
  return found;
}

const sha256 = (bytes: Buffer) => createHash('sha256').update(bytes).digest('hex');

async function open(image: string): Promise<ImageTree> {
  const opened = await openImage(openFile(image));
  if (opened.kind !== 'tree') throw new Error(`it was taken for ${opened.kind}`);
  return opened.tree;
}

describe.each([
  ['gzip', '-comp', 'gzip'],
  ['xz', '-comp', 'xz'],
  ['zstd', '-comp', 'zstd'],
  ['lz4', '-comp', 'lz4'],
  ['lz4 hc', '-comp', 'lz4', '-Xhc'],
  ['blocks of 4 KiB', '-b', '4096'],
  ['blocks of 1 MiB', '-b', '1048576', '-comp', 'zstd'],
  ['no fragments', '-no-fragments'],
  ['tail ends', '-always-use-fragments'],
  ['nothing packed', '-noI', '-noD', '-noF', '-noX'],
  ['no export table', '-no-exports'],
])('an image with %s', (name, ...options) => {
  test('holds what the folder holds', async () => {
    const image = join(scratch.path, `${name.replaceAll(' ', '-')}.raw`);
    makeSquashfs(folder, image, ...options);
    const tree = await open(image);
    try {
      expect(await listTree(tree)).toEqual(listFolder(folder));
      const small = await resolve(tree, 'odd/link');
      expect(small && (await tree.xattr(small, 'user.extension-release.strict'))).toBe('false');
    } finally {
      tree.close();
    }
  });
});

test('follows links inside the image and never out of it', async () => {
  const inside = join(scratch.path, 'links');
  mkdirSync(inside);
  symlinkSync('/etc/passwd', join(inside, 'absolute'));
  symlinkSync('../../../../etc/passwd', join(inside, 'up'));
  symlinkSync('loop', join(inside, 'loop'));
  const image = join(scratch.path, 'links.raw');
  makeSquashfs(inside, image);
  const tree = await open(image);
  try {
    expect(await resolve(tree, 'absolute')).toBeNull();
    expect(await resolve(tree, 'up')).toBeNull();
    expect(await resolve(tree, 'loop')).toBeNull();
  } finally {
    tree.close();
  }
});

test('names a compressor that it cannot read', async () => {
  const image = join(scratch.path, 'lzo.raw');
  makeSquashfs(join(folder, 'odd'), image, '-comp', 'lzo');
  await expect(openImage(openFile(image))).rejects.toMatchObject({ problem: 'unsupported' });
});

test('says where an image was cut off', async () => {
  const image = join(scratch.path, 'cut.raw');
  makeSquashfs(folder, image);
  const cut = readFileSync(image).subarray(0, 20_000);
  await expect(openImage(openBytes(cut))).rejects.toMatchObject({ problem: 'truncated' });
});

test('ends on any damage with its own error, in bounded time', async () => {
  const image = join(scratch.path, 'damage.raw');
  makeSquashfs(join(folder, 'odd'), image);
  const good = readFileSync(image);
  const damage = fc.array(fc.tuple(fc.nat(good.length - 1), fc.nat(255)), { minLength: 1, maxLength: 12 });
  const superblock = fc.array(fc.tuple(fc.nat(95), fc.nat(255)), { minLength: 1, maxLength: 4 });
  await fc.assert(
    fc.asyncProperty(fc.oneof(damage, superblock), async (changes) => {
      const bytes = Buffer.from(good);
      for (const [at, value] of changes) bytes[at] = value;
      try {
        const opened = await openImage(openBytes(bytes));
        if (opened.kind === 'tree') await listTree(opened.tree);
        expect(opened.kind).toBeTypeOf('string');
      } catch (error) {
        expect(error).toBeInstanceOf(ImageError);
      }
    }),
    { numRuns: 600 },
  );
});

test('ends on random bytes behind the magic number', async () => {
  await fc.assert(
    fc.asyncProperty(fc.uint8Array({ minLength: 100, maxLength: 5000 }), async (random) => {
      const bytes = Buffer.concat([Buffer.from('hsqs'), random]);
      try {
        const opened = await openImage(openBytes(bytes));
        if (opened.kind === 'tree') await listTree(opened.tree);
        expect(opened.kind).toBeTypeOf('string');
      } catch (error) {
        expect(error).toBeInstanceOf(ImageError);
      }
    }),
    { numRuns: 400 },
  );
});
