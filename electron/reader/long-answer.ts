/** Waits for the one long thing that a limited process does. */
import { messageOf } from '../../shared/messages/message.ts';
import { VeneerError } from '../../shared/model/errors.ts';
import type { LimitedProcess } from './process.ts';

const LOOK_MS = 500;

interface Waiting<From, Result> {
  /** Of its own work without a sign of life. */
  readonly timeMs: number;
  readonly signal: AbortSignal;
  /** Takes what it says: what came of it, or null where it goes on. @throws what it says that went wrong */
  hear(said: From): { readonly result: Result } | null;
  /** The error of one that ended, or worked too long without a word. */
  tookTooMuch(): VeneerError;
}

/**
 * @param start is said first, and `stop` once the signal aborts
 * @throws {VeneerError} `cancelled` where it ends then, and what `hear` and `tookTooMuch` make
 */
export function longAnswer<To extends object, From, Result>(
  process: LimitedProcess<To, From>,
  start: To,
  stop: To,
  { timeMs, signal, hear, tookTooMuch }: Waiting<From, Result>,
): Promise<Result> {
  return new Promise((settle, fail) => {
    let isAlive = false;
    let since = process.cpuMs();
    const clock = setInterval(() => {
      const now = process.cpuMs();
      if (isAlive) since = now;
      isAlive = false;
      if (now - since > timeMs) finishWith(() => fail(tookTooMuch()));
    }, LOOK_MS);
    const askToStop = () => process.send(stop);
    const finishWith = (how: () => void) => {
      clearInterval(clock);
      signal.removeEventListener('abort', askToStop);
      process.listen(null);
      how();
    };
    process.listen((said) => {
      if (said === 'ended') return finishWith(() => fail(signal.aborted ? cancelledError() : tookTooMuch()));
      isAlive = true;
      try {
        const heard = hear(said);
        if (heard !== null) finishWith(() => settle(heard.result));
      } catch (error) {
        finishWith(() => fail(error));
      }
    });
    signal.addEventListener('abort', askToStop, { once: true });
    process.send(start);
    // Stopped while the process was started.
    if (signal.aborted) askToStop();
  });
}

export const cancelledError = () => new VeneerError('cancelled', messageOf('common.it-was-stopped'));
