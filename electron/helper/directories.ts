/** The search directories as the helper sees them, below any root, without ever leaving it through a symlink. */

import { lstatSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { messageOf } from '../../shared/messages/message.ts';
import { VeneerError } from '../../shared/model/errors.ts';
import { type ExtensionClass, NEWEST_KNOWN, rulesFor, type SystemdRules } from '../../shared/systemd/classes.ts';
import { nameOfEntry } from '../../shared/systemd/image-name.ts';
import { namesIn } from './files.ts';

const GROUP_WRITABLE = 0o020;
const WORLD_WRITABLE = 0o002;

/**
 * The widest rules: every directory and every spelling of a name that any version reads. Masking something that the
 * running version does not read changes nothing for it, but forgetting one would leave the extension on.
 */
export const WIDEST_RULES: SystemdRules = {
  ...rulesFor(NEWEST_KNOWN),
  searchPath: rulesFor(252).searchPath,
  pickedVersion: /^[A-Za-z0-9.,_+~^-]+$/,
};

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

/**
 * The place of a search directory, each component of which must be a real directory that only its owner can write
 * to, or root's own group, and whose owner is root or who runs this: through a symlink or somebody else's directory, root could be led
 * elsewhere.
 *
 * @throws {VeneerError} `unsupported` for what else is in the way
 */
export function safeJoin(root: string, directory: string): string {
  let path = root === '/' ? '' : root;
  for (const part of directory.split('/').filter((one) => one !== '')) {
    path = `${path}/${part}`;
    const stat = lstatSync(path, { throwIfNoEntry: false });
    if (stat === undefined) continue;
    if (!stat.isDirectory()) {
      throw new VeneerError('unsupported', messageOf('helper.is-not-real-directory-so-nothing', { path }), {
        nextStep: messageOf('helper.make-it-directory-or-change-extension'),
      });
    }
    const isOurs = stat.uid === 0 || stat.uid === process.geteuid?.();
    // The group of root, and for who is not root the own one, is nobody else.
    const isOurGroup = stat.gid === 0 || (process.geteuid?.() !== 0 && stat.gid === process.getegid?.());
    const theirs = WORLD_WRITABLE | (isOurGroup ? 0 : GROUP_WRITABLE);
    if (!isOurs || (stat.mode & theirs) !== 0) {
      throw new VeneerError('unsupported', messageOf('helper.others-than-root-can-write-to', { path }), {
        nextStep: messageOf('helper.give-it-back-to-root-chown', { path, same: path }),
      });
    }
  }
  return path;
}
