/** Masks extensions: an empty directory of their name, or, where none can count, their entry taken away and kept. */

import { chmodSync, lstatSync, mkdirSync, renameSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { type Message, messageOf } from '../../shared/messages/message.ts';
import { VeneerError } from '../../shared/model/errors.ts';
import { maskDirectory, movedAsideDirectory } from '../../shared/systemd/masking.ts';
import { entriesOf, type NamedEntry, safeJoin, WIDEST_RULES } from './directories.ts';
import { makeDirectory, syncDirectory } from './files.ts';
import { noteMade } from './labels.ts';
import { type MaskRequest, namesIn } from './masked-names.ts';
import { verb } from './verb.ts';

/**
 * Masks every name of the request; a name that is masked already is left as it is.
 *
 * @returns what was done, a sentence each
 * @throws {VeneerError} `confirmation-needed` for an entry that would have to be moved aside without leave,
 *   `not-found` for a name that no entry has; names before it are masked then
 */
export function maskNames(request: MaskRequest): Message[] {
  const { root, class: extensionClass, names, allowMovingAside } = request;
  return names.flatMap((name) => {
    const entries = entriesOf(root, extensionClass, name).filter(({ kind }) => kind !== 'empty-directory');
    if (entries.length === 0)
      throw new VeneerError(
        'not-found',
        messageOf('helper.there-is-no-named-to-mask', { class: extensionClass, name }),
      );
    const unmaskable = entries.filter((entry) => maskDirectory(entry.directory, extensionClass, WIDEST_RULES) === null);
    const held = unmaskable.filter(({ kind }) => kind !== 'symlink');
    if (held.length > 0 && !allowMovingAside) throw needsLeave(name, held);
    const done = unmaskable.map((entry) => movedAside(root, entry));
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
    messageOf('helper.stands-in-directory-that-masks-are', { name, paths }),
    { nextStep: messageOf('common.agree-to-moving-it-aside-it') },
  );
}

export function makeMask(root: string, directory: string, name: string): Message {
  const parent = safeJoin(root, directory);
  makeDirectory(parent);
  const path = join(parent, name);
  try {
    mkdirSync(path, { mode: 0o755 });
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'EEXIST' || !lstatSync(path).isDirectory()) throw error;
    return messageOf('helper.was-there-already', { path: join(directory, name) });
  }
  // The umask does not narrow it: systemd and every reader must be able to look inside.
  chmodSync(path, 0o755);
  noteMade(path);
  syncDirectory(parent);
  return messageOf('helper.made-empty-directory', { path: join(directory, name) });
}

function movedAside(root: string, { directory, fileName }: NamedEntry): Message {
  const from = join(safeJoin(root, directory), fileName);
  const kept = movedAsideDirectory(directory);
  const to = join(safeJoin(root, kept), fileName);
  makeDirectory(dirname(to));
  if (lstatSync(to, { throwIfNoEntry: false }) !== undefined) {
    throw new VeneerError(
      'unsupported',
      messageOf('helper.is-there-already-so-nothing-was', { path: join(kept, fileName) }),
      {
        nextStep: messageOf('helper.look-at-it-and-remove-it'),
      },
    );
  }
  renameSync(from, to);
  noteMade(to);
  syncDirectory(dirname(to));
  syncDirectory(dirname(from));
  return messageOf('helper.moved-to', { path: join(directory, fileName), target: join(kept, fileName) });
}

export const MASK_VERBS = {
  mask: verb({ writesEtc: true, goesBack: true, check: namesIn, run: async (request) => maskNames(request) }),
};
