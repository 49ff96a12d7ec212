/** Something that changes and is looked at: whoever watches gets it as it is, and again after changes, never a backlog. */
import { EventEmitter } from 'node:events';

export interface Observable<T> {
  /** Tells whoever watches that it changed. */
  changed(): void;
  /** It as it is now, and after every change, until the signal aborts; what comes too fast is passed over. */
  watch(signal: AbortSignal | undefined): AsyncGenerator<T>;
}

export function createObservable<T>(get: () => T): Observable<T> {
  const events = new EventEmitter().setMaxListeners(0);
  return {
    changed: () => void events.emit('change'),
    async *watch(signal) {
      let wakeReader = () => {};
      let isNew = true;
      const takeNews = () => {
        isNew = true;
        wakeReader();
      };
      events.on('change', takeNews);
      signal?.addEventListener('abort', takeNews);
      try {
        while (signal?.aborted !== true) {
          if (isNew) {
            isNew = false;
            yield get();
            continue;
          }
          await new Promise<void>((settle) => {
            wakeReader = settle;
          });
        }
      } finally {
        events.off('change', takeNews);
        signal?.removeEventListener('abort', takeNews);
      }
    },
  };
}
