import { closeSync, mkdirSync, openSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { openTree } from '../../../e2e/harness/image-checks.ts';
import { run } from '../../../e2e/harness/programs.ts';
import { listFolder, listTree, makeLargeTree, makeSampleTree } from '../../../e2e/harness/sample-tree.ts';
import { makeScratch, type Scratch } from '../../../e2e/harness/scratch.ts';
import { openFolder } from '../folder.ts';
import { writeSquashfs } from './write.ts';

let scratch: Scratch;
let folder = '';

beforeAll(() => {
  scratch = makeScratch('squashfs-write');
  folder = makeSampleTree(scratch, 'tree');
});
afterAll(() => scratch.remove());

async function write(source: string, name: string, signal: AbortSignal | null = null): Promise<string> {
  const image = join(scratch.path, name);
  const fd = openSync(image, 'wx');
  try {
    await writeSquashfs(openFolder(source, 'folder'), fd, signal);
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
