/**
 * The downloads of this user, each a job: some at a time, by turns of their servers, kept on disk with what came of each, so
 * that a restart goes on where it was.
 */

import { randomBytes } from 'node:crypto';
import { existsSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { isSameRelease, storedVersion } from '../../shared/images/release-name.ts';
import { foreignText, messageOf } from '../../shared/messages/message.ts';
import type { Release } from '../../shared/model/catalog.ts';
import type { Download, Settled } from '../../shared/model/download.ts';
import { VeneerError } from '../../shared/model/errors.ts';
import type { JobState } from '../../shared/model/job.ts';
import type { JobRunner } from '../jobs/job-runner.ts';
import type { JobHandle, Keeping } from '../jobs/order.ts';
import { removeIfPossible } from '../node/own-file.ts';
import { makeOwnFolder } from '../node/own-folder.ts';
import { lockDownload } from './download-lock.ts';
import type { Fetcher } from './fetcher.ts';
import { DOWNLOAD_TIMEOUTS, type DownloadTimeouts, type Progress } from './order.ts';
import { type DownloadRecord, readRecord, writeRecord } from './record.ts';
import { orderOf } from './release-order.ts';
import { type DownloadEntry, OVER, STATUS, settledAs, viewOf } from './view.ts';

export interface Downloads {
  /** The folder that they are in. */
  readonly directory: string;
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

interface DownloadsOptions {
  readonly jobs: JobRunner;
  /** A folder of this user alone; may be lost at any time. */
  readonly directory: string;
  readonly fetcher: Fetcher;
  readonly timeouts?: DownloadTimeouts;
  /** Told of each that is whole, with the hash of the image; what it throws is said, and costs no download. */
  readonly onReady?: (release: Release, sha256: string) => void;
  /** Told of what goes wrong with what is kept; the downloads themselves go on. */
  readonly say?: (problem: Error) => void;
}

const AT_ONCE = 3;

/** How much of the last speed stays in the next. */
const SMOOTHING = 0.7;

export function createDownloads({
  jobs,
  directory,
  fetcher,
  timeouts = DOWNLOAD_TIMEOUTS,
  onReady = () => {},
  say = () => {},
}: DownloadsOptions): Downloads {
  const entries = new Map<string, DownloadEntry>();
  let loading: Promise<void> | null = null;

  const knownEntries = () =>
    jobs.list().flatMap((job) => {
      const entry = entries.get(job.id);
      return entry === undefined ? [] : [{ entry, job }];
    });
  const listDownloads = () => knownEntries().map(({ entry, job }) => viewOf(entry, job));

  const needEntry = (id: string): DownloadEntry => {
    const entry = jobs.find(id) === null ? undefined : entries.get(id);
    if (entry === undefined) throw new VeneerError('not-found', messageOf('download.that-download-is-not-there-any'));
    return entry;
  };

  /** What cannot be written down, on a full disk perhaps, is not known after a restart; the download itself goes on. */
  function storeState(entry: DownloadEntry, state: JobState): void {
    const { release, path, sha256 } = entry;
    entry.record = { ...entry.record, release, status: STATUS[state], path, sha256 };
    try {
      writeRecord(entry.folder, entry.record);
    } catch (error) {
      const what = messageOf('download.how-far-download-of-is-cannot', { name: release.name });
      say(new VeneerError('no-space', what, { detail: String(error) }));
    }
  }

  async function fetchIt(entry: DownloadEntry, handle: JobHandle): Promise<void> {
    entry.sampledAt = 0;
    try {
      const order = orderOf(entry.release, entry.folder, timeouts);
      const { path, sha256 } = await fetcher.fetch(
        order,
        (progress) => takeProgress(entry, handle, progress),
        handle.signal,
      );
      tellReady(entry.release, sha256);
      Object.assign(entry, { path, sha256 });
      handle.tell({ result: foreignText(path) });
    } catch (error) {
      if (error instanceof VeneerError) throw error;
      throw new VeneerError('internal', messageOf('download.download-stopped'), { detail: String(error) });
    }
  }

  function tellReady(release: Release, sha256: string): void {
    try {
      onReady(release, sha256);
    } catch (error) {
      const what = messageOf('download.origin-cannot-be-kept', { name: release.name });
      say(new VeneerError('no-space', what, { detail: String(error) }));
    }
  }

  function takeProgress(
    entry: DownloadEntry,
    { tell, signal }: JobHandle,
    { received, total, problem }: Progress,
  ): void {
    if (signal.aborted) return;
    const now = performance.now();
    const before = jobs.find(entry.id)?.speed ?? null;
    let speed = before;
    const seconds = (now - entry.sampledAt) / 1000;
    if (entry.sampledAt === 0 || received < entry.sampled) speed = null;
    else if (seconds > 0) {
      const measured = (received - entry.sampled) / seconds;
      speed = before === null ? measured : before * SMOOTHING + measured * (1 - SMOOTHING);
    }
    const timeLeft = total === null || speed === null || speed < 1 ? null : (total - received) / speed;
    Object.assign(entry, { received, total, timeLeft, sampledAt: now, sampled: received });
    const progress = total === null || total === 0 ? null : received / total;
    if (problem === null) tell({ state: 'running', error: null, progress, speed }, 'soon');
    else tell({ state: 'retrying', error: problem, progress, speed: null });
  }

  /** @returns whether it is ours, and not another Veneer's */
  function enterRecord(id: string, record: DownloadRecord): boolean {
    const folder = join(directory, id);
    const lock = lockDownload(folder);
    if (lock === null) return false;
    const { release, status } = record;
    const isReady = record.path !== null && existsSync(record.path);
    const path = isReady ? record.path : null;
    const entry: DownloadEntry = {
      ...{ id, record, folder, lock, release, path },
      ...{ received: 0, total: null, timeLeft: null, sha256: isReady ? record.sha256 : null, sampledAt: 0, sampled: 0 },
    };
    const state: Keeping['state'] =
      status === 'ready' && isReady ? 'succeeded' : status === 'paused' || status === 'failed' ? status : 'waiting';
    const forgetFolder = () => {
      entries.delete(id);
      removeIfPossible(folder);
      lock.close();
    };
    entries.set(id, entry);
    jobs.start({
      id,
      kind: 'download',
      host: null,
      title: foreignText([release.name, storedVersion(release)].join(' ').trim()),
      lane: { name: 'downloads', atOnce: AT_ONCE, turn: release.remote },
      keeping: { state, result: path === null ? null : foreignText(path), forgotten: forgetFolder },
      changed: (job) => storeState(entry, job.state),
      run: (handle) => fetchIt(entry, handle),
    });
    return true;
  }

  async function loadAll(): Promise<void> {
    for (const id of namesIn(directory)) {
      if (entries.has(id)) continue;
      const record = readRecord(join(directory, id), say);
      if (record === 'damaged') continue;
      if (record === null) {
        const lock = lockDownload(join(directory, id));
        if (lock === null) continue;
        // Whoever began it was killed before it was written down.
        removeIfPossible(join(directory, id));
        lock.close();
      } else enterRecord(id, record);
    }
  }

  const loadOnce = () => {
    loading ??= loadAll();
    return loading;
  };

  return {
    directory,
    list: listDownloads,
    async *watch(signal) {
      await loadOnce();
      for await (const _change of jobs.changes('download', signal)) yield listDownloads();
    },
    async add(releases) {
      await loadOnce();
      return releases.map((release) => {
        const same = knownEntries().find(({ entry }) => isSameRelease(entry.release, release));
        if (same !== undefined) {
          jobs.resume(same.job.id);
          return same.job.id;
        }
        const id = randomBytes(8).toString('hex');
        makeFolder(join(directory, id));
        const isOurs = enterRecord(id, { version: 1, release, status: 'waiting', path: null, sha256: null });
        if (!isOurs) throw new VeneerError('busy', messageOf('download.another-veneer-has-that-download'));
        storeState(needEntry(id), 'waiting');
        return id;
      });
    },
    pause: (id) => jobs.pause(needEntry(id).id),
    resume: (id) => jobs.resume(needEntry(id).id),
    cancel: (id) => void jobs.cancel(needEntry(id).id),
    async settled(ids, signal) {
      // What is taken away meanwhile is still told of by its name.
      const named = new Map(listDownloads().map((one) => [one.id, one.release]));
      for await (const _change of jobs.changes('download', signal)) {
        const all = listDownloads();
        const mine = ids.map((id) => all.find((one) => one.id === id) ?? null);
        const isOver = mine.every((one) => one === null || OVER.has(one.status));
        if (isOver) return ids.map((id, at) => settledAs(id, mine[at] ?? null, named.get(id) ?? null));
      }
      throw new VeneerError('cancelled', messageOf('common.it-was-stopped'));
    },
    discard(path) {
      const entry = knownEntries().find(({ entry }) => entry.path === path);
      if (entry !== undefined) jobs.cancel(entry.job.id);
    },
    load: loadOnce,
    close() {
      fetcher.close();
      for (const { lock } of entries.values()) lock.close();
    },
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
    makeOwnFolder(folder);
  } catch (error) {
    throw new VeneerError('no-space', messageOf('download.nothing-can-be-downloaded-into', { folder }), {
      nextStep: messageOf('download.look-whether-there-is-room-in'),
      detail: String(error),
    });
  }
}
