/** Writes and removes the transfer file of an extension, and lets systemd-sysupdate bring it up to date. */
import { lstatSync, readFileSync, rmdirSync, unlinkSync } from 'node:fs';
import { join } from 'node:path';
import { VeneerError } from '../../shared/errors.ts';
import { TRANSFER_MARK, transferText } from '../../shared/transfer.ts';
import { safeJoin } from './directories.ts';
import { makeDirectory, namesIn, sweep, syncDirectory, writeWhole } from './files.ts';
import { lastLine, needProgram, runProgram, versionOf } from './programs.ts';
import type { RemoveTransferRequest, UpdateRequest, WriteTransferRequest } from './request.ts';

const STEM = '50-veneer';
/** Before this version the files end in `.conf`. */
const TRANSFER_SINCE = 257;

const directoryOf = (name: string) => `/etc/sysupdate.${name}.d`;

/**
 * @returns what was done
 * @throws {VeneerError} `unsupported` without systemd-sysupdate, or where somebody else keeps the name current
 */
export async function writeTransfer({ root, transfer }: WriteTransferRequest): Promise<string> {
  const suffix = (await versionOf(needProgram('systemd-sysupdate'))) >= TRANSFER_SINCE ? '.transfer' : '.conf';
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
  writeWhole(directory, `${STEM}${suffix}`, transferText(transfer));
  // Two of them would be updated together, under two names.
  for (const fileName of ours.filter((one) => one !== `${STEM}${suffix}`)) unlinkSync(join(directory, fileName));
  syncDirectory(directory);
  return `Wrote ${place}/${STEM}${suffix}.`;
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
  return `Removed ${ours.map((fileName) => `${place}/${fileName}`).join(', ')}.`;
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

/**
 * Lets systemd-sysupdate install a version; what is merged stays as it is.
 *
 * @returns what systemd said last
 * @throws {VeneerError} `systemd-failed`, also where the name has no transfer file
 */
export async function update({ root, name, version }: UpdateRequest): Promise<string> {
  const program = needProgram('systemd-sysupdate');
  const args = ['--no-pager', `--component=${name}`];
  if (root !== '/') args.push(`--root=${root}`);
  args.push('update');
  if (version !== null) args.push(version);
  const { status, output } = await runProgram(program, args);
  if (status === 0) return lastLine(output) || `${name} is up to date.`;
  throw new VeneerError(
    'systemd-failed',
    `systemd-sysupdate update failed: ${lastLine(output) || `status ${status}`}`,
    {
      nextStep: 'What was installed before is still there. Look whether the server can be reached.',
      detail: output,
    },
  );
}
