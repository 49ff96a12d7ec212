/** How the failure of one entry is told, and what several checks share. */

import { type Message, messageOf } from '../messages/message.ts';
import type { Lookup, MergeEntry } from './entry-facts.ts';
import { type MergeFailure, type MergeRule, strerror } from './merge-failure.ts';

export function metadataFailure(
  { name, path }: MergeEntry,
  rule: MergeRule,
  errno: string | null,
  message: Message,
  nextStep: Message | null = null,
): MergeFailure {
  const prints = `Failed to read metadata for image ${name}: ${strerror(errno)}`;
  return { rule, entry: { name, path }, errno, prints, message, nextStep };
}

export function childFailure(
  { name, path }: MergeEntry,
  rule: MergeRule,
  errno: string | null,
  prints: string,
  message: Message,
): MergeFailure {
  return { rule, entry: { name, path }, errno, prints, message, nextStep: null };
}

export const ERRNO_OF: Readonly<Record<'not-a-directory' | 'loop', string>> = {
  'not-a-directory': 'ENOTDIR',
  loop: 'ELOOP',
};

export const isDeadEnd = (found: Lookup): found is 'not-a-directory' | 'loop' =>
  found === 'not-a-directory' || found === 'loop';

export const THROUGH_FILE: Readonly<Record<'not-a-directory' | 'loop', Message>> = {
  'not-a-directory': messageOf('systemd.file-stands-where-folder-must-be'),
  loop: messageOf('systemd.symlink-on-way-to-usr-lib'),
};

export const CARRIES_OS_RELEASE = messageOf('systemd.it-carries-usr-lib-os-release');

/** What 252 says of usr/lib/os-release, of folders and images alike (validate_version()). */
export function childOsRelease(entry: MergeEntry, osRelease: Lookup): MergeFailure | null {
  if (osRelease === 'found') {
    const prints =
      'Extension image contains /usr/lib/os-release file, which is not allowed (it may carry /etc/os-release), refusing.';
    return childFailure(entry, 'os-release-in-child', 'EINVAL', prints, CARRIES_OS_RELEASE);
  }
  if (!isDeadEnd(osRelease)) return null;
  const errno = ERRNO_OF[osRelease];
  const prints = `Failed to determine whether '/usr/lib/os-release' exists in the extension: ${strerror(errno)}`;
  return childFailure(entry, 'path-through-file-in-child', errno, prints, THROUGH_FILE[osRelease]);
}
