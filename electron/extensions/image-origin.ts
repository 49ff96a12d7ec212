/** Reads from where an installed image came, as root's helper keeps it beside the image (shared/origin.ts). */
import { closeSync, readSync } from 'node:fs';
import { basename, dirname } from 'node:path';
import type { Extension } from '../../shared/model/extension.ts';
import { MAX_ORIGIN, type Origin, originFileName, parseOrigin } from '../../shared/origin.ts';
import { imageFileName, parseVersionedFileName, type Store, storesOf, versionedDirectory } from '../../shared/store.ts';
import { openRegular } from '../host/regular-file.ts';
import { resolveInRoot } from '../host/rooted.ts';

/** Mode bits of the group and of everybody. */
const OTHERS_MAY_WRITE = 0o022;

/**
 * @param fileName of the image in the folder of the name in the store
 * @returns null where nothing is known, the record is damaged or not root's own, or is of another file
 */
export function readOrigin(root: string, store: Store, name: string, fileName: string): Origin | null {
  const recordName = originFileName(fileName);
  if (recordName === null) return null;
  try {
    const image = resolveInRoot(root, `${store.store}/${name}/${fileName}`);
    const record = resolveInRoot(root, `${store.store}/${name}/${recordName}`);
    if (!image.found || !record.found) return null;
    const text = textOfRoot(root, record.hostPath);
    const origin = text === null ? null : parseOrigin(text);
    return origin?.size === image.stat.size ? origin : null;
  } catch {
    // A record that cannot be read tells nothing; what is installed is shown all the same.
    return null;
  }
}

/** From where the image of an entry came; null where nothing is known. */
export function originOfEntry(
  root: string,
  { class: extensionClass, name, realPath, size }: Pick<Extension, 'class' | 'name' | 'realPath' | 'size'>,
): Origin | null {
  for (const store of storesOf(extensionClass)) {
    const fileName = storedName(store, name, realPath);
    if (fileName === null) continue;
    const origin = readOrigin(root, store, name, fileName);
    return origin !== null && (size === null || size === origin.size) ? origin : null;
  }
  return null;
}

function storedName(store: Store, name: string, realPath: string): string | null {
  const directory = dirname(realPath);
  if (directory === `${store.store}/${name}`) return basename(realPath);
  const told = directory === versionedDirectory(store, name) ? parseVersionedFileName(basename(realPath), name) : null;
  return told === null ? null : imageFileName(name, told.version, told.architecture);
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
