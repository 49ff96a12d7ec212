/** Writes and removes the transfer file of an extension, and lets systemd-sysupdate bring it up to date. */
import { lstatSync, readFileSync, readlinkSync, rmdirSync, unlinkSync } from 'node:fs';
import { basename, dirname, join } from 'node:path';
import { isStopped } from '../../shared/changes/pin.ts';
import { type Store, storesOf } from '../../shared/images/store.ts';
import { VeneerError } from '../../shared/model/errors.ts';
import { matchPatterns } from '../../shared/systemd/match-pattern.ts';
import { compareVersions } from '../../shared/systemd/version.ts';
import { isTransferName, TRANSFER_MARK, transferText, withProtected } from '../../shared/sysupdate/transfer.ts';
import { transfersOf } from './definitions.ts';
import { safeJoin } from './directories.ts';
import { keepingOrigins } from './fetched-origin.ts';
import { makeDirectory, namesIn, sweep, syncDirectory, writeWhole } from './files.ts';
import { type Guarded, guard, switchComponent } from './guards.ts';
import { keptVersions } from './kept.ts';
import { noteMade } from './labels.ts';
import { readPin } from './pinned.ts';
import { findProgram, lastLine, needProgram, runProgram, versionOf } from './programs.ts';
import type { RemoveTransferRequest, UpdateRequest, VacuumTransferRequest, WriteTransferRequest } from './request.ts';
import { currentTargets, sparingCurrent } from './spare-current.ts';
import { folderOf, linkOf, versionsOf } from './store.ts';
import { takeOver } from './take-over.ts';

const STEM = '50-veneer';
/** Before this version the files end in `.conf`. */
const TRANSFER_SINCE = 257;

const directoryOf = (name: string) => `/etc/sysupdate.${name}.d`;

/**
 * Where the host has no systemd-sysupdate, Veneer goes by the file itself, and systemd-sysupdate once it is there.
 *
 * @returns what was done
 * @throws {VeneerError} `unsupported` where somebody else keeps the name current
 */
export async function writeTransfer(request: WriteTransferRequest): Promise<string> {
  const { root, transfer } = request;
  const version = await sysupdateVersion();
  const suffix = version >= TRANSFER_SINCE ? '.transfer' : '.conf';
  const place = directoryOf(transfer.name);
  const directory = safeJoin(root, place);
  sweep(directory);
  const { ours, others } = transferFiles(directory);
  if (others.length > 0) {
    throw new VeneerError('unsupported', `${place}/${others[0]} is there already, so it is kept as it is.`, {
      nextStep: 'Remove it first, or leave the updates to it.',
    });
  }
  const { store, name } = transfer;
  // systemd 257 makes neither of the two that it writes to.
  for (const path of [place, store.directory, `${store.store}/${name}`]) makeDirectory(safeJoin(root, path));
  const pin = readPin(root, request.class, transfer.name);
  writeWhole(directory, `${STEM}${suffix}`, transferText(transfer, keptVersions(root, request.class, name), version));
  switchComponent(root, transfer.name, !isStopped(pin));
  // Two of them would be updated together, under two names.
  for (const fileName of ours.filter((one) => one !== `${STEM}${suffix}`)) unlinkSync(join(directory, fileName));
  syncDirectory(directory);
  return `Wrote ${place}/${STEM}${suffix}.`;
}

/** By whose rules transfer files are read here. */
export async function sysupdateVersion(): Promise<number> {
  const program = findProgram('systemd-sysupdate') ?? findProgram('systemd-sysext');
  return program === null ? TRANSFER_SINCE : versionOf(program);
}

/** Takes away what `writeTransfer` wrote. @returns what was done @throws {VeneerError} `not-found` */
export function removeTransfer({ root, name }: RemoveTransferRequest): string {
  const place = directoryOf(name);
  const directory = safeJoin(root, place);
  sweep(directory);
  const { ours } = transferFiles(directory);
  if (ours.length === 0) throw new VeneerError('not-found', `${place} has no transfer file of Veneer.`);
  for (const fileName of ours) unlinkSync(join(directory, fileName));
  syncDirectory(directory);
  if (namesIn(directory).length === 0) rmdirSync(directory);
  switchComponent(root, name, true);
  forgetInstalled(root, name);
  return `Removed ${ours.map((fileName) => `${place}/${fileName}`).join(', ')}.`;
}

/**
 * 262 writes down what it ever installed, and deletes it once no transfer file has it; what a person goes on using would be
 * among it.
 */
function forgetInstalled(root: string, name: string): void {
  const directory = safeJoin(root, `/var/lib/systemd/sysupdate/installdb.${name}`);
  const stores = (['sysext', 'confext'] as const).flatMap((one) => storesOf(one));
  for (const key of namesIn(directory)) {
    const path = join(directory, key);
    if (!lstatSync(path).isSymbolicLink()) continue;
    const value = readlinkSync(path);
    if (stores.some(({ store }) => value.startsWith(`${store}/${name}/./`))) unlinkSync(path);
  }
}

/** The transfer files of a name, by whether the mark stands in them. */
function transferFiles(directory: string): { readonly ours: string[]; readonly others: string[] } {
  const all = namesIn(directory).filter((fileName) => /\.(?:transfer|conf)$/.test(fileName));
  const ours = all.filter((fileName) => {
    const path = join(directory, fileName);
    return lstatSync(path).isFile() && readFileSync(path, 'utf8').startsWith(TRANSFER_MARK);
  });
  return { ours, others: all.filter((fileName) => !ours.includes(fileName)) };
}

