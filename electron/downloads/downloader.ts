/** The process that fetches, hashes and unpacks one image, apart from whatever answers a window. */
import { VeneerError } from '../../shared/model/errors.ts';
import { fetchOrder } from './fetch-order.ts';
import type { FromDownloader, ToDownloader } from './fetcher.ts';
import type { Order, Progress } from './order.ts';

if (process.send === undefined) throw new Error('this file is a part of Veneer, not a program');

const TELL_EVERY_MS = 200;
const ALIVE_MS = 1000;
const stop = new AbortController();

const say = (message: FromDownloader) => void process.send?.(message);

process.on('message', (message: ToDownloader) => {
  if (message.type === 'stop') return stop.abort();
  fetchIt(message.order)
    .then(say)
    .catch((error: unknown) => say({ type: 'failed', report: asReport(error) }));
});

async function fetchIt(order: Order): Promise<FromDownloader> {
  let told = 0;
  const onProgress = (progress: Progress) => {
    const now = Date.now();
    if (progress.problem === null && now - told < TELL_EVERY_MS) return;
    told = now;
    say({ type: 'progress', progress });
  };
  setInterval(() => say({ type: 'alive' }), ALIVE_MS).unref();
  return { type: 'done', fetched: await fetchOrder(order, onProgress, stop.signal) };
}

function asReport(error: unknown) {
  const known =
    error instanceof VeneerError
      ? error
      : new VeneerError('internal', 'The download met an error that it did not expect.', {
          nextStep: 'Try again. If it stays, please report it with the log.',
          detail: error instanceof Error ? (error.stack ?? error.message) : String(error),
        });
  return known.report();
}

// Who asked is gone.
process.on('disconnect', () => process.exit(0));
say({ type: 'ready' });
