/** A download as a window sees it, and how it ended. */

import { type Message, messageOf } from '../../shared/messages/message.ts';
import type { Release } from '../../shared/model/catalog.ts';
import type { Download, Settled } from '../../shared/model/download.ts';
import { VeneerError } from '../../shared/model/errors.ts';
import type { Job, JobState } from '../../shared/model/job.ts';
import type { DownloadLock } from './download-lock.ts';
import type { DownloadRecord } from './record.ts';

export const STATUS = {
  waiting: 'waiting',
  running: 'running',
  retrying: 'retrying',
  paused: 'paused',
  succeeded: 'ready',
  failed: 'failed',
  cancelled: 'failed',
} as const satisfies Record<JobState, Download['status']>;

/** What a download has beside its job. */
export interface DownloadEntry {
  readonly id: string;
  /** As it stands on disk, with what only a newer version knows. */
  record: DownloadRecord;
  readonly folder: string;
  readonly lock: DownloadLock;
  readonly release: Release;
  received: number;
  total: number | null;
  timeLeft: number | null;
  path: string | null;
  sha256: string | null;
  sampledAt: number;
  sampled: number;
}

export function viewOf(entry: DownloadEntry, job: Job): Download {
  const { id, release, received, total, path, sha256 } = entry;
  const status = STATUS[job.state];
  const timeLeft = status === 'running' ? entry.timeLeft : null;
  return { id, release, status, received, total, speed: job.speed, timeLeft, error: job.error, path, sha256 };
}

export const OVER: ReadonlySet<Download['status']> = new Set(['ready', 'failed', 'paused']);

export function settledAs(id: string, download: Download | null, release: Release | null): Settled {
  const { class: extensionClass = null, name = id } = release ?? {};
  const cancelledError = (what: Message) => new VeneerError('cancelled', what).report();
  const error =
    download === null
      ? cancelledError(messageOf('download.download-was-taken-away'))
      : download.status === 'ready'
        ? null
        : (download.error ?? cancelledError(messageOf('download.download-was-paused')));
  return { id, class: extensionClass, name, error };
}
