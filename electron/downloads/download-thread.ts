/** The thread that fetches, hashes and unpacks, so that no window waits for it. */
import { parentPort } from 'node:worker_threads';
import { VeneerError } from '../../shared/errors.ts';
import { fetchOrder } from './fetch-order.ts';
import type { Progress } from './order.ts';
import type { FromThread, ToThread } from './thread.ts';

if (parentPort === null) throw new Error('this file is a thread of Veneer, not a program');
const port = parentPort;
const TELL_EVERY_MS = 200;
const running = new Map<string, AbortController>();

const say = (message: FromThread) => port.postMessage(message);

port.on('message', (message: ToThread) => {
  if (message.type === 'stop') {
    running.get(message.id)?.abort();
    return;
  }
  const { id, order } = message;
  const stop = new AbortController();
  running.set(id, stop);
  let told = 0;
  const onProgress = (progress: Progress) => {
    const now = Date.now();
    if (progress.problem === null && now - told < TELL_EVERY_MS) return;
    told = now;
    say({ id, type: 'progress', progress });
  };
  fetchOrder(order, onProgress, stop.signal)
    .then((fetched) => say({ id, type: 'done', fetched }))
    .catch((error: unknown) => {
      const known = error instanceof VeneerError;
      const report = known
        ? error.report()
        : new VeneerError('internal', 'The download met an error that it did not expect.', {
            nextStep: 'Try again. If it stays, please report it with the log.',
            detail: error instanceof Error ? (error.stack ?? error.message) : String(error),
          }).report();
      say({ id, type: 'failed', report });
    })
    .finally(() => running.delete(id));
});
