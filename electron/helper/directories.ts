/** The search directories as the helper sees them, below any root, without ever leaving it through a symlink. */
import { lstatSync, readdirSync } from 'node:fs';
import { join } from 'node:path';

import { nameOfEntry } from '../../shared/discovery-rules.ts';
import { VeneerError } from '../../shared/errors.ts';
import { type ExtensionClass, rulesFor, type SystemdRules } from '../../shared/systemd-rules.ts';

/**
 * The widest rules: every directory and every spelling of a name that any version reads. Masking something that the
 * running version does not read changes nothing for it, but forgetting one would leave the extension on.
 */
export const WIDEST_RULES: SystemdRules = { ...rulesFor(262), searchPath: rulesFor(252).searchPath };

/** An entry for a name, as it stands in a search directory. */
export interface NamedEntry {
  /** Without the root. */
  readonly directory: string;
  readonly fileName: string;
  readonly kind: 'directory' | 'empty-directory' | 'symlink' | 'other';
}

/** All entries of a name, highest directory first. */
export function entriesOf(root: string, extensionClass: ExtensionClass, name: string): NamedEntry[] {
  return WIDEST_RULES.searchPath[extensionClass].flatMap((directory) =>
    namesIn(safeJoin(root, directory))
      .filter((fileName) => belongsTo(fileName, extensionClass, name))
      .map((fileName): NamedEntry => ({ directory, fileName, kind: kindOf(safeJoin(root, directory), fileName) })),
  );
}

/** Both readings of `NAME.sysext.raw` count, as versions before 255 keep the suffix in the name. */
function belongsTo(fileName: string, extensionClass: ExtensionClass, name: string): boolean {
  const plain = { ...WIDEST_RULES, classSuffix: false };
  return (
    nameOfEntry(fileName, extensionClass, WIDEST_RULES) === name ||
    nameOfEntry(fileName, extensionClass, plain) === name
  );
}

function kindOf(directory: string, fileName: string): NamedEntry['kind'] {
  const path = join(directory, fileName);
  const stat = lstatSync(path, { throwIfNoEntry: false });
  if (stat?.isSymbolicLink()) return 'symlink';
  if (!stat?.isDirectory()) return 'other';
  return readdirSync(path).length === 0 ? 'empty-directory' : 'directory';
}

function namesIn(directory: string): string[] {
  try {
    return readdirSync(directory);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return [];
    throw error;
  }
}

/**
 * The place of a search directory, each component of which must be a real directory: a symlink in the way could lead
 * root elsewhere, so it is refused.
 *
 * @throws {VeneerError} `unsupported` for a symlink or a file in the way
 */
export function safeJoin(root: string, directory: string): string {
  let path = root === '/' ? '' : root;
  for (const part of directory.split('/').filter((one) => one !== '')) {
    path = `${path}/${part}`;
    const stat = lstatSync(path, { throwIfNoEntry: false });
    if (stat === undefined || stat.isDirectory()) continue;
    throw new VeneerError('unsupported', `${path} is not a real directory, so nothing is changed below it.`, {
      nextStep: 'Make it a directory, or change the extension there by hand.',
    });
  }
  return path;
}
