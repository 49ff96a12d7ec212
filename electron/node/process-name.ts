/** What ps, systemctl and the log of the kernel call a process that stays. */
import { writeFileSync } from 'node:fs';

/** TASK_COMM_LEN of the kernel, without the NUL at its end. */
const MAX_LENGTH = 15;

/**
 * Names this process, which Node calls MainThread. By its comm alone: `process.title` would write over the arguments, by
 * which it is found (proc_pid_comm(5)).
 */
export function nameProcess(name: string): void {
  try {
    writeFileSync('/proc/self/comm', name.slice(0, MAX_LENGTH));
  } catch {
    // Without /proc it has no name that anybody could see.
  }
}
