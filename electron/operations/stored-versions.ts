/** The images of a name in its store, and the names of which nothing else is left. */
import {
  imageFileName,
  parseImageFileName,
  parseVersionedFileName,
  type Store,
  storesOf,
  type VersionedAs,
  versionedDirectory,
} from '../../shared/images/store.ts';
import { CLASSES, type ExtensionClass } from '../../shared/systemd/classes.ts';
import { type Stores, storedFilesIn } from '../extensions/stores.ts';
import type { System } from '../extensions/system.ts';
import { flatVersions } from './flat.ts';

interface Named {
  readonly class: ExtensionClass;
  readonly name: string;
}

/** All versions of a name in a store, and in its `.v` directory where there is one. */
export function storedVersions(stores: Stores, store: Store, name: string): VersionedAs[] {
  const all = [
    ...storedFilesIn(stores, `${store.store}/${name}`).flatMap((one) => parseImageFileName(one.name, name) ?? []),
    ...storedFilesIn(stores, versionedDirectory(store, name)).flatMap(
      (one) => parseVersionedFileName(one.name, name) ?? [],
    ),
  ];
  return [...new Map(all.map((one) => [imageFileName(name, one.version, one.architecture), one])).values()];
}

/** The store with the versions of a name of which nothing else is there; null where something is, or nothing at all. */
export function storeOfRemoved(system: System, named: Named): Store | null {
  const isIt = (one: Named) => one.class === named.class && one.name === named.name;
  if (system.extensions.some((one) => isIt(one) && !one.masks) || system.movedAside.some(isIt)) return null;
  const hasSome = (store: Store) =>
    storedVersions(system.stores, store, named.name).length + flatVersions(system, named, store).length > 0;
  return storesOf(named.class).find(hasSome) ?? null;
}

/** The names of which nothing but stored versions is there, as dpkg's `rc` has it; by name. */
export function removedNames(system: System): readonly Named[] {
  return CLASSES.flatMap((extensionClass) => {
    const folders = storesOf(extensionClass).flatMap(({ store }) =>
      [...system.stores.keys()].flatMap((folder) => {
        const name = folder.startsWith(`${store}/`) ? folder.slice(store.length + 1) : '';
        return name === '' || name.includes('/') ? [] : [name];
      }),
    );
    const flat = system.flat.flatMap((one) => (one.class === extensionClass ? [one.name] : []));
    return [...new Set([...folders, ...flat])]
      .sort()
      .map((name) => ({ class: extensionClass, name }))
      .filter((named) => storeOfRemoved(system, named) !== null);
  });
}
