/** ELF files whose dynamic section says what it is told to. */

const HEADER = 64;
const SEGMENT = 56;
const TAG = 16;
const PT_LOAD = 1;
const PT_DYNAMIC = 2;
const DT_NEEDED = 1;
const DT_STRTAB = 5;
const DT_STRSZ = 10;

export interface NewElf {
  /** Offsets of names in the table of strings, which is one letter up to its last byte. */
  readonly needed: readonly number[];
  /** Bytes between the parts of the file. */
  readonly apart: number;
  readonly stringBytes: number;
}

/** A 64-bit file of x86: header, segments, dynamic section and strings, each `apart` from the other. */
export function elfWith({ needed, apart, stringBytes }: NewElf): Buffer {
  const segmentsAt = Math.max(HEADER, apart);
  const dynamicAt = segmentsAt + Math.max(2 * SEGMENT, apart);
  const stringsAt = dynamicAt + Math.max((needed.length + 3) * TAG, apart);
  const bytes = Buffer.alloc(stringsAt + stringBytes);
  bytes.write('\x7fELF\x02\x01\x01', 0, 'latin1');
  bytes.writeUInt16LE(3, 16);
  bytes.writeUInt16LE(62, 18);
  bytes.writeBigUInt64LE(BigInt(segmentsAt), 32);
  bytes.writeUInt16LE(SEGMENT, 54);
  bytes.writeUInt16LE(2, 56);
  const segment = (at: number, type: number, offset: number, size: number) => {
    bytes.writeUInt32LE(type, at);
    bytes.writeBigUInt64LE(BigInt(offset), at + 8);
    bytes.writeBigUInt64LE(BigInt(offset), at + 16);
    bytes.writeBigUInt64LE(BigInt(size), at + 32);
  };
  segment(segmentsAt, PT_LOAD, 0, bytes.length);
  segment(segmentsAt + SEGMENT, PT_DYNAMIC, dynamicAt, (needed.length + 3) * TAG);
  const tags = [...needed.map((at) => [DT_NEEDED, at] as const), [DT_STRTAB, stringsAt], [DT_STRSZ, stringBytes]];
  for (const [number, [tag = 0, value = 0]] of tags.entries()) {
    bytes.writeBigUInt64LE(BigInt(tag), dynamicAt + number * TAG);
    bytes.writeBigUInt64LE(BigInt(value), dynamicAt + number * TAG + 8);
  }
  // A single name, of which every offset gives the rest.
  bytes.fill('a', stringsAt, bytes.length - 1);
  return bytes;
}
