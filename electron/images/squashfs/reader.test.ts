import { mkdirSync, readFileSync, symlinkSync } from 'node:fs';
import { join } from 'node:path';
import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { expectToEnd, expectToStandDamage, openTree } from '../../../e2e/harness/image-checks.ts';
import { listFolder, listTree, makeSampleTree } from '../../../e2e/harness/sample-tree.ts';
import { makeScratch, type Scratch } from '../../../e2e/harness/scratch.ts';
import { makeSquashfs } from '../../../e2e/harness/squashfs.ts';
import { openImage } from '../open.ts';
import { openBytes } from '../source.ts';
import { readXattr, resolvePath } from '../tree.ts';

let scratch: Scratch;
let folder = '';

beforeAll(() => {
  scratch = makeScratch('squashfs');
  folder = makeSampleTree(scratch, 'tree');
});
afterAll(() => scratch.remove());

describe.each([
  ['gzip', '-comp', 'gzip'],
  ['xz', '-comp', 'xz'],
  ['zstd', '-comp', 'zstd'],
  ['lz4', '-comp', 'lz4'],
  ['lzo', '-comp', 'lzo'],
  ['lzo, its simplest', '-comp', 'lzo', '-Xalgorithm', 'lzo1x_1'],
  ['lzma', '-comp', 'lzma'],
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
    const tree = await openTree(image);
    try {
      expect(await listTree(tree)).toEqual(listFolder(folder));
      const small = await resolvePath(tree, 'odd/link');
      expect(small && (await readXattr(tree, small, 'user.extension-release.strict'))).toBe('false');
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
  const tree = await openTree(image);
  try {
    expect(await resolvePath(tree, 'absolute')).toBeNull();
    expect(await resolvePath(tree, 'up')).toBeNull();
    expect(await resolvePath(tree, 'loop')).toBeNull();
  } finally {
    tree.close();
  }
});

test('tells devices, pipes and owners', async () => {
  const image = join(scratch.path, 'devices.raw');
  const pseudo = ['null c 666 0 0 1 3', 'disk b 660 0 6 8 0', 'pipe i 600 5 7 f', 'socket i 755 0 0 s'];
  makeSquashfs(join(folder, 'odd'), image, ...pseudo.flatMap((line) => ['-p', line]));
  const tree = await openTree(image);
  try {
    const found = await listTree(tree);
    expect(['null', 'disk', 'pipe', 'socket'].map((name) => found.get(name))).toEqual([
      'char 666 0:0',
      'block 660 0:6',
      'fifo 600 5:7',
      'socket 755 0:0',
    ]);
  } finally {
    tree.close();
  }
});

test('says where an image was cut off', async () => {
  const image = join(scratch.path, 'cut.raw');
  makeSquashfs(folder, image);
  const cut = readFileSync(image).subarray(0, 20_000);
  await expect(openImage(openBytes(cut))).rejects.toMatchObject({ problem: 'truncated' });
});

test('ends on any damage with its own error', async () => {
  const image = join(scratch.path, 'damage.raw');
  makeSquashfs(join(folder, 'odd'), image);
  await expectToStandDamage(readFileSync(image), 96, 600);
});

test('ends on random bytes behind the magic number', async () => {
  await fc.assert(
    fc.asyncProperty(fc.uint8Array({ minLength: 100, maxLength: 5000 }), (random) =>
      expectToEnd(Buffer.concat([Buffer.from('hsqs'), random])),
    ),
    { numRuns: 400 },
  );
});
