/**
 * Indexes of large images in the user's cache, one file each. What is there may be lost at any time: what cannot be read, is
 * damaged or of another version is as if it were not there, and what cannot be written is not kept.
 */
import { createHash } from 'node:crypto';
import { readdirSync, rmSync, statSync, utimesSync } from 'node:fs';
import { join } from 'node:path';
import { deserialize, serialize } from 'node:v8';
import { replaceFile } from '../../node/own-file.ts';
import { readRegular } from '../../node/regular-file.ts';
import type { ImageIndex } from './build.ts';

export interface IndexFolder {
  /** The index of that key; null where none is kept that can be read. */
  get(key: string): ImageIndex | null;
  /** Keeps an index that took so long to make, where that is worth it. */
  put(key: string, index: ImageIndex, tookMs: number): void;
}

export interface FolderLimits {
  /** Bytes of one file, and of all together. */
  readonly one: number;
  readonly all: number;
  readonly files: number;
  /** An index that was made faster than this is not kept: reading it back takes as long. */
  readonly worthMs: number;
}

/**
 * Of 20,000 files in squashfs an index takes 150 ms to make, 3 ms to read back and 1.4 MiB, of 100,000 files 520 ms, 30 ms and
 * 7 MiB, of 2,000 files 60 ms to make: what is made within 100 ms is not worth its place.
 */
export const FOLDER_LIMITS: FolderLimits = { one: 32 * 2 ** 20, all: 128 * 2 ** 20, files: 256, worthMs: 100 };

/** Of what is in a file; another one after any change of `ImageIndex`. */
const VERSION = 2;
const SUFFIX = '.index';
/** Bytes of the hash that leads a file. */
const HASH = 32;

export function openIndexFolder(path: string, limits: FolderLimits = FOLDER_LIMITS): IndexFolder {
  const fileOf = (key: string) => join(path, `${hashOf(Buffer.from(key)).toString('hex').slice(0, 32)}${SUFFIX}`);

  function dropOldest(): void {
    const files = readdirSync(path)
      .filter((name) => name.endsWith(SUFFIX))
      .flatMap((name) => {
        const stat = statSync(join(path, name), { throwIfNoEntry: false });
        return stat === undefined ? [] : [{ name, size: stat.size, usedAt: stat.mtimeMs }];
      })
      .sort((a, b) => b.usedAt - a.usedAt);
    let bytes = 0;
    for (const [at, { name, size }] of files.entries()) {
      bytes += size;
      if (bytes > limits.all || at >= limits.files) rmSync(join(path, name), { force: true });
    }
  }

  return {
    get(key) {
      try {
        const file = fileOf(key);
        const index = parseIndex(readRegular(file, limits.one), key);
        // The ones that are used last stay longest.
        if (index !== null) utimesSync(file, new Date(), new Date());
        return index;
      } catch {
        return null;
      }
    },
    put(key, index, tookMs) {
      if (tookMs < limits.worthMs) return;
      try {
        const body = serialize({ version: VERSION, key, index });
        if (HASH + body.length > limits.one) return;
        replaceFile(fileOf(key), Buffer.concat([hashOf(body), body]));
        dropOldest();
      } catch {
        // A full disk, or a folder that is not ours: it is made anew the next time.
      }
    },
  };
}

/** @returns null for what is damaged, of another version, or of another image */
function parseIndex(bytes: Buffer | null, key: string): ImageIndex | null {
  if (bytes === null || bytes.length <= HASH) return null;
  const body = bytes.subarray(HASH);
  if (!hashOf(body).equals(bytes.subarray(0, HASH))) return null;
  const found = deserialize(body) as { readonly version: unknown; readonly key: unknown; readonly index: ImageIndex };
  return found.version === VERSION && found.key === key ? found.index : null;
}

const hashOf = (bytes: Buffer): Buffer => createHash('sha256').update(bytes).digest();
