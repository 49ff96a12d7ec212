/** Names of extensions in the names of files. */

import type { ExtensionClass, SystemdRules } from './classes.ts';
import { isExtensionName } from './extension-name.ts';

/** The extension name of a file name, or null where systemd would not take the file. */
export function imageName(fileName: string, classSuffix: string | null, formatSuffix: string): string | null {
  if (!fileName.endsWith(formatSuffix)) return null;
  let name = fileName.slice(0, fileName.length - formatSuffix.length);
  if (classSuffix !== null && name.endsWith(classSuffix)) name = name.slice(0, -classSuffix.length);
  return isExtensionName(name) ? name : null;
}

/** What dissection cuts off a file name to get a name (raw_strip_suffixes() in src/shared/import-util.c). */
const IMAGE_SUFFIXES = ['.xz', '.gz', '.bz2', '.raw', '.qcow2', '.img', '.bin'];

const IMAGE_SUFFIXES_257 = ['.xz', '.gz', '.bz2', '.sysext.raw', '.confext.raw', '.raw', '.qcow2', '.img', '.bin'];

/**
 * The name by which systemd looks for the release file of an image: up to 261 it makes it of the file's own name, which
 * differs from the extension's in a `.v` directory and behind the other class's suffix (measured on 257 and 262).
 *
 * @param path of the file, symlinks not followed; null for a block device, which keeps its name
 * @returns null where nothing is left of the file's name
 */
export function imageNameOf(name: string, path: string | null, { version }: SystemdRules): string | null {
  if (version >= 262 || path === null) return name;
  const suffixes = version < 257 ? IMAGE_SUFFIXES : IMAGE_SUFFIXES_257;
  let own = path.slice(path.lastIndexOf('/') + 1);
  for (let before = ''; before !== own; ) {
    before = own;
    for (const suffix of suffixes) if (own.endsWith(suffix)) own = own.slice(0, -suffix.length);
  }
  return isExtensionName(own) ? own : null;
}

/**
 * The extension that an entry of this file name would belong to, whatever stands there: for entries that are looked
 * at without following them.
 */
export function nameOfEntry(fileName: string, extensionClass: ExtensionClass, rules: SystemdRules): string | null {
  const suffix = rules.classSuffix ? `.${extensionClass}` : null;
  const stem = rules.versionedDirectories && fileName.endsWith('.v') ? fileName.slice(0, -'.v'.length) : fileName;
  return imageName(stem, suffix, '.raw') ?? imageName(stem, suffix, '');
}

/** The name without suffixes and what follows its first `_` or `+` (path_extract_image_name(), 256). */
export function cutName(name: string): string | null {
  const [cut = ''] = name.replace(/(?:\.sysext\.raw|\.confext\.raw|\.raw)$/, '').split(/[_+]/, 1);
  return isExtensionName(cut) ? cut : null;
}
