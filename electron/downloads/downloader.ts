/** The process that fetches, hashes and unpacks one image, apart from whatever answers a window. */

import { messageOf } from '../../shared/messages/message.ts';
import { VeneerError } from '../../shared/model/errors.ts';
import { fetchOrder } from './fetch-order.ts';
import type { FromDownloader, ToDownloader } from './fetcher.ts';
import type { Order, Progress } from './order.ts';

if (process.send === undefined) throw new Error('this file is a part of Veneer, not a program');

const TELL_EVERY_MS = 200;
const ALIVE_MS = 1000;
const stop = new AbortController();

const sendMessage = (message: FromDownloader) => void process.send?.(message);

process.on('message', (message: ToDownloader) => {
  if (message.type === 'stop') return stop.abort();
  fetchIt(message.order)
    .then(sendMessage)
    .catch((error: unknown) => sendMessage({ type: 'failed', report: asReport(error) }));
});

async function fetchIt(order: Order): Promise<FromDownloader> {
  let told = 0;
  const onProgress = (progress: Progress) => {
    const now = Date.now();
    if (progress.problem === null && now - told < TELL_EVERY_MS) return;
    told = now;
    sendMessage({ type: 'progress', progress });
  };
  setInterval(() => sendMessage({ type: 'alive' }), ALIVE_MS).unref();
  return { type: 'done', fetched: await fetchOrder(order, onProgress, stop.signal) };
}

function asReport(error: unknown) {
  const known =
    error instanceof VeneerError
      ? error
      : new VeneerError('internal', messageOf('download.download-met-error-that-it-did'), {
          nextStep: messageOf('common.try-again-if-it-stays-please'),
          detail: error instanceof Error ? (error.stack ?? error.message) : String(error),
        });
  return known.report();
}

// Who asked is gone.
process.on('disconnect', () => process.exit(0));
sendMessage({ type: 'ready' });
