/** From where the downloads that wait were fetched, for what is kept beside an image once it is installed. */

import { isServedAt, type Served } from '../../shared/images/origin.ts';
import type { Release, RemoteState } from '../../shared/model/catalog.ts';
import type { Change } from '../../shared/model/change.ts';
import type { Download } from '../../shared/model/download.ts';
import type { Fetched } from '../downloads/fetched.ts';
import { fileAddress } from '../http/address.ts';
import type { ServedFiles } from '../operations/file-steps.ts';

/** @returns null for an address that the helper does not take; such an image counts as one that came as a file */
function servedBy(release: Release, remotes: readonly RemoteState[]): Served | null {
  const address = fileAddress(release.folder, release.path);
  if (!isServedAt(address)) return null;
  const { remote, sha256, signedBy } = release;
  const state = remotes.find((one) => one.name === remote && one.signedBy === signedBy);
  const signedAt = signedBy === null ? null : (state?.signedAt ?? null);
  return { remote, address, sha256, signedBy, signedAt };
}

/**
 * Writes down from where a download came, for when it is installed as a file, whoever fetched it and wherever it was moved.
 *
 * @param sha256 of the image
 * @throws what the file system refuses
 */
export function keepServed(fetched: Fetched, release: Release, sha256: string, remotes: readonly RemoteState[]): void {
  const served = servedBy(release, remotes);
  if (served !== null) fetched.record(sha256, served);
}

/** Of the downloads by their path, and of files that a person downloaded before by their hash, which the helper holds them to. */
export function servedFiles(
  changes: readonly Change[],
  downloads: readonly Download[],
  remotes: readonly RemoteState[],
  fetched: Fetched,
): ServedFiles {
  const served = new Map<string, Served>();
  for (const change of changes) {
    const image = 'image' in change ? change.image : null;
    if (image?.source == null || image.sha256 === null) continue;
    const known = fetched.of(image.sha256);
    if (known !== null) served.set(image.source, known);
  }
  for (const { path, release } of downloads) {
    const known = path === null ? null : servedBy(release, remotes);
    if (path !== null && known !== null) served.set(path, known);
  }
  return served;
}
