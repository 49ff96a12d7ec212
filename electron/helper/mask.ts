/** Masks extensions: an empty directory of their name, or, where none can count, their entry taken away and kept. */
import { chmodSync, lstatSync, mkdirSync, renameSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { VeneerError } from '../../shared/model/errors.ts';
import { maskDirectory, setAsideDirectory } from '../../shared/systemd/masking.ts';
import { entriesOf, type NamedEntry, safeJoin, WIDEST_RULES } from './directories.ts';
import { makeDirectory, syncDirectory } from './files.ts';
import { noteMade } from './labels.ts';
import type { MaskRequest } from './request.ts';

/**
 * Masks every name of the request; a name that is masked already is left as it is.
 *
 * @returns what was done, a sentence each
 * @throws {VeneerError} `confirmation-needed` for an entry that would have to be moved aside without leave,
 *   `not-found` for a name that no entry has; names before it are masked then
 */
export function mask(request: MaskRequest): string[] {
  const { root, class: extensionClass, names, allowSetAside } = request;
  return names.flatMap((name) => {
    const entries = entriesOf(root, extensionClass, name).filter(({ kind }) => kind !== 'empty-directory');
    if (entries.length === 0)
      throw new VeneerError('not-found', `There is no ${extensionClass} named ${name} to mask.`);
    const unmaskable = entries.filter((entry) => maskDirectory(entry.directory, extensionClass, WIDEST_RULES) === null);
    const held = unmaskable.filter(({ kind }) => kind !== 'symlink');
    if (held.length > 0 && !allowSetAside) throw needsLeave(name, held);
    const done = unmaskable.map((entry) => setAside(root, entry));
    const top = entries.find((entry) => !unmaskable.includes(entry));
    if (top === undefined) return done;
    const directory = maskDirectory(top.directory, extensionClass, WIDEST_RULES);
    if (directory !== null) done.push(makeMask(root, directory, name));
    return done;
  });
}

function needsLeave(name: string, entries: readonly NamedEntry[]): VeneerError {
  const paths = entries.map(({ directory, fileName }) => join(directory, fileName)).join(', ');
  return new VeneerError(
    'confirmation-needed',
    `${name} stands in the directory that masks are put into (${paths}), so it can only be moved aside.`,
    { nextStep: 'Agree to moving it aside; it is kept and can be put back by enabling it.' },
  );
}

function makeMask(root: string, directory: string, name: string): string {
  const parent = safeJoin(root, directory);
  makeDirectory(parent);
  const path = join(parent, name);
  try {
    mkdirSync(path, { mode: 0o755 });
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'EEXIST' || !lstatSync(path).isDirectory()) throw error;
    return `${join(directory, name)} was there already.`;
  }
  // The umask does not narrow it: systemd and every reader must be able to look inside.
  chmodSync(path, 0o755);
  noteMade(path);
  syncDirectory(parent);
  return `Made the empty directory ${join(directory, name)}.`;
}

function setAside(root: string, { directory, fileName }: NamedEntry): string {
  const from = join(safeJoin(root, directory), fileName);
  const kept = setAsideDirectory(directory);
  const to = join(safeJoin(root, kept), fileName);
  makeDirectory(dirname(to));
  if (lstatSync(to, { throwIfNoEntry: false }) !== undefined) {
    throw new VeneerError('unsupported', `${join(kept, fileName)} is there already, so nothing was moved over it.`, {
      nextStep: 'Look at it and remove it, then try again.',
    });
  }
  renameSync(from, to);
  noteMade(to);
  syncDirectory(dirname(to));
  syncDirectory(dirname(from));
  return `Moved ${join(directory, fileName)} to ${join(kept, fileName)}.`;
}
