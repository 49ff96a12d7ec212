/** The list of one folder: SHA256SUMS, and where one is wanted its signature. Both are one thing and are kept as one. */

import { messageOf } from '../../shared/messages/message.ts';
import type { Remote } from '../../shared/model/catalog.ts';
import { VeneerError } from '../../shared/model/errors.ts';
import { fileAddress, isLocal, localPath } from '../http/address.ts';
import { hostOf } from '../http/client.ts';
import type { Keyring, ListHead, ListText, Signer, TextReader } from '../lists/text-reader.ts';
import type { CachePolicy, Metadata } from './metadata.ts';

export interface ListingContext {
  readonly metadata: Metadata;
  /** Parses what came. */
  readonly texts: TextReader;
  readonly cachePolicy: CachePolicy;
  /** Of systemd, for remotes that trust it. */
  readonly systemKeyring: () => Keyring;
  readonly signal: AbortSignal | null;
  /** Milliseconds since 1970. */
  readonly now: number;
}

export interface List<T extends ListHead> {
  readonly told: T;
  /** When the server last confirmed it, in milliseconds since 1970. */
  readonly checkedAt: number;
  /** Why what was there before is shown: the server could not be asked, or what it has now is not used. */
  readonly problem: VeneerError | null;
}

const MAX_LIST = 16 * 1024 * 1024;
const MAX_SIGNATURE = 256 * 1024;

/**
 * The list of one folder, with its signature checked where one is wanted.
 *
 * @param read what is asked of the text reader
 * @returns null where the folder has none
 * @throws {VeneerError} `unreachable`, `server-error`, `not-verified`
 */
export async function readList<T extends ListHead>(
  folder: string,
  trusted: Pick<Remote, 'trust' | 'key'>,
  { metadata, cachePolicy, systemKeyring, signal, now }: ListingContext,
  read: (text: ListText) => Promise<T>,
): Promise<List<T> | null> {
  const parts = [{ address: fileAddress(folder, 'SHA256SUMS'), limit: MAX_LIST }];
  if (trusted.trust !== 'unsigned') {
    parts.push({ address: fileAddress(folder, 'SHA256SUMS.gpg'), limit: MAX_SIGNATURE });
  }
  const found = await metadata.fetchTogether(parts, cachePolicy, signal, async ([list, signature = null]) => {
    const signed = signedBy(folder, trusted, signature, systemKeyring);
    const told = await read({ list: list as Buffer, signed, place: placeOf(folder) }).catch((error: unknown) =>
      Promise.reject(asUnused(folder, error)),
    );
    if (told.signer !== null) refuseOlder(folder, trusted, told.signer, metadata);
    refusePast(folder, told, now);
    return told;
  });
  if (found === null) return null;
  const { value: told, checkedAt, problem } = found;
  if (told.signer !== null) metadata.seen.saw({ folder, ...trusted }, told.signer.signedAt);
  return { told, checkedAt, problem };
}

/** One that takes too much to read is no better than one that is not signed: what was there before goes on. */
function asUnused(folder: string, error: unknown): unknown {
  if (!(error instanceof VeneerError) || error.code !== 'too-large') return error;
  return new VeneerError(
    'not-verified',
    messageOf('remote.list-of-is-not-used', {
      host: placeOf(folder),
      reason: messageOf('remote.it-takes-too-much-to-read'),
    }),
    {
      nextStep: messageOf('common.tell-who-runs-server'),
      detail: error.detail ?? '',
    },
  );
}

/** @param url of a folder in which there is no list */
export function noList(url: string): VeneerError {
  const where = isLocal(url) ? localPath(url) : url;
  return new VeneerError('not-found', messageOf('remote.has-no-sha256sums-so-nobody-can', { address: where }), {
    nextStep: messageOf('remote.look-whether-address-is-that-of'),
  });
}

const placeOf = (address: string) => (isLocal(address) ? localPath(address) : hostOf(address));

function signedBy(
  folder: string,
  { trust, key }: Pick<Remote, 'trust' | 'key'>,
  signature: Buffer | null,
  systemKeyring: () => Keyring,
): ListText['signed'] {
  if (trust === 'unsigned') return null;
  if (signature === null) {
    throw new VeneerError(
      'not-verified',
      messageOf('remote.list-of-is-not-used', {
        host: placeOf(folder),
        reason: messageOf('remote.nobody-signed-it'),
      }),
      {
        nextStep: messageOf('remote.ask-who-runs-server-or-use'),
        detail: fileAddress(folder, 'SHA256SUMS.gpg'),
      },
    );
  }
  return { signature, ring: trust === 'pinned' ? (key === null ? [] : [key]) : systemKeyring() };
}

/** @throws {VeneerError} `not-verified` for a list that was signed before one that was seen already */
function refuseOlder(
  folder: string,
  trusted: Pick<Remote, 'trust' | 'key'>,
  { signedAt }: Signer,
  { seen }: Metadata,
): void {
  const newest = seen.newest({ folder, ...trusted });
  if (newest === null || signedAt >= newest) return;
  const date = new Date(newest).toISOString();
  throw new VeneerError(
    'not-verified',
    messageOf('remote.list-of-is-not-used', {
      host: placeOf(folder),
      reason: messageOf('remote.it-is-older-than', { date }),
    }),
    {
      nextStep: messageOf('remote.ask-who-runs-server-if-it'),
      detail: `${folder}: signed at ${new Date(signedAt).toISOString()}`,
    },
  );
}

/** @throws {VeneerError} `not-verified` for a list whose time is over, or does not exist */
function refusePast(folder: string, { bestBefore, impossibleDay }: ListHead, now: number): void {
  if (impossibleDay !== null) {
    throw new VeneerError(
      'not-verified',
      messageOf('remote.list-of-is-not-used', {
        host: placeOf(folder),
        reason: messageOf('remote.there-is-no-day', { day: impossibleDay }),
      }),
      { nextStep: messageOf('common.tell-who-runs-server') },
    );
  }
  if (bestBefore === null || now <= Date.parse(`${bestBefore}T23:59:59Z`)) return;
  throw new VeneerError(
    'not-verified',
    messageOf('remote.list-of-may-not-be-used', { host: placeOf(folder), day: bestBefore }),
    {
      nextStep: messageOf('remote.look-at-date-of-this-machine-or'),
    },
  );
}
