/** Something of a host that is told to whoever watches, when it rings that it may have changed. */
import { isDeepStrictEqual } from 'node:util';
import type { Snapshot } from '../../shared/model/snapshot.ts';

/** A change is a few events in a row. */
const SETTLE_MS = 300;

export interface Bell {
  ring(): void;
  /** Once what comes in a row is over. */
  ringSoon(): void;
}

interface Telling<T> {
  readonly signal: AbortSignal | undefined;
  /** Gives the host, and again after every change of it, which rings. */
  watchHost(signal: AbortSignal | undefined): AsyncIterable<Snapshot>;
  /** Begins to listen to what else rings. @param last gives what was told last. @returns ends that */
  listen(bell: Bell, last: () => T | null): () => void;
  read(bell: Bell): Promise<T>;
}

/**
 * How it is now, and again after every change, until the signal aborts. While nothing rings nothing is read. It ends with the watch
 * of the host as well, which tells by itself what became of it.
 */
export async function* tellChanges<T>({ signal, watchHost, listen, read }: Telling<T>): AsyncGenerator<T> {
  if (signal?.aborted === true) return;
  const bell = createBell();
  let last: T | null = null;
  const stop = new AbortController();
  const stopAll = () => {
    stop.abort();
    bell.ring();
  };
  signal?.addEventListener('abort', stopAll);
  const stopListening = listen(bell, () => last);
  const following = ringAtEach(watchHost(stop.signal), bell).catch(() => stopAll());
  try {
    while (!stop.signal.aborted) {
      await bell.rung();
      if (stop.signal.aborted) return;
      const found = await read(bell);
      if (isDeepStrictEqual(found, last)) continue;
      last = found;
      yield found;
    }
  } finally {
    stopListening();
    signal?.removeEventListener('abort', stopAll);
    stop.abort();
    bell.silence();
    await following;
  }
}

/** Somebody waits until something rang; what rings meanwhile is heard once. */
function createBell() {
  let hasRung = false;
  let wake = () => {};
  let timer: NodeJS.Timeout | null = null;
  const ring = () => {
    hasRung = true;
    wake();
  };
  return {
    ring,
    ringSoon() {
      timer ??= setTimeout(() => {
        timer = null;
        ring();
      }, SETTLE_MS).unref();
    },
    async rung() {
      if (!hasRung) {
        await new Promise<void>((settle) => {
          wake = settle;
        });
      }
      hasRung = false;
    },
    silence() {
      if (timer !== null) clearTimeout(timer);
    },
  };
}

async function ringAtEach(changes: AsyncIterable<unknown>, { ring }: Bell): Promise<void> {
  for await (const _ of changes) ring();
}
