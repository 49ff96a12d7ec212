/** Room on the file systems of a host. */
import { statfsSync, statSync } from 'node:fs';
import { dirname } from 'node:path';

/** The path, or the folder above it that is there. */
export function nearest(path: string): string {
  let at = path;
  while (statSync(at, { throwIfNoEntry: false }) === undefined && at !== '/') at = dirname(at);
  return at;
}

/** Bytes that who is not root could write at a path, or at the folder above it that is there; null where that cannot be told. */
export function freeAt(path: string): number | null {
  try {
    const { bavail, bsize } = statfsSync(nearest(path));
    return bavail * bsize;
  } catch {
    return null;
  }
}
