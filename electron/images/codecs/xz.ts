/** The .xz format with LZMA2, which is what squashfs writes (xz-file-format.txt); other filters are named, not read. */
import { createHash } from 'node:crypto';
import { crc32 } from 'node:zlib';
import { LzmaDecoder } from './lzma.ts';

const MAGIC = Buffer.from('\xfd7zXZ\0', 'latin1');
export const STREAM_HEADER = 12;
const LZMA2 = 0x21;
/** Bytes of the check behind a block, by its number. */
export const CHECK_SIZES = [0, 4, 4, 4, 8, 8, 8, 16, 16, 16, 32, 32, 32, 64, 64, 64];
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
  const checkKind = readStreamHeader(input);
  const decoder = new LzmaDecoder(limit);
  let at = STREAM_HEADER;
  // A byte of zero begins the index, behind the last block.
  while (input.readUInt8(at) !== 0) {
    const start = decoder.at;
    const bodyAt = at + readBlockHeader(input, at).length;
    const bodyEnd = unpackLzma2(input, bodyAt, decoder);
    at = bodyEnd + ((4 - ((bodyEnd - bodyAt) % 4)) % 4);
    const check = input.subarray(at, at + (CHECK_SIZES[checkKind] ?? 0));
    verify(checkKind, decoder.output.subarray(start, decoder.at), check);
    at += CHECK_SIZES[checkKind] ?? 0;
  }
  return decoder.output.subarray(0, decoder.at);
}

/** @returns the kind of the check behind each block */
export function readStreamHeader(input: Buffer): number {
  if (input.length < STREAM_HEADER || !input.subarray(0, 6).equals(MAGIC)) throw new Error('there is no xz header');
  return input.readUInt8(7) & 15;
}

/** Numbers of variable length, one after the other. @throws {RangeError} behind the end */
export function numbers(bytes: Buffer, start: number): () => number {
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

/** @returns bytes of the header of a block, and of the window that it may refer to */
export function readBlockHeader(input: Buffer, at: number): { readonly length: number; readonly window: number } {
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
  number();
  const bits = number();
  if (bits > 40) throw new Error('the window of a block is too large');
  return { length, window: (2 | (bits & 1)) * 2 ** (Math.floor(bits / 2) + 11) };
}

/** @returns where the chunks end */
function unpackLzma2(input: Buffer, start: number, decoder: LzmaDecoder): number {
  for (let at = start; ; ) {
    const length = chunkLength(input, at);
    if (length === null) throw new Error('a chunk is cut off');
    if (length === END_OF_CHUNKS) return at + END_OF_CHUNKS;
    unpackChunk(input.subarray(at, at + length), decoder);
    at += length;
  }
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
  decoder.decode(chunk.subarray(reset >= 2 ? 6 : 5), end);
  if (decoder.at !== end) throw new Error('a chunk is shorter than it says');
}

/** Bytes that a chunk unpacks to. */
export function unpackedLength(chunk: Buffer): number {
  const control = chunk.readUInt8(0);
  return control < 0x80 ? chunk.length - 3 : ((control & 0x1f) << 16) + chunk.readUInt16BE(1) + 1;
}

function tooMuch({ output }: LzmaDecoder): Error {
  return new Error(`it unpacks to more than ${output.length} bytes`);
}

/** CRC-64 is left to the image's own structure, for nothing here counts it. */
function verify(kind: number, data: Buffer, check: Buffer): void {
  const fine =
    kind === CHECK_CRC32
      ? check.length === 4 && crc32(data) === check.readUInt32LE(0)
      : kind !== CHECK_SHA256 || createHash('sha256').update(data).digest().equals(check);
  if (!fine) throw new Error('the checksum of a block is wrong');
}
