/** Lists the search directories of a host for shared/systemd/discovery.ts. */

import { type Dirent, lstatSync, opendirSync, readlinkSync } from 'node:fs';
import { join } from 'node:path';
import type { SystemdRules } from '../../shared/systemd/classes.ts';
import type { DirectoryEntry, SearchDirectory, TargetKind } from '../../shared/systemd/search-directory.ts';
import { type Resolution, resolveInRoot } from '../host/rooted.ts';

/** `/dev/null` by its device number, so that a copy of a tree without /dev is judged alike. */
const NULL_DEVICE = 0x103;

/**
 * The entries of every search directory that is there, in search order.
 * The order inside a directory is the kernel's, because systemd lets it decide between two entries of one name.
 *
 * @param paths the search directories, without the root
 */
export function listSearchDirectories(root: string, paths: readonly string[], rules: SystemdRules): SearchDirectory[] {
  return paths.flatMap((path) => {
    const directory = resolveInRoot(root, path);
    const deadDirectory = (problem: SearchDirectory['problem']): SearchDirectory[] => [
      { path, realPath: path, entries: [], problem },
    ];
    if (!directory.found) {
      return directory.reason === 'loop' || directory.reason === 'not-a-directory'
        ? deadDirectory(directory.reason)
        : [];
    }
    if (!directory.stat.isDirectory()) return deadDirectory('not-a-directory');
    const entries = listEntries(root, directory.path, directory.hostPath, rules);
    return entries === null ? [] : [{ path, realPath: directory.path, entries, problem: null }];
  });
}

/** @param inVersions whether it is a `.v` directory, in which there are no others */
function listEntries(
  root: string,
  path: string,
  realPath: string,
  rules: SystemdRules,
  inVersions = false,
): DirectoryEntry[] | null {
  const dirents: Dirent[] = [];
  try {
    // opendir keeps the kernel's order, readdir sorts.
    const handle = opendirSync(realPath, { bufferSize: 256 });
    try {
      for (let dirent = handle.readSync(); dirent !== null; dirent = handle.readSync()) dirents.push(dirent);
    } finally {
      handle.closeSync();
    }
  } catch {
    return null;
  }
  return dirents.map((dirent) => {
    const target = targetOf(root, path, realPath, dirent, rules.maxLinks);
    const versioned = rules.versionedDirectories && !inVersions && target === 'directory' && dirent.name.endsWith('.v');
    if (!versioned) return { fileName: dirent.name, target, symlink: dirent.isSymbolicLink() };
    const inside = resolveInRoot(root, join(path, dirent.name));
    const versions = inside.found ? (listEntries(root, inside.path, inside.hostPath, rules, true) ?? []) : [];
    return { fileName: dirent.name, target, symlink: dirent.isSymbolicLink(), versions };
  });
}

function targetOf(root: string, path: string, realPath: string, dirent: Dirent, maxLinks: number): TargetKind {
  if (dirent.isFile()) return 'file';
  if (dirent.isDirectory()) return 'directory';
  if (dirent.isSymbolicLink()) {
    return kindOf(resolveInRoot(root, join(path, dirent.name), maxLinks), realPath, dirent.name);
  }
  try {
    const stat = lstatSync(join(realPath, dirent.name));
    return stat.isFile() ? 'file' : stat.isDirectory() ? 'directory' : stat.isBlockDevice() ? 'block' : 'other';
  } catch {
    return 'unreadable';
  }
}

const DEAD_ENDS = {
  missing: 'missing',
  permission: 'unreadable',
  loop: 'loop',
  'not-a-directory': 'through-file',
} as const;

function kindOf(target: Resolution, directory: string, fileName: string): TargetKind {
  if (!target.found) {
    if (leadsToNull(directory, fileName)) return 'null';
    return DEAD_ENDS[target.reason];
  }
  const { stat } = target;
  if (stat.isFile()) return 'file';
  if (stat.isDirectory()) return 'directory';
  if (stat.isBlockDevice()) return 'block';
  return stat.isCharacterDevice() && stat.rdev === NULL_DEVICE ? 'null' : 'other';
}

/** A tree below `--root` often has no /dev, yet a link to /dev/null is meant as a mask there too. */
function leadsToNull(directory: string, fileName: string): boolean {
  try {
    return readlinkSync(join(directory, fileName)) === '/dev/null';
  } catch {
    return false;
  }
}
