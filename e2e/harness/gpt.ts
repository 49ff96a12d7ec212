/** GPT disk images made by hand, for choices that no tool makes on request. */
import { crc32 } from 'node:zlib';

const SECTOR = 512;
const ENTRIES = 128;
const ENTRY = 128;
const FIRST_USABLE = 34;

export interface NewPartition {
  readonly type: string;
  readonly label: string;
  readonly data: Buffer;
  readonly flags?: bigint;
}

function guid(text: string): Buffer {
  const bytes = Buffer.from(text.replaceAll('-', ''), 'hex');
  return Buffer.concat([
    bytes.subarray(0, 4).reverse(),
    bytes.subarray(4, 6).reverse(),
    bytes.subarray(6, 8).reverse(),
    bytes.subarray(8),
  ]);
}

/** Without it libblkid, and so systemd, sees no GPT. */
function protectiveMbr(sectors: number): Buffer {
  const mbr = Buffer.alloc(SECTOR);
  mbr[446 + 4] = 0xee;
  mbr.writeUInt32LE(1, 446 + 8);
  mbr.writeUInt32LE(sectors - 1, 446 + 12);
  mbr.writeUInt16LE(0xaa55, 510);
  return mbr;
}

/** An image with a primary table alone, which is what is read. */
export function makeGpt(partitions: readonly NewPartition[]): Buffer {
  const entries = Buffer.alloc(ENTRIES * ENTRY);
  const bodies: Buffer[] = [];
  let sector = FIRST_USABLE;
  for (const [index, { type, label, data, flags = 0n }] of partitions.entries()) {
    const sectors = Math.ceil(data.length / SECTOR);
    const entry = entries.subarray(index * ENTRY, (index + 1) * ENTRY);
    guid(type).copy(entry, 0);
    entry.writeUInt32LE(index + 1, 16);
    entry.writeBigUInt64LE(BigInt(sector), 32);
    entry.writeBigUInt64LE(BigInt(sector + sectors - 1), 40);
    entry.writeBigUInt64LE(flags, 48);
    entry.write(label, 56, 'utf16le');
    bodies.push(Buffer.concat([data, Buffer.alloc(sectors * SECTOR - data.length)]));
    sector += sectors;
  }
  const header = Buffer.alloc(SECTOR);
  header.write('EFI PART', 0, 'latin1');
  header.writeUInt32LE(0x10000, 8);
  header.writeUInt32LE(92, 12);
  header.writeBigUInt64LE(1n, 24);
  header.writeBigUInt64LE(BigInt(FIRST_USABLE), 40);
  header.writeBigUInt64LE(BigInt(sector - 1), 48);
  header.writeBigUInt64LE(2n, 72);
  header.writeUInt32LE(ENTRIES, 80);
  header.writeUInt32LE(ENTRY, 84);
  header.writeUInt32LE(crc32(entries), 88);
  header.writeUInt32LE(crc32(header.subarray(0, 92)), 16);
  return Buffer.concat([protectiveMbr(sector), header, entries, ...bodies]);
}
