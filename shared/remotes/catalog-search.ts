/** What of a catalog is shown: the words that were typed, and the filters. Works on every key press. */

import { listedAs } from '../images/release-name.ts';
import { parseImageFileName, parseVersionedFileName } from '../images/store.ts';
import type { CatalogEntry } from '../model/catalog.ts';
import type { Extension } from '../model/extension.ts';
import { isNewerRelease } from '../systemd/version.ts';

/** `fits` leaves out what is known not to fit, and not what nobody can tell yet. */
export type CatalogFilter = 'all' | 'fits' | 'installed';

export interface CatalogQuery {
  /** As typed; every word has to be in the name, the remote, what the image says of itself, or a program or unit inside. */
  readonly text: string;
  readonly filter: CatalogFilter;
  /** null for any. */
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
    if (!words.every((word) => name.includes(word)) && !saysAll(entry, words)) continue;
    if (name.startsWith(words[0] ?? '')) first.push(entry);
    else rest.push(entry);
  }
  return rest.length === 0 ? first : [...first, ...rest];
}

/** Made only for those whose name does not say it all: of tens of thousands it would take longer than a key press may. */
function saysAll({ name, remote, description, programs, units }: CatalogEntry, words: readonly string[]): boolean {
  const text = [name, remote, description ?? '', ...programs, ...units].join('\n').toLowerCase();
  return words.every((word) => text.includes(word));
}

/** Whether it is known that nobody can use it here: it does not fit, or the server has no such file. */
export const isOfNoUse = ({ fits, isMissing }: Pick<CatalogEntry, 'fits' | 'isMissing'>): boolean =>
  fits === false || isMissing;

/** The same entries, those that are of no use last. */
export function usableFirst(entries: readonly CatalogEntry[]): readonly CatalogEntry[] {
  const useless = entries.filter(isOfNoUse);
  return useless.length === 0 ? entries : [...entries.filter((one) => !isOfNoUse(one)), ...useless];
}

function isWanted(entry: CatalogEntry, { filter, remote }: CatalogQuery, installed: InstalledVersions): boolean {
  if (remote !== null && entry.remote !== remote) return false;
  switch (filter) {
    case 'all':
      return true;
    case 'fits':
      return !isOfNoUse(entry);
    case 'installed':
      return installedOf(entry, installed) !== null;
  }
}
