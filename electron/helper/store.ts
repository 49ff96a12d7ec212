/** The images of one name in a store, and which of them is in use. */

import { lstatSync, readFileSync, readlinkSync } from 'node:fs';
import { dirname, join, resolve } from 'node:path';
import { parseImageFileName, type Store, storesOf } from '../../shared/images/store.ts';
import { messageOf } from '../../shared/messages/message.ts';
import { VeneerError } from '../../shared/model/errors.ts';
import type { ExtensionClass } from '../../shared/systemd/classes.ts';
import { compareVersions } from '../../shared/systemd/version.ts';
import { safeJoin } from './directories.ts';
import { namesIn, sweepDirectory } from './files.ts';
import { type Flat, isFlat, NOTHING_FLAT } from './flat.ts';
import { sweepOrigins } from './origin.ts';
import { versionedIn } from './versioned.ts';

/** The folder with the versions of a name, without the root. */
export const folderOf = ({ store }: Store, name: string): string => `${store}/${name}`;

/** The link that says which version is current, without the root. */
export const linkOf = ({ directory }: Store, name: string): string => `${directory}/${name}.raw`;

/** What the link of a name leads to; null where there is none. @throws {VeneerError} `unsupported` for what is no link */
export function currentTarget(root: string, store: Store, name: string): string | null {
  const path = join(safeJoin(root, store.directory), `${name}.raw`);
  const stat = lstatSync(path, { throwIfNoEntry: false });
  if (stat === undefined) return null;
  if (stat.isSymbolicLink()) return targetOf(path, store);
  throw new VeneerError(
    'unsupported',
    messageOf('helper.is-there-and-was-not-installed', { path: linkOf(store, name) }),
    {
      nextStep: messageOf('helper.remove-first-then-install-it-again', { name }),
    },
  );
}

/** Where a link leads, without the root; systemd-sysupdate makes relative ones, Veneer absolute ones. */
const targetOf = (link: string, { directory }: Store): string => resolve(directory, readlinkSync(link));

/** The store in which a name is installed, or null. */
export function storeOfName(
  root: string,
  extensionClass: ExtensionClass,
  name: string,
  flat: Flat = NOTHING_FLAT,
): Store | null {
  return (
    storesOf(extensionClass).find((store) => {
      if (versionedIn(root, store, name) !== null) return true;
      const path = join(safeJoin(root, store.directory), `${name}.raw`);
      const isLink = lstatSync(path, { throwIfNoEntry: false })?.isSymbolicLink() === true;
      if (!isLink) return false;
      const target = targetOf(path, store);
      if (target.startsWith(`${folderOf(store, name)}/`)) return true;
      const isBesideOthers = dirname(target) === store.store;
      return isBesideOthers && isFlat(flat, { root, class: extensionClass, name, store });
    }) ?? null
  );
}

/** The image files of a name in a store, the one that was installed last first. */
export function versionsOf(root: string, store: Store, name: string): string[] {
  const folder = safeJoin(root, folderOf(store, name));
  return (
    namesIn(folder)
      .filter((fileName) => parseImageFileName(fileName, name) !== null)
      .map((fileName) => ({ fileName, stat: lstatSync(join(folder, fileName)) }))
      // What else has such a name, a folder or a pipe, is no image, and not ours.
      .filter(({ stat }) => stat.isFile())
      .map(({ fileName, stat }) => ({ fileName, changed: stat.ctimeMs }))
      .sort((a, b) => b.changed - a.changed || compareVersions(b.fileName, a.fileName))
      .map(({ fileName }) => fileName)
  );
}

/** Files that a loop device reads from: what is merged must not be deleted, though nothing would break at once. */
export function filesInUse(): Set<string> {
  const devices = namesIn('/sys/block').filter((one) => one.startsWith('loop'));
  return new Set(
    devices.flatMap((device) => {
      try {
        return [readFileSync(`/sys/block/${device}/loop/backing_file`, 'utf8').replace(/\n$/, '')];
      } catch {
        // A device without a file has no such entry.
        return [];
      }
    }),
  );
}

/** Whole sectors, as the kernel counts the size of a loop device. */
export const sectorsOf = (bytes: number): number => Math.floor(bytes / 512);

/**
 * The sizes, in sectors, of what is merged and stood at this path until something took its place: an image that was taken
 * over is merged by its old name until the next refresh, and only its size tells which of the versions it is.
 */
export function sizesOfReplaced(path: string): Set<number> {
  const devices = namesIn('/sys/block').filter((one) => one.startsWith('loop'));
  return new Set(
    devices.flatMap((device) => {
      try {
        const file = readFileSync(`/sys/block/${device}/loop/backing_file`, 'utf8').replace(/\n$/, '');
        return file === `${path} (deleted)` ? [Number(readFileSync(`/sys/block/${device}/size`, 'utf8'))] : [];
      } catch {
        // A device without a file has no such entry.
        return [];
      }
    }),
  );
}

/** Takes away what a killed helper left in any store of the class, and what was kept of images that are gone. */
export function sweepStores(root: string, extensionClass: ExtensionClass): void {
  for (const { store, directory } of storesOf(extensionClass)) {
    const searched = safeJoin(root, directory);
    sweepDirectory(searched);
    const versioned = namesIn(searched)
      .filter((one) => one.endsWith('.raw.v'))
      .map((one) => join(searched, one));
    const place = safeJoin(root, store);
    // Images lie there too, in Fedora's layout.
    sweepDirectory(place);
    // systemd-sysupdate may be told to lay images anywhere here, and what is kept of them stands beside them.
    for (const folder of [searched, place, ...versioned.filter((one) => lstatSync(one).isDirectory())])
      sweepOrigins(folder);
    for (const name of namesIn(place)) {
      if (!lstatSync(join(place, name)).isDirectory()) continue;
      sweepDirectory(join(place, name));
      sweepOrigins(join(place, name));
    }
  }
}
