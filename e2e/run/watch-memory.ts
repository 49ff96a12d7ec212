/** How much memory a program had at the most. */
import type { ChildProcess } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { childrenOf } from '../soak/measures.ts';

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

/** The most that was resident, in MiB. */
export interface Peaks {
  readonly own: number;
  /** Of the one of the processes that it started which had most. */
  readonly child: number;
}

/** Looks at a process and at those that it starts until some work has ended. */
export async function watchMemory(pid: number, work: Promise<unknown>): Promise<Peaks> {
  let [own, child] = [0, 0];
  // What they took between the last look and their end is not seen.
  const timer = setInterval(() => {
    own = Math.max(own, peakMiB(pid));
    child = Math.max(child, ...childrenOf(pid).map((one) => peakMiB(Number(one))));
  }, 20);
  await work.finally(() => clearInterval(timer));
  return { own, child };
}
