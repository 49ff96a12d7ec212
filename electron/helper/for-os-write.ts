/** Writes and takes away which version of a name is meant for which release of an OS. */
import { lstatSync, unlinkSync } from 'node:fs';
import { dirname, join } from 'node:path';
import {
  FOR_OS_NOW,
  forOsFileName,
  forOsStem,
  forOsText,
  type OsIdentity,
  osFolderName,
  osMarkName,
} from '../../shared/images/for-os.ts';
import { safeJoin } from './directories.ts';
import {
  makeDirectory,
  namesIn,
  removeIfEmpty,
  replaceLink,
  sweepDirectory,
  syncDirectory,
  writeWhole,
} from './files.ts';
import { type ForOsName, folderOfOs, forOsEntriesOf, forOsPath } from './for-os-files.ts';
import { disableForOs } from './for-os-unit.ts';

export function writeForOs(root: string, os: OsIdentity, named: ForOsName, target: string): void {
  const folder = safeJoin(root, folderOfOs(os));
  makeDirectory(folder);
  sweepDirectory(folder);
  if (!namesIn(folder).includes(osMarkName(os))) writeWhole(folder, osMarkName(os), '');
  writeWhole(folder, forOsFileName(named.class, named.name), forOsText(os, named.class, named.name, target));
}

/** Notes that the link of a name is as the release has it that runs, so that the next boot of it leaves the link alone. */
export function noteNow(root: string, os: OsIdentity, { class: extensionClass, name }: ForOsName): void {
  const now = safeJoin(root, FOR_OS_NOW);
  makeDirectory(now);
  sweepDirectory(now);
  replaceLink(join(now, forOsStem(extensionClass, name)), `../${osFolderName(os)}`);
}

/** What is meant for one release, with its folder where nothing else is in it. */
export function dropForOs(root: string, os: OsIdentity, named: ForOsName): void {
  const path = forOsPath(root, os, named);
  if (lstatSync(path, { throwIfNoEntry: false }) === undefined) return;
  const folder = dirname(path);
  unlinkSync(path);
  syncDirectory(folder);
  if (namesIn(folder).some((one) => one !== osMarkName(os))) return;
  unlinkSync(join(folder, osMarkName(os)));
  removeIfEmpty(folder);
}

/** All that is meant for any release, and the unit with it. */
export function forgetForOs(root: string, named: ForOsName): void {
  for (const { os } of forOsEntriesOf(root, named)) dropForOs(root, os, named);
  const now = safeJoin(root, FOR_OS_NOW);
  const stem = forOsStem(named.class, named.name);
  if (namesIn(now).includes(stem)) {
    unlinkSync(join(now, stem));
    syncDirectory(now);
    removeIfEmpty(now);
    removeIfEmpty(dirname(now));
  }
  disableForOs(root, named);
}
