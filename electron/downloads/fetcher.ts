/** Starts a process for each download: what comes and is unpacked there can end that one alone, and nothing of ours. */

import { join } from 'node:path';
import { MAX_IMAGE } from '../../shared/images/image-size.ts';
import { messageOf } from '../../shared/messages/message.ts';
import { type ErrorReport, VeneerError } from '../../shared/model/errors.ts';
import { requestEnvironment } from '../http/request-environment.ts';
import { removeIfPossible } from '../node/own-file.ts';
import { cancelledError, longAnswer } from '../reader/long-answer.ts';
import { type GuardLimits, type LimitedProcess, type NodeProgram, startLimited } from '../reader/process.ts';
import { type Fetched, type OnProgress, type Order, type Progress, UNPACKED } from './order.ts';

export type ToDownloader = { readonly type: 'start'; readonly order: Order } | { readonly type: 'stop' };

export type FromDownloader =
  | { readonly type: 'ready' }
  /** It still does one thing after the other. */
  | { readonly type: 'alive' }
  | { readonly type: 'progress'; readonly progress: Progress }
  | { readonly type: 'done'; readonly fetched: Fetched }
  | { readonly type: 'failed'; readonly report: ErrorReport };

type Downloader = LimitedProcess<ToDownloader, FromDownloader>;

export interface Fetcher {
  /** As `fetchImage`, in a process of its own. @throws {VeneerError} */
  fetch(order: Order, onProgress: OnProgress, signal: AbortSignal): Promise<Fetched>;
  /** Ends the processes; what is running, and what is asked later, fails as `cancelled`. */
  close(): void;
}

/**
 * A choice, three times as much as was measured beside an idle process: 160 MiB with `zstd --long=27`, the widest window that
 * Node takes, 110 with `xz -9`. No time for the whole, which may take hours: `timeMs` is of its own work without a sign of
 * life.
 */
export const DOWNLOAD_LIMITS: GuardLimits = {
  memory: 512 * 2 ** 20,
  timeMs: 30_000,
  // The bound of an order speaks first, and says what is wrong.
  fileBytes: MAX_IMAGE + 64 * 2 ** 20,
  isRenewed: true,
};

/** @param program the built `downloader.ts` */
export function createFetcher(program: NodeProgram, limits: GuardLimits = DOWNLOAD_LIMITS): Fetcher {
  const stops = new Set<() => void>();
  let isClosed = false;
  return {
    async fetch(order, onProgress, signal) {
      if (signal.aborted || isClosed) throw cancelledError();
      const downloader: Downloader = await startLimited(program, limits, requestEnvironment());
      const endDownloader = () => downloader.kill();
      // Closed while it was started: nobody else would end it, and it keeps our process.
      if (isClosed) {
        endDownloader();
        throw cancelledError();
      }
      stops.add(endDownloader);
      try {
        return await longAnswer(
          downloader,
          { type: 'start', order },
          { type: 'stop' },
          {
            timeMs: limits.timeMs,
            signal,
            tookTooMuch: () => tookTooMuch(order),
            hear(said) {
              if (said.type === 'failed') throw VeneerError.of(said.report);
              if (said.type === 'progress') onProgress(said.progress);
              return said.type === 'done' ? { result: said.fetched } : null;
            },
          },
        );
      } finally {
        stops.delete(endDownloader);
        endDownloader();
        // One that was killed could not take it away; what came stays for another try.
        removeIfPossible(join(order.folder, UNPACKED));
      }
    },
    close() {
      isClosed = true;
      for (const stop of stops) stop();
    },
  };
}

function tookTooMuch({ address }: Order): VeneerError {
  return new VeneerError('too-large', messageOf('download.download-took-more-than-it-may'), {
    nextStep: messageOf('download.try-again-once-if-it-ends'),
    detail: address,
  });
}
