/**
 * Where an extension can be masked. systemd takes the entry of the highest search directory, and an empty directory
 * is an entry that carries nothing (systemd-sysext(8)); a link to /dev/null is not (measured on 252, 257 and 262).
 */
import type { ExtensionClass, SystemdRules } from './classes.ts';

/** Directories where a mask lasts across reboots, per class, best first. */
const MASK_DIRECTORIES: Readonly<Record<ExtensionClass, readonly string[]>> = {
  sysext: ['/etc/extensions'],
  confext: ['/var/lib/confexts', '/run/confexts'],
};

/** Suffix of the directory beside a search directory in which entries are kept that were taken out of it. */
const SET_ASIDE_SUFFIX = '.disabled';

/**
 * The search directory in which an empty directory hides an entry of `directory`.
 *
 * @returns null when no directory that masks may stand in is higher, so that the entry itself has to go
 */
export function maskDirectory(directory: string, extensionClass: ExtensionClass, rules: SystemdRules): string | null {
  const order = rules.searchPath[extensionClass];
  const own = order.indexOf(directory);
  return MASK_DIRECTORIES[extensionClass].find((mask) => order.indexOf(mask) < own) ?? null;
}

/** The directories in which masks are looked for and removed. */
export function maskDirectories(extensionClass: ExtensionClass): readonly string[] {
  return MASK_DIRECTORIES[extensionClass];
}

/** Where an entry of `directory` is kept while it is disabled; on the same file system, so that a rename is whole. */
export function movedAsideDirectory(directory: string): string {
  return `${directory}${SET_ASIDE_SUFFIX}`;
}
