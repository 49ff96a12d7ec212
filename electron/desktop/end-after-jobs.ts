/** A window that is closed while a change is applied goes out of sight, and Veneer ends with the change. */
import type { BrowserWindow } from 'electron';
import type { JobRunner } from '../jobs/runner.ts';

/**
 * Also who quits, or is asked to by a signal, closes the window first; a close that is prevented stops the quitting.
 *
 * @param window closed again once nothing runs, unless somebody brought it back meanwhile
 */
export function endAfterJobs(
  window: Pick<BrowserWindow, 'on' | 'hide' | 'close' | 'isVisible'>,
  jobs: Pick<JobRunner, 'goingOn' | 'idle'>,
): void {
  let isEnding = false;
  window.on('close', (event) => {
    if (jobs.goingOn('apply').length === 0) return;
    event.preventDefault();
    window.hide();
    if (isEnding) return;
    isEnding = true;
    jobs
      .idle('apply')
      .finally(() => {
        isEnding = false;
        if (!window.isVisible()) window.close();
      })
      // What could throw there is the window alone, which is gone then.
      .catch(() => {});
  });
}
