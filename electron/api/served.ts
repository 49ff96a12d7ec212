/** From where the downloads that wait were fetched, for what is kept beside an image once it is installed. */
import type { RemoteState } from '../../shared/model/catalog.ts';
import type { Download } from '../../shared/model/download.ts';
import { isServedAt, type Served } from '../../shared/origin.ts';
import { fileAddress } from '../http/address.ts';
import type { ServedFiles } from '../operations/file-steps.ts';

export function servedFiles(downloads: readonly Download[], remotes: readonly RemoteState[]): ServedFiles {
  const served = new Map<string, Served>();
  for (const { path, release } of downloads) {
    const address = fileAddress(release.folder, release.path);
    // The helper takes no other; such an image counts as one that came as a file.
    if (path === null || !isServedAt(address)) continue;
    const { remote, sha256, signedBy } = release;
    const state = remotes.find((one) => one.name === remote && one.signedBy === signedBy);
    const signedAt = signedBy === null ? null : (state?.signedAt ?? null);
    served.set(path, { remote, address, sha256, signedBy, signedAt });
  }
  return served;
}
