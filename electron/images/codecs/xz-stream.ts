/** The .xz format as a stream: memory for its window and one chunk, however large the file is. */
import { Duplex } from 'node:stream';
import { LzmaDecoder } from './lzma.ts';
import {
  type BlockHeader,
  checkEnd,
  checkSizes,
  chunkLength,
  END_OF_CHUNKS,
  paddingAfter,
  readBlockHeader,
  readStreamHeader,
  STREAM_HEADER,
  unpackChunk,
  unpackedLength,
} from './xz.ts';
import { type BlockCheck, type CheckKind, startCheck } from './xz-check.ts';
import { StreamEnd } from './xz-index.ts';

/** `xz -9` has 64 MiB; whoever wants more is told to unpack it with xz. */
const MAX_WINDOW = 64 * 1024 * 1024;
const MAX_CHUNK = 2 * 1024 * 1024;
const MAX_INDEX = 8 * 1024 * 1024;
const PIECE = 128 * 1024;
const EMPTY: Buffer = Buffer.alloc(0);

type State =
  | { readonly at: 'stream' }
  | { readonly at: 'block' }
  | { readonly at: 'chunks'; readonly block: Block }
  | { readonly at: 'check'; readonly block: Block }
  | { readonly at: 'index' }
  | { readonly at: 'between' };

/** A block and what was read of it. */
interface Block {
  readonly header: BlockHeader;
  readonly check: BlockCheck;
  /** Bytes in the file, its header included. */
  size: number;
  unpacked: number;
}

/** Unpacks what is written to it. Fails where the file is damaged, ends early, or has a filter other than LZMA2. */
export function createUnxz(): Duplex {
  let pending = EMPTY;
  let state: State = { at: 'stream' };
  let checkKind: CheckKind = 'none';
  let decoder = new LzmaDecoder(0);
  let end = new StreamEnd(EMPTY);
  let isWhole = false;
  /** Zeroes behind the stream. */
  let padding = 0;

  const checkPadding = () => {
    if (padding % 4 !== 0) throw new Error('what follows the stream is no padding');
    padding = 0;
  };
  const takeBytes = (length: number): Buffer => {
    const taken = pending.subarray(0, length);
    pending = pending.subarray(length);
    return taken;
  };

  /** @param give takes unpacked bytes, which stay there until the next step @returns false where it needs more bytes */
  function unpackStep(give: (bytes: Buffer) => void): boolean {
    switch (state.at) {
      case 'stream': {
        if (pending.length < STREAM_HEADER) return false;
        const header = readStreamHeader(takeBytes(STREAM_HEADER));
        checkKind = header.checkKind;
        end = new StreamEnd(header.flags);
        isWhole = false;
        state = { at: 'block' };
        return true;
      }
      case 'block': {
        const [size] = pending;
        if (size === undefined) return false;
        if (size === 0) {
          state = { at: 'index' };
          return true;
        }
        if (pending.length < (size + 1) * 4) return false;
        const header = readBlockHeader(pending, 0);
        const { length, window } = header;
        if (window > MAX_WINDOW) throw new Error('it needs more than 64 MiB of memory; unpack it with xz');
        takeBytes(length);
        if (decoder.output.length < window + 2 * MAX_CHUNK) decoder = new LzmaDecoder(window + 2 * MAX_CHUNK);
        // Nothing in a block refers to the one before.
        decoder.resetDictionary();
        state = { at: 'chunks', block: { header, check: startCheck(checkKind), size: length, unpacked: 0 } };
        return true;
      }
      case 'chunks': {
        const { block } = state;
        const length = chunkLength(pending, 0);
        if (length === null) return false;
        const chunk = takeBytes(length);
        block.size += length;
        if (length === END_OF_CHUNKS) {
          state = { at: 'check', block };
          return true;
        }
        if (decoder.at + unpackedLength(chunk) > decoder.output.length) decoder.slide(block.header.window);
        const start = decoder.at;
        unpackChunk(chunk, decoder);
        const bytes = decoder.output.subarray(start, decoder.at);
        block.unpacked += bytes.length;
        block.check.update(bytes);
        give(bytes);
        return true;
      }
      case 'check': {
        const { header, check, size, unpacked } = state.block;
        const padding = paddingAfter(size);
        if (pending.length < padding + check.bytes) return false;
        checkSizes(header, size, unpacked);
        checkEnd(takeBytes(padding + check.bytes), padding, check);
        end.add(size + check.bytes, unpacked);
        state = { at: 'block' };
        return true;
      }
      case 'index':
        if (end.length > MAX_INDEX) throw new Error('its index is too long');
        if (pending.length < end.length) return false;
        end.check(takeBytes(end.length));
        isWhole = true;
        state = { at: 'between' };
        return true;
      case 'between':
        if (pending.length === 0) return false;
        if (pending[0] === 0) {
          takeBytes(1);
          padding++;
          return true;
        }
        checkPadding();
        state = { at: 'stream' };
        return true;
    }
  }

  /** Gives each chunk when it is asked for: a piece of the file may unpack to thousands of times its size. */
  async function* unpackPieces(pieces: AsyncIterable<Buffer>): AsyncGenerator<Buffer> {
    for await (const piece of pieces) {
      pending = pending.length === 0 ? piece : Buffer.concat([pending, piece]);
      for (let goesOn = true; goesOn; ) {
        let bytes = EMPTY;
        goesOn = unpackStep((unpacked) => {
          bytes = unpacked;
        });
        yield* inPieces(bytes);
      }
    }
    if (!isWhole) throw new Error('the file ends before its data does');
    checkPadding();
  }
  return Duplex.from(unpackPieces);
}

/** Small copies, for each stream on the way to the file holds some while the window moves on. */
function* inPieces(bytes: Uint8Array): Generator<Buffer> {
  for (let at = 0; at < bytes.length; at += PIECE) yield Buffer.from(bytes.subarray(at, at + PIECE));
}
