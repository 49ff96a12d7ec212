/** Which process something was begun by: process ids come again, and mean another process in another container. */
import { readFileSync, readlinkSync } from 'node:fs';

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
