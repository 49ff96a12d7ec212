/** How a remote stands, by what is known of it. */

import type { Release, Remote, RemoteState } from '../../shared/model/catalog.ts';
import type { ErrorReport } from '../../shared/model/errors.ts';
import { knownAt } from '../../shared/remotes/known-remotes.ts';
import type { Listing } from './listing.ts';

export interface KnownRemote {
  /** What it was read by; of a remote that was changed since, nothing is known. */
  readonly origin: string;
  readonly listing: Listing | null;
  readonly error: ErrorReport | null;
  /** Releases by the key of their entry, newest first. */
  readonly entries: ReadonlyMap<string, readonly Release[]>;
}

/** @param found what is known of it; undefined where it is off, or was not read yet */
export function remoteState(remote: Remote, found: KnownRemote | undefined): RemoteState {
  const shipped = knownAt(remote.url);
  const { listing = null, error = null } = found ?? {};
  return {
    ...remote,
    runBy: shipped?.runBy ?? null,
    about: shipped?.about ?? null,
    signs: shipped?.signs ?? null,
    status: !remote.enabled
      ? 'off'
      : found === undefined
        ? 'unread'
        : listing === null
          ? 'failed'
          : listing.missing.length > 0
            ? 'partly'
            : error === null
              ? 'current'
              : 'offline',
    checkedAt: listing?.checkedAt ?? null,
    error,
    signedBy: listing?.signer?.fingerprint ?? null,
    signedAt: listing?.signer?.signedAt ?? null,
    count: found?.entries.size ?? 0,
    refused: listing?.refused ?? 0,
  };
}
