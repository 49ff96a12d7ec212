/** Starts a process for each download: what comes and is unpacked there can end that one alone, and nothing of ours. */

import { join } from 'node:path';
import { MAX_IMAGE } from '../../shared/images/image-size.ts';
import { messageOf } from '../../shared/messages/message.ts';
import { type ErrorReport, VeneerError } from '../../shared/model/errors.ts';
import { removeIfPossible } from '../node/own-file.ts';
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

/** What a request needs of the environment (undici's EnvHttpProxyAgent, node:tls). */
const ENVIRONMENT = [
  'http_proxy',
  'HTTP_PROXY',
  'https_proxy',
  'HTTPS_PROXY',
  'no_proxy',
  'NO_PROXY',
  'NODE_EXTRA_CA_CERTS',
  'NODE_USE_SYSTEM_CA',
  'SSL_CERT_FILE',
  'SSL_CERT_DIR',
];
const LOOK_MS = 500;

/** @param program the built `downloader.ts` */
export function createFetcher(program: NodeProgram, limits: GuardLimits = DOWNLOAD_LIMITS): Fetcher {
  const stops = new Set<() => void>();
  let isClosed = false;
  return {
    async fetch(order, onProgress, signal) {
      if (signal.aborted || isClosed) throw cancelledError();
      const downloader: Downloader = await startLimited(program, limits, downloaderEnvironment());
      const endDownloader = () => downloader.kill();
      // Closed while it was started: nobody else would end it, and it keeps our process.
      if (isClosed) {
        endDownloader();
        throw cancelledError();
      }
      stops.add(endDownloader);
      try {
        return await converseWith(downloader, order, onProgress, limits.timeMs, signal);
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

function downloaderEnvironment(): NodeJS.ProcessEnv {
  return Object.fromEntries(
    ENVIRONMENT.flatMap((name) => {
      const value = process.env[name];
      return value === undefined ? [] : [[name, value]];
    }),
  );
}

function converseWith(
  downloader: Downloader,
  order: Order,
  onProgress: OnProgress,
  timeMs: number,
  signal: AbortSignal,
): Promise<Fetched> {
  return new Promise((settle, fail) => {
    let isAlive = false;
    let since = downloader.cpuMs();
    const clock = setInterval(() => {
      const now = downloader.cpuMs();
      if (isAlive) since = now;
      isAlive = false;
      if (now - since > timeMs) finishWith(() => fail(tookTooMuch(order)));
    }, LOOK_MS);
    const askToStop = () => downloader.send({ type: 'stop' });
    const finishWith = (how: () => void) => {
      clearInterval(clock);
      signal.removeEventListener('abort', askToStop);
      downloader.listen(null);
      how();
    };
    downloader.listen((said) => {
      if (said === 'ended') return finishWith(() => fail(signal.aborted ? cancelledError() : tookTooMuch(order)));
      isAlive = true;
      if (said.type === 'progress') onProgress(said.progress);
      else if (said.type === 'done') finishWith(() => settle(said.fetched));
      else if (said.type === 'failed') finishWith(() => fail(VeneerError.of(said.report)));
    });
    signal.addEventListener('abort', askToStop, { once: true });
    downloader.send({ type: 'start', order });
    // Stopped while the process was started.
    if (signal.aborted) askToStop();
  });
}

const cancelledError = () => new VeneerError('cancelled', messageOf('common.it-was-stopped'));

function tookTooMuch({ address }: Order): VeneerError {
  return new VeneerError('too-large', messageOf('download.download-took-more-than-it-may'), {
    nextStep: messageOf('download.try-again-once-if-it-ends'),
    detail: address,
  });
}
