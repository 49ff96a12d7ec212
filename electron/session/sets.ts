/** The person's sets: a veneer.yaml each, in a folder beside the settings, so that `veneer apply` takes them as well. */
import { readdirSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { isSetName } from '../../shared/declared/sets.ts';
import { MAX_DECLARED } from '../../shared/declared/yaml.ts';
import { messageOf } from '../../shared/messages/message.ts';
import { VeneerError } from '../../shared/model/errors.ts';
import { replaceFile } from '../node/own-file.ts';
import { readRegular } from '../node/regular-file.ts';

const MOST_SETS = 100;

export interface Sets {
  /** Their names, in the order of the alphabet. */
  list(): readonly string[];
  /** @throws {VeneerError} `invalid-input` for a name that is none, `not-found`, `too-large`; what the file system refuses */
  read(name: string): string;
  /** Writes it, or writes it anew. @throws {VeneerError} `invalid-input`, `too-large` for one too many; what the file system refuses */
  write(name: string, text: string): void;
  /** @throws {VeneerError} `invalid-input`; what the file system refuses */
  remove(name: string): void;
}

/** @param directory that of the settings */
export function createSets(directory: string): Sets {
  const folder = join(directory, 'sets');
  const pathOf = (name: string): string => {
    if (!isSetName(name)) throw new VeneerError('invalid-input', messageOf('core.set-name', { name }));
    return join(folder, `${name}.yaml`);
  };
  const list = () => {
    try {
      const names = readdirSync(folder).flatMap((file) => /^(.+)\.yaml$/.exec(file)?.[1] ?? []);
      return names.filter(isSetName).sort().slice(0, MOST_SETS);
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code === 'ENOENT') return [];
      throw error;
    }
  };
  return {
    list,
    read(name) {
      const bytes = readRegular(pathOf(name), MAX_DECLARED, { followLink: true });
      if (bytes === null) throw new VeneerError('not-found', messageOf('core.no-set', { name }));
      return bytes.toString('utf8');
    },
    write(name, text) {
      const path = pathOf(name);
      const names = list();
      if (names.length >= MOST_SETS && !names.includes(name))
        throw new VeneerError('too-large', messageOf('core.too-many-sets', { most: MOST_SETS }));
      replaceFile(path, text);
    },
    remove: (name) => rmSync(pathOf(name), { force: true }),
  };
}
