/** Random access to the bytes of an image, with bounded reads, whatever holds them. */
import { closeSync, constants, fstatSync, openSync, readSync } from 'node:fs';
import { Budget } from './budget.ts';
import { ImageError } from './tree.ts';

/** No single read may ask for more; a corrupt length is refused before memory is taken. */
export const MAX_READ = 16 * 1024 * 1024;

export interface RandomAccess {
  /** Bytes. */
  readonly size: number;
  /**
   * Exactly `length` bytes from `offset`.
   * @throws {ImageError} where the range leaves the image or exceeds `MAX_READ`
   */
  read(offset: number, length: number): Promise<Buffer>;
  close(): void;
  /** Counts what is read of it, and of its parts; undefined where nothing does. */
  readonly budget?: Budget;
}

/** A source whose reads are counted. */
export interface BudgetedAccess extends RandomAccess {
  readonly budget: Budget;
}

/** The source with its reads counted; as it is where they are already. */
export function withBudget(source: RandomAccess, budget?: Budget): BudgetedAccess {
  if (source.budget !== undefined) return source as BudgetedAccess;
  const counting = budget ?? new Budget();
  return {
    size: source.size,
    budget: counting,
    read(offset, length) {
      try {
        const turn = counting.read(length);
        return turn === null ? source.read(offset, length) : turn.then(() => source.read(offset, length));
      } catch (error) {
        return Promise.reject(error);
      }
    },
    close: () => source.close(),
  };
}

/** @throws {ImageError} for a range that is not inside `size` */
export function checkRange(size: number, offset: number, length: number): void {
  if (!Number.isSafeInteger(offset) || !Number.isSafeInteger(length) || offset < 0 || length < 0) {
    throw new ImageError('corrupt', 'an offset or length is out of range', offset);
  }
  if (length > MAX_READ) throw new ImageError('corrupt', `a length of ${length} bytes is absurd`, offset);
  if (offset + length > size) throw new ImageError('truncated', 'the image ends before its data does', offset);
}

/**
 * Opens a regular file or a block device for reading; no other end of a pipe is waited for.
 * Reads are synchronous below the promise: they are small, local and cheaper than a thread's hand-over.
 *
 * @throws {ImageError} `unsupported` for a folder, a pipe or any other device; else what the file system refuses
 */
export function openFile(path: string): RandomAccess {
  const fd = openSync(path, constants.O_RDONLY | constants.O_NONBLOCK);
  const stat = fstatSync(fd);
  if (!stat.isFile() && !stat.isBlockDevice()) {
    closeSync(fd);
    throw new ImageError('unsupported', 'it is neither a file nor a block device');
  }
  const size = stat.isFile() ? stat.size : Number.MAX_SAFE_INTEGER;
  return {
    size,
    read(offset, length) {
      try {
        checkRange(size, offset, length);
        const buffer = Buffer.allocUnsafe(length);
        let filled = 0;
        while (filled < length) {
          const count = readSync(fd, buffer, filled, length - filled, offset + filled);
          if (count === 0) throw new ImageError('truncated', 'the image ends before its data does', offset + filled);
          filled += count;
        }
        return Promise.resolve(buffer);
      } catch (error) {
        return Promise.reject(error);
      }
    },
    close: () => closeSync(fd),
  };
}

/** An image in memory. */
export function openBytes(bytes: Buffer): RandomAccess {
  return {
    size: bytes.length,
    read: async (offset, length) => {
      checkRange(bytes.length, offset, length);
      return bytes.subarray(offset, offset + length);
    },
    close: () => {},
  };
}

const SECTOR = 512;
const PAGE = 4096;

/**
 * An image as its file system has it behind a loop device: what does not fill a sector at the end is lost, and the rest of
 * the last page reads as zeroes. erofs does not mind that it is cut, as long as nothing that is read lies behind (measured).
 */
export function asLoopDevice(source: RandomAccess): RandomAccess {
  const there = source.size - (source.size % SECTOR);
  const size = Math.ceil(there / PAGE) * PAGE;
  if (size === source.size) return source;
  return {
    size,
    async read(offset, length) {
      checkRange(size, offset, length);
      if (offset + length <= there) return source.read(offset, length);
      const bytes = Buffer.alloc(length);
      if (offset < there) (await source.read(offset, there - offset)).copy(bytes);
      return bytes;
    },
    close: () => source.close(),
    ...(source.budget && { budget: source.budget }),
  };
}

/** A part of a source, such as a partition. Closing it leaves the whole open. */
export function sliceOf(source: RandomAccess, offset: number, size: number): RandomAccess {
  return {
    size,
    read: async (from, length) => {
      checkRange(size, from, length);
      return source.read(offset + from, length);
    },
    close: () => {},
    ...(source.budget && { budget: source.budget }),
  };
}
