/** Tells the person's desktop of updates, where there is one; for the timer, which has no window. */
import { execFile } from 'node:child_process';
import { findProgram } from '../host/systemd-version.ts';

const TIMEOUT_MS = 5000;

/** @param what a line each */
export function tellDesktop(what: readonly string[]): Promise<void> {
  const program = findProgram('notify-send');
  if (program === null || process.env['DBUS_SESSION_BUS_ADDRESS'] === undefined) return Promise.resolve();
  const text = ['--app-name=Veneer', '--icon=org.veneer.Veneer', 'Updates are there', what.join('\n')];
  return new Promise((settle) => {
    // A desktop that does not take it is none that shows it either.
    execFile(program, text, { timeout: TIMEOUT_MS }, () => settle());
  });
}
