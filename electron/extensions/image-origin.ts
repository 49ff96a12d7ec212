/** Reads from where an installed image came, as root's helper keeps it beside the image (shared/images/origin.ts). */
import { closeSync, readSync } from 'node:fs';
import { basename, dirname } from 'node:path';
import { MAX_ORIGIN, originFileName, parseOrigin, type ShownOrigin } from '../../shared/images/origin.ts';
import {
  imageFileName,
  parseImageFileName,
  parseVersionedFileName,
  type Store,
  storesOf,
  versionedDirectory,
  versionedFileName,
} from '../../shared/images/store.ts';
import type { Extension } from '../../shared/model/extension.ts';
import { accountOf } from '../host/accounts.ts';
import { resolveInFolder, resolveInRoot } from '../host/rooted.ts';
import { openRegular } from '../node/regular-file.ts';

/** Mode bits of the group and of everybody. */
const OTHERS_MAY_WRITE = 0o022;

/**
 * The files that an image in a store may be, the first that is there: what is beside another file of the same name tells nothing
 * of it. What systemd-sysupdate brought may lie in the store itself, or in the `.v` directory.
 *
 * @param fileName of the image in the folder of the name in the store
 */
export function placesOf(store: Store, name: string, fileName: string): readonly string[] {
  const as = parseImageFileName(fileName, name);
  const picked =
    as === null ? [] : [`${versionedDirectory(store, name)}/${versionedFileName(name, as.version, as.architecture)}`];
  return [`${store.store}/${name}/${fileName}`, `${store.store}/${fileName}`, ...picked];
}

/** From where the image of an entry came; null where nothing is known. @param hasRecord whether a record can be beside an image */
export function originOfEntry(
  root: string,
  { class: extensionClass, name, realPath, size }: Pick<Extension, 'class' | 'name' | 'realPath' | 'size'>,
  hasRecord: (path: string) => boolean,
): ShownOrigin | null {
  const inStore = storesOf(extensionClass).flatMap((store) => {
    const told =
      dirname(realPath) === versionedDirectory(store, name) ? parseVersionedFileName(basename(realPath), name) : null;
    return told === null ? [] : [`${store.store}/${name}/${imageFileName(name, told.version, told.architecture)}`];
  });
  for (const path of [realPath, ...inStore]) {
    const origin = hasRecord(path) ? originBeside(root, path) : null;
    if (origin !== null && (size === null || size === origin.size)) return origin;
  }
  return null;
}

/** null where nothing is known, the record is damaged or not root's own, or is of another file. */
export function originBeside(root: string, path: string): ShownOrigin | null {
  const recordName = originFileName(basename(path));
  if (recordName === null) return null;
  try {
    const folder = resolveInRoot(root, dirname(path));
    const record = resolveInFolder(root, folder, recordName);
    if (!record.found) return null;
    const image = resolveInFolder(root, folder, basename(path));
    if (!image.found) return null;
    const text = textOfRoot(root, record.hostPath);
    const origin = text === null ? null : parseOrigin(text);
    if (origin?.size !== image.stat.size) return null;
    return { ...origin, account: accountOf(root, origin.installedBy) };
  } catch {
    // A record that cannot be read tells nothing; what is installed is shown all the same.
    return null;
  }
}

/** On the running system nobody else's word counts; a tree elsewhere is whose it is. */
function textOfRoot(root: string, path: string): string | null {
  const file = openRegular(path, { limit: MAX_ORIGIN });
  if (file === null) return null;
  try {
    const { uid, mode, size } = file.stat;
    if (root === '/' && (uid !== 0 || (mode & OTHERS_MAY_WRITE) !== 0)) return null;
    const content = Buffer.alloc(size);
    return content.toString('utf8', 0, readSync(file.fd, content, 0, size, 0));
  } finally {
    closeSync(file.fd);
  }
}
