/** What of a catalog is shown: the words that were typed, and the filters. Works on every key press. */

import { listedAs } from '../images/release-name.ts';
import { parseImageFileName, parseVersionedFileName } from '../images/store.ts';
import type { CatalogEntry } from '../model/catalog.ts';
import type { Extension } from '../model/extension.ts';
import { isNewerRelease } from '../systemd/version.ts';

export type CatalogFilter = 'all' | 'fits' | 'installed' | 'updatable';

export interface CatalogQuery {
  /** As typed; every word has to be in the name, the remote or what the image says of itself. */
  readonly text: string;
  readonly filter: CatalogFilter;
  /** null for any. */
  readonly architecture: string | null;
  readonly remote: string | null;
}

/** The versions that are installed, by class and name. */
export type InstalledVersions = ReadonlyMap<string, string>;

const keyOf = (one: { readonly class: string; readonly name: string }) => `${one.class}/${one.name}`;

/** What counts on the host now, with the version that its stored file has, or what it says of itself. */
export function installedVersions(extensions: readonly Extension[]): InstalledVersions {
  const versions = new Map<string, string>();
  for (const extension of extensions) {
    if (!extension.listed || extension.masks) continue;
    versions.set(keyOf(extension), versionOf(extension));
    const listed = listedAs(extension.name);
    if (listed === null) continue;
    const key = keyOf({ ...extension, name: listed.name });
    const before = versions.get(key);
    if (before === undefined || isNewerRelease(listed.version, before)) versions.set(key, listed.version);
  }
  return versions;
}

/** The version by which an entry is compared with a catalog; empty where it has none. */
function versionOf({ realPath, name, version }: Extension): string {
  const fileName = realPath.slice(realPath.lastIndexOf('/') + 1);
  const stored = parseImageFileName(fileName, name) ?? parseVersionedFileName(fileName, name);
  return stored?.version ?? version ?? '';
}

/** The version of an entry's name that is installed; null where none is. */
export function installedOf(entry: Pick<CatalogEntry, 'class' | 'name'>, installed: InstalledVersions): string | null {
  return installed.get(keyOf(entry)) ?? null;
}

/** Whether the catalog has a newer version than what is installed, which is not known to be unfit. */
export function isUpdatable(entry: CatalogEntry, installed: InstalledVersions): boolean {
  const version = installedOf(entry, installed);
  return version !== null && entry.fits !== false && isNewerRelease(entry.version, version);
}

/** The entries that are asked for: those whose name begins with the first word first, else in their own order. */
export function searchCatalog(
  entries: readonly CatalogEntry[],
  query: CatalogQuery,
  installed: InstalledVersions,
): CatalogEntry[] {
  const words = query.text
    .toLowerCase()
    .split(/\s+/)
    .filter((word) => word !== '');
  const first: CatalogEntry[] = [];
  const rest: CatalogEntry[] = [];
  for (const entry of entries) {
    if (!isWanted(entry, query, installed)) continue;
    const name = entry.name.toLowerCase();
    const text = `${name}\n${entry.remote}\n${entry.description ?? ''}`.toLowerCase();
    if (!words.every((word) => text.includes(word))) continue;
    if (name.startsWith(words[0] ?? '')) first.push(entry);
    else rest.push(entry);
  }
  return rest.length === 0 ? first : [...first, ...rest];
}

function isWanted(
  entry: CatalogEntry,
  { filter, architecture, remote }: CatalogQuery,
  installed: InstalledVersions,
): boolean {
  if (remote !== null && entry.remote !== remote) return false;
  if (architecture !== null && entry.architectures.length > 0 && !entry.architectures.includes(architecture))
    return false;
  switch (filter) {
    case 'all':
      return true;
    case 'fits':
      return entry.fits === true;
    case 'installed':
      return installedOf(entry, installed) !== null;
    case 'updatable':
      return isUpdatable(entry, installed);
  }
}
