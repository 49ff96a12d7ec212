/** The .xz format with LZMA2, which is what squashfs writes (xz-file-format.txt); other filters are named, not read. */
import { crc32 } from 'node:zlib';
import { LzmaDecoder } from './lzma.ts';
import { type BlockCheck, type CheckKind, checkKindOf, startCheck } from './xz-check.ts';
import { StreamEnd } from './xz-index.ts';

const MAGIC = Buffer.from('\xfd7zXZ\0', 'latin1');
export const STREAM_HEADER = 12;
const LZMA2 = 0x21;
const HAS_PACKED_SIZE = 0x40;
const HAS_UNPACKED_SIZE = 0x80;
/** Bits of a block's flags that stand for nothing yet, and for more filters. */
const OTHER_FLAGS = 0x3f;
/**
 * Encoders fill a chunk with 64 KiB packed or 2 MiB unpacked and begin a new one there. Each may cost thousands of
 * bytes to begin with, so many small ones are no image's.
 */
const LEAST_PER_CHUNK = 1024;
const SPARE_CHUNKS = 16;

/** A filter before LZMA2 that changes program code, or another check; told apart, for the data is not damaged. */
export class UnknownFilter extends Error {
  override readonly name = 'UnknownFilter';
}

/**
 * Unpacks a stream, which has to be whole.
 *
 * @param limit bytes that it may hold at most
 * @throws {UnknownFilter} for a filter other than LZMA2, {Error} where the stream is damaged or holds more
 */
export function unpackXz(input: Buffer, limit: number): Buffer {
  const { checkKind, flags } = readStreamHeader(input);
  const decoder = new LzmaDecoder(limit);
  const end = new StreamEnd(flags);
  let chunks = SPARE_CHUNKS + Math.ceil(limit / LEAST_PER_CHUNK);
  let at = STREAM_HEADER;
  // A byte of zero begins the index, behind the last block.
  while (input.readUInt8(at) !== 0) {
    const start = decoder.at;
    const blockAt = at;
    const header = readBlockHeader(input, at);
    at += header.length;
    // Nothing in a block refers to the one before.
    decoder.resetDictionary();
    for (let isLast = false; !isLast; ) {
      if (--chunks < 0) throw new Error('it has too many small chunks');
      const length = chunkLength(input, at);
      if (length === null) throw new Error('a chunk is cut off');
      isLast = length === END_OF_CHUNKS;
      if (!isLast) unpackChunk(input.subarray(at, at + length), decoder);
      at += length;
    }
    const check = startCheck(checkKind);
    const data = decoder.output.subarray(start, decoder.at);
    checkSizes(header, at - blockAt, data.length);
    end.add(at - blockAt + check.bytes, data.length);
    const padding = paddingAfter(at - blockAt);
    check.update(data);
    checkEnd(input.subarray(at, at + padding + check.bytes), padding, check);
    at += padding + check.bytes;
  }
  if (at + end.length > input.length) throw new Error('the stream ends before its data does');
  end.check(input.subarray(at, at + end.length));
  return decoder.output.subarray(0, decoder.at);
}

/** @returns the kind of the check behind each block, and the flags, which stand again at the end */
export function readStreamHeader(input: Buffer): { readonly checkKind: CheckKind; readonly flags: Buffer } {
  if (input.length < STREAM_HEADER || !input.subarray(0, 6).equals(MAGIC)) throw new Error('there is no xz header');
  const flags = input.subarray(6, 8);
  if (crc32(flags) !== input.readUInt32LE(8)) throw new Error('the xz header is damaged');
  const number = flags.readUInt8(1);
  const checkKind = checkKindOf(number);
  if (flags.readUInt8(0) !== 0 || checkKind === undefined)
    throw new UnknownFilter(`the xz check ${number} is not readable yet`);
  return { checkKind, flags: Buffer.from(flags) };
}

/** Numbers of variable length, one after the other. @throws {RangeError} behind the end */
function integerReader(bytes: Buffer, start: number): () => number {
  let at = start;
  return () => {
    let value = 0;
    for (let shift = 0; shift < 63; shift += 7) {
      const byte = bytes.readUInt8(at++);
      value += (byte & 0x7f) * 2 ** shift;
      if ((byte & 0x80) === 0) return value;
    }
    throw new RangeError('a number is too long');
  };
}

