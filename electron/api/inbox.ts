/** Files that a person handed to Veneer outside the page: on the command line, in the file manager, in a dialog. */

export interface Inbox {
  /** Hands absolute paths to the newest window; they wait where there is none yet. */
  offer(paths: readonly string[]): void;
  /** What is handed to this window, until the signal aborts. */
  watch(signal: AbortSignal | undefined): AsyncGenerator<string[]>;
}

interface Taker {
  readonly queue: string[][];
  wake(): void;
}

export function createInbox(): Inbox {
  const waiting: string[][] = [];
  const takers: Taker[] = [];
  return {
    offer(paths) {
      if (paths.length === 0) return;
      const taker = takers.at(-1);
      (taker?.queue ?? waiting).push([...paths]);
      taker?.wake();
    },
    async *watch(signal) {
      let wake = () => {};
      const taker: Taker = { queue: waiting.splice(0), wake: () => wake() };
      const stop = () => wake();
      takers.push(taker);
      signal?.addEventListener('abort', stop);
      try {
        while (signal?.aborted !== true) {
          const next = taker.queue.shift();
          if (next !== undefined) yield next;
          else {
            await new Promise<void>((settle) => {
              wake = settle;
            });
          }
        }
      } finally {
        takers.splice(takers.indexOf(taker), 1);
        // What a window was given and never took waits for the next one.
        waiting.push(...taker.queue);
        signal?.removeEventListener('abort', stop);
      }
    },
  };
}
