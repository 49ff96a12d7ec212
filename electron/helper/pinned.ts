/** What a person decided on the versions of a name, for the verbs that have to respect it. */
import { lstatSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { PINS, type Pin, parsePin, pinFileName } from '../../shared/changes/pin-record.ts';
import type { ExtensionClass } from '../../shared/systemd/classes.ts';
import { safeJoin } from './directories.ts';

/** @returns null where nothing was decided */
export function readPin(root: string, extensionClass: ExtensionClass, name: string): Pin | null {
  const path = join(safeJoin(root, PINS), pinFileName(extensionClass, name));
  if (lstatSync(path, { throwIfNoEntry: false })?.isFile() !== true) return null;
  return parsePin(readFileSync(path, 'utf8'));
}
