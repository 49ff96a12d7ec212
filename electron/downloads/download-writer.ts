/**
 * Where the bytes of a download go: into a part file that a later try continues, through the hash, and where the image is
 * packed also through its decompressor. What comes out has its final name only once everything is verified.
 */
import { createHash, type Hash } from 'node:crypto';
import {
  closeSync,
  createWriteStream,
  ftruncateSync,
  openSync,
  readSync,
  renameSync,
  rmSync,
  statSync,
  writeSync,
} from 'node:fs';
import { join } from 'node:path';
import { type Duplex, Transform, type TransformCallback, type Writable } from 'node:stream';
import { finished } from 'node:stream/promises';
import type { PackingSuffix } from '../../shared/images/release-name.ts';
import { ImageError } from '../images/tree.ts';
import { createDecompressor, limitBytes, unpackError } from '../images/unpack.ts';
import { replaceFile } from '../node/own-file.ts';
import { readRegular } from '../node/regular-file.ts';
import { createPieceCollector } from './collect-pieces.ts';
import { declaredSize, HEAD_BYTES } from './declared-size.ts';
import { type Fetched, type Order, UNPACKED } from './order.ts';
import { createUnpackWatch, refuseWithoutRoom } from './room.ts';

const PART = 'part';
const PART_STATE = 'part.json';
/** Of what is kept beside the part. */
const VERSION = 1;
const CHUNK = 1024 * 1024;
const MAX_STATE = 64 * 1024;
const PACKINGS = { xz: 'xz', gz: 'gzip', zst: 'zstd' } as const;

/** What a server said of the file of which the part is one; what is equal later is the same file. */
export interface Identity {
  readonly address: string;
  readonly etag: string | null;
  readonly lastModified: string | null;
  readonly total: number | null;
}

export interface DownloadWriter {
  /** Bytes that are there. */
  readonly received: number;
  /** Whose bytes they are; null before the first answer. */
  readonly identity: Identity | null;
  /** Whether what is there came in more than one answer. */
  isPatched: boolean;
  /** Remembers whose bytes come, so that a later try can ask for the rest. */
  setIdentity(identity: Identity): void;
  write(bytes: Buffer): Promise<void>;
  /** Throws away what came, for it is of another file. */
  restart(): Promise<void>;
  /**
   * The hash of what was served.
   * @throws {ImageError} where it cannot be unpacked
   */
  end(): Promise<{ readonly served: string; readonly sha256: string; readonly size: number }>;
  /** Gives the image its name. */
  accept(): Fetched;
  /** Closes the files; what is there stays for a later try, unless it is to be thrown away. */
  close(keep: boolean): void;
}

/** Opens what an earlier try left, if it is of the same file, and counts it again. */
export async function openDownloadWriter(order: Order): Promise<DownloadWriter> {
  const { folder, packing, limit } = order;
  const part = join(folder, PART);
  const stateFile = join(folder, PART_STATE);
  let identity = readIdentity(stateFile, order);
  // Always behind what is there, also after it was cut back.
  const fd = openSync(part, 'a+', 0o600);
  if (identity === null) ftruncateSync(fd, 0);
  let served: Hash = createHash('sha256');
  let unpacker: Unpacker | null = null;
  let received = 0;
  let ended: { readonly sha256: string; readonly size: number } | null = null;

  const beginAgain = () => {
    served = createHash('sha256');
    unpacker?.stop();
    unpacker = packing === null ? null : createUnpacker(folder, packing, limit);
    received = 0;
  };
  beginAgain();

  async function countAgain(): Promise<void> {
    const { size } = statSync(part);
    const chunk = Buffer.allocUnsafe(CHUNK);
    while (received < size) {
      const length = readSync(fd, chunk, 0, CHUNK, received);
      if (length === 0) break;
      served.update(chunk.subarray(0, length));
      await unpacker?.write(Buffer.from(chunk.subarray(0, length)));
      received += length;
    }
  }
  try {
    if (identity !== null) await countAgain();
  } catch (error) {
    closeSync(fd);
    // The compiler does not see that `begin` has made one.
    (unpacker as Unpacker | null)?.stop();
    throw error;
  }

  const writer: DownloadWriter = {
    isPatched: false,
    get received() {
      return received;
    },
    get identity() {
      return identity;
    },
    setIdentity(next) {
      identity = next;
      replaceFile(stateFile, JSON.stringify({ version: VERSION, ...next }));
    },
    async write(bytes) {
      for (let at = 0; at < bytes.length; ) at += writeSync(fd, bytes, at);
      received += bytes.length;
      served.update(bytes);
      await unpacker?.write(bytes);
    },
    async restart() {
      writer.isPatched = false;
      ftruncateSync(fd, 0);
      identity = null;
      rmSync(stateFile, { force: true });
      beginAgain();
    },
    async end() {
      const hash = served.copy().digest('hex');
      const whole = unpacker === null ? { sha256: hash, size: received } : await unpacker.end();
      ended = whole;
      return { served: hash, ...whole };
    },
    accept() {
      if (ended === null) throw new Error('the download has not ended');
      const path = join(folder, order.fileName);
      renameSync(packing === null ? part : join(folder, UNPACKED), path);
      return { path, ...ended };
    },
    close(keep) {
      closeSync(fd);
      unpacker?.stop();
      for (const name of keep ? [UNPACKED] : [PART, PART_STATE, UNPACKED]) rmSync(join(folder, name), { force: true });
    },
  };
  return writer;
}

