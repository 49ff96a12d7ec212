/** What is to be fetched for a release. */

import { MAX_IMAGE } from '../../shared/images/image-size.ts';
import { imageNameOf } from '../../shared/images/release-name.ts';
import type { Release } from '../../shared/model/catalog.ts';
import { servedAt } from '../../shared/remotes/oci-address.ts';
import { fileAddress } from '../http/address.ts';
import { credentialFiles } from '../registry/credentials.ts';
import { DOWNLOAD_TIMEOUTS, type Order } from './order.ts';

/** What is to be fetched for a release. */
export function orderOf(release: Release, folder: string, timeouts = DOWNLOAD_TIMEOUTS): Order {
  const { folder: at, path, sha256, packing, oci } = release;
  return {
    address: servedAt(release) ?? fileAddress(at, path),
    sha256,
    packing,
    folder,
    fileName: imageNameOf(release),
    limit: MAX_IMAGE,
    timeouts,
    ...(oci === null ? {} : { registry: { what: oci.what, files: credentialFiles() } }),
  };
}
