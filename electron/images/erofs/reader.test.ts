import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { expectToStandDamage, openTree } from '../../../e2e/harness/image-checks.ts';
import { run } from '../../../e2e/harness/programs.ts';
import { listFolder, listTree, makeSampleTree } from '../../../e2e/harness/sample-tree.ts';
import { makeScratch, type Scratch } from '../../../e2e/harness/scratch.ts';
import { openImage } from '../open.ts';
import { openBytes } from '../source.ts';
import { readFile, readXattr, resolvePath } from '../tree.ts';

let scratch: Scratch;
let folder = '';

beforeAll(() => {
  scratch = makeScratch('erofs');
  folder = makeSampleTree(scratch, 'tree');
});
afterAll(() => scratch.remove());

describe.each([
  ['plain data'],
  ['lz4', '-zlz4'],
  ['lz4hc', '-zlz4hc,12'],
  ['big clusters', '-zlz4hc', '-C65536'],
  ['clusters of 1 MiB', '-zlz4', '-C1048576'],
  ['a full index', '-zlz4', '-Elegacy-compress'],
  ['inlined tails of compressed data', '-zlz4', '-Eztailpacking'],
  ['fragments', '-zlz4hc', '-Efragments'],
  ['all data in fragments', '-zlz4', '-C65536', '-Eall-fragments'],
  ['the options of the Flatcar bakery', '-zlz4hc,12', '-C65536', '-Efragments,ztailpacking'],
  ['shared pieces', '-zlz4', '-Ededupe'],
  ['chunks', '--chunksize=4096'],
  ['no inline data', '-Enoinline_data'],
  ['extended inodes', '-Eforce-inode-extended'],
  ['attributes kept inline', '-x-1'],
  ['attributes shared', '-x1'],
])('an image with %s', (name, ...options) => {
  test('holds what the folder holds', async () => {
    const image = join(scratch.path, `${name.replaceAll(' ', '-')}.raw`);
    run('mkfs.erofs', ['--quiet', ...options, image, folder]);
    const tree = await openTree(image);
    try {
      expect(await listTree(tree)).toEqual(listFolder(folder));
      if (options.includes('-x-1')) return;
      const small = await resolvePath(tree, 'odd/link');
      expect(small && (await readXattr(tree, small, 'user.extension-release.strict'))).toBe('false');
    } finally {
      tree.close();
    }
  });
});

test.each(['zstd', 'deflate', 'lzma', 'lzma-dedupe', 'two'])('reads what mkfs.erofs 1.8 writes: %s', async (name) => {
  const fixtures = new URL('../../../e2e/fixtures/images/', import.meta.url);
  const tree = await openTree(fileURLToPath(new URL(`erofs-${name}.raw`, fixtures)));
  try {
    const expected = JSON.parse(readFileSync(new URL('erofs.json', fixtures), 'utf8')) as Record<string, string>;
    expect(Object.fromEntries(await listTree(tree))).toEqual(expected);
  } finally {
    tree.close();
  }
});

test.each(['prefix', 'prefix-packed'])('reads attributes whose prefix the image defines: %s', async (name) => {
  const tree = await openTree(
    fileURLToPath(new URL(`../../../e2e/fixtures/images/erofs-${name}.raw`, import.meta.url)),
  );
  try {
    const release = await resolvePath(tree, 'usr/lib/extension-release.d/extension-release.fixture');
    expect(release && (await readXattr(tree, release, 'user.extension-release.strict'))).toBe('false');
  } finally {
    tree.close();
  }
});

test('says where an image was cut off', async () => {
  const image = join(scratch.path, 'cut.raw');
  run('mkfs.erofs', ['--quiet', image, folder]);
  const opened = await openImage(openBytes(readFileSync(image).subarray(0, 40_000)));
  if (opened.kind !== 'tree') throw new Error(`it was taken for ${opened.kind}`);
  await expect(listTree(opened.tree)).rejects.toMatchObject({ problem: 'truncated' });
});

test('reads what is left of a cut image, as the kernel does behind a loop device', async () => {
  const image = join(scratch.path, 'short.raw');
  const inside = join(scratch.path, 'short');
  scratch.put('short/file', 'here');
  run('mkfs.erofs', ['--quiet', image, inside]);
  const whole = readFileSync(image);
  const cut = () => openBytes(whole.subarray(0, Math.ceil(whole.length * 0.7)));
  const reader = { architecture: 'x86-64', policy: null };
  // The checksum of its first block, which is cut too, is looked at by the libblkid of newer systems.
  await expect(openImage(cut(), { ...reader, version: 257 })).rejects.toMatchObject({ errno: 'ENOPKG' });
  const opened = await openImage(cut(), { ...reader, version: 252 });
  if (opened.kind !== 'tree') throw new Error(`it was taken for ${opened.kind}`);
  const file = await resolvePath(opened.tree, 'file');
  expect(file && (await readFile(opened.tree, file, 100)).toString()).toBe('here');
});

test.each([
  ['that newer systems have', 0x80, 'unsupported'],
  ['that Linux has not', 0x8000_0000, 'corrupt'],
] as const)('a feature %s', async (_which, feature, problem) => {
  const image = join(scratch.path, 'feature.raw');
  scratch.put('short/file', 'here');
  run('mkfs.erofs', ['--quiet', image, join(scratch.path, 'short')]);
  const bytes = readFileSync(image);
  bytes.writeUInt32LE((bytes.readUInt32LE(1024 + 80) | feature) >>> 0, 1024 + 80);
  // Its checksum is not what is asked here.
  bytes.writeUInt32LE(bytes.readUInt32LE(1024 + 8) & ~1, 1024 + 8);
  await expect(openImage(openBytes(bytes))).rejects.toMatchObject({ problem });
});

test.each([
  ['plain', []],
  ['compressed', ['-zlz4hc', '-C65536', '-Efragments,ztailpacking']],
] as const)('ends on any damage of a %s image with its own error', async (name, options) => {
  const image = join(scratch.path, `damage-${name}.raw`);
  run('mkfs.erofs', ['--quiet', ...options, image, join(folder, 'odd')]);
  await expectToStandDamage(readFileSync(image), 6000, 400);
});
