/** The host's os-release, read as systemd-sysext reads it before it compares. */
import { readFileSync } from 'node:fs';
import { EnvironmentFileError, parseEnvironmentFile } from '../../shared/systemd/os-release.ts';
import { resolveInRoot } from './rooted.ts';

const CANDIDATES = ['/etc/os-release', '/usr/lib/os-release'];
const MAX_BYTES = 1024 * 1024;

export interface OsRelease {
  readonly fields: ReadonlyMap<string, string>;
  /** Set where systemd could not read it either and so refuses every merge: its errno(3), and a sentence. */
  readonly problem: { readonly errno: string | null; readonly message: string } | null;
}

const unreadable = (errno: string | null, message: string): OsRelease => ({
  fields: new Map(),
  problem: { errno, message },
});

/**
 * The first of os-release(5)'s files that is there; a dangling one counts as absent, one that cannot be followed does
 * not (measured).
 */
export function readOsRelease(root: string, systemdVersion: number): OsRelease {
  for (const candidate of CANDIDATES) {
    const resolved = resolveInRoot(root, candidate);
    if (!resolved.found) {
      if (resolved.reason === 'missing') continue;
      const [errno, why] = DEAD_ENDS[resolved.reason];
      return unreadable(errno, `${candidate} ${why}.`);
    }
    if (resolved.stat.isDirectory()) return unreadable('EISDIR', `${candidate} is a folder, not a file.`);
    if (!resolved.stat.isFile()) return unreadable(null, `${candidate} is not a file.`);
    if (resolved.stat.size > MAX_BYTES) return unreadable(null, `${candidate} is larger than 1 MiB.`);
    try {
      const bytes = readFileSync(resolved.hostPath, 'latin1');
      const fields = parseEnvironmentFile(bytes, systemdVersion);
      // An editor shows a file with a byte order mark as if it began with ID=.
      if (bytes.startsWith('\xef\xbb\xbf') && !fields.has('ID')) {
        return {
          fields,
          problem: {
            errno: 'EINVAL',
            message: `${candidate} begins with a byte order mark, so that systemd finds no ID in it.`,
          },
        };
      }
      return { fields, problem: null };
    } catch (error) {
      if (error instanceof EnvironmentFileError) {
        return unreadable('EINVAL', `${candidate} cannot be read: ${error.message}.`);
      }
      const { code = 'EIO' } = error as NodeJS.ErrnoException;
      return unreadable(code, `${candidate} cannot be read: ${code}.`);
    }
  }
  return unreadable('ENOENT', 'There is no os-release file.');
}

const DEAD_ENDS: Readonly<Record<'loop' | 'permission' | 'not-a-directory', readonly [string, string]>> = {
  loop: ['ELOOP', 'is a symlink that leads in a circle'],
  'not-a-directory': ['ENOTDIR', 'leads through a file'],
  permission: ['EACCES', 'may not be read by you'],
};
