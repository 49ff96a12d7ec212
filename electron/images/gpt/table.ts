/** The partition table of a GPT disk image (UEFI Specification, chapter 5). */
import { crc32 } from 'node:zlib';
import type { RandomAccess } from '../source.ts';
import { ImageError } from '../tree.ts';

const SECTOR_SIZES = [512, 4096];
const SIGNATURE = 'EFI PART';
const MIN_HEADER = 92;
const MAX_ENTRIES = 1024;
const MIN_ENTRY = 128;
const MAX_ENTRY = 4096;
const NAME_START = 56;
const NAME_BYTES = 72;

export interface Partition {
  /** From 1, as in the names of device nodes. */
  readonly number: number;
  /** Lower-case UUID. */
  readonly type: string;
  readonly uuid: string;
  readonly label: string;
  readonly flags: bigint;
  /** Bytes. */
  readonly offset: number;
  readonly size: number;
}

/**
 * All partitions in the order of the table.
 *
 * @throws {ImageError} `corrupt` for a table whose checksums are wrong, as systemd's would not be used either
 */
export async function readPartitionTable(source: RandomAccess): Promise<Partition[]> {
  for (const sector of SECTOR_SIZES) {
    if (source.size < sector * 2) continue;
    const header = await source.read(sector, Math.min(sector, source.size - sector));
    if (header.toString('latin1', 0, 8) === SIGNATURE) return readEntries(source, header, sector);
  }
  throw new ImageError('corrupt', 'there is no GPT header', SECTOR_SIZES[0] ?? null);
}

async function readEntries(source: RandomAccess, header: Buffer, sector: number): Promise<Partition[]> {
  const length = header.readUInt32LE(12);
  if (length < MIN_HEADER || length > header.length)
    throw new ImageError('corrupt', 'the GPT header has an absurd length', sector);
  const covered = Buffer.from(header.subarray(0, length));
  covered.writeUInt32LE(0, 16);
  if (crc32(covered) !== header.readUInt32LE(16))
    throw new ImageError('corrupt', 'the checksum of the GPT header is wrong', sector);
  const count = header.readUInt32LE(80);
  const entrySize = header.readUInt32LE(84);
  if (count > MAX_ENTRIES || entrySize < MIN_ENTRY || entrySize > MAX_ENTRY) {
    throw new ImageError('corrupt', 'the partition table has an absurd size', sector);
  }
  const start = Number(header.readBigUInt64LE(72)) * sector;
  const entries = await source.read(start, count * entrySize);
  if (crc32(entries) !== header.readUInt32LE(88))
    throw new ImageError('corrupt', 'the checksum of the partition table is wrong', start);
  const partitions: Partition[] = [];
  for (let index = 0; index < count; index++) {
    const entry = entries.subarray(index * entrySize, (index + 1) * entrySize);
    const type = guidAt(entry, 0);
    if (/^[0-]+$/.test(type)) continue;
    const first = Number(entry.readBigUInt64LE(32));
    const last = Number(entry.readBigUInt64LE(40));
    const offset = first * sector;
    const size = (last - first + 1) * sector;
    if (!Number.isSafeInteger(offset) || !(size > 0) || offset + size > source.size) {
      throw new ImageError('truncated', `partition ${index + 1} lies outside the image`, start + index * entrySize);
    }
    partitions.push({
      number: index + 1,
      type,
      uuid: guidAt(entry, 16),
      label: entry.toString('utf16le', NAME_START, NAME_START + NAME_BYTES).replace(/\0.*$/s, ''),
      flags: entry.readBigUInt64LE(48),
      offset,
      size,
    });
  }
  return partitions;
}

/** The first three parts of a GUID are little-endian. */
function guidAt(bytes: Buffer, at: number): string {
  const hex = (from: number, to: number) => bytes.toString('hex', at + from, at + to);
  const swapped = (from: number, to: number) =>
    Buffer.from(bytes.subarray(at + from, at + to))
      .reverse()
      .toString('hex');
  return [swapped(0, 4), swapped(4, 6), swapped(6, 8), hex(8, 10), hex(10, 16)].join('-');
}
