/** The extended attributes of squashfs: an inode names a list of them, and a value may stand elsewhere. */
import { type Budget, XATTR_COST } from '../budget.ts';
import { ImageError, MAX_XATTR_NAMES, MAX_XATTR_VALUE } from '../tree.ts';
import { NO_XATTR } from './inode.ts';
import type { MetadataBlocks, MetadataCursor } from './metadata.ts';
import type { XattrTable } from './tables.ts';

export const XATTR_PREFIXES: Readonly<Record<number, string>> = { 0: 'user.', 1: 'trusted.', 2: 'security.' };
const OUT_OF_LINE = 0x100;
const REFERENCE = 8;

/** The attributes under an index of the attribute table. @param only the name of the one that is wanted */
export async function readXattrs(
  budget: Budget,
  blocks: MetadataBlocks,
  table: XattrTable | null,
  index: number,
  only: string | undefined,
): Promise<Map<string, Buffer>> {
  const found = new Map<string, Buffer>();
  if (index === NO_XATTR || table === null) return found;
  const id = await table.ids.entry(blocks, index);
  const cursor = cursorAt(blocks, table.start, id.readBigUInt64LE(0));
  const count = id.readUInt32LE(8);
  let nameBytes = 0;
  for (let entry = 0; entry < count; entry++) {
    const key = cursor.take(4) ?? (await cursor.read(4));
    const type = key.readUInt16LE(0);
    const length = key.readUInt16LE(2);
    const prefix = XATTR_PREFIXES[type & 0xff];
    nameBytes += (prefix?.length ?? 0) + length + 1;
    if (nameBytes > MAX_XATTR_NAMES) throw new ImageError('corrupt', 'an inode has more attributes than Linux allows');
    budget.spend('xattrBytes', XATTR_COST + length);
    const name = (prefix ?? '') + (cursor.take(length) ?? (await cursor.read(length))).toString('utf8');
    const isWanted = prefix !== undefined && (only === undefined || only === name);
    const value = await readValue(budget, cursor, isWanted || (type & OUT_OF_LINE) !== 0);
    if (!isWanted) continue;
    if ((type & OUT_OF_LINE) === 0) found.set(name, value);
    else {
      if (value.length < REFERENCE) throw new ImageError('corrupt', 'an attribute names no place of its value');
      found.set(name, await readValue(budget, cursorAt(blocks, table.start, value.readBigUInt64LE(0)), true));
    }
    if (only !== undefined) return found;
  }
  return found;
}

function cursorAt(blocks: MetadataBlocks, start: number, reference: bigint): MetadataCursor {
  return blocks.cursor({ block: start + Number(reference >> 16n), offset: Number(reference & 0xffffn) });
}

/** @param isWanted else it is passed over */
async function readValue(budget: Budget, cursor: MetadataCursor, isWanted: boolean): Promise<Buffer> {
  const length = (cursor.take(4) ?? (await cursor.read(4))).readUInt32LE(0);
  if (length > MAX_XATTR_VALUE) throw new ImageError('corrupt', `an attribute of ${length} bytes is absurd`);
  budget.spend('xattrBytes', isWanted ? length : 0);
  return cursor.take(length) ?? cursor.read(length);
}
