import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { expectToStandDamage, openTree } from '../../../e2e/harness/image-checks.ts';
import { run } from '../../../e2e/harness/programs.ts';
import { listFolder, listTree, makeSampleTree } from '../../../e2e/harness/sample-tree.ts';
import { makeScratch, type Scratch } from '../../../e2e/harness/scratch.ts';
import { openImage } from '../open.ts';
import { openBytes } from '../source.ts';
import { readXattr, resolvePath } from '../tree.ts';

let scratch: Scratch;
let folder = '';

beforeAll(() => {
  scratch = makeScratch('ext');
  folder = makeSampleTree(scratch, 'tree');
});
afterAll(() => scratch.remove());

function make(name: string, size: string, ...options: string[]): string {
  const image = join(scratch.path, `${name}.raw`);
  run('mke2fs', ['-q', '-d', folder, ...options, image, size]);
  return image;
}

describe.each([
  ['ext2', '-t', 'ext2'],
  ['ext3', '-t', 'ext3'],
  ['ext4', '-t', 'ext4'],
  ['64 bit and checksums', '-t', 'ext4', '-O', '64bit,metadata_csum'],
  ['32 bit without checksums', '-t', 'ext4', '-O', '^64bit,^metadata_csum'],
  ['blocks of 1 KiB', '-t', 'ext4', '-b', '1024'],
  ['a block map in blocks of 1 KiB', '-t', 'ext2', '-b', '1024'],
  ['inline data', '-t', 'ext4', '-O', 'inline_data'],
  ['small inodes', '-t', 'ext4', '-I', '128'],
  ['descriptors in their groups', '-t', 'ext4', '-O', 'meta_bg,^resize_inode', '-b', '1024'],
])('an image with %s', (name, ...options) => {
  test('holds what the folder holds', async () => {
    const tree = await openTree(make(name.replaceAll(' ', '-'), '24m', ...options));
    try {
      const found = await listTree(tree);
      expect(found.get('lost+found')).toMatch(/^directory 700/);
      found.delete('lost+found');
      expect(found).toEqual(listFolder(folder));
      const small = await resolvePath(tree, 'odd/link');
      expect(small && (await readXattr(tree, small, 'user.extension-release.strict'))).toBe('false');
    } finally {
      tree.close();
    }
  });
});

test('reads folders that have a hash tree', async () => {
  const image = make('htree', '24m', '-t', 'ext4', '-b', '1024', '-O', 'dir_index');
  // e2fsck says by its exit status that it changed something.
  run('sh', ['-c', 'e2fsck -fyD "$0" || test $? -eq 1', image]);
  expect(run('debugfs', ['-R', 'htree_dump many', image])).toContain('Root node dump');
  const tree = await openTree(image);
  try {
    const many = [...(await listTree(tree))].filter(([path]) => path.startsWith('many/'));
    expect(many).toHaveLength(600);
  } finally {
    tree.close();
  }
});

test('says where an image was cut off', async () => {
  const whole = readFileSync(make('cut', '24m', '-t', 'ext4'));
  await expect(openImage(openBytes(whole.subarray(0, 1 << 20)))).rejects.toMatchObject({ problem: 'truncated' });
});

test('ends on any damage with its own error', async () => {
  const image = join(scratch.path, 'damage.raw');
  run('mke2fs', ['-q', '-t', 'ext4', '-b', '1024', '-d', join(folder, 'odd'), image, '512k']);
  await expectToStandDamage(readFileSync(image), 40_000, 400);
});
