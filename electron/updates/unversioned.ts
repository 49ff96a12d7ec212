/** Whether a list that tells no version has another image than the installed one, by the hashes of both. */

import { isOtherByHash, isVersionByHash, listsImageHash } from '../../shared/images/hash-version.ts';
import type { Origin as ImageOrigin } from '../../shared/images/origin.ts';
import type { Release } from '../../shared/model/catalog.ts';
import type { Extension } from '../../shared/model/extension.ts';
import { hostPath } from '../host/rooted.ts';
import type { Look } from './draft.ts';

/** An installed image, and from where it came. */
export interface Installed {
  readonly entry: Extension;
  /** null where nothing tells one. */
  readonly version: string | null;
  /** What root kept of it; null where nothing is known. */
  readonly record: ImageOrigin | null;
}

/**
 * Whether the hashes are what tells: of an image without a version, of one that stands in a search directory under its name
 * alone, and of one that came from there.
 */
export function isToldByHash(
  { entry, version }: Installed,
  { version: listed }: Release,
  isFromThere: boolean,
): boolean {
  if (listed !== '' || entry.type !== 'raw') return false;
  return version === null || isVersionByHash(version) || entry.path === entry.realPath || isFromThere;
}

/** @returns null where it cannot be told @throws where `signal` aborts */
export async function isOtherImage(
  { entry, version, record }: Installed,
  release: Release,
  isFromThere: boolean,
  look: Look,
  signal: AbortSignal | null,
): Promise<boolean | null> {
  const kept = version !== null && isVersionByHash(version) ? version : null;
  const isRead = record === null && kept === null && listsImageHash(release) && release.sha256 !== null;
  const image = isRead ? await imageHash(entry, look, signal) : (record?.imageSha256 ?? null);
  return isOtherByHash(release, { image, version: kept, served: record?.sha256 ?? null, isFromThere });
}

/** The hash of an installed image itself; null where it cannot be read. */
export const imageHash = (
  { realPath }: Extension,
  { target, hashes }: Look,
  signal: AbortSignal | null,
): Promise<string | null> => hashes.of(hostPath(target.root, realPath), signal);
