/** The .xz format with LZMA2, which is what squashfs writes (xz-file-format.txt); other filters are named, not read. */
import { createHash } from 'node:crypto';
import { crc32 } from 'node:zlib';
import { LzmaDecoder } from './lzma.ts';

const MAGIC = Buffer.from('\xfd7zXZ\0', 'latin1');
const STREAM_HEADER = 12;
const LZMA2 = 0x21;
/** Bytes of the check behind a block, by its number. */
const CHECK_SIZES = [0, 4, 4, 4, 8, 8, 8, 16, 16, 16, 32, 32, 32, 64, 64, 64];
const CHECK_CRC32 = 1;
const CHECK_SHA256 = 10;

/** A filter before LZMA2 that changes program code; told apart, for the data is not damaged. */
export class UnknownFilter extends Error {
  override readonly name = 'UnknownFilter';
}

/**
 * Unpacks a stream.
 *
 * @param limit bytes that it may hold at most
 * @throws {UnknownFilter} for a filter other than LZMA2, {Error} where the stream is damaged or holds more
 */
export function unpackXz(input: Buffer, limit: number): Buffer {
  if (input.length < STREAM_HEADER || !input.subarray(0, 6).equals(MAGIC)) throw new Error('there is no xz header');
  const checkKind = input.readUInt8(7) & 15;
  const decoder = new LzmaDecoder(limit);
  let at = STREAM_HEADER;
  // A byte of zero begins the index, behind the last block.
  while (input.readUInt8(at) !== 0) {
    const start = decoder.at;
    const bodyAt = at + readBlockHeader(input, at);
    const bodyEnd = unpackLzma2(input, bodyAt, decoder);
    at = bodyEnd + ((4 - ((bodyEnd - bodyAt) % 4)) % 4);
    const check = input.subarray(at, at + (CHECK_SIZES[checkKind] ?? 0));
    verify(checkKind, decoder.output.subarray(start, decoder.at), check);
    at += CHECK_SIZES[checkKind] ?? 0;
  }
  return decoder.output.subarray(0, decoder.at);
}

/**
 * The unpacked size that the index at the end of a stream promises, in bytes.
 *
 * @throws {Error} where the end of the stream is not one
 */
export function xzSize(input: Buffer): number {
  const footer = input.subarray(-STREAM_HEADER);
  if (footer.length < STREAM_HEADER || footer.toString('latin1', 10) !== 'YZ') throw new Error('the stream has no end');
  const indexSize = (footer.readUInt32LE(4) + 1) * 4;
  const index = input.subarray(input.length - STREAM_HEADER - indexSize, input.length - STREAM_HEADER);
  if (index.length !== indexSize || index.readUInt8(0) !== 0) throw new Error('the stream has no index');
  const next = numbers(index, 1);
  let total = 0;
  for (let records = next(); records > 0; records--) {
    next();
    total += next();
  }
  return total;
}

/** Numbers of variable length, one after the other. @throws {RangeError} behind the end */
function numbers(bytes: Buffer, start: number): () => number {
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

/** @returns bytes of the header of a block */
function readBlockHeader(input: Buffer, at: number): number {
  const length = (input.readUInt8(at) + 1) * 4;
  const header = input.subarray(at, at + length);
  if (header.length < length || crc32(header.subarray(0, length - 4)) !== header.readUInt32LE(length - 4)) {
    throw new Error('the header of a block is damaged');
  }
  const flags = header.readUInt8(1);
  const number = numbers(header, 2);
  if ((flags & 0x40) !== 0) number();
  if ((flags & 0x80) !== 0) number();
  const filter = number();
  if ((flags & 3) !== 0 || filter !== LZMA2) throw new UnknownFilter(`the xz filter ${filter} is not readable yet`);
  return length;
}

/** @returns where the chunks end */
function unpackLzma2(input: Buffer, start: number, decoder: LzmaDecoder): number {
  let at = start;
  for (;;) {
    const control = input.readUInt8(at++);
    if (control === 0) return at;
    if (control < 0x80) {
      if (control > 2) throw new Error('a chunk is of an unknown kind');
      const length = input.readUInt16BE(at) + 1;
      at += 2;
      if (control === 1) decoder.resetDictionary();
      const piece = input.subarray(at, at + length);
      if (piece.length < length || decoder.at + length > decoder.output.length)
        throw new Error('a stored chunk is too long');
      piece.copy(decoder.output, decoder.at);
      decoder.at += length;
      at += length;
      continue;
    }
    const end = decoder.at + ((control & 0x1f) << 16) + input.readUInt16BE(at) + 1;
    const packed = input.readUInt16BE(at + 2) + 1;
    at += 4;
    if (end > decoder.output.length) throw new Error(`it unpacks to more than ${decoder.output.length} bytes`);
    const reset = (control >> 5) & 3;
    if (reset === 3) decoder.resetDictionary();
    if (reset >= 2) decoder.setProperties(input.readUInt8(at++));
    else if (reset === 1) decoder.resetState();
    const piece = input.subarray(at, at + packed);
    if (piece.length < packed) throw new Error('a chunk is cut off');
    decoder.decode(piece, end);
    if (decoder.at !== end) throw new Error('a chunk is shorter than it says');
    at += packed;
  }
}

/** CRC-64 is left to the image's own structure, for nothing here counts it. */
function verify(kind: number, data: Buffer, check: Buffer): void {
  const fine =
    kind === CHECK_CRC32
      ? check.length === 4 && crc32(data) === check.readUInt32LE(0)
      : kind !== CHECK_SHA256 || createHash('sha256').update(data).digest().equals(check);
  if (!fine) throw new Error('the checksum of a block is wrong');
}
