/** Work that several callers wait for at once, such as a question to a server: it is done once, and for all of them. */

export interface SharedWork {
  /**
   * Joins the work of that name, or begins it. Who stops waiting does not stop it for the others; it is stopped once
   * nobody waits any more.
   *
   * @throws what the work throws; nothing where `signal` aborts first
   */
  join(name: string, signal: AbortSignal | null, work: (signal: AbortSignal) => Promise<void>): Promise<void>;
  /** Whether any is going on. */
  isBusy(): boolean;
}

interface Running {
  readonly done: Promise<void>;
  readonly stop: AbortController;
  waiting: number;
}

/** @param changed is told when one begins and when one has ended */
export function createSharedWork(changed: () => void): SharedWork {
  const running = new Map<string, Running>();

  function begin(name: string, work: (signal: AbortSignal) => Promise<void>): Running {
    const stop = new AbortController();
    const one: Running = { done: work(stop.signal), stop, waiting: 0 };
    running.set(name, one);
    changed();
    const end = () => forget(name, one);
    one.done.then(end, end);
    return one;
  }

  function forget(name: string, one: Running): void {
    if (running.get(name) !== one) return;
    running.delete(name);
    changed();
  }

  return {
    isBusy: () => running.size > 0,
    async join(name, signal, work) {
      if (signal?.aborted === true) return;
      const one = running.get(name) ?? begin(name, work);
      one.waiting++;
      let leave = () => {};
      const left = new Promise<void>((settle) => {
        leave = settle;
      });
      signal?.addEventListener('abort', leave, { once: true });
      try {
        await Promise.race([one.done, left]);
      } finally {
        signal?.removeEventListener('abort', leave);
        if (--one.waiting === 0) {
          one.stop.abort();
          // Who asks next is not answered by what is being stopped.
          forget(name, one);
        }
      }
    },
  };
}
