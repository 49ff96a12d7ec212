/** When nobody has used the door for a while. */
import type { Session } from '../session/session.ts';

export interface UseWatch {
  /** Somebody uses it at this moment. */
  note(): void;
  /** @param afterMs for how long nobody has to have used it, in milliseconds, also once all jobs have ended */
  untilUnused(afterMs: number): Promise<void>;
  close(): void;
}

/** @param isUsed whether it is in use right now */
export function watchUse(isUsed: () => boolean, jobs: Pick<Session['jobs'], 'goingOn' | 'idle'>): UseWatch {
  // By the clock that stands still while the machine sleeps, when nobody can use it.
  let last = performance.now();
  let timer: NodeJS.Timeout | undefined;
  let isClosed = false;
  const note = () => {
    last = performance.now();
  };
  return {
    note,
    untilUnused: (afterMs) =>
      new Promise((settle, fail) => {
        const look = async () => {
          if (jobs.goingOn().length > 0) {
            await jobs.idle();
            note();
          }
          if (isClosed) return;
          if (isUsed()) note();
          const left = last + afterMs - performance.now();
          if (left <= 0) settle();
          else lookIn(Math.ceil(left));
        };
        const lookIn = (ms: number) => {
          timer = setTimeout(() => look().catch(fail), ms);
        };
        lookIn(afterMs);
      }),
    close() {
      isClosed = true;
      clearTimeout(timer);
    },
  };
}
