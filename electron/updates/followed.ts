/** What a transfer file keeps current. */

import { basename, dirname } from 'node:path';
import { flatLayoutOf, flatVersion } from '../../shared/images/flat-layout.ts';
import { messageOf, type Text } from '../../shared/messages/message.ts';
import { reportOf, VeneerError } from '../../shared/model/errors.ts';
import { streamOf } from '../../shared/sysupdate/kind.ts';
import { type TransferFile, TransferFileError } from '../../shared/sysupdate/transfer-file.ts';
import { type UpdateSets, updateSets } from '../../shared/sysupdate/update-sets.ts';
import type { System } from '../extensions/system.ts';
import { type Available, availableAt, releaseOf } from './available.ts';
import type { Component } from './components.ts';
import { baseItem, type Draft, entryOf, type Look } from './draft.ts';
import { installedAs, whyNotInstalled } from './layout.ts';
import { type Stored, storedByTransfer } from './stored.ts';
import { checkNew, listComponent } from './sysupdate.ts';

export async function followedItem(component: Component, look: Look): Promise<Draft> {
  const { system, program } = look;
  const { transfer } = component;
  const entry = entryOf(system, component);
  const stored = storedOf(component, look);
  const base = {
    ...baseItem(look, component, entry, stored ?? []),
    component: component.component,
    isOurs: transfer?.isOurs ?? false,
    source: transfer?.source.path ?? '',
    stream: transfer === null ? '' : streamOf(transfer, component.name),
  };
  const nothing = { newest: null, release: null, installed: entry?.version ?? null };
  if (transfer === null || component.problem !== null || stored === null) {
    const why = component.problem ?? messageOf('update.its-patterns-break-systemd-sysupdate');
    return { item: { ...base, ...nothing, way: 'none', problem: notFollowed(component, why) }, release: null };
  }
  const inUse = entry === undefined ? null : (stored.find(({ path }) => path === entry.realPath)?.version ?? null);
  // systemd-sysupdate counts what is there; Veneer what is in use, so that a way back is not undone by the next check.
  // What is there by another layout, or under a version that this systemd passes over, is installed all the same.
  const installed = inUse ?? stored[0]?.version ?? entry?.version ?? null;
  const isDecided = base.pinned !== null || base.held;
  const bySysupdate = program !== null && component.component !== '';
  try {
    const { newest, all, own } = await compareComponent(component, look);
    const found = own.find(({ version, isAmbiguous }) => version === newest && !isAmbiguous);
    const release = found === undefined ? null : releaseOf(component, transfer, found);
    const item = { ...base, installed, newest, versions: all };
    // A person who holds it here knows, and is told of it as held.
    if (!component.isOn && !isDecided)
      return { item: { ...item, way: 'none', problem: switchedOff(component), release: null }, release };
    if (bySysupdate) {
      const problem = takenWrongly(component, transfer, look);
      return { item: { ...item, way: 'sysupdate', problem, release: null }, release };
    }
    if (newest === null || (release !== null && canInstall(component, transfer, release.version, system)))
      return { item: { ...item, way: 'download', problem: null, release }, release };
    return { item: { ...item, way: 'none', problem: noWay(component, transfer), release: null }, release };
  } catch (error) {
    const isRefused = error instanceof TransferFileError;
    const problem = isRefused ? notFollowed(component, error.said) : reportOf(error);
    const way = isRefused ? 'none' : bySysupdate ? 'sysupdate' : 'download';
    return { item: { ...base, installed, newest: null, way, problem, release: null }, release: null };
  }
}

/** @returns null where systemd gives up on a file that is there */
function storedOf(component: Component, { system }: Look): Stored[] | null {
  const { transfer } = component;
  if (transfer === null) return [];
  try {
    return storedByTransfer(system, transfer).filter(({ path }) => !isOfAnother(component, transfer, path, system));
  } catch (error) {
    if (error instanceof TransferFileError) return null;
    throw error;
  }
}

interface Compared {
  readonly newest: string | null;
  readonly all: string[];
  /** What the source of the extension itself has. */
  readonly own: readonly Available[];
}

