/**
 * Ctrl-C while something is fetched: it is stopped in order, so that a later call can go on, and then the process ends by the
 * signal itself. A shell that runs several in a row learns so that it was stopped, and stops too.
 */

type Signal = 'SIGINT' | 'SIGTERM';
const SIGNALS: readonly Signal[] = ['SIGINT', 'SIGTERM'];

let received: Signal | null = null;

export interface Interruptible {
  readonly signal: AbortSignal;
  /** From here on a signal ends the process at once again. */
  end(): void;
}

export function interruptible(): Interruptible {
  const stop = new AbortController();
  const note = (signal: Signal) => {
    received = signal;
    stop.abort();
  };
  for (const one of SIGNALS) process.once(one, note);
  return {
    signal: stop.signal,
    end: () => {
      for (const one of SIGNALS) process.off(one, note);
    },
  };
}

/** Once all is put in order: ends by the signal that came, if one did. */
export function endAsInterrupted(): void {
  if (received === null) return;
  for (const one of SIGNALS) process.removeAllListeners(one);
  process.kill(process.pid, received);
}
