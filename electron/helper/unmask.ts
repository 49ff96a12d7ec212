/** Takes masks away and puts entries back that were moved aside. */

import { lstatSync, readdirSync, renameSync, rmdirSync } from 'node:fs';
import { join } from 'node:path';
import { type Message, messageOf } from '../../shared/messages/message.ts';
import { VeneerError } from '../../shared/model/errors.ts';
import { nameOfEntry } from '../../shared/systemd/image-name.ts';
import { maskDirectories, movedAsideDirectory } from '../../shared/systemd/masking.ts';
import { safeJoin, WIDEST_RULES } from './directories.ts';
import { syncDirectory } from './files.ts';
import { noteMade } from './labels.ts';
import { type MaskRequest, namesIn } from './masked-names.ts';
import { verb } from './verb.ts';

/**
 * Unmasks every name of the request; a name that is not masked is left as it is.
 *
 * @returns what was done, a sentence each
 */
export function unmaskNames(request: MaskRequest): Message[] {
  return request.names.flatMap((name) => {
    const done = [...removeMasks(request, name), ...putBack(request, name)];
    return done.length > 0 ? done : [messageOf('helper.was-not-masked', { name })];
  });
}

/** Takes the empty directories away that keep a name out. @returns what was done, a sentence each */
export function removeMasks(
  { root, class: extensionClass }: Pick<MaskRequest, 'root' | 'class'>,
  name: string,
): Message[] {
  return maskDirectories(extensionClass).flatMap((directory) => {
    const parent = safeJoin(root, directory);
    const path = join(parent, name);
    if (!lstatSync(path, { throwIfNoEntry: false })?.isDirectory()) return [];
    try {
      // rmdir takes an empty directory only, so an extension that stands here is never lost.
      rmdirSync(path);
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code === 'ENOTEMPTY') return [];
      throw error;
    }
    syncDirectory(parent);
    return [messageOf('helper.removed-empty-directory', { path: join(directory, name) })];
  });
}

function putBack({ root, class: extensionClass }: MaskRequest, name: string): Message[] {
  return WIDEST_RULES.searchPath[extensionClass].flatMap((directory) => {
    const kept = movedAsideDirectory(directory);
    const from = safeJoin(root, kept);
    if (!lstatSync(from, { throwIfNoEntry: false })?.isDirectory()) return [];
    const mine = readdirSync(from).filter((fileName) => nameOfEntry(fileName, extensionClass, WIDEST_RULES) === name);
    const done = mine.map((fileName) => {
      const to = join(safeJoin(root, directory), fileName);
      if (lstatSync(to, { throwIfNoEntry: false }) !== undefined) {
        throw new VeneerError(
          'unsupported',
          messageOf('helper.is-there-again-so-nothing-was', { path: join(directory, fileName) }),
          {
            nextStep: messageOf('helper.decide-between-it-and-and-remove', { path: join(kept, fileName) }),
          },
        );
      }
      renameSync(join(from, fileName), to);
      noteMade(to);
      syncDirectory(safeJoin(root, directory));
      return messageOf('helper.put-back', { path: join(directory, fileName) });
    });
    if (done.length > 0 && readdirSync(from).length === 0) rmdirSync(from);
    return done;
  });
}

export const UNMASK_VERBS = {
  unmask: verb({ writesEtc: true, goesBack: true, check: namesIn, run: async (request) => unmaskNames(request) }),
};
