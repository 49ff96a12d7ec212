/** Writing below the search directories so that a crash leaves the old or the new, never a part. */
import { randomBytes } from 'node:crypto';
import {
  chmodSync,
  closeSync,
  constants,
  fsyncSync,
  lstatSync,
  mkdirSync,
  openSync,
  readdirSync,
  renameSync,
  rmdirSync,
  symlinkSync,
  unlinkSync,
  writeFileSync,
} from 'node:fs';
import { dirname, join } from 'node:path';
import { ASIDE, IS_UNFINISHED, UNFINISHED } from '../../shared/changes/unfinished.ts';
import { noteMade } from './labels.ts';

/** A name for what is not finished yet, in the folder where it will stand. */
export function unfinishedPath(directory: string): string {
  return join(directory, `${UNFINISHED}${randomBytes(8).toString('hex')}`);
}

/** A name for a link that must outlast systemd-sysupdate, which deletes whatever begins with `.#` in a folder that it updates. */
export function asidePath(directory: string): string {
  return join(directory, `${ASIDE}${randomBytes(8).toString('hex')}`);
}

/**
 * Takes away what a helper left that was killed; nobody else works here, for the caller holds the lock. What else has such a
 * name, a folder or a pipe, is not ours.
 */
export function sweepDirectory(directory: string): void {
  for (const fileName of namesIn(directory)) {
    if (!IS_UNFINISHED.test(fileName)) continue;
    const stat = lstatSync(join(directory, fileName), { throwIfNoEntry: false });
    const isOurs = stat !== undefined && (stat.isFile() || stat.isSymbolicLink()) && stat.uid === process.geteuid?.();
    if (isOurs) unlinkSync(join(directory, fileName));
  }
}

/** The entries of a folder; none where it is not there. */
export function namesIn(directory: string): string[] {
  try {
    return readdirSync(directory);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return [];
    throw error;
  }
}

/** The directory and those above it; one at a time, for a recursive call hides that the file system is read-only. */
export function makeDirectory(path: string): void {
  if (lstatSync(path, { throwIfNoEntry: false }) !== undefined) return;
  makeDirectory(dirname(path));
  mkdirSync(path, { mode: 0o755 });
  // The umask does not narrow it: systemd and every reader must be able to look inside.
  chmodSync(path, 0o755);
  noteMade(path);
  syncDirectory(dirname(path));
}

/** Takes a folder away that nothing is in. */
export function removeIfEmpty(path: string): void {
  if (namesIn(path).length > 0) return;
  rmdirSync(path);
  syncDirectory(dirname(path));
}

/** Puts a symlink in place of whatever symlink stands there, whole at every moment. */
export function replaceLink(path: string, target: string): void {
  const unfinished = unfinishedPath(dirname(path));
  symlinkSync(target, unfinished);
  renameSync(unfinished, path);
  noteMade(path);
  syncDirectory(dirname(path));
}

/** Puts a file in place of whatever stands there, whole at every moment. */
export function writeWhole(directory: string, fileName: string, content: string | Buffer, mode = 0o644): void {
  const unfinished = unfinishedPath(directory);
  const fd = openSync(unfinished, constants.O_WRONLY | constants.O_CREAT | constants.O_EXCL, mode);
  try {
    writeFileSync(fd, content);
    fsyncSync(fd);
  } finally {
    closeSync(fd);
  }
  renameSync(unfinished, join(directory, fileName));
  noteMade(join(directory, fileName));
  syncDirectory(directory);
}

/** Makes the entries of a directory last through a power cut. */
export function syncDirectory(path: string): void {
  const fd = openSync(path, 'r');
  try {
    fsyncSync(fd);
  } finally {
    closeSync(fd);
  }
}
