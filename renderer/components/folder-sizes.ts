import type { HostDetails } from '../../shared/model/host-details.ts';

/** What all extensions that are folders take, in bytes; 0 until they were looked at. */
export const sumOfFolders = (sizes: HostDetails['folderSizes'] = {}): number =>
  Object.values(sizes).reduce((all, size) => all + size, 0);
