/** Tells the person's desktop of updates, where there is one; for the timer, which has no window. */

import { messageOf } from '../../shared/messages/message.ts';
import { findProgram } from '../host/systemd-version.ts';
import { runProgram } from '../node/run-program.ts';
import { textOf } from './terminal.ts';

const TIMEOUT_MS = 5000;

/** @param what a line each */
export async function tellDesktop(what: readonly string[]): Promise<void> {
  const program = findProgram('notify-send');
  if (program === null || process.env['DBUS_SESSION_BUS_ADDRESS'] === undefined) return;
  const text = [
    '--app-name=Veneer',
    '--icon=org.veneer.Veneer',
    // By which a desktop knows whose it is, and keeps them together (Desktop Notifications Specification).
    '--hint=string:desktop-entry:org.veneer.Veneer',
    textOf(messageOf('cli.updates-are-there')),
    what.join('\n'),
  ];
  // A desktop that does not take it is none that shows it either.
  await runProgram(program, text, { timeoutMs: TIMEOUT_MS, env: process.env });
}
