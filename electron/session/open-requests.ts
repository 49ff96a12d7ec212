/** What a person says to a window from outside its page: files from the command line or a dialog, commands of a menu. */
import type { ErrorReport } from '../../shared/model/errors.ts';
import type { Offer } from '../../shared/model/support.ts';

export interface OpenRequests {
  /** Hands it to the newest window; it waits where there is none yet. */
  offer(offer: Offer): void;
  /** Tells all windows of what went wrong; the last one waits where there is none. */
  tell(report: ErrorReport): void;
  /** Whether a window is there to take it. */
  isWatched(): boolean;
  /** What is handed to this window, until the signal aborts. */
  watch(signal: AbortSignal | undefined): AsyncGenerator<Offer>;
}

interface Taker {
  readonly queue: Offer[];
  wake(): void;
}

export function createOpenRequests(): OpenRequests {
  const waiting: Offer[] = [];
  const takers: Taker[] = [];
  /** Files wait all; of problems the last one, or they would pile up while nobody takes them. */
  const addWaiting = (offer: Offer) => {
    const before = offer.kind === 'problem' ? waiting.findIndex(({ kind }) => kind === 'problem') : -1;
    if (before >= 0) waiting.splice(before, 1);
    waiting.push(offer);
  };
  return {
    offer(offer) {
      const taker = takers.at(-1);
      (taker?.queue ?? waiting).push(offer);
      taker?.wake();
    },
    tell(report) {
      const offer: Offer = { kind: 'problem', report };
      if (takers.length === 0) addWaiting(offer);
      for (const taker of takers) {
        taker.queue.push(offer);
        taker.wake();
      }
    },
    isWatched: () => takers.length > 0,
    async *watch(signal) {
      let wakeReader = () => {};
      const taker: Taker = { queue: waiting.splice(0), wake: () => wakeReader() };
      const stopWaiting = () => wakeReader();
      takers.push(taker);
      signal?.addEventListener('abort', stopWaiting);
      try {
        while (signal?.aborted !== true) {
          const next = taker.queue.shift();
          if (next !== undefined) yield next;
          else {
            await new Promise<void>((settle) => {
              wakeReader = settle;
            });
          }
        }
      } finally {
        takers.splice(takers.indexOf(taker), 1);
        // What a window was given and never took waits for the next one; of problems the others were told as well.
        for (const offer of taker.queue) if (offer.kind !== 'problem' || takers.length === 0) addWaiting(offer);
        signal?.removeEventListener('abort', stopWaiting);
      }
    },
  };
}
