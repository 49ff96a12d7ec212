/** Tells the person's desktop, where there is one; for the timer, which has no window. */

import type { Notice } from '../../shared/model/notice.ts';
import { findProgram } from '../host/systemd-version.ts';
import { runProgram } from '../node/run-program.ts';
import { safeText, textOf } from './terminal.ts';

const TIMEOUT_MS = 5000;
const NAMED = 20;

/** @param take gives what is to be told; not asked for it where nobody can be told, so that somebody else may */
export async function tellDesktop(take: () => Promise<readonly Notice[]>): Promise<void> {
  const program = findProgram('notify-send');
  if (program === null || process.env['DBUS_SESSION_BUS_ADDRESS'] === undefined) return;
  for (const { title, lines } of await take()) {
    const shown = lines.slice(0, NAMED).map(safeText);
    const text = [
      '--app-name=Veneer',
      '--icon=org.veneer.Veneer',
      // By which a desktop knows whose it is, and keeps them together (Desktop Notifications Specification).
      '--hint=string:desktop-entry:org.veneer.Veneer',
      '--',
      textOf(title),
      [...shown, ...(lines.length > NAMED ? ['…'] : [])].join('\n'),
    ];
    // A desktop that does not take it is none that shows it either.
    await runProgram(program, text, { timeoutMs: TIMEOUT_MS, env: process.env });
  }
}
