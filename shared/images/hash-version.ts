/** Images without a version (ZimaOS, TrueNAS, OpenGamepadUI): the hash is what tells one from another. */
import type { Release } from '../model/catalog.ts';

/** The version of an image that nothing else tells one of: it begins as its SHA-256 does. */
export const versionByHash = (sha256: string): string => `0.${sha256.slice(0, 12)}`;

/** Whether a version tells no more than the hash of its image. */
export const isVersionByHash = (version: string): boolean => /^0\.[0-9a-f]{12}$/.test(version);

/** Where a list has the hash of the image itself: a packed file has another one, as has the manifest of layers. */
export const listsImageHash = ({ packing, oci }: Pick<Release, 'packing' | 'oci'>): boolean =>
  packing === null && oci?.what !== 'layers';

/** What is known of the hashes of an installed image. */
export interface InstalledHash {
  /** Of the image; null where it is not known. */
  readonly image: string | null;
  /** The version by which it is kept, where that begins as the hash does; else null. */
  readonly version: string | null;
  /** Of the file as it was served, which may be packed; null where it is not known. */
  readonly served: string | null;
  /** Whether it came from where the release is. */
  readonly isFromThere: boolean;
}

/**
 * Whether what a list has without a version is another image than the installed one.
 *
 * @returns null where the hashes do not tell
 */
export function isOtherByHash(
  release: Pick<Release, 'sha256' | 'packing' | 'oci'>,
  { image, version, served, isFromThere }: InstalledHash,
): boolean | null {
  const { sha256 } = release;
  if (sha256 === null) return null;
  if (served === sha256) return false;
  if (listsImageHash(release)) {
    if (image !== null) return image !== sha256;
    if (version !== null) return version !== versionByHash(sha256);
  }
  // The same image may be packed once more by somebody else.
  return isFromThere && served !== null ? true : null;
}
