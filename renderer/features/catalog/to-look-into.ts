import type { CatalogEntry } from '../../../shared/model/catalog.ts';

/** More of a catalog than these are looked into only as they come on the screen: servers are other people's. */
const MOST_LOOKS = 500;

/**
 * What of a whole catalog is looked into before anybody has scrolled to it.
 *
 * @returns keys; none once as many as are due at most have been looked into, however long the catalog is
 */
export function toLookInto(entries: readonly Pick<CatalogEntry, 'key' | 'reason'>[]): string[] {
  const unknown = entries.filter(({ reason }) => reason === null);
  const done = entries.length - unknown.length;
  return unknown.slice(0, Math.max(0, MOST_LOOKS - done)).map(({ key }) => key);
}
