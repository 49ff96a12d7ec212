/**
 * Keeps true what is meant for the release that runs, whatever a verb does to links; what systemd-sysupdate made current by
 * itself is seen at the next call.
 */
import { lstatSync, readlinkSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { FOR_OS_NOW, forOsStem, forOsStore, isSameOs, osFolderName } from '../../shared/images/for-os.ts';
import { safeJoin } from './directories.ts';
import { type ForOsEntry, type ForOsName, forOsEntries, runningOs } from './for-os-files.ts';
import { forgetForOs, noteNow, writeForOs } from './for-os-write.ts';
import { protectName } from './transfer.ts';

/**
 * Does the work of a verb; also where it fails, the links are looked at again.
 *
 * @param forEveryOs whether who asks for it means it for every OS: then a link that goes is forgotten
 */
export async function keepingForOs<T>(root: string, forEveryOs: boolean, work: () => Promise<T>): Promise<T> {
  const before = new Map(forOsEntries(root).map((one) => [keyOf(one), linkTarget(root, one)]));
  try {
    return await work();
  } finally {
    if (before.size > 0) await keepTrue(root, forEveryOs, before);
  }
}

const keyOf = ({ class: extensionClass, name }: ForOsName) => forOsStem(extensionClass, name);

async function keepTrue(root: string, forEveryOs: boolean, before: ReadonlyMap<string, string | null>): Promise<void> {
  const byName = new Map(forOsEntries(root).map((one) => [keyOf(one), one]));
  for (const named of byName.values()) {
    const was = before.get(keyOf(named)) ?? null;
    const is = linkTarget(root, named);
    if (is === null && was !== null && forEveryOs) forgetForOs(root, named);
    else if (is === null || !followTarget(root, named, is, is !== was)) continue;
    await protectName({ root, ...named });
  }
}

/**
 * Writes down for the release that runs where the link leads.
 *
 * @param isSwitched whether this request switched it; a link that no boot has set for this release yet is not its own
 * @returns whether that was new
 */
function followTarget(root: string, named: ForOsName, target: string, isSwitched: boolean): boolean {
  const running = runningOs(root);
  if (running === null || !target.startsWith(`${forOsStore(named.class).store}/`)) return false;
  const isSet = isSetFor(root, named) === osFolderName(running);
  if (!isSwitched && !isSet) return false;
  const known = forOsEntries(root).find((one: ForOsEntry) => keyOf(one) === keyOf(named) && isSameOs(one.os, running));
  if (!isSet) noteNow(root, running, named);
  if (known?.target === target) return false;
  writeForOs(root, running, named, target);
  return true;
}

/** The folder of the release that the link of a name was set for last. */
function isSetFor(root: string, named: ForOsName): string | null {
  const path = join(safeJoin(root, FOR_OS_NOW), keyOf(named));
  if (lstatSync(path, { throwIfNoEntry: false })?.isSymbolicLink() !== true) return null;
  return readlinkSync(path).replace(/^\.\.\//, '');
}

/** Where the link of a name leads, absolute; null for what is no link. */
function linkTarget(root: string, { class: extensionClass, name }: ForOsName): string | null {
  const { directory } = forOsStore(extensionClass);
  const path = join(safeJoin(root, directory), `${name}.raw`);
  if (lstatSync(path, { throwIfNoEntry: false })?.isSymbolicLink() !== true) return null;
  return resolve(directory, readlinkSync(path));
}
