/** How much a packed file says that it unpacks to, by its first bytes; an honest file is refused before it fills a disk. */
import type { PackingSuffix } from '../../shared/images/release-name.ts';

/** So many first bytes are enough. */
export const HEAD_BYTES = 64;

const ZSTD_MAGIC = 0xfd2fb528;
const XZ_MAGIC = Buffer.from([0xfd, 0x37, 0x7a, 0x58, 0x5a, 0x00]);

/**
 * @param head the first `HEAD_BYTES`, or all where there are fewer
 * @returns bytes, at least; null where the head does not say (gzip never does)
 */
export function declaredSize(packing: PackingSuffix, head: Buffer): number | null {
  try {
    return packing === 'zst' ? zstdSize(head) : packing === 'xz' ? xzSize(head) : null;
  } catch {
    // Too short; the decompressor will say what is wrong with it.
    return null;
  }
}

/** Frame_Content_Size of the first frame (RFC 8878, 3.1.1.1). */
function zstdSize(head: Buffer): number | null {
  if (head.readUInt32LE(0) !== ZSTD_MAGIC) return null;
  const descriptor = head.readUInt8(4);
  const isSingle = (descriptor & 0x20) !== 0;
  const dictionary = [0, 1, 2, 4][descriptor & 3] as number;
  const at = 5 + (isSingle ? 0 : 1) + dictionary;
  switch (descriptor >> 6) {
    case 0:
      return isSingle ? head.readUInt8(at) : null;
    case 1:
      return head.readUInt16LE(at) + 256;
    case 2:
      return head.readUInt32LE(at);
    default:
      return Number(head.readBigUInt64LE(at));
  }
}

/** Uncompressed Size of the first block, where its header has one (the .xz file format, 3.1); one block is a part of it. */
function xzSize(head: Buffer): number | null {
  if (!head.subarray(0, XZ_MAGIC.length).equals(XZ_MAGIC)) return null;
  const flags = head.readUInt8(13);
  let at = 14;
  const readVarint = (): number => {
    let value = 0n;
    for (let shift = 0n; shift < 63n; shift += 7n) {
      const byte = head.readUInt8(at++);
      value |= BigInt(byte & 0x7f) << shift;
      if ((byte & 0x80) === 0) return Number(value);
    }
    return Number(value);
  };
  // A block header of size 0 is the index: there is no block.
  if (head.readUInt8(12) === 0) return 0;
  if ((flags & 0x40) !== 0) readVarint();
  return (flags & 0x80) === 0 ? null : readVarint();
}
