/** Reads hosts on a thread of its own, which starts with the first reading and keeps what it read of images. */
import { Worker } from 'node:worker_threads';
import type { Site, System } from './system.ts';

export interface SystemReader {
  /** The host as it is now. @throws {Error} what the reading stopped on */
  read(site: Site): Promise<System>;
  close(): void;
}

interface Waiting {
  readonly settle: (system: System) => void;
  readonly fail: (error: Error) => void;
}

type Answer = { readonly id: number } & ({ readonly system: System } | { readonly failure: string });

/** @param file the built system-reader-thread.ts */
export function createSystemReader(file: string | URL): SystemReader {
  const waiting = new Map<number, Waiting>();
  let thread: Worker | null = null;
  let nextId = 1;

  function start(): Worker {
    const worker = new Worker(file);
    const give = (error: Error) => {
      for (const { fail } of waiting.values()) fail(error);
      waiting.clear();
      // The next reading starts another one.
      if (thread === worker) thread = null;
    };
    worker.on('message', (answer: Answer) => {
      const asked = waiting.get(answer.id);
      waiting.delete(answer.id);
      if ('system' in answer) asked?.settle(answer.system);
      else asked?.fail(new Error(answer.failure));
      // It keeps the process alive only while someone waits for it.
      if (waiting.size === 0) worker.unref();
    });
    worker.on('error', give);
    worker.on('exit', () => give(new Error('the thread that reads the host ended')));
    return worker;
  }

  return {
    read(site) {
      thread ??= start();
      const worker = thread;
      const id = nextId++;
      worker.ref();
      return new Promise((settle, fail) => {
        waiting.set(id, { settle, fail });
        worker.postMessage({ id, site });
      });
    },
    close() {
      thread?.terminate().catch(() => {
        // It is gone already.
      });
    },
  };
}
