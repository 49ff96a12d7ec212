/** The images of a name that lie in a store itself beside those of others, by its own transfer files alone. */
import { flatVersion } from '../../shared/images/flat-layout.ts';
import { parseImageFileName, type Store, type VersionedAs } from '../../shared/images/store.ts';
import type { ExtensionClass } from '../../shared/systemd/classes.ts';
import { storedFilesIn } from '../extensions/stores.ts';
import type { System } from '../extensions/system.ts';

type Host = Pick<System, 'extensions' | 'flat' | 'release'>;

interface Named {
  readonly class: ExtensionClass;
  readonly name: string;
}

/** Whether a file of the store itself is, or would be, an image of the name. */
export function isFlatFile({ extensions, flat, release }: Host, named: Named, { store }: Store, fileName: string) {
  if (flatVersion(flat, named, store, fileName, release.rules.version) === null) return false;
  const path = `${store}/${fileName}`;
  // What the link of another name leads to is that one's, whatever it is called.
  return !extensions.some((one) => one.realPath === path && (one.name !== named.name || one.class !== named.class));
}

/** Whether a transfer file keeps the name in the store itself. */
export function isFlat({ flat }: Pick<System, 'flat'>, { class: extensionClass, name }: Named, { store }: Store) {
  return flat.some((one) => one.class === extensionClass && one.name === name && one.store === store);
}

/** The versions of a name in the store itself, in no order. */
export function flatVersions(host: Host & Pick<System, 'stores'>, named: Named, store: Store): VersionedAs[] {
  if (!isFlat(host, named, store)) return [];
  return storedFilesIn(host.stores, store.store)
    .filter((entry) => entry.type === 'file' && isFlatFile(host, named, store, entry.name))
    .flatMap(({ name: fileName }) => parseImageFileName(fileName, named.name) ?? []);
}
