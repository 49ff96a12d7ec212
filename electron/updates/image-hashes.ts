/** The hashes of installed images that nothing else tells a version of. Each file is read once, for it may have gigabytes. */
import { lstatSync } from 'node:fs';
import { join } from 'node:path';
import * as z from 'zod';
import { isHash } from '../../shared/images/origin.ts';
import { createStateFile } from '../node/state-file.ts';

export interface ImageHashes {
  /**
   * @param path of a file, symlinks not followed
   * @returns null for what cannot be read, or has more than is read unasked
   * @throws where `signal` aborts
   */
  of(path: string, signal: AbortSignal | null): Promise<string | null>;
}

const Entry = z.object({ stamp: z.string(), sha256: z.string().refine(isHash) });
/** Those that were read first go. */
const MOST = 200;
/** Some seconds of reading; extensions have megabytes. */
const LARGEST = 8n * 2n ** 30n;

/**
 * @param directory made when the first is remembered
 * @param hash reads a whole file, in no thread that answers a window
 * @param say told of a file that is damaged
 */
export function createImageHashes(
  directory: string,
  hash: (path: string, signal: AbortSignal | null) => Promise<string>,
  say: (problem: Error) => void,
): ImageHashes {
  const file = createStateFile(join(directory, 'image-hashes.json'), say);
  return {
    async of(path, signal) {
      const stamp = stampOf(path);
      if (stamp === null) return null;
      const { data: known } = Entry.safeParse(file.read()[path]);
      if (known?.stamp === stamp) return known.sha256;
      try {
        const sha256 = await hash(path, signal);
        // Of a file that is being replaced nobody knows which one was read.
        if (stampOf(path) !== stamp) return null;
        rememberHash(path, { stamp, sha256 });
        return sha256;
      } catch {
        signal?.throwIfAborted();
        return null;
      }
    },
  };

  function rememberHash(path: string, entry: z.infer<typeof Entry>): void {
    try {
      file.change((before) => {
        const others = Object.keys(before).filter((one) => one.startsWith('/') && one !== path);
        const first = others.slice(0, Math.max(0, others.length + 1 - MOST));
        return { ...Object.fromEntries(first.map((one) => [one, undefined])), [path]: entry };
      });
    } catch {
      // Then it is read again the next time.
    }
  }
}

/** By what a file is known to be the same, to the nanosecond; null for one that is not read. */
function stampOf(path: string): string | null {
  const stat = lstatSync(path, { bigint: true, throwIfNoEntry: false });
  if (stat?.isFile() !== true || stat.size > LARGEST) return null;
  return [stat.dev, stat.ino, stat.size, stat.mtimeNs, stat.ctimeNs].join(':');
}
