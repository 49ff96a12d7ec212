/** Writes and removes the transfer file of an extension. */

import { lstatSync, readFileSync, readlinkSync, rmdirSync, unlinkSync } from 'node:fs';
import { join } from 'node:path';
import { isStopped } from '../../shared/changes/pin-record.ts';
import { storesOf } from '../../shared/images/store.ts';
import { type Message, messageOf } from '../../shared/messages/message.ts';
import { VeneerError } from '../../shared/model/errors.ts';
import { CLASSES } from '../../shared/systemd/classes.ts';
import {
  isSourcePattern,
  isSourceUrl,
  isTransferName,
  TRANSFER_MARK,
  type Transfer,
  transferText,
  withProtected,
} from '../../shared/sysupdate/transfer.ts';
import { safeJoin } from './directories.ts';
import { type Fields, isBoolean, isList, isText, refusedField } from './fields.ts';
import { makeDirectory, namesIn, sweepDirectory, syncDirectory, writeWhole } from './files.ts';
import { type Flat, readFlat } from './flat.ts';
import { type Guarded, guardName, switchComponent } from './guards.ts';
import { keptVersions } from './kept.ts';
import { takeCount, takeStore, takeTransferName } from './parameters.ts';
import { readPin } from './pinned.ts';
import { findProgram, versionOf } from './programs.ts';
import { type Common, verb } from './verb.ts';

interface WriteTransferRequest extends Common {
  readonly transfer: Transfer;
}

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
async function writeTransfer(request: WriteTransferRequest): Promise<Message> {
  const { root, transfer } = request;
  const version = await sysupdateVersion();
  const suffix = version >= TRANSFER_SINCE ? '.transfer' : '.conf';
  const place = directoryOf(transfer.name);
  const directory = safeJoin(root, place);
  sweepDirectory(directory);
  const { ours, others } = transferFiles(directory);
  if (others.length > 0) {
    throw new VeneerError(
      'unsupported',
      messageOf('helper.is-there-already-so-it-is', { path: `${place}/${others[0]}` }),
      {
        nextStep: messageOf('helper.remove-it-first-or-leave-updates'),
      },
    );
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
  return messageOf('helper.wrote', { path: `${place}/${STEM}${suffix}` });
}

/** By whose rules transfer files are read here. */
export async function sysupdateVersion(): Promise<number> {
  const program = findProgram('systemd-sysupdate') ?? findProgram('systemd-sysext');
  return program === null ? TRANSFER_SINCE : versionOf(program);
}

/** What transfer files keep side by side here. */
export const flatHere = (root: string): Promise<Flat> => readFlat(root, sysupdateVersion);

/** Takes away what `writeTransfer` wrote. @returns what was done @throws {VeneerError} `not-found` */
function removeTransfer({ root, name }: Common & { readonly name: string }): Message {
  const place = directoryOf(name);
  const directory = safeJoin(root, place);
  sweepDirectory(directory);
  const { ours } = transferFiles(directory);
  if (ours.length === 0)
    throw new VeneerError('not-found', messageOf('helper.has-no-transfer-file-of-veneer', { path: place }));
  for (const fileName of ours) unlinkSync(join(directory, fileName));
  syncDirectory(directory);
  if (namesIn(directory).length === 0) rmdirSync(directory);
  switchComponent(root, name, true);
  forgetInstalled(root, name);
  return messageOf('helper.removed', { path: ours.map((fileName) => `${place}/${fileName}`).join(', ') });
}

/**
 * 262 writes down what it ever installed, and deletes it once no transfer file has it; what a person goes on using would be
 * among it.
 */
function forgetInstalled(root: string, name: string): void {
  const directory = safeJoin(root, `/var/lib/systemd/sysupdate/installdb.${name}`);
  const stores = CLASSES.flatMap((one) => storesOf(one));
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
  sweepDirectory(directory);
  for (const fileName of transferFiles(directory).ours) {
    const text = readFileSync(join(directory, fileName), 'utf8');
    writeWhole(directory, fileName, withProtected(text, kept));
  }
}

/** Has systemd-sysupdate leave what is pinned, and what is meant for another OS; and bring nothing where updates are held. */
export async function protectName(guarded: Guarded): Promise<void> {
  const { root, class: extensionClass, name } = guarded;
  const kept = keptVersions(root, extensionClass, name);
  protectVersions(root, name, kept);
  guardName(
    guarded,
    readPin(root, extensionClass, name) ?? { version: null, held: false },
    kept,
    await sysupdateVersion(),
  );
}

function takeTransfer(fields: Fields, { class: extensionClass }: Common): Transfer {
  const transfer = {
    name: takeTransferName(fields),
    url: fields.take('url', isText(isSourceUrl), 'the address is not one of https'),
    patterns: fields.take('patterns', isList(isText(isSourcePattern)), 'a pattern is not one that sysupdate takes'),
    verify: fields.take('verify', isBoolean, 'a flag is not true or false'),
    store: takeStore(fields, extensionClass),
    keep: takeCount(fields, 'keep'),
  };
  if (transfer.patterns.length === 0) throw refusedField('no pattern is given');
  if (transfer.keep === 0) throw refusedField('sysupdate keeps one old version at least');
  return transfer;
}

/** @param verify what the verb says of it, so that polkit asks for what is done */
const writeVerb = (verify: boolean) =>
  verb({
    writesEtc: true,
    check: (fields, common) => {
      const transfer = takeTransfer(fields, common);
      if (transfer.verify !== verify) throw refusedField('the verb does not say whether it is verified');
      return { transfer };
    },
    run: async (request) => [await writeTransfer(request)],
  });

export const TRANSFER_VERBS = {
  'write-transfer': writeVerb(true),
  'write-transfer-unverified': writeVerb(false),
  'remove-transfer': verb({
    writesEtc: true,
    check: (fields) => ({ name: takeTransferName(fields) }),
    run: async (request) => [removeTransfer(request)],
  }),
};
