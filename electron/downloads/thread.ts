/** Starts the thread that fetches when there is something to fetch, and lets it go when there is nothing. */
import { Worker } from 'node:worker_threads';
import { type ErrorReport, VeneerError } from '../../shared/errors.ts';
import type { Fetched, OnProgress, Order, Progress } from './order.ts';

export type ToThread =
  | { readonly type: 'start'; readonly id: string; readonly order: Order }
  | { readonly type: 'stop'; readonly id: string };

export type FromThread =
  | { readonly id: string; readonly type: 'progress'; readonly progress: Progress }
  | { readonly id: string; readonly type: 'done'; readonly fetched: Fetched }
  | { readonly id: string; readonly type: 'failed'; readonly report: ErrorReport };

export interface Fetcher {
  /** As `fetchImage`, in the thread. @throws {VeneerError} */
  fetch(id: string, order: Order, onProgress: OnProgress, signal: AbortSignal): Promise<Fetched>;
  /** Ends the thread; what is running fails as `cancelled`. */
  close(): void;
}

interface Waiting {
  readonly onProgress: OnProgress;
  settle(fetched: Fetched): void;
  fail(error: VeneerError): void;
}

/** @param thread the built file */
export function createFetcher(thread: string | URL): Fetcher {
  let worker: Worker | null = null;
  const waiting = new Map<string, Waiting>();

  function start(): Worker {
    const started = new Worker(thread);
    started.on('message', (message: FromThread) => {
      const one = waiting.get(message.id);
      if (one === undefined) return;
      if (message.type === 'progress') return one.onProgress(message.progress);
      waiting.delete(message.id);
      if (message.type === 'done') one.settle(message.fetched);
      else one.fail(VeneerError.of(message.report));
      if (waiting.size === 0) end();
    });
    started.on('error', (error) =>
      failAll(new VeneerError('internal', 'The download stopped.', { detail: String(error) })),
    );
    return started;
  }

  function end(): void {
    worker?.terminate().catch(() => {
      // It is gone already.
    });
    worker = null;
  }

  function failAll(error: VeneerError): void {
    for (const one of waiting.values()) one.fail(error);
    waiting.clear();
    end();
  }

  return {
    fetch(id, order, onProgress, signal) {
      if (signal.aborted) return Promise.reject(new VeneerError('cancelled', 'It was stopped.'));
      worker ??= start();
      const thread = worker;
      const post = (message: ToThread) => thread.postMessage(message);
      return new Promise((settle, fail) => {
        waiting.set(id, { onProgress, settle, fail });
        signal.addEventListener('abort', () => post({ type: 'stop', id }), { once: true });
        post({ type: 'start', id, order });
      });
    },
    close: () => failAll(new VeneerError('cancelled', 'It was stopped.')),
  };
}
