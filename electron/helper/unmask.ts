/** Takes masks away and puts entries back that were moved aside. */
import { lstatSync, readdirSync, renameSync, rmdirSync } from 'node:fs';
import { join } from 'node:path';
import { VeneerError } from '../../shared/model/errors.ts';
import { nameOfEntry } from '../../shared/systemd/discovery.ts';
import { maskDirectories, setAsideDirectory } from '../../shared/systemd/masking.ts';
import { safeJoin, WIDEST_RULES } from './directories.ts';
import { syncDirectory } from './files.ts';
import { noteMade } from './labels.ts';
import type { MaskRequest } from './request.ts';

/**
 * Unmasks every name of the request; a name that is not masked is left as it is.
 *
 * @returns what was done, a sentence each
 */
export function unmask(request: MaskRequest): string[] {
  return request.names.flatMap((name) => {
    const done = [...removeMasks(request, name), ...putBack(request, name)];
    return done.length > 0 ? done : [`${name} was not masked.`];
  });
}

function removeMasks({ root, class: extensionClass }: MaskRequest, name: string): string[] {
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
    return [`Removed the empty directory ${join(directory, name)}.`];
  });
}

function putBack({ root, class: extensionClass }: MaskRequest, name: string): string[] {
  return WIDEST_RULES.searchPath[extensionClass].flatMap((directory) => {
    const kept = setAsideDirectory(directory);
    const from = safeJoin(root, kept);
    if (!lstatSync(from, { throwIfNoEntry: false })?.isDirectory()) return [];
    const mine = readdirSync(from).filter((fileName) => nameOfEntry(fileName, extensionClass, WIDEST_RULES) === name);
    const done = mine.map((fileName) => {
      const to = join(safeJoin(root, directory), fileName);
      if (lstatSync(to, { throwIfNoEntry: false }) !== undefined) {
        throw new VeneerError(
          'unsupported',
          `${join(directory, fileName)} is there again, so nothing was put over it.`,
          {
            nextStep: `Decide between it and ${join(kept, fileName)}, and remove one.`,
          },
        );
      }
      renameSync(join(from, fileName), to);
      noteMade(to);
      syncDirectory(safeJoin(root, directory));
      return `Put ${join(directory, fileName)} back.`;
    });
    if (done.length > 0 && readdirSync(from).length === 0) rmdirSync(from);
    return done;
  });
}
