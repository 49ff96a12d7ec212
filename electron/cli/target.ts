/**
 * What an invocation means: the host, and an extension on it. Nothing here needs the core, whose start takes as long as
 * reading a host.
 */

import { statSync } from 'node:fs';
import { messageOf } from '../../shared/messages/message.ts';
import { VeneerError } from '../../shared/model/errors.ts';
import type { Extension } from '../../shared/model/extension.ts';
import { type ExtensionClass, NEWEST_KNOWN } from '../../shared/systemd/classes.ts';
import type { System, Target } from '../extensions/system.ts';
import { ownMounts } from '../extensions/target.ts';
import type { Invocation } from './invocation.ts';
import { tellNote } from './terminal.ts';

/** @throws {VeneerError} `not-found` where --root is no directory */
export function targetOf({ root, asSystemd }: Pick<Invocation, 'root' | 'asSystemd'>): Target {
  if (statSync(root, { throwIfNoEntry: false })?.isDirectory() !== true) {
    throw new VeneerError('not-found', messageOf('cli.root-is-not-directory', { path: root }));
  }
  if (asSystemd !== null && asSystemd > NEWEST_KNOWN)
    tellNote(messageOf('cli.rules-not-known', { version: String(asSystemd), newest: String(NEWEST_KNOWN) }));
  return { root, asSystemd, mounts: ownMounts(root) };
}

/** The entry that a person means by a name: the listed one, else the first in search order. */
export function entryNamed(system: System, extensionClass: ExtensionClass, name: string): Extension | undefined {
  const mine = system.extensions.filter((one) => one.class === extensionClass && one.name === name);
  return mine.find((one) => one.listed && !one.masks) ?? mine.find((one) => !one.masks) ?? mine[0];
}
