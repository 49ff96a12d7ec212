/** Where the room of the disk goes that extensions are kept on. */
import { statfsSync, statSync } from 'node:fs';
import { requestVacuum } from '../../shared/changes/vacuum.ts';
import { imageFileName, storesOf, versionedDirectory, versionedFileName } from '../../shared/images/store.ts';
import type { StoredVersion } from '../../shared/model/inspected-image.ts';
import type { Storage } from '../../shared/model/storage.ts';
import { CLASSES, type ExtensionClass } from '../../shared/systemd/classes.ts';
import { storedFilesIn } from '../extensions/stores.ts';
import type { System } from '../extensions/system.ts';
import { nearest } from '../host/room.ts';
import { hostPath } from '../host/rooted.ts';
import type { Host } from '../hosts/host.ts';
import { notKnownOverSsh } from '../hosts/over-ssh.ts';
import { deletedBy } from '../operations/deleted-versions.ts';
import { versionsOf } from '../operations/versions.ts';
import type { Session } from './session.ts';

/** The store that images are put into unless a person chooses another. */
const STORE = '/var/lib/extensions.d';

/** @param keep how many old versions stay of each name */
export async function storageOf(session: Session, host: Host, keep: number): Promise<Storage> {
  // What was brought here lies on a disk of this machine.
  if (host.target.brought !== undefined) throw notKnownOverSsh();
  const system = await host.read();
  const { root } = system.facts;
  const place = nearest(hostPath(root, STORE));
  const disk = statfsSync(place);
  const device = statSync(place).dev;
  const isHere = (path: string) => statSync(nearest(path)).dev === device;
  const images = system.extensions.filter(({ type, path }) => type === 'raw' && isHere(hostPath(root, path)));
  const files = new Map(images.map(({ realPath, size }) => [realPath, size ?? 0]));
  const old = CLASSES.flatMap((extensionClass) => oldVersions(system, extensionClass));
  return {
    store: STORE,
    total: disk.blocks * disk.bsize,
    free: disk.bavail * disk.bsize,
    inUse: sum(files.values()),
    old: { bytes: sum(old.flatMap(({ sizes }) => sizes)), versions: sum(old.map(({ sizes }) => sizes.length)) },
    deletable: old.flatMap(({ class: extensionClass, name }) => {
      const gone = deletedBy(system, requestVacuum({ class: extensionClass, name }, keep));
      if (gone.length === 0) return [];
      return [{ class: extensionClass, name, versions: gone.length, bytes: sum(gone.map(({ size }) => size)) }];
    }),
    downloads: {
      bytes: sum(session.downloads.list().map(({ received }) => received)),
      here: isHere(session.downloads.directory),
    },
  };
}

/** The sizes of what is stored of each name and not current. */
function oldVersions(system: System, extensionClass: ExtensionClass) {
  const names = new Set(system.extensions.filter((one) => one.class === extensionClass).map(({ name }) => name));
  return [...names].map((name) => ({
    class: extensionClass,
    name,
    sizes: versionsOf(system, extensionClass, name)
      .filter(({ isCurrent }) => !isCurrent)
      .map((one) => sizeOf(system, extensionClass, name, one)),
  }));
}

function sizeOf({ stores }: System, extensionClass: ExtensionClass, name: string, stored: StoredVersion): number {
  const { version, architecture, place } = stored;
  const names = [imageFileName(name, version, architecture), versionedFileName(name, version, architecture)];
  for (const store of storesOf(extensionClass).filter((one) => one.place === place)) {
    for (const folder of [`${store.store}/${name}`, store.store, versionedDirectory(store, name)]) {
      const found = storedFilesIn(stores, folder).find((one) => names.includes(one.name));
      if (found?.size != null) return found.size;
    }
  }
  return 0;
}

const sum = (numbers: Iterable<number>): number => [...numbers].reduce((all, one) => all + one, 0);
