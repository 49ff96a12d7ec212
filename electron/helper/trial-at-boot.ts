/**
 * A restart of the machine ends the timer of a trial with everything below /run: what is to go back then stands in /var, and a
 * unit in /etc does it. While configuration extensions are merged, the /etc that counts at the next boot lies below them.
 */
import { lstatSync, mkdirSync, readFileSync, rmdirSync, symlinkSync, unlinkSync } from 'node:fs';
import { join } from 'node:path';
import {
  BACK_AT_BOOT,
  BACK_AT_BOOT_UNIT,
  BACK_AT_BOOT_UNIT_TEXT,
  backAtBootText,
  canGoBackAtBoot,
  type Restored,
  UNITS,
  WANTS,
} from '../../shared/changes/back-at-boot.ts';
import { overlayAt, parseMountinfo } from '../../shared/systemd/mount-table.ts';
import { safeJoin } from './directories.ts';
import { makeDirectory, syncDirectory, writeWhole } from './files.ts';
import { noteMade } from './labels.ts';
import { needProgram, runProgram } from './programs.ts';
import { type NotedEntry, type NotedName, noteName } from './trial-record.ts';

/** The root file system once more, without what is mounted over it; in the folder of the lock, which is root's own. */
const BELOW = '/run/veneer/below';

/**
 * Writes down what a restart takes back, as far as that is there by now. Where it cannot be written, as with a read-only /etc, a
 * restart keeps the change: the timer goes back all the same.
 */
export async function noteForBoot(names: readonly NotedName[]): Promise<void> {
  const text = backAtBootText(names.flatMap((one) => restoredOf('/', one)));
  if (text === null) return dropForBoot();
  try {
    makeDirectory(safeJoin('/', BACK_AT_BOOT.folder));
    writeWhole(safeJoin('/', BACK_AT_BOOT.folder), BACK_AT_BOOT.file, text, 0o600);
    await inOwnEtc(enableIn);
  } catch {
    await dropForBoot();
  }
}

/** Nothing goes back at the next boot. */
export async function dropForBoot(): Promise<void> {
  const note = join(safeJoin('/', BACK_AT_BOOT.folder), BACK_AT_BOOT.file);
  if (!isThere(note)) return;
  // Without it the unit does nothing, wherever that is left.
  unlinkSync(note);
  syncDirectory(safeJoin('/', BACK_AT_BOOT.folder));
  await inOwnEtc(disableIn).catch(() => {});
}

const isThere = (path: string): boolean => lstatSync(path, { throwIfNoEntry: false }) !== undefined;

/** What is not as it was, of what can be put back; files are only told of. */
export function restoredOf(root: string, { class: extensionClass, name, entries }: NotedName): Restored[] {
  const isSimple = ({ kind }: NotedEntry) => kind === 'symlink' || kind === 'empty-directory';
  const pathOf = ({ directory, fileName }: NotedEntry) => `${directory}/${fileName}`;
  const now = noteName(root, extensionClass, name).entries;
  const inBoth = (one: NotedEntry, others: readonly NotedEntry[]) =>
    others.some((other) => pathOf(other) === pathOf(one) && (other.kind !== one.kind || other.target === one.target));
  const gone = now.filter((one) => isSimple(one) && !inBoth(one, entries));
  const back = entries.filter((one) => isSimple(one) && !inBoth(one, now));
  return [
    ...gone.map((one): Restored => ({ path: pathOf(one), to: 'gone' })),
    ...back.map(
      (one): Restored => ({ path: pathOf(one), to: one.target === null ? 'empty-folder' : { target: one.target } }),
    ),
  ];
}

/** Has the unit run at the next boot of the system below `root`. */
export function enableIn(root: string): void {
  const wants = safeJoin(root, WANTS);
  makeDirectory(wants);
  writeWhole(safeJoin(root, UNITS), BACK_AT_BOOT_UNIT, BACK_AT_BOOT_UNIT_TEXT);
  const link = join(wants, BACK_AT_BOOT_UNIT);
  if (isThere(link)) return;
  symlinkSync(`../${BACK_AT_BOOT_UNIT}`, link);
  noteMade(link);
  syncDirectory(wants);
}

/** Takes the unit away again, also where only a part of it is there. */
export function disableIn(root: string): void {
  for (const folder of [WANTS, UNITS]) {
    const path = join(safeJoin(root, folder), BACK_AT_BOOT_UNIT);
    if (!isThere(path)) continue;
    unlinkSync(path);
    syncDirectory(safeJoin(root, folder));
  }
}

/** Works in the /etc of the next boot. @throws where that cannot be written; the plan has said so (`stays-after-restart`) */
async function inOwnEtc(work: (root: string) => void): Promise<void> {
  const mounts = parseMountinfo(readFileSync('/proc/self/mountinfo', 'utf8'));
  if (!canGoBackAtBoot(mounts)) throw new Error('the /etc of the next boot cannot be written');
  if (overlayAt(mounts, '/etc', 'confext') === null) return work('/');
  await needed('umount', ['--quiet', BELOW], true);
  if (!isThere(BELOW)) mkdirSync(BELOW, { mode: 0o700 });
  await needed('mount', ['--bind', '/', BELOW]);
  try {
    work(BELOW);
  } finally {
    await needed('umount', [BELOW]);
    rmdirSync(BELOW);
  }
}

async function needed(program: string, args: readonly string[], mayFail = false): Promise<void> {
  const { status, output } = await runProgram(needProgram(program), args);
  if (status !== 0 && !mayFail) throw new Error(`${program}: ${output}`);
}
