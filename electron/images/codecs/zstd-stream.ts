/**
 * Unpacks a file of zstd as it comes, on a Node whose zlib has no zstd (RFC 8878). The blocks are fzstd's to unpack; it is
 * given them one by one, for it would give all that a piece of the file unpacks to at once, and keep any window. As it does,
 * the checksum of the content is passed over: the hash of the download is what counts.
 */
import { Duplex } from 'node:stream';

const MAGIC = 0xfd2fb528;
/** Frames that hold no data have one of sixteen. */
const SKIPPABLE = 0x184d2a5;
const SKIPPABLE_HEADER = 8;
const CHECKSUM_BYTES = 4;
const HAS_CHECKSUM = 0x04;
const RESERVED = 0x08;
const SINGLE_SEGMENT = 0x20;
const BLOCK_HEADER = 3;
const RLE = 1;
/** Of what a block holds, and unpacks to. */
const MOST_BLOCK = 128 * 1024;
/** What zlib's own takes unless it is told otherwise (ZSTD_WINDOWLOG_LIMIT_DEFAULT, 27). */
const MOST_WINDOW = 128 * 1024 * 1024;
/** Magic, descriptor, window, dictionary and size at their longest. */
const MOST_HEADER = 18;
const EMPTY = Buffer.alloc(0);

/** Its stream fails with what is damaged, ends too early, or wants a dictionary or a window of more than 128 MiB. */
export function createUnzstd(): Duplex {
  return Duplex.from(unpackPieces);
}

async function* unpackPieces(pieces: AsyncIterable<Buffer>): AsyncGenerator<Buffer> {
  const { Decompress } = await import('fzstd');
  let unpacked: Uint8Array[] = [];
  let decoder = new Decompress((part) => unpacked.push(part));
  let pending: Buffer = EMPTY;
  let state: 'frame' | 'block' | 'skip' = 'frame';
  let header: Buffer = EMPTY;
  let toSkip = 0;
  let hasFrame = false;

  const takeBytes = (length: number): Buffer => {
    const taken = pending.subarray(0, length);
    pending = pending.subarray(length);
    return taken;
  };
  const skipBytes = (length: number): void => {
    toSkip = length;
    state = length === 0 ? 'frame' : 'skip';
  };

  function beginFrame(): void {
    hasFrame = true;
    if (pending.length >= SKIPPABLE_HEADER && pending.readUInt32LE(0) >>> 4 === SKIPPABLE) {
      skipBytes(takeBytes(SKIPPABLE_HEADER).readUInt32LE(4));
      return;
    }
    header = Buffer.from(takeBytes(headerLength(pending)));
    toSkip = ((header[4] ?? 0) & HAS_CHECKSUM) === 0 ? 0 : CHECKSUM_BYTES;
    header[4] = (header[4] ?? 0) & ~HAS_CHECKSUM;
    decoder = new Decompress((part) => unpacked.push(part));
    state = 'block';
  }

  /** @returns whether there was enough of it */
  function unpackBlock(): boolean {
    if (pending.length < BLOCK_HEADER) return false;
    const said = pending.readUIntLE(0, BLOCK_HEADER);
    if (said >> 3 > MOST_BLOCK) throw new Error('a block is too large');
    const length = BLOCK_HEADER + (((said >> 1) & 3) === RLE ? 1 : said >> 3);
    if (pending.length < length) return false;
    const isLast = (said & 1) === 1;
    decoder.push(Buffer.concat([header, takeBytes(length)]), isLast);
    header = EMPTY;
    if (isLast) skipBytes(toSkip);
    return true;
  }

  /** @returns whether there was enough to go on */
  function unpackStep(isEnd: boolean): boolean {
    if (state === 'block') return unpackBlock();
    if (state === 'skip') skipBytes(toSkip - takeBytes(toSkip).length);
    else if (pending.length >= MOST_HEADER || (isEnd && pending.length > 0)) beginFrame();
    else return false;
    return pending.length > 0;
  }

  function* unpackSteps(isEnd: boolean): Generator<Buffer> {
    for (let goesOn = true; goesOn; ) {
      goesOn = unpackStep(isEnd);
      const parts = unpacked;
      unpacked = [];
      for (const part of parts) if (part.length > 0) yield Buffer.from(part);
    }
  }

  for await (const piece of pieces) {
    pending = pending.length === 0 ? piece : Buffer.concat([pending, piece]);
    yield* unpackSteps(false);
  }
  yield* unpackSteps(true);
  if (!hasFrame || state !== 'frame' || pending.length > 0) throw new Error('the file ends before its data does');
}

/** @returns how long the header of a frame is. @throws {Error} where it is none, or wants what is not given */
function headerLength(bytes: Buffer): number {
  if (bytes.length < 6 || bytes.readUInt32LE(0) !== MAGIC) throw new Error('it is no frame of zstd');
  const flags = bytes.readUInt8(4);
  if ((flags & RESERVED) !== 0) throw new Error('a reserved bit is set');
  const isSingle = (flags & SINGLE_SEGMENT) !== 0;
  const dictionaryBytes = [0, 1, 2, 4][flags & 3] ?? 0;
  const sizeBytes = [isSingle ? 1 : 0, 2, 4, 8][flags >> 6] ?? 0;
  const dictionaryAt = isSingle ? 5 : 6;
  const sizeAt = dictionaryAt + dictionaryBytes;
  if (bytes.length < sizeAt + sizeBytes) throw new Error('the file ends within a header');
  if (bytes.subarray(dictionaryAt, sizeAt).some((byte) => byte !== 0)) throw new Error('it wants a dictionary');
  const window = isSingle ? contentSize(bytes.subarray(sizeAt, sizeAt + sizeBytes)) : windowSize(bytes.readUInt8(5));
  if (window > MOST_WINDOW) throw new Error(`it wants a window of more than ${MOST_WINDOW} bytes`);
  return sizeAt + sizeBytes;
}

/** A size of two bytes begins at 256. */
function contentSize(bytes: Buffer): number {
  if (bytes.length === 8) return Number(bytes.readBigUInt64LE(0));
  return bytes.readUIntLE(0, bytes.length) + (bytes.length === 2 ? 256 : 0);
}

function windowSize(descriptor: number): number {
  const base = 2 ** (10 + (descriptor >> 3));
  return base + (base / 8) * (descriptor & 7);
}
