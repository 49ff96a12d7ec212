/** How much memory a program had at the most. */
import type { ChildProcess } from 'node:child_process';
import { readFileSync } from 'node:fs';

/** @throws where it ends with another status than 0, with what it said on stderr */
export function ended(child: ChildProcess): Promise<void> {
  let said = '';
  child.stderr?.on('data', (chunk: Buffer) => {
    said += chunk.toString('utf8');
  });
  return new Promise((settle, fail) =>
    child.once('close', (status) =>
      status === 0 ? settle() : fail(new Error(`veneer ended with ${status}: ${said}`)),
    ),
  );
}

/** The most that a running process had resident until now, in MiB, as the kernel kept it; 0 for one that is gone. */
export function peakMiB(pid: number): number {
  try {
    return Number(/VmHWM:\s+(\d+)/.exec(readFileSync(`/proc/${pid}/status`, 'latin1'))?.[1] ?? 0) / 1024;
  } catch {
    return 0;
  }
}

/** Waits for the end of a process. @returns the most that was resident, in MiB */
export async function watchMemory(child: ChildProcess): Promise<number> {
  let peak = 0;
  // What it took between the last look and its end is not seen.
  const timer = setInterval(() => {
    peak = Math.max(peak, peakMiB(child.pid ?? 0));
  }, 20);
  await ended(child).finally(() => clearInterval(timer));
  return peak;
}
