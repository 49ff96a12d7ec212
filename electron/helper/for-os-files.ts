/** Which versions are named for which release of an OS, and which release runs. */
import { lstatSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import {
  FOR_OS,
  forOsFileName,
  type OsIdentity,
  osFolderName,
  osIdentity,
  parseForOs,
  parseForOsFileName,
  parseOsFolderName,
} from '../../shared/images/for-os.ts';
import type { ExtensionClass } from '../../shared/systemd/classes.ts';
import { osFieldsOf } from './definitions.ts';
import { safeJoin } from './directories.ts';
import { namesIn } from './files.ts';

export interface ForOsName {
  readonly class: ExtensionClass;
  readonly name: string;
}

/** What stands in the file of a name for a release. */
export interface ForOsEntry extends ForOsName {
  readonly os: OsIdentity;
  /** Where the link leads, absolute and without the root. */
  readonly target: string;
}

export const folderOfOs = (os: OsIdentity): string => `${FOR_OS}/${osFolderName(os)}`;

/** All that is named for any release. */
export function forOsEntries(root: string): ForOsEntry[] {
  const place = safeJoin(root, FOR_OS);
  return namesIn(place).flatMap((folderName) => {
    const os = parseOsFolderName(folderName);
    if (os === null || !lstatSync(join(place, folderName)).isDirectory()) return [];
    const folder = safeJoin(root, folderOfOs(os));
    return namesIn(folder).flatMap((fileName): ForOsEntry[] => {
      const named = parseForOsFileName(fileName);
      const path = join(folder, fileName);
      if (named === null || !lstatSync(path).isFile()) return [];
      const target = parseForOs(readFileSync(path, 'utf8'), named.class);
      return target === null ? [] : [{ ...named, os, target }];
    });
  });
}

/** Those of one name. */
export const forOsEntriesOf = (root: string, { class: extensionClass, name }: ForOsName): ForOsEntry[] =>
  forOsEntries(root).filter((one) => one.class === extensionClass && one.name === name);

export const forOsPath = (root: string, os: OsIdentity, { class: extensionClass, name }: ForOsName): string =>
  join(safeJoin(root, folderOfOs(os)), forOsFileName(extensionClass, name));

/** Of the tree below `root`; null where its os-release does not tell. */
export const runningOs = (root: string): OsIdentity | null => osIdentity(osFieldsOf(root));
