/** The download that belongs to an entry of the catalog, or to a release. */
import { isSameRelease } from '../../shared/images/release-name.ts';
import type { CatalogEntry, Release } from '../../shared/model/catalog.ts';
import type { Download } from '../../shared/model/download.ts';

/** The last one that was asked for, of whichever version; null for none. */
export function downloadOf(
  { remote, class: extensionClass, name, path }: Pick<CatalogEntry, 'remote' | 'class' | 'name' | 'path'>,
  downloads: readonly Download[],
): Download | null {
  // The class of an entry may be told by its image, and then is not that of the list.
  const isMine = ({ release }: Download) =>
    release.remote === remote && release.name === name && (release.class === extensionClass || release.path === path);
  return downloads.findLast(isMine) ?? null;
}

export const downloadOfRelease = (release: Release, downloads: readonly Download[]): Download | null =>
  downloads.find((one) => isSameRelease(one.release, release)) ?? null;

/** The part that is here, from 0 to 1; null where that cannot be told. */
export function partOfDownload({ received, total }: Pick<Download, 'received' | 'total'>): number | null {
  return total === null ? null : total === 0 ? 0 : received / total;
}

/** Whether it is on its way, or waits to be. */
export const isOnItsWay = ({ status }: Download): boolean => status !== 'ready' && status !== 'failed';