function readIdentity(file: string, { address }: Order): Identity | null {
  try {
    const text = readRegular(file, MAX_STATE);
    if (text === null) return null;
    const stored = JSON.parse(text.toString('utf8')) as Readonly<Record<string, unknown>>;
    // Whose bytes they are has to be sure, so what is not understood makes it begin anew.
    if (stored['version'] !== VERSION || stored['address'] !== address) return null;
    const { etag, lastModified, total } = stored;
    if (![etag, lastModified].every((one) => one === null || typeof one === 'string')) return null;
    if (total !== null && !Number.isSafeInteger(total)) return null;
    return { address, etag, lastModified, total } as Identity;
  } catch {
    return null;
  }
}

/** Until it takes more, or will take nothing any more. */
function untilDrained(input: Duplex): Promise<void> {
  return new Promise((settle) => {
    const settleOnce = () => {
      input.off('drain', settleOnce);
      input.off('close', settleOnce);
      settle();
    };
    input.once('drain', settleOnce);
    input.once('close', settleOnce);
  });
}

interface Unpacker {
  write(bytes: Buffer): Promise<void>;
  end(): Promise<{ readonly sha256: string; readonly size: number }>;
  stop(): void;
}

function createUnpacker(folder: string, packing: PackingSuffix, limit: number): Unpacker {
  const path = join(folder, UNPACKED);
  const watch = createUnpackWatch(folder);
  let packed = 0;
  let head: Buffer | null = Buffer.alloc(0);
  const hash = createHash('sha256');
  const sweep = createPieceCollector();
  let size = 0;
  const count = new Transform({
    transform(chunk: Buffer, _encoding, done: TransformCallback) {
      hash.update(chunk);
      size += chunk.length;
      sweep(chunk.length);
      try {
        watch(size, packed);
        done(null, chunk);
      } catch (error) {
        done(error as Error);
      }
    },
  });
  const input = createDecompressor(PACKINGS[packing]);
  // Opened at once: a stream that is stopped before it opened its file would make it after it was deleted.
  const file = createWriteStream(path, { fd: openSync(path, 'w', 0o600), flush: true });
  const streams: readonly (Duplex | Writable)[] = [input, limitBytes(limit), count, file];
  let failure: unknown = null;
  for (const [at, stream] of streams.entries()) {
    stream.once('error', (error: unknown) => {
      failure ??= unpackError(error);
      for (const other of streams) other.destroy();
    });
    const next = streams[at + 1];
    if (next !== undefined) (stream as Duplex).pipe(next as Writable);
  }
  const whole = finished(file).catch(() => {});

  /** What it says of itself is looked at once, before anything of it is unpacked. */
  function lookAtHead(bytes: Buffer): void {
    if (head === null) return;
    head = Buffer.concat([head, bytes.subarray(0, HEAD_BYTES)]);
    if (head.length < HEAD_BYTES) return;
    const declared = declaredSize(packing, head) ?? 0;
    head = null;
    if (declared > limit) throw new ImageError('too-large', `it says that it unpacks to ${declared} bytes`);
    refuseWithoutRoom(folder, declared);
  }

  return {
    async write(bytes) {
      lookAtHead(bytes);
      packed += bytes.length;
      if (failure === null && !input.write(bytes)) await untilDrained(input);
      if (failure !== null) throw failure;
    },
    async end() {
      input.end();
      await whole;
      if (failure !== null) throw failure;
      return { sha256: hash.digest('hex'), size };
    },
    stop() {
      failure ??= new Error('it was stopped');
      for (const stream of streams) stream.destroy();
    },
  };
}
