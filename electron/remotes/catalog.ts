/** What the remotes have, together: listed, kept up to date, looked into before anything is downloaded. */

import { join } from 'node:path';
import { foreignText, messageOf } from '../../shared/messages/message.ts';
import { compareNames } from '../../shared/model/by-name.ts';
import type { CatalogEntry, CatalogState, Prediction, Release, Remote } from '../../shared/model/catalog.ts';
import { reportOf, VeneerError } from '../../shared/model/errors.ts';
import { isOci } from '../../shared/remotes/oci-address.ts';
import type { HostRelease } from '../../shared/systemd/compatibility.ts';
import { createObservable } from '../host/observable.ts';
import type { JobRunner } from '../jobs/job-runner.ts';
import type { JobHandle, JobOrder } from '../jobs/order.ts';
import type { TextReader } from '../lists/text-reader.ts';
import type { Guard } from '../reader/guard.ts';
import { bestRelease } from './best-release.ts';
import type { CatalogRoom } from './catalog-room.ts';
import { catalogRow } from './catalog-row.ts';
import { publishersWords } from './descriptions.ts';
import { systemKeyring } from './keyring.ts';
import { listRemote, partlyShown } from './listing.ts';
import type { CachePolicy, Metadata } from './metadata.ts';
import { listRepository } from './oci-listing.ts';
import { notAsked, predictByName, predictionKey, predictRelease } from './predict.ts';
import { createPredictionCache } from './prediction-cache.ts';
import { byExtension } from './releases-by-extension.ts';
import { type KnownRemote, remoteState } from './remote-state.ts';
import { createRemotes, noRemote } from './remotes.ts';

interface CatalogOptions {
  readonly jobs: JobRunner;
  readonly configDirectory: string;
  /** May be lost at any time. */
  readonly cacheDirectory: string;
  readonly metadata: Metadata;
  /** Parses what images begin with. */
  readonly guard: Guard;
  /** Parses lists, and all else that is text. */
  readonly texts: TextReader;
  /** The directory that stands for `/`, for systemd's keyring. */
  readonly root: string;
  /** Told of remotes that cannot be understood. */
  readonly say?: (problem: Error) => void;
}

const LOOKS_AT_ONCE = 4;

const originOf = ({ url, trust, key }: Remote) => JSON.stringify([url, trust, key]);

