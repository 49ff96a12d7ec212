/** The user's remotes, kept in one small file; those that Veneer ships are there too, off until somebody turns them on. */

import { join } from 'node:path';
import { messageOf } from '../../shared/messages/message.ts';
import { Remote } from '../../shared/model/catalog.ts';
import { VeneerError } from '../../shared/model/errors.ts';
import { KNOWN_REMOTES } from '../../shared/remotes/known-remotes.ts';
import { isOci } from '../../shared/remotes/oci-address.ts';
import { isTransferName } from '../../shared/sysupdate/transfer.ts';
import { folderAddress, isLocal } from '../http/address.ts';
import type { TextReader } from '../lists/text-reader.ts';
import { createStateFile, type Fields } from '../node/state-file.ts';

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

/** The most that the file can have; each remote may bring a key. */
const LIMIT = 16 * 1024 * 1024;

/** As it stands on disk: one remote that is not understood loses itself alone. */
interface Stored {
  readonly remotes: readonly unknown[];
  readonly hidden: readonly string[];
}

/**
 * @param directory made when a remote is first changed
 * @param texts looks whether a key is one
 * @param say told of a file that is damaged; it is moved aside
 */
export function createRemotes(directory: string, texts: TextReader, say: (problem: Error) => void = () => {}): Remotes {
  const file = createStateFile(join(directory, 'remotes.json'), say, LIMIT);

  /** Changes what is there now, while no other process does. */
  const changeStored = (what: (stored: Stored) => Stored) => file.change((before) => ({ ...what(storedIn(before)) }));

  const knownIn = ({ remotes }: Stored): Remote[] =>
    remotes.flatMap((one) => {
      const remote = Remote.safeParse(one);
      return remote.success ? [remote.data] : [];
    });

  const listRemotes = (): Remote[] => {
    const stored = storedIn(file.read());
    const { hidden } = stored;
    const remotes = knownIn(stored);
    const shipped = KNOWN_REMOTES.filter(
      ({ name }) => !hidden.includes(name) && !remotes.some((one) => one.name === name),
    ).map(({ name, url, trust }): Remote => ({ name, url, enabled: false, trust, key: null }));
    return [...remotes, ...shipped];
  };

  async function checkRemote(given: Remote, isNew: boolean): Promise<Remote> {
    const before = listRemotes();
    const remote = await checkedRemote(given, texts);
    if (isNew && before.some(({ name }) => name === remote.name)) throw takenError(remote.name);
    return remote;
  }

  return {
    list: listRemotes,
    check: checkRemote,
    async put(given, isNew) {
      const remote = await checkRemote(given, isNew);
      changeStored(({ remotes, hidden }) => {
        const at = remotes.findIndex((one) => nameOf(one) === remote.name);
        // Two may have passed that look at a time.
        if (isNew && at >= 0) throw takenError(remote.name);
        // What only a newer version knows of it stays.
        const changed = remotes.map((one, index) => (index === at ? { ...(one as object), ...remote } : one));
        return {
          remotes: at < 0 ? [...remotes, remote] : changed,
          hidden: hidden.filter((name) => name !== remote.name),
        };
      });
      return remote;
    },
    remove(name) {
      if (!listRemotes().some((one) => one.name === name)) throw noRemote(name);
      const isShipped = KNOWN_REMOTES.some((one) => one.name === name);
      changeStored(({ remotes, hidden }) => ({
        remotes: remotes.filter((one) => nameOf(one) !== name),
        hidden: isShipped ? [...hidden, name] : hidden,
      }));
    },
  };
}

function storedIn({ remotes, hidden }: Fields): Stored {
  return {
    remotes: Array.isArray(remotes) ? remotes : [],
    hidden: Array.isArray(hidden) ? hidden.filter((name) => typeof name === 'string') : [],
  };
}

function nameOf(remote: unknown): unknown {
  return typeof remote === 'object' && remote !== null ? (remote as { readonly name?: unknown }).name : undefined;
}

function takenError(name: string): VeneerError {
  return new VeneerError('invalid-input', messageOf('remote.there-is-remote-named-already', { name }), {
    nextStep: messageOf('remote.choose-another-name-or-remove-that'),
  });
}

/**
 * Whether a remote may be asked at all, whoever wrote it down: by its name and its address.
 *
 * @throws {VeneerError} `invalid-input`
 */
export function checkUsable({ name, url }: Pick<Remote, 'name' | 'url'>): void {
  if (!isTransferName(name)) {
    throw new VeneerError('invalid-input', messageOf('remote.remote-cannot-be-named', { name }), {
      nextStep: messageOf('remote.use-letters-digits-and-after-letter'),
    });
  }
  if (folderAddress(url) !== url) {
    throw new VeneerError('invalid-input', messageOf('remote.is-not-address-of-folder-as', { url }), {
      nextStep: messageOf('remote.write-it-anew-with-veneer-remote', { name, url: folderAddress(url) }),
    });
  }
}

export function noRemote(name: string): VeneerError {
  return new VeneerError('not-found', messageOf('remote.there-is-no-remote-named', { name }), {
    nextStep: messageOf('remote.see-which-there-are-with-veneer'),
  });
}

async function checkedRemote(given: Remote, texts: TextReader): Promise<Remote> {
  const url = folderAddress(given.url);
  checkUsable({ name: given.name, url });
  if (isOci(url) && given.trust !== 'unsigned') {
    throw new VeneerError('invalid-input', messageOf('remote.no-signature-is-checked-in-registry'), {
      nextStep: messageOf('remote.add-it-without-one-what-is'),
    });
  }
  if (given.trust !== 'pinned') return { ...given, url, key: null };
  if (isLocal(url) || given.key === null) {
    throw new VeneerError('invalid-input', messageOf('remote.pinned-key-needs-server-and-public'), {
      nextStep: messageOf('remote.give-file-with-key-that-server'),
    });
  }
  return { ...given, url, key: await texts.publicKey(given.key) };
}
