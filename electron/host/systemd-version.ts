/** Which systemd a tree has, without running anything from that tree. */
import { readdirSync } from 'node:fs';
import { hostPath, resolveInRoot } from './rooted.ts';

/** Directories in which distributions keep systemd's private library, whose name carries the version. */
const LIBRARY_DIRECTORIES = [
  '/usr/lib/systemd',
  '/lib/systemd',
  '/usr/lib64/systemd',
  '/usr/lib/x86_64-linux-gnu/systemd',
  '/usr/lib/aarch64-linux-gnu/systemd',
];

/** @returns the major version, or null where no systemd is installed in the tree */
export function readSystemdVersion(root: string): number | null {
  for (const directory of LIBRARY_DIRECTORIES) {
    const resolved = resolveInRoot(root, directory);
    if (!resolved.found) continue;
    let names: string[];
    try {
      names = readdirSync(resolved.hostPath);
    } catch {
      continue;
    }
    for (const name of names) {
      const version = versionOfLibrary(name);
      if (version !== null) return version;
    }
  }
  return null;
}

/** The version in the name of systemd's private library; null for any other file. */
export function versionOfLibrary(name: string): number | null {
  const match = /^libsystemd-(?:shared|core)-(\d+)/.exec(name);
  return match === null ? null : Number(match[1]);
}

/** Whether a program of systemd is installed in the tree. */
export function hasProgram(root: string, name: string): boolean {
  return ['/usr/bin', '/bin', '/usr/sbin'].some((directory) => {
    const resolved = resolveInRoot(root, `${directory}/${name}`);
    return resolved.found && resolved.stat.isFile();
  });
}

/** Where the program stands on this machine, for spawning it by an absolute path; null where it is not. */
export function findProgram(name: string): string | null {
  for (const directory of ['/usr/bin', '/bin', '/usr/sbin', '/sbin']) {
    const resolved = resolveInRoot('/', `${directory}/${name}`);
    if (resolved.found && resolved.stat.isFile()) return hostPath('/', resolved.path);
  }
  return null;
}
