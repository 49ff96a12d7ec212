/** The host's os-release, read as systemd-sysext reads it before it compares. */
import { readFileSync } from 'node:fs';
import { EnvironmentFileError, parseEnvironmentFile } from '../../shared/os-release.ts';
import { resolveInRoot } from './rooted.ts';

const CANDIDATES = ['/etc/os-release', '/usr/lib/os-release'];
const MAX_BYTES = 1024 * 1024;

export interface OsRelease {
  readonly fields: ReadonlyMap<string, string>;
  /** Set where systemd could not read it either and so refuses every merge. */
  readonly problem: string | null;
}

/** The first of os-release(5)'s files that is there; a dangling one counts as absent. */
export function readOsRelease(root: string, systemdVersion: number): OsRelease {
  for (const candidate of CANDIDATES) {
    const resolved = resolveInRoot(root, candidate);
    if (!resolved.found) continue;
    if (!resolved.stat.isFile()) return { fields: new Map(), problem: `${candidate} is not a file.` };
    if (resolved.stat.size > MAX_BYTES) return { fields: new Map(), problem: `${candidate} is larger than 1 MiB.` };
    try {
      return { fields: parseEnvironmentFile(readFileSync(resolved.hostPath, 'latin1'), systemdVersion), problem: null };
    } catch (error) {
      if (error instanceof EnvironmentFileError) {
        return { fields: new Map(), problem: `${candidate} cannot be read: ${error.message}.` };
      }
      return { fields: new Map(), problem: `${candidate} cannot be read: ${(error as NodeJS.ErrnoException).code}.` };
    }
  }
  return { fields: new Map(), problem: 'There is no os-release file, so systemd refuses every merge.' };
}
