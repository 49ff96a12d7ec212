/** dm-verity as systemd's images carry it: a tree of hashes in a partition beside the data. */
import { createHash } from 'node:crypto';
import type { RandomAccess } from '../source.ts';
import { MAX_READ } from '../source.ts';
import { ImageError } from '../tree.ts';

const SIGNATURE = 'verity\0\0';
const SUPERBLOCK = 512;
const MAX_BLOCK = 1024 * 1024;
const ALGORITHMS: Readonly<Record<string, number>> = { sha256: 32, sha512: 64, sha1: 20 };
const MAX_LEVELS = 64;

export interface VeritySuperblock {
  readonly algorithm: string;
  readonly digestSize: number;
  readonly dataBlockSize: number;
  readonly hashBlockSize: number;
  readonly dataBlocks: number;
  readonly salt: Buffer;
}

/** @throws {ImageError} where it is not one that can be checked */
export async function readVeritySuperblock(hashes: RandomAccess): Promise<VeritySuperblock> {
  const block = await hashes.read(0, SUPERBLOCK);
  if (block.toString('latin1', 0, 8) !== SIGNATURE)
    throw new ImageError('corrupt', 'the verity partition has no superblock', 0);
  const version = block.readUInt32LE(8);
  const type = block.readUInt32LE(12);
  if (version !== 1 || type !== 1)
    throw new ImageError('unsupported', `verity of version ${version} and type ${type} is not readable`, 8);
  const algorithm = block.toString('latin1', 32, 64).replace(/\0.*$/s, '');
  const digestSize = ALGORITHMS[algorithm];
  if (digestSize === undefined)
    throw new ImageError('unsupported', 'the hash of the verity tree is not one that is known here', 32);
  const dataBlockSize = block.readUInt32LE(64);
  const hashBlockSize = block.readUInt32LE(68);
  for (const size of [dataBlockSize, hashBlockSize]) {
    if (size < 512 || size > MAX_BLOCK || (size & (size - 1)) !== 0)
      throw new ImageError('corrupt', 'a block size of verity is absurd', 64);
  }
  const dataBlocks = Number(block.readBigUInt64LE(72));
  const saltSize = block.readUInt16LE(80);
  if (dataBlocks === 0 || !Number.isSafeInteger(dataBlocks * dataBlockSize) || saltSize > 256)
    throw new ImageError('corrupt', 'the verity superblock is broken', 72);
  return { algorithm, digestSize, dataBlockSize, hashBlockSize, dataBlocks, salt: block.subarray(88, 88 + saltSize) };
}

/**
 * Where the hash of a level begins, the topmost first; offsets in blocks of the hash partition. None for a single data
 * block, whose own hash is the root hash (hash_levels in lib/verity/verity_hash.c of cryptsetup).
 */
function levelsOf({ dataBlocks, hashBlockSize, digestSize }: VeritySuperblock): { start: number; blocks: number }[] {
  // Digests are padded to a power of two, so that a whole number of them fills a block.
  const perBlock = 2 ** Math.floor(Math.log2(hashBlockSize / digestSize));
  const counts: number[] = [];
  for (let blocks = dataBlocks; blocks > 1 && counts.length < MAX_LEVELS; ) {
    blocks = Math.ceil(blocks / perBlock);
    counts.push(blocks);
  }
  // The superblock takes the first block; the topmost level follows it.
  let start = Math.ceil(SUPERBLOCK / hashBlockSize);
  return counts.reverse().map((blocks) => {
    const level = { start, blocks };
    start += blocks;
    return level;
  });
}

/** The hash of the topmost block, which the root hash has to be; hex. */
export async function readRootHash(
  data: RandomAccess,
  hashes: RandomAccess,
  superblock: VeritySuperblock,
): Promise<string> {
  const [top] = levelsOf(superblock);
  const { algorithm, salt, hashBlockSize, dataBlockSize } = superblock;
  const block =
    top === undefined ? await data.read(0, dataBlockSize) : await hashes.read(top.start * hashBlockSize, hashBlockSize);
  return createHash(algorithm).update(salt).update(block).digest('hex');
}

export interface VerityCheck {
  readonly intact: boolean;
  /** Where it fails; null where it does not. */
  readonly failure: string | null;
}

/**
 * Checks every block against the tree, from the root hash down.
 *
 * @param rootHash hex; what the partitions' names or the signature promise
 * @param onProgress hears of bytes checked so far
 * @param signal stops the check
 * @throws {ImageError} where the tree cannot be read; the signal's reason where it was stopped
 */
export async function checkVerity(
  data: RandomAccess,
  hashes: RandomAccess,
  superblock: VeritySuperblock,
  rootHash: string,
  onProgress: (done: number, total: number) => void,
  signal: AbortSignal | null,
): Promise<VerityCheck> {
  const { algorithm, salt, hashBlockSize, dataBlockSize, dataBlocks, digestSize } = superblock;
  if (dataBlocks * dataBlockSize > data.size)
    throw new ImageError('truncated', 'the data partition is shorter than its verity tree says');
  const digestOf = (block: Buffer) => createHash(algorithm).update(salt).update(block).digest();
  const perBlock = 2 ** Math.floor(Math.log2(hashBlockSize / digestSize));
  const slot = hashBlockSize / perBlock;
  const levels = levelsOf(superblock);
  if ((await readRootHash(data, hashes, superblock)) !== rootHash)
    return { intact: false, failure: 'The root hash is another one.' };

  const verified = new Map<number, Buffer>();
  /** A block of a level, checked against the level above; the level below asks for its blocks in order. */
  const hashBlock = async (level: number, index: number): Promise<Buffer | null> => {
    const { start = 0 } = levels[level] ?? {};
    const key = start + index;
    const known = verified.get(key);
    if (known !== undefined) return known;
    const block = await hashes.read(key * hashBlockSize, hashBlockSize);
    if (level > 0) {
      const above = await hashBlock(level - 1, Math.floor(index / perBlock));
      const at = (index % perBlock) * slot;
      if (above === null || !digestOf(block).equals(above.subarray(at, at + digestSize))) return null;
    }
    if (verified.size > 64) verified.clear();
    verified.set(key, block);
    return block;
  };

  const total = dataBlocks * dataBlockSize;
  const perRead = Math.max(1, Math.floor(Math.min(MAX_READ, 4 * 1024 * 1024) / dataBlockSize));
  for (let first = 0; first < dataBlocks; first += perRead) {
    signal?.throwIfAborted();
    // Hashing is busy work; others get their turn between pieces.
    await new Promise((settle) => setImmediate(settle));
    const count = Math.min(perRead, dataBlocks - first);
    const bytes = await data.read(first * dataBlockSize, count * dataBlockSize);
    for (let index = 0; index < count; index++) {
      const number = first + index;
      // A single block was compared with the root hash.
      if (levels.length === 0) continue;
      const expected = await hashBlock(levels.length - 1, Math.floor(number / perBlock));
      if (expected === null)
        return { intact: false, failure: `The hash tree itself is damaged above data block ${number}.` };
      const at = (number % perBlock) * slot;
      const block = bytes.subarray(index * dataBlockSize, (index + 1) * dataBlockSize);
      if (!digestOf(block).equals(expected.subarray(at, at + digestSize))) {
        return {
          intact: false,
          failure: `Data block ${number} (byte ${number * dataBlockSize} of its partition) is not what was signed for.`,
        };
      }
    }
    onProgress((first + count) * dataBlockSize, total);
  }
  return { intact: true, failure: null };
}
