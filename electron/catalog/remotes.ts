/** The user's remotes, kept in one small file; those that Veneer ships are there too, off until somebody turns them on. */
import { statSync } from 'node:fs';
import { join } from 'node:path';
import { z } from 'zod';
import { VeneerError } from '../../shared/errors.ts';
import { KNOWN_REMOTES } from '../../shared/known-remotes.ts';
import { Remote } from '../../shared/model/catalog.ts';
import { isTransferName } from '../../shared/transfer.ts';
import { replaceFile } from '../host/own-file.ts';
import { readRegular } from '../host/regular-file.ts';
import { folderAddress, isLocal } from '../http/address.ts';
import { checkKey } from './signature.ts';

export interface Remotes {
  list(): readonly Remote[];
  /** The remote as `put` would keep it. @throws as `put` */
  check(remote: Remote, isNew: boolean): Promise<Remote>;
  /**
   * Adds one, or puts it in place of the one of that name.
   *
   * @param isNew whether the name must be free
   * @throws {VeneerError} `invalid-input` for a name, address or key that cannot be used
   */
  put(remote: Remote, isNew: boolean): Promise<Remote>;
  /** @throws {VeneerError} `not-found` */
  remove(name: string): void;
}

const Stored = z.object({ remotes: z.array(Remote), hidden: z.array(z.string()) });
type Stored = z.infer<typeof Stored>;

/** @param directory made when a remote is first changed */
export function createRemotes(directory: string): Remotes {
  const file = join(directory, 'remotes.json');

  let known: { readonly stamp: string; readonly stored: Stored } | null = null;

  /** The command line may have changed it meanwhile. */
  function read(): Stored {
    try {
      const { ino, mtimeMs } = statSync(file);
      const stamp = `${ino} ${mtimeMs}`;
      if (known?.stamp !== stamp) known = { stamp, stored: Stored.parse(JSON.parse(readText(file))) };
      return known.stored;
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code === 'ENOENT') return { remotes: [], hidden: [] };
      throw new VeneerError('invalid-input', `${file} cannot be understood, so no remote is known.`, {
        nextStep: 'Mend it, or move it away and add the remotes again.',
        detail: String(error),
      });
    }
  }

  const write = (stored: Stored) => replaceFile(file, `${JSON.stringify(stored, null, 2)}\n`);

  const list = (): Remote[] => {
    const { remotes, hidden } = read();
    const shipped = KNOWN_REMOTES.filter(
      ({ name }) => !hidden.includes(name) && !remotes.some((one) => one.name === name),
    ).map(({ name, url }): Remote => ({ name, url, enabled: false, trust: 'unsigned', key: null }));
    return [...remotes, ...shipped];
  };

  async function check(given: Remote, isNew: boolean): Promise<Remote> {
    const before = list();
    const remote = await checked(given);
    if (isNew && before.some(({ name }) => name === remote.name)) {
      throw new VeneerError('invalid-input', `There is a remote named ${remote.name} already.`, {
        nextStep: 'Choose another name, or remove that one first.',
      });
    }
    return remote;
  }

  return {
    list,
    check,
    async put(given, isNew) {
      const remote = await check(given, isNew);
      const { remotes, hidden } = read();
      const at = remotes.findIndex(({ name }) => name === remote.name);
      const changed = at < 0 ? [...remotes, remote] : remotes.map((one, index) => (index === at ? remote : one));
      write({ remotes: changed, hidden: hidden.filter((name) => name !== remote.name) });
      return remote;
    },
    remove(name) {
      if (!list().some((one) => one.name === name)) throw noRemote(name);
      const { remotes, hidden } = read();
      const isShipped = KNOWN_REMOTES.some((one) => one.name === name);
      write({
        remotes: remotes.filter((one) => one.name !== name),
        hidden: isShipped ? [...hidden, name] : hidden,
      });
    },
  };
}

const MAX_BYTES = 16 * 1024 * 1024;

function readText(file: string): string {
  const text = readRegular(file, MAX_BYTES, { followLink: true });
  if (text === null) throw Object.assign(new Error('it is gone'), { code: 'ENOENT' });
  return text.toString('utf8');
}

/**
 * Whether a remote may be asked at all, whoever wrote it down: by its name and its address.
 *
 * @throws {VeneerError} `invalid-input`
 */
export function checkUsable({ name, url }: Pick<Remote, 'name' | 'url'>): void {
  if (!isTransferName(name)) {
    throw new VeneerError('invalid-input', `A remote cannot be named ${name}.`, {
      nextStep: 'Use letters, digits and . _ + - after a letter or digit.',
    });
  }
  if (folderAddress(url) !== url) {
    throw new VeneerError('invalid-input', `${url} is not the address of a folder as Veneer keeps it.`, {
      nextStep: `Write it anew with: veneer remote edit ${name} ${folderAddress(url)}`,
    });
  }
}

export function noRemote(name: string): VeneerError {
  return new VeneerError('not-found', `There is no remote named ${name}.`, {
    nextStep: 'See which there are with: veneer remote list',
  });
}

async function checked(given: Remote): Promise<Remote> {
  const url = folderAddress(given.url);
  checkUsable({ name: given.name, url });
  if (given.trust !== 'pinned') return { ...given, url, key: null };
  if (isLocal(url) || given.key === null) {
    throw new VeneerError('invalid-input', 'A pinned key needs a server, and the public key itself.', {
      nextStep: 'Give the file with the key that the server tells of.',
    });
  }
  return { ...given, url, key: await checkKey(given.key) };
}
