/** Which process something was begun by: process ids come again, and mean another process in another container. */
import { readFileSync, readlinkSync } from 'node:fs';
import { uptime } from 'node:os';

/** USER_HZ, in which the kernel tells times of processes: 100 on whatever Node runs on (param.h of each architecture). */
const TICKS_A_SECOND = 100;

/** This process, as one word that `isRunning` understands. */
export function ownIdentity(): string {
  return `${process.pid}:${startOf(process.pid)}:${pidNamespace()}`;
}

/** Whether that process is there still; null for one that cannot be seen from here. */
export function isRunning(identity: string): boolean | null {
  const [pid, start, space] = identity.split(':', 2).concat(identity.split(':').slice(2).join(':'));
  if (space !== pidNamespace()) return null;
  return startOf(Number(pid)) === start;
}

/**
 * When a process started, in milliseconds since 1970, by the clock that counts since the boot: a process may be older than the
 * moment at which the date of the machine was put right.
 *
 * @returns null for one that is gone, or cannot be seen from here
 */
export function startedAt(pid: number): number | null {
  const ticks = Number(startOf(pid));
  // The clock is read last: where this process is held up in between, the other seems to be younger, and never older than it is.
  const age = uptime() - ticks / TICKS_A_SECOND;
  return Number.isNaN(age) ? null : Date.now() - age * 1000;
}

/** When a process started, in ticks since the boot (proc_pid_stat(5), field 22); `none` where it is gone. */
function startOf(pid: number): string {
  try {
    const stat = readFileSync(`/proc/${pid}/stat`, 'utf8');
    return stat.slice(stat.lastIndexOf(')') + 2).split(' ')[19] ?? 'none';
  } catch {
    return 'none';
  }
}

/** `pid:[NUMBER]`. */
function pidNamespace(): string {
  return readlinkSync('/proc/self/ns/pid');
}
