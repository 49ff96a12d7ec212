import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { makeGpt, type NewPartition } from '../../../e2e/harness/gpt.ts';
import { makeScratch, type Scratch } from '../../../e2e/harness/scratch.ts';
import { makeSquashfs } from '../../../e2e/harness/squashfs.ts';
import { GENERIC_LINUX, PARTITION_TYPES } from '../../../shared/systemd/partition-types.ts';
import { openImage } from '../open.ts';
import { openBytes } from '../source.ts';
import { readFile, resolvePath, walkTree } from '../tree.ts';

const NO_AUTO = 1n << 63n;
const { root = '', usr = '' } = PARTITION_TYPES['x86-64'] ?? {};
const foreign = PARTITION_TYPES['arm64']?.root ?? '';
let scratch: Scratch;

beforeAll(() => {
  scratch = makeScratch('gpt');
});
afterAll(() => scratch.remove());

/** A partition whose file `who` tells which one it is. */
function partition(type: string, label: string, who: string, flags = 0n): NewPartition {
  scratch.put(`${who}/who`, who);
  scratch.put(`${who}/usr/inner`, who);
  const image = join(scratch.path, `${who}.raw`);
  makeSquashfs(join(scratch.path, who), image);
  return { type, label, data: readFileSync(image), flags };
}

async function open(...partitions: NewPartition[]) {
  const opened = await openImage(openBytes(makeGpt(partitions)), {
    architecture: 'x86-64',
    version: 262,
    policy: null,
  });
  if (opened.kind !== 'tree') throw new Error(`it was taken for ${opened.kind}`);
  return opened.tree;
}

async function text(tree: Awaited<ReturnType<typeof open>>, path: string) {
  const node = await resolvePath(tree, path);
  return node === null ? null : (await readFile(tree, node, 100)).toString();
}

test('takes the newest by its label, and passes empty slots and unwanted ones over', async () => {
  const tree = await open(
    partition(root, 'os_1.9', 'old'),
    partition(root, 'os_1.10', 'new'),
    partition(root, '_empty', 'empty'),
    partition(root, 'os_2', 'not-auto', NO_AUTO),
    partition(foreign, 'os_3', 'foreign'),
  );
  expect(await text(tree, 'who')).toBe('new');
});

test('lays usr over root', async () => {
  const tree = await open(partition(root, 'root', 'the-root'), partition(usr, 'usr', 'the-usr'));
  expect(await text(tree, 'who')).toBe('the-root');
  expect(await text(tree, 'usr/who')).toBe('the-usr');
  expect(await text(tree, 'usr/usr/inner')).toBe('the-usr');
  const paths = [];
  for await (const { path } of walkTree(tree)) paths.push(path);
  expect(paths.filter((path) => path === 'usr')).toHaveLength(1);
});

test('puts usr alone below an empty root', async () => {
  const tree = await open(partition(usr, 'usr', 'alone'));
  expect(await text(tree, 'who')).toBeNull();
  expect(await text(tree, 'usr/who')).toBe('alone');
});

test('takes a generic partition only where it is the only one', async () => {
  expect(await text(await open(partition(GENERIC_LINUX, '', 'generic')), 'who')).toBe('generic');
  const two = open(partition(GENERIC_LINUX, '', 'one'), partition(GENERIC_LINUX, '', 'two'));
  await expect(two).rejects.toThrow('it was taken for refused');
});

test('says that a partition cannot be read', async () => {
  const btrfs = Buffer.alloc(1 << 17);
  btrfs.write('_BHRfS_M', 65_600, 'latin1');
  await expect(open({ type: root, label: '', data: btrfs })).rejects.toMatchObject({ problem: 'unsupported' });
  await expect(open({ type: root, label: '', data: Buffer.alloc(4096, 'x') })).rejects.toMatchObject({
    problem: 'corrupt',
  });
});