/** Names the versions that systemd-sysupdate must not take away in our transfer file, where there is one. */
function protectVersions(root: string, name: string, kept: readonly string[]): void {
  if (!isTransferName(name)) return;
  const directory = safeJoin(root, directoryOf(name));
  sweep(directory);
  for (const fileName of transferFiles(directory).ours) {
    const text = readFileSync(join(directory, fileName), 'utf8');
    writeWhole(directory, fileName, withProtected(text, kept));
  }
}

/** Has systemd-sysupdate leave what is pinned, and what is meant for another OS; and bring nothing where updates are held. */
export async function protect(guarded: Guarded): Promise<void> {
  const { root, class: extensionClass, name } = guarded;
  const kept = keptVersions(root, extensionClass, name);
  protectVersions(root, name, kept);
  guard(guarded, readPin(root, extensionClass, name) ?? { version: null, held: false }, kept, await sysupdateVersion());
}

/**
 * Lets systemd-sysupdate install a version; what is merged stays as it is. It puts its link over whatever stands there, so
 * an image that does is kept as a version before.
 *
 * @returns what was done, and what systemd said last
 * @throws {VeneerError} `unsupported` where the name is pinned or held, `systemd-failed`, also where the name has no
 *   transfer file
 */
export async function update(request: UpdateRequest): Promise<string[]> {
  const { root, class: extensionClass, name, version } = request;
  const pin = readPin(root, extensionClass, name);
  if (isStopped(pin) && version !== pin?.version) {
    throw new VeneerError('unsupported', `${name} is pinned or held, so it was not updated.`, {
      nextStep: 'Take the pin away first.',
    });
  }
  const said = await whileOn(request, isStopped(pin), () => updateTo(request));
  for (const store of storesOf(extensionClass)) noteImages(root, store, name);
  return said;
}

async function updateTo({ root, class: extensionClass, name, version, adopts }: UpdateRequest): Promise<string[]> {
  const taken = adopts === null ? null : takeOver({ root, class: extensionClass, ...adopts }, adopts);
  const work = () => sysupdate(root, name, version === null ? ['update'] : ['update', version]);
  const { said: whole, problems } = await keepingOrigins(root, name, await sysupdateVersion(), () =>
    sparingCurrent(root, name, work),
  );
  const { said, spared } = whole;
  const kept = spared.map((target) => `Kept ${target}, which was current.`);
  return [...(taken?.done ?? []), said || `${name} is up to date.`, ...kept, ...problems, ...(taken?.finish() ?? [])];
}

/** A component that is held for its pin is let go for the pinned version itself (262). */
async function whileOn<T>({ root, name }: UpdateRequest, isHeld: boolean, work: () => Promise<T>): Promise<T> {
  if (!isHeld) return work();
  switchComponent(root, name, true);
  try {
    return await work();
  } finally {
    switchComponent(root, name, false);
  }
}

/** systemd-sysupdate sets no labels. */
function noteImages(root: string, store: Store, name: string): void {
  const folder = safeJoin(root, folderOf(store, name));
  for (const fileName of versionsOf(root, store, name)) noteMade(join(folder, fileName));
  noteMade(join(safeJoin(root, store.directory), basename(linkOf(store, name))));
}

/**
 * Lets systemd-sysupdate delete what is more than its transfer file keeps.
 *
 * @returns what systemd said last
 * @throws {VeneerError} `unsupported` where an older version is in use, which it would delete first, `systemd-failed`
 */
export async function vacuumTransfer({ root, name }: VacuumTransferRequest): Promise<string> {
  await refuseOlderInUse(root, name);
  const said = await sysupdate(root, name, ['vacuum']);
  return said || `${name} has no old versions.`;
}

/** systemd-sysupdate keeps the newest ones, whatever the link leads to. Of a folder of many names only what it would count counts. */
async function refuseOlderInUse(root: string, name: string): Promise<void> {
  const version = await sysupdateVersion();
  const patterns = transfersOf(root, name, version).flatMap(({ file }) => file.target.patterns);
  const versionIn = (fileName: string) => matchPatterns(patterns, fileName, version)?.version ?? null;
  for (const target of currentTargets(root, name)) {
    const inUse = versionIn(basename(target));
    if (inUse === null) continue;
    const all = namesIn(safeJoin(root, dirname(target))).flatMap((one) => versionIn(one) ?? []);
    if (all.every((one) => compareVersions(one, inUse) <= 0)) continue;
    throw new VeneerError(
      'unsupported',
      `${name} is not at its newest version, and systemd-sysupdate would keep that one instead.`,
      {
        nextStep: 'Make the newest version current first, or delete old ones by hand.',
      },
    );
  }
}

async function sysupdate(root: string, name: string, command: readonly string[]): Promise<string> {
  const program = needProgram('systemd-sysupdate');
  const place = root === '/' ? [] : [`--root=${root}`];
  const { status, output } = await runProgram(program, ['--no-pager', `--component=${name}`, ...place, ...command]);
  if (status === 0) return lastLine(output);
  throw new VeneerError(
    'systemd-failed',
    `systemd-sysupdate ${command[0]} failed: ${lastLine(output) || `status ${status}`}`,
    {
      nextStep: 'What was installed before is still there. Look whether the server can be reached.',
      detail: output,
    },
  );
}
