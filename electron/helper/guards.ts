/**
 * Holds systemd-sysupdate to what a person decided, by drop-ins of ours: beside transfer files that others wrote
 * (`ProtectVersion=`, 257), and beside components (`Enabled=no`, 262), which its timer updates all together
 * (`update --component-all`). Older versions pass over them.
 */
import { lstatSync, readFileSync, unlinkSync } from 'node:fs';
import { join } from 'node:path';
import { isStopped, type Pin } from '../../shared/changes/pin-record.ts';
import type { ExtensionClass } from '../../shared/systemd/classes.ts';
import { TRANSFER_MARK } from '../../shared/sysupdate/transfer.ts';
import { type Definition, definitionsOf, folderOfComponent, versionsBySystemd } from './definitions.ts';
import { safeJoin } from './directories.ts';
import { makeDirectory, namesIn, removeIfEmpty, sweepDirectory, syncDirectory, writeWhole } from './files.ts';

/** Behind what systemd-sysupdate itself writes there (`50-systemd-sysupdate-enabled.conf`), so that it counts. */
const FILE = '60-veneer.conf';

export interface Guarded {
  readonly root: string;
  readonly class: ExtensionClass;
  readonly name: string;
}

/**
 * @param pin what was decided; neither pinned nor held takes all of it away
 * @param kept the versions that must stay
 */
export function guardName(
  { root, class: extensionClass, name }: Guarded,
  pin: Pin,
  kept: readonly string[],
  systemdVersion: number,
): void {
  for (const definition of definitionsOf(root, extensionClass, name, systemdVersion)) {
    const { component, file } = definition;
    if (!file.isOurs) guardTransfer(root, definition, name, kept, systemdVersion);
    if (component !== '') switchComponent(root, component, !isStopped(pin));
  }
}

function guardTransfer(
  root: string,
  definition: Definition,
  name: string,
  kept: readonly string[],
  systemdVersion: number,
): void {
  const place = `${folderOfComponent('/etc', definition.component)}/${definition.fileName}.d`;
  if (kept.length === 0) {
    removeOurs(root, place);
    return;
  }
  const told = kept.flatMap((one) => versionsBySystemd(root, definition, name, one, systemdVersion));
  const versions = [...new Set(told)];
  const lines = versions.map((one) => `ProtectVersion=${one.replaceAll('%', '%%')}\n`).join('');
  writeOurs(
    root,
    place,
    `${TRANSFER_MARK} A version of ${name} that is pinned, or meant for another OS, stays.\n[Transfer]\n${lines}`,
  );
}

/** Lets systemd-sysupdate update a component or not (262). */
export function switchComponent(root: string, component: string, isOn: boolean): void {
  const place = `/etc/sysupdate.${component}.component.d`;
  if (isOn) removeOurs(root, place);
  else writeOurs(root, place, `${TRANSFER_MARK} Its updates are held.\n[Component]\nEnabled=no\n`);
}

function writeOurs(root: string, place: string, text: string): void {
  const directory = safeJoin(root, place);
  makeDirectory(directory);
  sweepDirectory(directory);
  writeWhole(directory, FILE, text);
}

function removeOurs(root: string, place: string): void {
  const directory = safeJoin(root, place);
  sweepDirectory(directory);
  if (!namesIn(directory).includes(FILE)) return;
  const path = join(directory, FILE);
  if (!lstatSync(path).isFile() || !readFileSync(path, 'utf8').startsWith(TRANSFER_MARK)) return;
  unlinkSync(path);
  syncDirectory(directory);
  removeIfEmpty(directory);
}
