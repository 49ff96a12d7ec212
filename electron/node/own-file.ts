/** Small files in which Veneer keeps something for its user: the one writer; `readRegular` is the reader. */
import { closeSync, constants, fsyncSync, openSync, realpathSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { dirname } from 'node:path';
import { makeOwnFolder } from './own-folder.ts';

let made = 0;

/**
 * Replaces a file as a whole, readable for its user alone: whoever reads it meanwhile, or after the power went, sees the
 * old one or the new one. Its folder is made where it is missing; where it is a link, what it leads to is replaced.
 *
 * @throws what the file system refuses; nothing is left of the new one then
 */
export function replaceFile(path: string, content: string | Uint8Array): void {
  makeOwnFolder(dirname(path));
  const real = realPath(path);
  const unfinished = `${real}.${process.pid}-${++made}.new`;
  try {
    writeFileSync(unfinished, content, { mode: 0o600, flag: 'wx', flush: true });
    renameSync(unfinished, real);
  } catch (error) {
    rmSync(unfinished, { force: true });
    throw error;
  }
  syncFolder(dirname(real));
}

/**
 * Deletes what is of no use any more, as far as this user may: what `sudo` left in a cache costs room, and no start.
 *
 * @returns whether nothing is left
 */
export function removeIfPossible(path: string): boolean {
  try {
    // Something may still be written into it.
    rmSync(path, { recursive: true, force: true, maxRetries: 10 });
    return true;
  } catch {
    return false;
  }
}

/** Makes what happened to the names in a folder outlast the power. */
export function syncFolder(folder: string): void {
  const fd = openSync(folder, constants.O_RDONLY | constants.O_DIRECTORY);
  try {
    fsyncSync(fd);
  } catch (error) {
    // Some file systems cannot (FUSE, 9p): the file itself is safe there.
    const { code } = error as NodeJS.ErrnoException;
    if (code !== 'EINVAL' && code !== 'ENOTSUP' && code !== 'ENOSYS') throw error;
  } finally {
    closeSync(fd);
  }
}

/** People keep their settings as links into a folder of theirs; that is not to be broken. */
function realPath(path: string): string {
  try {
    return realpathSync(path);
  } catch {
    return path;
  }
}