export interface BlockHeader {
  /** Bytes of the header. */
  readonly length: number;
  /** Bytes back that the block may refer to. */
  readonly window: number;
  /** What the header says of the block's data; null where it does not. */
  readonly packed: number | null;
  readonly unpacked: number | null;
}

/** The header of a block. @throws {UnknownFilter} or {Error} as `unpackXz` does */
export function readBlockHeader(input: Buffer, at: number): BlockHeader {
  const length = (input.readUInt8(at) + 1) * 4;
  const header = input.subarray(at, at + length);
  if (header.length < length || crc32(header.subarray(0, length - 4)) !== header.readUInt32LE(length - 4)) {
    throw new Error('the header of a block is damaged');
  }
  const flags = header.readUInt8(1);
  const number = integerReader(header, 2);
  const packed = (flags & HAS_PACKED_SIZE) !== 0 ? number() : null;
  const unpacked = (flags & HAS_UNPACKED_SIZE) !== 0 ? number() : null;
  const filter = number();
  if ((flags & OTHER_FLAGS) !== 0 || filter !== LZMA2)
    throw new UnknownFilter(`the xz filter ${filter} is not readable yet`);
  number();
  const bits = number();
  if (bits > 40) throw new Error('the window of a block is too large');
  return { length, window: (2 | (bits & 1)) * 2 ** (Math.floor(bits / 2) + 11), packed, unpacked };
}

/** @param size bytes of the block with its header. @throws {Error} where the header said otherwise */
export function checkSizes(header: BlockHeader, size: number, unpacked: number): void {
  const { packed, length } = header;
  if ((packed ?? size - length) !== size - length || (header.unpacked ?? unpacked) !== unpacked)
    throw new Error('a block is not as long as it says');
}

/** @param end what follows a block: zeroes that fill it up to four, and its check. @throws {Error} where it is otherwise */
export function checkEnd(end: Buffer, padding: number, check: BlockCheck): void {
  if (end.subarray(0, padding).some((byte) => byte !== 0) || !check.isFine(end.subarray(padding)))
    throw new Error('the checksum of a block is wrong');
}

/** Bytes that fill a block up to four. */
export function paddingAfter(size: number): number {
  return (4 - (size % 4)) % 4;
}

/** The mark behind the last chunk, a byte of zero. */
export const END_OF_CHUNKS = 1;

/** @returns bytes of the chunk that begins at `at`, or null where it is not whole yet */
export function chunkLength(input: Buffer, at: number): number | null {
  const control = input[at];
  if (control === undefined) return null;
  if (control === 0) return END_OF_CHUNKS;
  if (control < 0x80 && control > 2) throw new Error('a chunk is of an unknown kind');
  const header = control < 0x80 ? 3 : ((control >> 5) & 3) >= 2 ? 6 : 5;
  if (input.length < at + header) return null;
  const length = header + input.readUInt16BE(at + (control < 0x80 ? 1 : 3)) + 1;
  return input.length < at + length ? null : length;
}

/** Unpacks one whole chunk into the decoder's output, which has to have room for it. */
export function unpackChunk(chunk: Buffer, decoder: LzmaDecoder): void {
  const control = chunk.readUInt8(0);
  if (control < 0x80) {
    if (control === 1) decoder.resetDictionary();
    const piece = chunk.subarray(3);
    if (decoder.at + piece.length > decoder.output.length) throw tooMuch(decoder);
    piece.copy(decoder.output, decoder.at);
    decoder.at += piece.length;
    return;
  }
  const end = decoder.at + unpackedLength(chunk);
  if (end > decoder.output.length) throw tooMuch(decoder);
  const reset = (control >> 5) & 3;
  if (reset === 3) decoder.resetDictionary();
  if (reset >= 2) decoder.setProperties(chunk.readUInt8(5));
  else if (reset === 1) decoder.resetState();
  const isFinished = decoder.decode(chunk.subarray(reset >= 2 ? 6 : 5), end);
  if (decoder.at !== end || !isFinished) throw new Error('a chunk is not as long as it says');
}

/** Bytes that a chunk unpacks to. */
export function unpackedLength(chunk: Buffer): number {
  const control = chunk.readUInt8(0);
  return control < 0x80 ? chunk.length - 3 : ((control & 0x1f) << 16) + chunk.readUInt16BE(1) + 1;
}

function tooMuch({ output }: LzmaDecoder): Error {
  return new Error(`it unpacks to more than ${output.length} bytes`);
}
