/** How an extension that was downloaded is kept current. */

import { storeFor } from '../images/store.ts';
import type { Release, Remote } from '../model/catalog.ts';
import { rulesOfPatterns } from '../sysupdate/pattern-parts.ts';
import { isSourcePattern, isSourceUrl, isTransferName, streamPattern } from '../sysupdate/transfer.ts';
import { type FollowChange, requestFollowing } from './follow.ts';

/**
 * The change that writes the transfer file.
 *
 * @param keep how many older versions stay, at least 1
 * @param systemdVersion whose systemd-sysupdate is to follow it
 * @param stream the versions that are followed alone, such as `v1.32.*`; null for all
 * @returns null where no transfer file can say it: a folder of this machine, a name without a version, a version that this
 *   systemd passes over, or a list whose signature systemd has no key for, which it would have to leave unchecked
 */
export function followChange(
  { class: extensionClass, name, version, folder, pattern: whole }: Release,
  { trust }: Pick<Remote, 'trust'>,
  keep: number,
  systemdVersion: number,
  stream: string | null = null,
): FollowChange | null {
  const pattern = stream === null || whole === null ? whole : streamPattern(whole, name, stream);
  if (trust === 'pinned' || pattern === null || !isSourcePattern(pattern)) return null;
  if (!rulesOfPatterns(systemdVersion).version.test(version)) return null;
  if (!isSourceUrl(folder) || !isTransferName(name)) return null;
  const { store } = storeFor(extensionClass, 'kept');
  const transfer = { url: folder, patterns: [pattern], verify: trust === 'system', store, keep: Math.max(1, keep) };
  return requestFollowing({ class: extensionClass, name }, transfer);
}
