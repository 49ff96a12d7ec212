/** The .xz format as a stream: memory for its window and one chunk, however large the file is. */
import { createHash, type Hash } from 'node:crypto';
import { Duplex } from 'node:stream';
import { crc32 } from 'node:zlib';
import { LzmaDecoder } from './lzma.ts';
import {
  CHECK_SIZES,
  chunkLength,
  END_OF_CHUNKS,
  numbers,
  readBlockHeader,
  readStreamHeader,
  STREAM_HEADER,
  unpackChunk,
  unpackedLength,
} from './xz.ts';

/** `xz -9` has 64 MiB; whoever wants more is told to unpack it with xz. */
const MAX_WINDOW = 64 * 1024 * 1024;
const MAX_CHUNK = 2 * 1024 * 1024;
const MAX_INDEX = 8 * 1024 * 1024;
const PIECE = 128 * 1024;
const EMPTY: Buffer = Buffer.alloc(0);

type State =
  | { readonly at: 'stream' }
  | { readonly at: 'block' }
  | { readonly at: 'chunks'; readonly window: number }
  | { readonly at: 'check' }
  | { readonly at: 'index' }
  | { readonly at: 'between' };

/** Unpacks what is written to it. Fails where the file is damaged, ends early, or has a filter other than LZMA2. */
export function createUnxz(): Duplex {
  let pending = EMPTY;
  let state: State = { at: 'stream' };
  let checkKind = 0;
  let decoder = new LzmaDecoder(0);
  let blockBytes = 0;
  let crc = 0;
  let sha: Hash | null = null;
  let records = 0;
  let isWhole = false;

  const take = (length: number): Buffer => {
    const taken = pending.subarray(0, length);
    pending = pending.subarray(length);
    return taken;
  };

  function count(bytes: Buffer): void {
    if (checkKind === 1) crc = crc32(bytes, crc);
    sha?.update(bytes);
  }

  /** @param give takes unpacked bytes, which stay there until the next step @returns false where it needs more bytes */
  function step(give: (bytes: Buffer) => void): boolean {
    switch (state.at) {
      case 'stream':
        if (pending.length < STREAM_HEADER) return false;
        checkKind = readStreamHeader(take(STREAM_HEADER));
        records = 0;
        isWhole = false;
        state = { at: 'block' };
        return true;
      case 'block': {
        const [size] = pending;
        if (size === undefined) return false;
        if (size === 0) {
          state = { at: 'index' };
          return true;
        }
        if (pending.length < (size + 1) * 4) return false;
        const { length, window } = readBlockHeader(pending, 0);
        if (window > MAX_WINDOW) throw new Error('it needs more than 64 MiB of memory; unpack it with xz');
        take(length);
        if (decoder.output.length < window + 2 * MAX_CHUNK) decoder = new LzmaDecoder(window + 2 * MAX_CHUNK);
        blockBytes = 0;
        crc = 0;
        sha = checkKind === 10 ? createHash('sha256') : null;
        records++;
        state = { at: 'chunks', window };
        return true;
      }
      case 'chunks': {
        const length = chunkLength(pending, 0);
        if (length === null) return false;
        const chunk = take(length);
        blockBytes += length;
        if (length === END_OF_CHUNKS) {
          state = { at: 'check' };
          return true;
        }
        if (decoder.at + unpackedLength(chunk) > decoder.output.length) decoder.slide(state.window);
        const start = decoder.at;
        unpackChunk(chunk, decoder);
        const bytes = decoder.output.subarray(start, decoder.at);
        count(bytes);
        give(bytes);
        return true;
      }
      case 'check': {
        const padding = (4 - (blockBytes % 4)) % 4;
        const length = padding + (CHECK_SIZES[checkKind] ?? 0);
        if (pending.length < length) return false;
        const check = take(length).subarray(padding);
        const isFine = checkKind === 1 ? check.readUInt32LE(0) === crc : sha === null || sha.digest().equals(check);
        if (!isFine) throw new Error('the checksum of a block is wrong');
        state = { at: 'block' };
        return true;
      }
      case 'index': {
        const length = indexLength(pending, records);
        if (length === null || pending.length < length + STREAM_HEADER) {
          if (pending.length > MAX_INDEX) throw new Error('its index has no end');
          return false;
        }
        const index = take(length);
        if (crc32(index.subarray(0, -4)) !== index.readUInt32LE(length - 4)) throw new Error('its index is damaged');
        if (take(STREAM_HEADER).toString('latin1', 10) !== 'YZ') throw new Error('the stream has no end');
        isWhole = true;
        state = { at: 'between' };
        return true;
      }
      case 'between':
        if (pending.length === 0) return false;
        if (pending[0] === 0) take(1);
        else state = { at: 'stream' };
        return true;
    }
  }

  /** Gives each chunk when it is asked for: a piece of the file may unpack to thousands of times its size. */
  async function* unpack(pieces: AsyncIterable<Buffer>): AsyncGenerator<Buffer> {
    for await (const piece of pieces) {
      pending = pending.length === 0 ? piece : Buffer.concat([pending, piece]);
      for (let goesOn = true; goesOn; ) {
        let bytes = EMPTY;
        goesOn = step((unpacked) => {
          bytes = unpacked;
        });
        yield* inPieces(bytes);
      }
    }
    if (!isWhole) throw new Error('the file ends before its data does');
  }
  return Duplex.from(unpack);
}

/** Small copies, for each stream on the way to the file holds some while the window moves on. */
function* inPieces(bytes: Uint8Array): Generator<Buffer> {
  for (let at = 0; at < bytes.length; at += PIECE) yield Buffer.from(bytes.subarray(at, at + PIECE));
}

/** Bytes of the index with its padding and checksum; null where its records are not all there yet. */
function indexLength(bytes: Buffer, records: number): number | null {
  const next = numbers(bytes, 1);
  try {
    if (next() !== records) throw new Error('its index does not fit its blocks');
    let at = 1 + lengthOf(records);
    for (let left = records * 2; left > 0; left--) at += lengthOf(next());
    return at + ((4 - (at % 4)) % 4) + 4;
  } catch (error) {
    if (error instanceof RangeError) return null;
    throw error;
  }
}

/** Bytes of a number of variable length. */
function lengthOf(value: number): number {
  let length = 1;
  for (let left = Math.floor(value / 128); left > 0; left = Math.floor(left / 128)) length++;
  return length;
}
