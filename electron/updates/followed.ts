/** What a transfer file keeps current. */

import { basename, dirname } from 'node:path';
import { diagnoseFollowed } from '../../shared/diagnosis/updates/diagnose-updates.ts';
import type { FollowedFacts } from '../../shared/diagnosis/updates/followed-facts.ts';
import { sourceUnread } from '../../shared/diagnosis/updates/source-unread.ts';
import { flatLayoutOf, flatVersion } from '../../shared/images/flat-layout.ts';
import { messageOf, type Text } from '../../shared/messages/message.ts';
import { reportOf, type VeneerError } from '../../shared/model/errors.ts';
import type { UpdateItem } from '../../shared/model/update.ts';
import { notesOf } from '../../shared/remotes/release-notes.ts';
import { streamOf } from '../../shared/sysupdate/kind.ts';
import { type TransferFile, TransferFileError } from '../../shared/sysupdate/transfer-file.ts';
import { type UpdateSets, updateSets } from '../../shared/sysupdate/update-sets.ts';
import type { System } from '../extensions/system.ts';
import { type Available, availableAt, releaseOf } from './available.ts';
import type { Component } from './components.ts';
import { baseItem, type Draft, entryOf, type Look } from './draft.ts';
import { installedAs } from './layout.ts';
import { type Stored, storedByTransfer } from './stored.ts';
import { surplusOf, versionInUse } from './surplus.ts';
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
    signature: signatureOf(transfer),
  };
  const facts: FollowedFacts = {
    class: component.class,
    name: component.name,
    component: component.component,
    transfer,
    transfers: component.transfers.length,
    refusal: null,
    // A person who holds it here knows, and is told of it as held.
    isOff: !component.isOn && base.pinned === null && !base.held,
    bySysupdate: program !== null && component.component !== '',
    otherImage: null,
    isOutOfReach: false,
  };
  const unreadDraft = (installed: string | null, refusal: Text): Draft => {
    const problem = diagnoseFollowed({ ...facts, refusal });
    return { item: { ...base, installed, newest: null, way: 'none', problem, release: null }, release: null };
  };
  if (transfer === null || component.problem !== null || stored === null) {
    const refusal = component.problem ?? messageOf('update.its-patterns-break-systemd-sysupdate');
    return unreadDraft(entry?.version ?? null, refusal);
  }
  const inUse = versionInUse(entry, stored);
  const surplus = surplusOf(stored, transfer, inUse).map(({ version }) => version);
  // systemd-sysupdate counts what is there; Veneer what is in use, so that a way back is not undone by the next check.
  // What is there by another layout, or under a version that this systemd passes over, is installed all the same.
  const installed = inUse ?? stored[0]?.version ?? entry?.version ?? null;
  try {
    const { newest, all, own, unrenewed } = await compareComponent(component, look);
    const found = own.find(({ version, isAmbiguous }) => version === newest && !isAmbiguous);
    const release = found === undefined ? null : releaseOf(component, transfer, found);
    const canInstall = release !== null && isInstallable(component, transfer, release.version, system);
    const isOutOfReach = !facts.bySysupdate && newest !== null && !canInstall;
    const otherImage = otherImageOf(component, transfer, system);
    const [unread = null] = unrenewed === null ? [] : sourceUnread.find({ ...facts, error: unrenewed.report() });
    const problem = diagnoseFollowed({ ...facts, otherImage, isOutOfReach }) ?? unread;
    const way = facts.isOff || isOutOfReach ? 'none' : facts.bySysupdate ? 'sysupdate' : 'download';
    const notes = newest === null ? [] : notesOf(transfer.changeLogs, newest, release);
    const signature = base.signature && { ...base.signature, signedBy: own[0]?.signedBy ?? null };
    const item = { ...base, signature, notes, surplus, installed, newest, versions: all, way, problem } as const;
    return { item: { ...item, release: way === 'download' ? release : null }, release };
  } catch (error) {
    if (error instanceof TransferFileError) return unreadDraft(installed, error.said);
    const [problem = null] = sourceUnread.find({ ...facts, error: reportOf(error) });
    const way = facts.bySysupdate ? 'sysupdate' : 'download';
    return { item: { ...base, surplus, installed, newest: null, way, problem, release: null }, release: null };
  }
}

/** Before anybody looked at the list. Verify= is of what comes from a server (sysupdate.d(5)). */
const signatureOf = (transfer: TransferFile | null): UpdateItem['signature'] =>
  transfer?.source.type === 'url-file' ? { isWanted: transfer.verify, signedBy: null } : null;

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
  /** Why a source is told of as it was before; null where all of them answered. */
  readonly unrenewed: VeneerError | null;
}

/** What is there and what of it is new; systemd-sysupdate has the last word where it is asked. */
async function compareComponent(component: Component, look: Look): Promise<Compared> {
  const { target, program, cachePolicy } = look;
  const { sets, own, unrenewed } = await componentVersions(component, look);
  if (program === null || cachePolicy !== 'revalidate')
    return { newest: sets.candidate, all: [...sets.all], own, unrenewed };
  const newest = await checkNew(program, target.root, component.component);
  const { all } = await listComponent(program, target.root, component.component);
  // It asked the server itself.
  return { newest, all: [...all], own, unrenewed: null };
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
): Promise<{ readonly sets: UpdateSets } & Pick<Compared, 'own' | 'unrenewed'>> {
  const { transfers, transfer: wanted } = component;
  const { version } = system.release.rules;
  let own: readonly Available[] = [];
  let unrenewed: VeneerError | null = null;
  const versions = await Promise.all(
    transfers.map(async ({ file }) => {
      const { versions: available, problem } = await availableAt(target.root, file, version, context);
      if (file === wanted) own = available;
      unrenewed ??= problem;
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
  return { sets: updateSets(versions, version), own, unrenewed };
}

/** Whether a file of a store itself fits the pattern of a name, though it is another name's image. */
function isOfAnother(component: Component, transfer: TransferFile, path: string, system: System): boolean {
  if (flatLayoutOf(transfer) === null || dirname(path) !== transfer.target.path) return false;
  return flatVersion(system.flat, component, dirname(path), basename(path), system.release.rules.version) === null;
}

/** The image of another name that systemd-sysupdate takes for a version of this one; null where there is none. */
function otherImageOf(component: Component, transfer: TransferFile, system: System): string | null {
  const other = storedByTransfer(system, transfer).find(({ path }) => isOfAnother(component, transfer, path, system));
  return other === undefined ? null : basename(other.path);
}

/** Whether Veneer can do it itself: one transfer alone, into a layout that it installs into. */
function isInstallable(component: Component, transfer: TransferFile, version: string, system: System): boolean {
  return component.transfers.length === 1 && installedAs(component, transfer, version, system) !== null;
}
