/**
 * SELinux labels of what the helper makes: a file that is renamed keeps the label of where it was made, and a new folder has
 * that of its parent, so that the policy may keep systemd from reading it (fedora-sysexts/fedora#104).
 */

import { existsSync } from 'node:fs';
import { type Message, messageOf } from '../../shared/messages/message.ts';
import { findProgram, lastLine, runProgram } from './programs.ts';

/** selinuxfs is mounted where SELinux is on, permissive or not (is_selinux_enabled(3)). */
const SELINUX = '/sys/fs/selinux/enforce';
const PATHS_A_CALL = 500;

/** A process carries out one request. */
const made = new Set<string>();

/** To be called for every path that was made, renamed to or linked. */
export function noteMade(path: string): void {
  made.add(path);
}

/** What was noted so far. */
export function madePaths(): string[] {
  return [...made];
}

/**
 * Gives everything that was made the label that the policy has for its place, as restorecon(8) does. Nothing where SELinux
 * is off or the tree is not this machine's.
 *
 * @returns a sentence where it did not succeed; what was made is there all the same
 */
export async function restoreLabels(root: string): Promise<Message[]> {
  if (root !== '/' || made.size === 0 || !existsSync(SELINUX)) return [];
  const program = findProgram('restorecon');
  if (program === null) return [messageOf('helper.selinux-without-restorecon')];
  const paths = madePaths();
  for (let at = 0; at < paths.length; at += PATHS_A_CALL) {
    // -i: what the request made and took away again is not there any more.
    const args = ['-F', '-i', '--', ...paths.slice(at, at + PATHS_A_CALL)];
    const { status, output } = await runProgram(program, args);
    if (status !== 0) return [messageOf('helper.selinux-labels-not-set', { reason: lastLine(output) })];
  }
  return [];
}
