/** What closing the window does while something long goes on: Veneer hides and ends with it, or asks. */

import type { BrowserWindow } from 'electron';
import { GOES_ON_LATER, WAITED_FOR } from '../jobs/at-end.ts';
import type { JobRunner } from '../jobs/job-runner.ts';

/** What a person may say of downloads where the window is closed. */
export type Answer = 'keep' | 'stop' | 'cancel';

interface Closing {
  /** Whether it is the window that is closed, and not Veneer that is to quit, nor to stay in the tray. */
  isAsked(): boolean;
  /** Asks whether the downloads go on without a window, or with the next start. */
  ask(): Promise<Answer>;
}

/**
 * What is applied ends whatever anybody says: also who quits, or is asked to by a signal, closes the window first, and a close
 * that is prevented stops the quitting. Downloads go on with the next start where nobody is asked.
 *
 * @param window closed again once nothing goes on that it was hidden for, unless somebody brought it back meanwhile
 */
export function endAfterJobs(
  window: Pick<BrowserWindow, 'on' | 'hide' | 'close' | 'isVisible'>,
  jobs: Pick<JobRunner, 'goingOn' | 'idle'>,
  { isAsked, ask }: Closing,
): void {
  let isHidden = false;
  let isAsking = false;
  /** The next close is the one that the person decided on. */
  let isDecided = false;

  function hideUntil(until: Promise<void>): void {
    window.hide();
    if (isHidden) return;
    isHidden = true;
    until
      .finally(() => {
        isHidden = false;
        if (window.isVisible()) return;
        isDecided = true;
        window.close();
      })
      // What could throw there is the window alone, which is gone then.
      .catch(() => {});
  }

  async function decideWhetherToEnd(): Promise<void> {
    const answer = await ask();
    if (answer === 'keep') hideUntil(jobs.idle(...WAITED_FOR, ...GOES_ON_LATER));
    if (answer !== 'stop') return;
    isDecided = true;
    window.close();
  }

  function askOnce(): void {
    if (isAsking) return;
    isAsking = true;
    decideWhetherToEnd()
      .finally(() => {
        isAsking = false;
      })
      // A desktop without a dialog: it stays open.
      .catch(() => {});
  }

  window.on('close', (event) => {
    const isSettled = isDecided || !isAsked();
    isDecided = false;
    if (!isSettled && jobs.goingOn(...GOES_ON_LATER).length > 0) {
      event.preventDefault();
      askOnce();
    } else if (jobs.goingOn(...WAITED_FOR).length > 0) {
      event.preventDefault();
      hideUntil(jobs.idle(...WAITED_FOR));
    }
  });
}
