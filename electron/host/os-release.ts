/** The host's os-release, read as systemd-sysext reads it before it compares. */

import { readFileSync } from 'node:fs';
import { type Message, type MessageId, messageOf } from '../../shared/messages/message.ts';
import { EnvironmentFileError, parseEnvironmentFile } from '../../shared/systemd/os-release.ts';
import { resolveInRoot } from './rooted.ts';

const CANDIDATES: readonly string[] = ['/etc/os-release', '/usr/lib/os-release'];
const MAX_BYTES = 1024 * 1024;

export interface OsRelease {
  readonly fields: ReadonlyMap<string, string>;
  /** Set where systemd could not read it either and so refuses every merge: its errno(3), and a sentence. */
  readonly problem: { readonly errno: string | null; readonly message: Message } | null;
}

const unreadableRelease = (errno: string | null, message: Message): OsRelease => ({
  fields: new Map(),
  problem: { errno, message },
});

/**
 * The first of os-release(5)'s files that is there; a dangling one counts as absent, one that cannot be followed does
 * not (measured).
 *
 * @param candidates where it may stand in the tree, where that is not a whole root
 */
export function readOsRelease(root: string, systemdVersion: number, candidates = CANDIDATES): OsRelease {
  for (const candidate of candidates) {
    const resolved = resolveInRoot(root, candidate);
    if (!resolved.found) {
      if (resolved.reason === 'missing') continue;
      const [errno, why] = DEAD_ENDS[resolved.reason];
      return unreadableRelease(errno, messageOf(why, { path: candidate }));
    }
    if (resolved.stat.isDirectory())
      return unreadableRelease('EISDIR', messageOf('host.is-folder-not-file', { path: candidate }));
    if (!resolved.stat.isFile()) return unreadableRelease(null, messageOf('host.is-not-file', { path: candidate }));
    if (resolved.stat.size > MAX_BYTES)
      return unreadableRelease(null, messageOf('host.is-larger-than-1-mib', { path: candidate }));
    try {
      const bytes = readFileSync(resolved.hostPath, 'latin1');
      const fields = parseEnvironmentFile(bytes, systemdVersion);
      // An editor shows a file with a byte order mark as if it began with ID=.
      if (bytes.startsWith('\xef\xbb\xbf') && !fields.has('ID')) {
        return {
          fields,
          problem: {
            errno: 'EINVAL',
            message: messageOf('host.begins-with-byte-order-mark-so', { path: candidate }),
          },
        };
      }
      return { fields, problem: null };
    } catch (error) {
      if (error instanceof EnvironmentFileError) {
        return unreadableRelease(
          'EINVAL',
          messageOf('host.cannot-be-read', { path: candidate, reason: error.message }),
        );
      }
      const { code = 'EIO' } = error as NodeJS.ErrnoException;
      return unreadableRelease(code, messageOf('host.cannot-be-read', { path: candidate, reason: code }));
    }
  }
  return unreadableRelease('ENOENT', messageOf('host.there-is-no-os-release-file'));
}

type DeadEnd = Extract<
  MessageId,
  'host.is-symlink-in-circle' | 'host.leads-through-file' | 'host.may-not-be-read-by-you'
>;

const DEAD_ENDS: Readonly<Record<'loop' | 'permission' | 'not-a-directory', readonly [string, DeadEnd]>> = {
  loop: ['ELOOP', 'host.is-symlink-in-circle'],
  'not-a-directory': ['ENOTDIR', 'host.leads-through-file'],
  permission: ['EACCES', 'host.may-not-be-read-by-you'],
};