export function createCatalog(options: CatalogOptions): CatalogRoom {
  const { jobs, configDirectory, cacheDirectory, metadata, guard, texts, root } = options;
  const remotes = createRemotes(configDirectory, texts, options.say);
  const cache = createPredictionCache(join(cacheDirectory, 'predicted.json'));
  const known = new Map<string, KnownRemote>();
  /** What publishers were heard to say: hardly an image has a description in itself. */
  const words = new Map<string, string>();
  let revision = 0;
  let systemdVersion = 0;

  const tellChange = () => {
    revision++;
    latest.changed();
  };

  const knownOf = (remote: Remote): KnownRemote | undefined => {
    const found = known.get(remote.name);
    return found?.origin === originOf(remote) ? found : undefined;
  };
  const enabledRemotes = () => remotes.list().filter(({ enabled }) => enabled);

  /** Keeps what was read, unless the remote was changed meanwhile, for then another reading is on its way. */
  const keepAnswer = (remote: Remote, what: Omit<KnownRemote, 'origin'>) => {
    const origin = originOf(remote);
    const isAsIs = enabledRemotes().some((one) => one.name === remote.name && originOf(one) === origin);
    if (isAsIs) known.set(remote.name, { origin, ...what });
  };

  /** How it went; null where it was stopped. */
  async function answerOf(
    remote: Remote,
    cachePolicy: CachePolicy,
    signal: AbortSignal | null,
  ): Promise<Omit<KnownRemote, 'origin'> | null> {
    try {
      const list = isOci(remote.url) ? listRepository : listRemote;
      const listing = await list(remote, {
        metadata,
        texts,
        cachePolicy,
        systemKeyring: () => systemKeyring(root, systemdVersion),
        signal,
        now: Date.now(),
      });
      const problem = partlyShown(listing) ?? listing.problem;
      return { listing, error: problem?.report() ?? null, entries: byExtension(listing.releases) };
    } catch (error) {
      const report = reportOf(error);
      // What could not be proven to be the remote's own is not shown either.
      return report.code === 'cancelled' ? null : { listing: null, error: report, entries: new Map() };
    } finally {
      rememberPredictions();
    }
  }

  function rememberPredictions(): void {
    try {
      metadata.seen.flush();
    } catch {
      // On a full disk this start alone knows how new the lists were.
    }
  }

  /** Asks one remote, or reads what is on disk of it, with its answer handed over before the job has ended. */
  function refreshRemote(
    remote: Remote,
    cachePolicy: CachePolicy,
    take: (answer: Omit<KnownRemote, 'origin'>) => void,
  ) {
    return {
      kind: 'refresh',
      host: null,
      title: foreignText(remote.name),
      changed: tellChange,
      async run({ signal }: JobHandle) {
        const answer = await answerOf(remote, cachePolicy, signal);
        if (answer === null) throw new VeneerError('cancelled', messageOf('common.it-was-stopped'));
        take(answer);
        if (answer.error !== null) throw VeneerError.of(answer.error);
      },
    } satisfies JobOrder<void>;
  }

  async function refreshOne(remote: Remote, cachePolicy: CachePolicy, signal: AbortSignal | null): Promise<void> {
    const order = refreshRemote(remote, cachePolicy, (answer) => {
      // What is on disk is no more than what a server said meanwhile.
      if (cachePolicy === 'revalidate' || knownOf(remote) === undefined) keepAnswer(remote, answer);
    });
    // Who asks while it is asked already waits for the same answer.
    const key = `refresh ${remote.name} ${originOf(remote)} ${cachePolicy}`;
    await jobs.join({ ...order, key }, signal).catch((error: unknown) => {
      // Of what is wrong with a remote its state tells.
      if (!(error instanceof VeneerError)) throw error;
    });
  }

  const knownPrediction = (release: Release, forHost: HostRelease): Prediction | null => {
    const byName = predictByName(release, forHost);
    if (byName !== null) return byName;
    const key = predictionKey(release, forHost);
    return (key === null ? undefined : cache.get(key)) ?? null;
  };

  const bestOf = (releases: readonly Release[], forHost: HostRelease) =>
    bestRelease(releases, forHost, (one) => knownPrediction(one, forHost));

  const catalogState = (): CatalogState => ({
    revision,
    remotes: remotes.list().map((remote) => remoteState(remote, remote.enabled ? knownOf(remote) : undefined)),
    isReading: jobs.goingOn('refresh').length > 0,
  });

  const latest = createObservable(catalogState);

  const wordsKey = (url: string, name: string) => `${url} ${name}`;

  const rowOf = (remote: Remote, key: string, releases: readonly Release[], best: Release, found: Prediction | null) =>
    catalogRow(key, releases, best, found, words.get(wordsKey(remote.url, best.name)) ?? null);

  function catalogEntries(host: HostRelease): CatalogEntry[] {
    const rows = enabledRemotes().flatMap((remote) =>
      [...(knownOf(remote)?.entries ?? [])].flatMap(([key, releases]) => {
        const best = bestOf(releases, host);
        return best === undefined ? [] : [rowOf(remote, key, releases, best.release, best.prediction)];
      }),
    );
    // The order of the remotes stays among those that have the same extension.
    return rows.sort((a, b) => compareNames(a.name, b.name));
  }

  const findReleases = (key: string): readonly Release[] =>
    enabledRemotes().flatMap((remote) => knownOf(remote)?.entries.get(key) ?? []);

  const releasesOf = (key: string): readonly Release[] => {
    const found = findReleases(key);
    if (found.length > 0) return found;
    throw new VeneerError('not-found', messageOf('remote.no-remote-that-is-on-has'), {
      nextStep: messageOf('common.look-at-catalog-again'),
    });
  };

  async function predictOne(release: Release, forHost: HostRelease, signal: AbortSignal | null): Promise<Prediction> {
    const before = knownPrediction(release, forHost);
    if (before !== null) return before;
    try {
      const prediction = await predictRelease(release, forHost, { metadata, guard, texts }, signal);
      const key = predictionKey(release, forHost);
      if (key !== null) cache.set(key, prediction);
      return prediction;
    } catch (error) {
      if (signal?.aborted === true) throw error;
      return notAsked(error);
    }
  }

  async function predictAll(
    releases: readonly Release[],
    forHost: HostRelease,
    signal: AbortSignal | null,
  ): Promise<Prediction[]> {
    const prediction: Prediction[] = [];
    let next = 0;
    const predictNext = async () => {
      for (let at = next++; at < releases.length; at = next++) {
        prediction[at] = await predictOne(releases[at] as Release, forHost, signal);
      }
    };
    await Promise.all(Array.from({ length: LOOKS_AT_ONCE }, predictNext)).finally(() => cache.flush());
    return prediction;
  }

  return {
    remotes,
    state: catalogState,
    entries: catalogEntries,
    watch: latest.watch,
    async add(given, host, signal) {
      systemdVersion = host.rules.version;
      const remote = await remotes.check(given, true);
      const answers: Omit<KnownRemote, 'origin'>[] = [];
      const asked = refreshRemote(remote, 'revalidate', (answer) => answers.push(answer));
      if (remote.enabled) {
        await jobs.join(asked, signal).catch((error: unknown) => {
          if (answers.length > 0) return;
          const isStopped = error instanceof VeneerError && error.code === 'cancelled';
          throw isStopped ? new VeneerError('cancelled', messageOf('remote.it-was-stopped-nothing-was-added')) : error;
        });
      }
      const kept = await remotes.put(remote, true);
      for (const answer of answers) keepAnswer(kept, answer);
      tellChange();
      return kept;
    },
    acceptOlder(name) {
      const remote = remotes.list().find((one) => one.name === name);
      if (remote === undefined) throw noRemote(name);
      metadata.seen.forget(remote.url);
    },
    async refresh(cachePolicy, name, host, signal) {
      systemdVersion = host.rules.version;
      const wanted = enabledRemotes().filter((one) => name === null || one.name === name);
      await Promise.all(wanted.map((remote) => refreshOne(remote, cachePolicy, signal)));
    },
    releases: (key, forHost) =>
      releasesOf(key).map((release) => ({ release, prediction: knownPrediction(release, forHost) })),
    all: () => enabledRemotes().flatMap((remote) => knownOf(remote)?.listing?.releases ?? []),
    predict: predictAll,
    async predictEntries(keys, forHost, signal) {
      const byName = new Map(enabledRemotes().map((remote) => [remote.name, remote]));
      const rows = new Map<string, CatalogEntry>();
      // What does not fit makes an older one the best, which is looked into in its turn.
      for (let asked = keys; asked.length > 0; ) {
        const found = asked.flatMap((key) => {
          const releases = findReleases(key);
          const best = bestOf(releases, forHost)?.release;
          return best === undefined ? [] : [{ key, releases, best }];
        });
        const prediction = await predictAll(
          found.map(({ best }) => best),
          forHost,
          signal,
        );
        for (const [at, { key, releases, best }] of found.entries()) {
          const remote = byName.get(best.remote);
          if (remote !== undefined) rows.set(key, rowOf(remote, key, releases, best, prediction[at] ?? null));
        }
        asked = found.flatMap(({ key, releases, best }) => (bestOf(releases, forHost)?.release === best ? [] : [key]));
      }
      return keys.flatMap((key) => rows.get(key) ?? []);
    },
    peek: knownPrediction,
    best(key, forHost) {
      const best = bestOf(releasesOf(key), forHost)?.release;
      if (best === undefined) throw new VeneerError('not-found', messageOf('remote.that-extension-has-no-release'));
      return best;
    },
    async describe(key, signal) {
      const [{ remote, name } = { remote: '', name: '' }] = releasesOf(key);
      const url = enabledRemotes().find((one) => one.name === remote)?.url ?? '';
      const said = await publishersWords(url, name, { metadata, texts, signal });
      if (said !== null) words.set(wordsKey(url, name), said);
      return said;
    },
    remotesChanged() {
      for (const name of [...known.keys()]) {
        if (!remotes.list().some((one) => one.name === name && one.enabled)) known.delete(name);
      }
      tellChange();
    },
  };
}
