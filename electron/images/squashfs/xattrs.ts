/** The extended attributes of squashfs. */

import type { RandomAccess } from '../source.ts';
import { ImageError } from '../tree.ts';
import { NO_XATTR } from './inode.ts';
import type { MetadataBlocks } from './metadata.ts';
import { METADATA_SIZE } from './metadata.ts';
import type { Superblock } from './superblock.ts';

const PREFIXES: Readonly<Record<number, string>> = { 0: 'user.', 1: 'trusted.', 2: 'security.' };
const OUT_OF_LINE = 0x100;
const ID_SIZE = 16;
const IDS_PER_BLOCK = METADATA_SIZE / ID_SIZE;
/** Linux allows no more than 64 KiB of attributes on an inode. */
const MAX_VALUE = 65_536;

/** All attributes under an index of the attribute table. */
export async function readXattrs(
  source: RandomAccess,
  superblock: Superblock,
  blocks: MetadataBlocks,
  index: number,
): Promise<Map<string, Buffer>> {
  const found = new Map<string, Buffer>();
  const table = superblock.xattrTable;
  if (index === NO_XATTR || table === null) return found;
  const head = await source.read(table, 16);
  const start = Number(head.readBigUInt64LE(0));
  if (index >= head.readUInt32LE(8))
    throw new ImageError('corrupt', 'an inode names attributes that are not there', table);
  const pointer = await source.read(table + 16 + Math.floor(index / IDS_PER_BLOCK) * 8, 8);
  const id = await blocks.cursor(Number(pointer.readBigUInt64LE(0)), (index % IDS_PER_BLOCK) * ID_SIZE).read(ID_SIZE);
  const cursor = at(blocks, start, id.readBigUInt64LE(0));
  const count = id.readUInt32LE(8);
  if (count > MAX_VALUE) throw new ImageError('corrupt', `${count} attributes on one inode are absurd`, table);
  for (let entry = 0; entry < count; entry++) {
    const key = await cursor.read(4);
    const type = key.readUInt16LE(0);
    const name = (await cursor.read(key.readUInt16LE(2))).toString('utf8');
    let value = await readValue(cursor);
    if ((type & OUT_OF_LINE) !== 0) value = await readValue(at(blocks, start, value.readBigUInt64LE(0)));
    const prefix = PREFIXES[type & 0xff];
    if (prefix !== undefined) found.set(prefix + name, value);
  }
  return found;
}

function at(blocks: MetadataBlocks, start: number, reference: bigint) {
  return blocks.cursor(start + Number(reference >> 16n), Number(reference & 0xffffn));
}

async function readValue(cursor: { read(length: number): Promise<Buffer> }): Promise<Buffer> {
  const length = (await cursor.read(4)).readUInt32LE(0);
  if (length > MAX_VALUE) throw new ImageError('corrupt', `an attribute of ${length} bytes is absurd`);
  return cursor.read(length);
}
