/** Images without a version (ZimaOS, TrueNAS, OpenGamepadUI): the hash is what tells one from another. */
import type { Release } from './model/catalog.ts';

/** The version of an image that nothing else tells one of: it begins as its SHA-256 does. */
export const versionByHash = (sha256: string): string => `0.${sha256.slice(0, 12)}`;

/**
 * Whether a release without a version is another one than what is installed: then the hash in the list is not that of which
 * the installed version is the beginning. A packed file has another hash than its image, as has
 * the manifest of layers, and tells nothing.
 */
export function isOtherByHash(
  { version, sha256, packing, oci }: Pick<Release, 'version' | 'sha256' | 'packing' | 'oci'>,
  installed: string,
): boolean {
  if (version !== '' || sha256 === null || packing !== null || oci?.what === 'layers') return false;
  return /^0\.[0-9a-f]{12}$/.test(installed) && installed !== versionByHash(sha256);
}