/** What is there and what of it is new; systemd-sysupdate has the last word where it is asked. */
async function compareComponent(component: Component, look: Look): Promise<Compared> {
  const { target, program, cachePolicy } = look;
  const { sets, own } = await componentVersions(component, look);
  if (program === null || cachePolicy !== 'revalidate') return { newest: sets.candidate, all: [...sets.all], own };
  const newest = await checkNew(program, target.root, component.component);
  const { all } = await listComponent(program, target.root, component.component);
  return { newest, all: [...all], own };
}

/**
 * The versions of a component as systemd-sysupdate puts them together.
 *
 * @throws {VeneerError} as `availableAt`
 * @throws {TransferFileError} for what systemd lists nothing for
 */
export async function componentVersions(
  component: Component,
  { target, system, context, program }: Look,
): Promise<{ readonly sets: UpdateSets; readonly own: readonly Available[] }> {
  const { transfers, transfer: wanted } = component;
  const { version } = system.release.rules;
  let own: readonly Available[] = [];
  const versions = await Promise.all(
    transfers.map(async ({ file }) => {
      const available = await availableAt(target.root, file, version, context);
      if (file === wanted) own = available;
      return {
        installed: storedByTransfer(system, file)
          // systemd-sysupdate counts these as well, and where it is, it has the last word.
          .filter(({ path }) => program !== null || !isOfAnother(component, file, path, system))
          .map((one) => one.version),
        available: available.map((one) => one.version),
        minVersion: file.minVersion,
      };
    }),
  );
  return { sets: updateSets(versions, version), own };
}

/** Whether a file of a store itself fits the pattern of a name, though it is another name's image. */
function isOfAnother(component: Component, transfer: TransferFile, path: string, system: System): boolean {
  if (flatLayoutOf(transfer) === null || dirname(path) !== transfer.target.path) return false;
  return flatVersion(system.flat, component, dirname(path), basename(path), system.release.rules.version) === null;
}

/** What systemd-sysupdate takes for a version of a name that is another name's; null where there is nothing. */
function takenWrongly(component: Component, transfer: TransferFile, { system }: Look) {
  const wrong = storedByTransfer(system, transfer).find(({ path }) => isOfAnother(component, transfer, path, system));
  if (wrong === undefined) return null;
  const { name } = component;
  const file = basename(wrong.path);
  return new VeneerError('unsupported', messageOf('update.systemd-sysupdate-takes-for-version-of', { file, name }), {
    nextStep: messageOf('update.give-folder-of-its-own', { name }),
  }).report();
}

/** Whether Veneer can do it itself: one transfer alone, into a layout that it installs into. */
function canInstall(component: Component, transfer: TransferFile, version: string, system: System): boolean {
  return component.transfers.length === 1 && installedAs(component, transfer, version, system) !== null;
}

function notFollowed({ component }: Component, why: Text) {
  const flag = component === '' ? '' : ` -C ${component}`;
  return new VeneerError(
    'unsupported',
    messageOf('update.transfer-file-of-cannot-be-followed', { name: component || messageOf('update.os'), reason: why }),
    { nextStep: messageOf('update.use-systemd-sysupdate-for-it', { command: `systemd-sysupdate${flag} list` }) },
  ).report();
}

function switchedOff({ component }: Component) {
  return new VeneerError('unsupported', messageOf('update.component-is-switched-off-so-nothing', { name: component }), {
    nextStep: messageOf('update.switch-it-on-with', { command: `systemd-sysupdate enable-component ${component}` }),
  }).report();
}

function noWay(of: Component, transfer: TransferFile) {
  const { component, name, transfers } = of;
  if (component === '') {
    return new VeneerError('unsupported', messageOf('update.is-kept-current-together-with-os', { name }), {
      nextStep: messageOf('update.update-both-with-systemd-sysupdate-update'),
    }).report();
  }
  const why =
    transfers.length > 1
      ? messageOf('update.has-transfer-files-whose-parts-belong', { name: component, count: transfers.length })
      : whyNotInstalled(transfer, of);
  return new VeneerError('unsupported', why, {
    nextStep: messageOf('update.install-systemd-sysupdate-which-does'),
  }).report();
}
