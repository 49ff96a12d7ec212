/** Trees of hashes against what veritysetup made and said of them. */
import { readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { openBytes } from '../source.ts';
import { checkVerity, readRootHash, readVeritySuperblock } from './verity.ts';

const fixtures = new URL('../../../e2e/fixtures/verity/', import.meta.url);
const BLOCK = 512;
const ROOT_HASHES = JSON.parse(readFileSync(new URL('root-hashes.json', fixtures), 'utf8')) as Record<string, string>;

function dataOf(blocks: number): Buffer {
  return Buffer.concat(Array.from({ length: blocks }, (_, at) => Buffer.alloc(BLOCK, at % 251)));
}

/** A single block has no tree at all, 16 fill one block of hashes, 17 and 257 need a level more each. */
describe.each(Object.entries(ROOT_HASHES))('%s data blocks', (count, rootHash) => {
  const data = dataOf(Number(count));
  const hashes = openBytes(readFileSync(new URL(`${count}.hashes`, fixtures)));
  const check = async (bytes: Buffer, expected = rootHash) =>
    checkVerity(openBytes(bytes), hashes, await readVeritySuperblock(hashes), expected, () => {}, null);

  test('have the root hash that veritysetup printed, and are intact', async () => {
    expect(await readRootHash(openBytes(data), hashes, await readVeritySuperblock(hashes))).toBe(rootHash);
    expect(await check(data)).toEqual({ intact: true, failure: null });
  });

  test('are damaged where their last byte is another one, or the root hash is', async () => {
    const damaged = Buffer.from(data);
    damaged.writeUInt8(damaged.readUInt8(damaged.length - 1) ^ 1, damaged.length - 1);
    expect((await check(damaged)).intact).toBe(false);
    expect((await check(data, '00'.repeat(32))).intact).toBe(false);
  });
});

test.each([
  ['no data block', (block: Buffer) => block.writeBigUInt64LE(0n, 72), 'broken'],
  ['more data than a disk has', (block: Buffer) => block.writeBigUInt64LE(2n ** 60n, 72), 'broken'],
  ['a salt of 257 bytes', (block: Buffer) => block.writeUInt16LE(257, 80), 'broken'],
  ['blocks of 256 bytes', (block: Buffer) => block.writeUInt32LE(256, 64), 'absurd'],
  ['blocks of 2 MiB', (block: Buffer) => block.writeUInt32LE(2 << 20, 68), 'absurd'],
  ['blocks of 513 bytes', (block: Buffer) => block.writeUInt32LE(513, 68), 'absurd'],
])('refuses a superblock with %s', async (_, change, said) => {
  const block = readFileSync(new URL('2.hashes', fixtures));
  change(block);
  await expect(readVeritySuperblock(openBytes(block))).rejects.toThrow(said);
});

test('says so where the tree is shorter than its superblock says', async () => {
  const cut = openBytes(readFileSync(new URL('257.hashes', fixtures)).subarray(0, 5000));
  const superblock = await readVeritySuperblock(cut);
  const reading = checkVerity(openBytes(dataOf(257)), cut, superblock, ROOT_HASHES['257'] ?? '', () => {}, null);
  await expect(reading).rejects.toMatchObject({ problem: 'truncated' });
});
