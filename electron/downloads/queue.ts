/**
 * The downloads of this user: some at a time, by turns of their servers, kept on disk with what came of each, so that a
 * restart goes on where it was.
 */

import { randomBytes } from 'node:crypto';
import { existsSync, mkdirSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { MAX_IMAGE } from '../../shared/images/image-size.ts';
import { imageNameOf, isSameRelease } from '../../shared/images/release-name.ts';
import { type Message, messageOf } from '../../shared/messages/message.ts';
import type { Release } from '../../shared/model/catalog.ts';
import type { Download, Settled } from '../../shared/model/download.ts';
import { VeneerError } from '../../shared/model/errors.ts';
import { servedAt } from '../../shared/remotes/oci-address.ts';
import { createLatest } from '../host/latest.ts';
import { fileAddress } from '../http/address.ts';
import { removeIfPossible } from '../node/own-file.ts';
import { credentialFiles } from '../registry/credentials.ts';
import { type Claim, claim } from './claim.ts';
import type { Fetcher } from './fetcher.ts';
import { type Job, readJob, writeJob } from './job.ts';
import { DOWNLOAD_PATIENCE, type DownloadPatience, type Order, type Progress } from './order.ts';

export interface Downloads {
  list(): readonly Download[];
  /** The list, and again after every change, until the signal aborts. */
  watch(signal: AbortSignal | undefined): AsyncGenerator<readonly Download[]>;
  /** Queues releases; one that is there already is continued. @returns their ids */
  add(releases: readonly Release[]): Promise<readonly string[]>;
  /** @throws {VeneerError} `not-found` */
  pause(id: string): void;
  /** Goes on, also after it failed. @throws {VeneerError} `not-found` */
  resume(id: string): void;
  /** Ends it and deletes what came. @throws {VeneerError} `not-found` */
  cancel(id: string): void;
  /**
   * Waits until none of them is running or waiting any more, and tells of each how it ended: one that fails or is taken
   * away says nothing of the others.
   *
   * @throws {VeneerError} `cancelled` where `signal` aborts
   */
  settled(ids: readonly string[], signal: AbortSignal): Promise<readonly Settled[]>;
  /** Forgets the download that an image is of, and deletes it; any other path is left alone. */
  discard(path: string): void;
  /** Takes up what an earlier Veneer left. */
  load(): Promise<void>;
  close(): void;
}

export interface DownloadsOptions {
  /** A folder of this user alone; may be lost at any time. */
  readonly directory: string;
  readonly fetcher: Fetcher;
  readonly patience?: DownloadPatience;
  /** Told of each that is whole, with the hash of the image; what it throws is said, and costs no download. */
  readonly onReady?: (release: Release, sha256: string) => void;
  /** Told of what goes wrong with what is kept; the downloads themselves go on. */
  readonly say?: (problem: Error) => void;
}

const AT_ONCE = 3;
const TELL_EVERY_MS = 200;
/** How much of the last speed stays in the next. */
const SMOOTHING = 0.7;
interface Entry {
  /** As it stands on disk, with what only a newer version knows. */
  job: Job;
  readonly folder: string;
  readonly claimed: Claim;
  download: Download;
  stop: AbortController | null;
  sampledAt: number;
  sampled: number;
}

export function createDownloads({
  directory,
  fetcher,
  patience = DOWNLOAD_PATIENCE,
  onReady = () => {},
  say = () => {},
}: DownloadsOptions): Downloads {
  const entries = new Map<string, Entry>();
  let told = 0;
  let later: NodeJS.Timeout | null = null;
  let loading: Promise<void> | null = null;
  let isClosed = false;

  const list = () => [...entries.values()].map(({ download }) => download);
  const latest = createLatest<readonly Download[]>(list);

  /** Ten a second would only tire the window. */
  const changed = (isSmall = false) => {
    const wait = told + TELL_EVERY_MS - Date.now();
    if (isSmall && wait > 0) {
      later ??= setTimeout(() => changed(), wait).unref();
      return;
    }
    if (later !== null) clearTimeout(later);
    later = null;
    told = Date.now();
    latest.changed();
  };

  const need = (id: string): Entry => {
    const entry = entries.get(id);
    if (entry === undefined) throw new VeneerError('not-found', messageOf('download.that-download-is-not-there-any'));
    return entry;
  };

  function update(entry: Entry, change: Partial<Download>): void {
    const before = entry.download.status;
    entry.download = { ...entry.download, ...change };
    if (entry.download.status !== before) store(entry);
    changed(entry.download.status === before);
  }

  /** What cannot be written down, on a full disk perhaps, is not known after a restart; the download itself goes on. */
  function store(entry: Entry): void {
    const { release, status, path, sha256 } = entry.download;
    entry.job = { ...entry.job, release, status, path, sha256 };
    try {
      writeJob(entry.folder, entry.job);
    } catch (error) {
      const what = messageOf('download.how-far-download-of-is-cannot', { name: release.name });
      say(new VeneerError('no-space', what, { detail: String(error) }));
    }
  }

  function pump(): void {
    if (isClosed) return;
    const busy = [...entries.values()].filter(({ stop }) => stop !== null);
    const load = (entry: Entry) =>
      busy.filter((one) => one.download.release.remote === entry.download.release.remote).length;
    const [next] = [...entries.values()]
      .filter(({ download, stop }) => download.status === 'waiting' && stop === null)
      // Sorting is stable: of the remotes with the fewest, the one that waited longest.
      .sort((a, b) => load(a) - load(b));
    if (next === undefined || busy.length >= AT_ONCE) return;
    run(next).catch((error: unknown) => {
      say(error instanceof Error ? error : new Error(String(error)));
    });
    pump();
  }

  async function run(entry: Entry): Promise<void> {
    const { id, release } = entry.download;
    const stop = new AbortController();
    entry.stop = stop;
    entry.sampledAt = 0;
    update(entry, { status: 'running', error: null, speed: null, timeLeft: null });
    try {
      const order = orderOf(release, entry.folder, patience);
      const { path, sha256 } = await fetcher.fetch(order, (progress) => take(entry, progress), stop.signal);
      entry.stop = null;
      tellReady(release, sha256);
      update(entry, { status: 'ready', path, sha256, speed: null, timeLeft: null, error: null });
    } catch (error) {
      entry.stop = null;
      // Who stopped it has said already what it is now.
      if (entry.download.status === 'running' || entry.download.status === 'retrying') failed(entry, error);
    }
    if (!entries.has(id)) drop(entry);
    pump();
  }

  function tellReady(release: Release, sha256: string): void {
    try {
      onReady(release, sha256);
    } catch (error) {
      const what = messageOf('download.origin-cannot-be-kept', { name: release.name });
      say(new VeneerError('no-space', what, { detail: String(error) }));
    }
  }

  function failed(entry: Entry, error: unknown): void {
    if (isClosed) return;
    const known =
      error instanceof VeneerError
        ? error
        : new VeneerError('internal', messageOf('download.download-stopped'), { detail: String(error) });
    update(entry, { status: 'failed', speed: null, timeLeft: null, error: known.report() });
  }

  function take(entry: Entry, { received, total, problem }: Progress): void {
    if (entry.stop === null || entry.stop.signal.aborted) return;
    const now = performance.now();
    const { speed: before } = entry.download;
    let speed = before;
    const seconds = (now - entry.sampledAt) / 1000;
    if (entry.sampledAt === 0 || received < entry.sampled) speed = null;
    else if (seconds > 0) {
      const measured = (received - entry.sampled) / seconds;
      speed = before === null ? measured : before * SMOOTHING + measured * (1 - SMOOTHING);
    }
    entry.sampledAt = now;
    entry.sampled = received;
    update(entry, {
      status: problem === null ? 'running' : 'retrying',
      received,
      total,
      speed: problem === null ? speed : null,
      timeLeft: total === null || speed === null || speed < 1 ? null : (total - received) / speed,
      error: problem,
    });
  }

  async function enter(id: string, job: Job): Promise<Entry | null> {
    const folder = join(directory, id);
    const claimed = claim(folder);
    if (claimed === null) return null;
    const isReady = job.path !== null && existsSync(job.path);
    const wasStopped = job.status === 'running' || job.status === 'retrying' || (job.status === 'ready' && !isReady);
    const download: Download = {
      id,
      release: job.release,
      status: wasStopped ? 'waiting' : job.status,
      received: 0,
      total: null,
      speed: null,
      timeLeft: null,
      error: null,
      path: isReady ? job.path : null,
      sha256: isReady ? job.sha256 : null,
    };
    const entry: Entry = { job, folder, claimed, download, stop: null, sampledAt: 0, sampled: 0 };
    entries.set(id, entry);
    return entry;
  }

  function drop({ folder, claimed }: Entry): void {
    removeIfPossible(folder);
    claimed.close();
  }

  function forget(entry: Entry): void {
    entries.delete(entry.download.id);
    // A process that still writes there is let end first.
    if (entry.stop === null) drop(entry);
    else entry.stop.abort();
    changed();
    pump();
  }

  async function loadAll(): Promise<void> {
    for (const id of namesIn(directory)) {
      if (entries.has(id)) continue;
      const job = readJob(join(directory, id), say);
      if (job === 'damaged') continue;
      if (job === null) {
        const claimed = claim(join(directory, id));
        if (claimed === null) continue;
        // Whoever began it was killed before it was written down.
        removeIfPossible(join(directory, id));
        claimed.close();
      } else await enter(id, job);
    }
    changed();
    pump();
  }

  const load = () => {
    loading ??= loadAll();
    return loading;
  };

  return {
    list,
    async *watch(signal) {
      await load();
      yield* latest.watch(signal);
    },
    async add(releases) {
      await load();
      const ids: string[] = [];
      for (const release of releases) {
        const same = [...entries.values()].find(({ download }) => isSameRelease(download.release, release));
        if (same !== undefined) {
          ids.push(same.download.id);
          if (same.download.status === 'paused' || same.download.status === 'failed')
            update(same, { status: 'waiting' });
          continue;
        }
        const id = randomBytes(8).toString('hex');
        makeFolder(join(directory, id));
        const entry = await enter(id, { version: 1, release, status: 'waiting', path: null, sha256: null });
        if (entry === null) throw new VeneerError('busy', messageOf('download.another-veneer-has-that-download'));
        store(entry);
        ids.push(id);
      }
      changed();
      pump();
      return ids;
    },
    pause(id) {
      const entry = need(id);
      const { status } = entry.download;
      if (status === 'ready' || status === 'failed') return;
      update(entry, { status: 'paused', speed: null, timeLeft: null, error: null });
      entry.stop?.abort();
      pump();
    },
    resume(id) {
      const entry = need(id);
      const { status } = entry.download;
      if (status === 'paused' || status === 'failed') update(entry, { status: 'waiting', error: null });
      pump();
    },
    cancel: (id) => forget(need(id)),
    async settled(ids, signal) {
      // What is taken away meanwhile is still told of by its name.
      const named = new Map(list().map((one) => [one.id, one.release]));
      for await (const all of latest.watch(signal)) {
        const mine = ids.map((id) => all.find((one) => one.id === id) ?? null);
        const isOver = mine.every((one) => one === null || OVER.has(one.status));
        if (isOver) return ids.map((id, at) => settledAs(id, mine[at] ?? null, named.get(id) ?? null));
      }
      throw new VeneerError('cancelled', messageOf('common.it-was-stopped'));
    },
    discard(path) {
      const entry = [...entries.values()].find(({ download }) => download.path === path);
      if (entry !== undefined) forget(entry);
    },
    load,
    close() {
      isClosed = true;
      if (later !== null) clearTimeout(later);
      fetcher.close();
      for (const { claimed } of entries.values()) claimed.close();
    },
  };
}

const OVER: ReadonlySet<Download['status']> = new Set(['ready', 'failed', 'paused']);

function settledAs(id: string, download: Download | null, release: Release | null): Settled {
  const { class: extensionClass = null, name = id } = release ?? {};
  const stopped = (what: Message) => new VeneerError('cancelled', what).report();
  const error =
    download === null
      ? stopped(messageOf('download.download-was-taken-away'))
      : download.status === 'ready'
        ? null
        : (download.error ?? stopped(messageOf('download.download-was-paused')));
  return { id, class: extensionClass, name, error };
}

/** What is to be fetched for a release. */
export function orderOf(release: Release, folder: string, patience = DOWNLOAD_PATIENCE): Order {
  const { folder: at, path, sha256, packing, oci } = release;
  return {
    address: servedAt(release) ?? fileAddress(at, path),
    sha256,
    packing,
    folder,
    fileName: imageNameOf(release),
    limit: MAX_IMAGE,
    patience,
    ...(oci === null ? {} : { registry: { what: oci.what, files: credentialFiles() } }),
  };
}

function namesIn(directory: string): string[] {
  try {
    return readdirSync(directory);
  } catch {
    // Nothing was ever downloaded.
    return [];
  }
}

function makeFolder(folder: string): void {
  try {
    mkdirSync(folder, { recursive: true, mode: 0o700 });
  } catch (error) {
    throw new VeneerError('no-space', messageOf('download.nothing-can-be-downloaded-into', { folder }), {
      nextStep: messageOf('download.look-whether-there-is-room-in'),
      detail: String(error),
    });
  }
}
