/**
 * The images of a name that lie in a store itself beside those of others (shared/images/flat-layout.ts). Which ones these are the
 * transfer files of the host say, which only root can write; nobody who asks does.
 */
import { lstatSync, readlinkSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { type FlatLayout, flatLayoutOf, flatVersion } from '../../shared/images/flat-layout.ts';
import type { Store } from '../../shared/images/store.ts';
import type { ExtensionClass } from '../../shared/systemd/classes.ts';
import { allDefinitions, hasDefinitions } from './definitions.ts';
import { safeJoin, WIDEST_RULES } from './directories.ts';
import { namesIn } from './files.ts';

/** What the transfer files of a host keep in the stores themselves. */
export interface Flat {
  readonly layouts: readonly FlatLayout[];
  /** By whose rules they are read. */
  readonly systemdVersion: number;
}

/** Of a host that keeps nothing so. */
export const NOTHING_FLAT: Flat = { layouts: [], systemdVersion: 257 };

/** @param systemdVersion asked only where there is a transfer file */
export async function readFlat(root: string, systemdVersion: () => Promise<number>): Promise<Flat> {
  if (!hasDefinitions(root)) return NOTHING_FLAT;
  const version = await systemdVersion();
  const layouts = allDefinitions(root, version).flatMap(({ file }) => flatLayoutOf(file) ?? []);
  return { layouts, systemdVersion: version };
}

/** An extension, and the store that is meant. */
export interface InStore {
  readonly root: string;
  readonly class: ExtensionClass;
  readonly name: string;
  readonly store: Store;
}

export interface FlatImage {
  readonly fileName: string;
  /** As systemd-sysupdate calls it. */
  readonly version: string;
}

/** What systemd-sysupdate calls a file of the store itself; null for what is, or would be, no image of the name. */
export function flatVersionOf(
  flat: Flat,
  { root, store, ...named }: InStore,
  fileName: string,
  linked = () => linkedByOthers(root, named.name),
): string | null {
  const version = flatVersion(flat.layouts, named, store.store, fileName, flat.systemdVersion);
  return version !== null && !linked().has(`${store.store}/${fileName}`) ? version : null;
}

/** Whether a transfer file keeps the name in the store itself. */
export const isFlat = ({ layouts }: Flat, { class: extensionClass, name, store }: InStore): boolean =>
  layouts.some((one) => one.class === extensionClass && one.name === name && one.store === store.store);

/** The images of a name in the store itself, in no order. */
export function flatImages(flat: Flat, where: InStore): FlatImage[] {
  if (!isFlat(flat, where)) return [];
  const folder = safeJoin(where.root, where.store.store);
  const linked = linkedByOthers(where.root, where.name);
  return namesIn(folder).flatMap((fileName) => {
    const version = flatVersionOf(flat, where, fileName, () => linked);
    return version !== null && lstatSync(join(folder, fileName)).isFile() ? [{ fileName, version }] : [];
  });
}

/** The versions of a name that its transfer files never let go, as systemd-sysupdate calls them. */
export const protectedIn = ({ layouts }: Flat, { class: extensionClass, name }: InStore): string[] =>
  layouts.flatMap((one) => (one.class === extensionClass && one.name === name ? one.protectedVersions : []));

/** What the links of other names lead to, whatever it is called. */
function linkedByOthers(root: string, name: string): ReadonlySet<string> {
  const directories = [...WIDEST_RULES.searchPath.sysext, ...WIDEST_RULES.searchPath.confext];
  const targets = directories.flatMap((directory) => {
    const place = safeJoin(root, directory);
    return namesIn(place).flatMap((fileName) => {
      const isLink = lstatSync(join(place, fileName), { throwIfNoEntry: false })?.isSymbolicLink() === true;
      return isLink && fileName !== `${name}.raw` ? [resolve(directory, readlinkSync(join(place, fileName)))] : [];
    });
  });
  return new Set(targets);
}
