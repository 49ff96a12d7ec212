/** What nobody foresaw ends no process that serves: it is logged, told to the window, and everything else goes on. */

import { messageOf } from '../../shared/messages/message.ts';
import { reportOf, VeneerError } from '../../shared/model/errors.ts';
import type { Log } from './log.ts';
import type { OpenRequests } from './open-requests.ts';
import { isPartMissing, type SeeUpdate } from './own-files.ts';

/** Tells of an error that no call waits for. */
export type Complain = (where: string, error: unknown) => void;

/** The same one is not told again for this long. */
const QUIET_MS = 10_000;

/**
 * Logs it, and tells the windows; an error of ours in its own words.
 *
 * @param seeUpdate asked where a part of the program is missing
 */
export function createComplain(
  log: Log,
  openRequests: Pick<OpenRequests, 'tell'>,
  seeUpdate: SeeUpdate = () => null,
): Complain {
  let last = { text: '', at: 0 };
  return (where, error) => {
    log.error(where, error);
    const text = String(error);
    const now = Date.now();
    if (text === last.text && now - last.at < QUIET_MS) return;
    last = { text, at: now };
    const updated = isPartMissing(error) ? seeUpdate() : null;
    const unforeseen = () =>
      new VeneerError('internal', messageOf('core.veneer-met-error-that-it-did'), {
        nextStep: messageOf('core.if-it-stays-please-report-it'),
        detail: text,
      });
    openRequests.tell(reportOf(error instanceof VeneerError ? error : (updated ?? unforeseen())));
  };
}

/**
 * One handler for each process that serves. What it says to a terminal that is gone, or into a pipe that nobody reads, is no
 * error to tell of: telling it there would be the next one, and so on without end.
 *
 * @param where the part of Veneer, for the log
 */
export function surviveErrors(where: string, complain: Complain): void {
  const takeError = (error: unknown) => {
    try {
      complain(where, error);
    } catch {
      // Nothing is left to tell it to; the process goes on all the same.
    }
  };
  for (const stream of [process.stdout, process.stderr]) stream.on('error', () => {});
  process.on('unhandledRejection', takeError);
  process.on('uncaughtException', takeError);
}
