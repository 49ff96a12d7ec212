/** What a catalog does for others. */

import type {
  CatalogEntry,
  CatalogState,
  PredictedRelease,
  Prediction,
  Release,
  Remote,
} from '../../shared/model/catalog.ts';
import type { HostRelease } from '../../shared/systemd/compatibility.ts';
import type { CachePolicy } from './metadata.ts';
import type { Remotes } from './remotes.ts';

export interface CatalogRoom {
  readonly remotes: Remotes;
  /** What is known of the remotes now, without asking anybody. */
  state(): CatalogState;
  /** That, and again after every change, until the signal aborts. */
  watch(signal: AbortSignal | undefined): AsyncGenerator<CatalogState>;
  /** A row for each extension of each remote that is on. */
  entries(host: HostRelease): CatalogEntry[];
  /**
   * Adds a remote once it has answered, be it with an error: what was never asked is not kept, so that one that cannot
   * even be asked to its end does not stand in the way of every later start.
   *
   * @throws {VeneerError} `invalid-input`, and `cancelled`; nothing is kept then
   */
  add(remote: Remote, host: HostRelease, signal: AbortSignal | null): Promise<Remote>;
  /** Takes the lists that come next as the newest, also where they are older. @throws {VeneerError} `not-found` */
  acceptOlder(name: string): void;
  /** Lists the remotes that are on, or one of them. Never fails: what went wrong is told of each remote. */
  refresh(cachePolicy: CachePolicy, name: string | null, host: HostRelease, signal: AbortSignal | null): Promise<void>;
  /** All releases of an extension, newest first. @throws {VeneerError} `not-found` */
  releases(key: string, host: HostRelease): PredictedRelease[];
  /** Every release of every remote that is on. */
  all(): readonly Release[];
  /** Looks into releases before they are downloaded. A server that cannot be asked makes it unknown. */
  predict(releases: readonly Release[], host: HostRelease, signal: AbortSignal | null): Promise<Prediction[]>;
  /**
   * The same for the best releases of entries, and for older ones where these are for another release of the OS; the rows as they
   * are then, of those that are still there.
   */
  predictEntries(keys: readonly string[], host: HostRelease, signal: AbortSignal | null): Promise<CatalogEntry[]>;
  /** What is known of a release without asking its server. */
  peek(release: Release, host: HostRelease): Prediction | null;
  /** The best release of an entry for a host. @throws {VeneerError} `not-found` */
  best(key: string, host: HostRelease): Release;
  /** What the publisher of an entry says of it; null where it says nothing. @throws {VeneerError} `not-found` */
  describe(key: string, signal: AbortSignal | null): Promise<string | null>;
  /** Tells of a change of the remotes. */
  remotesChanged(): void;
}
