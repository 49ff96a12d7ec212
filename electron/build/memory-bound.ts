/**
 * Bounds the memory of a program and all that it started, taken together. A limit of the kernel is of each process, and a cgroup of
 * our own is there neither for every user nor in every container, so they are looked at and ended from outside.
 */
import type { ChildProcess } from 'node:child_process';
import { readdirSync, readFileSync } from 'node:fs';

/** What can be taken between two looks is what the machine writes in so long. */
const EVERY_MS = 100;
const KIB = 1024;

export interface MemoryBound {
  readonly watch: (child: ChildProcess) => void;
  /** Whether it was ended for that. */
  readonly wasPassed: () => boolean;
  readonly stop: () => void;
}

/** @param most bytes; past these the program is killed, which has to take along what it started */
export function boundMemory(most: number): MemoryBound {
  let passed = false;
  let timer: NodeJS.Timeout | undefined;
  return {
    watch: (child) => {
      timer = setInterval(() => {
        const { pid, exitCode, signalCode } = child;
        // Once it ended its id may be another program's.
        if (pid === undefined || exitCode !== null || signalCode !== null || memoryOf(pid, most) <= most) return;
        passed = true;
        child.kill('SIGKILL');
      }, EVERY_MS);
    },
    wasPassed: () => passed,
    stop: () => clearInterval(timer),
  };
}

/**
 * Bytes that a process and its descendants have in memory and in swap. What they share is told once as far as it decides
 * whether that is more than `most`. A memory file that nobody has mapped is not seen.
 */
function memoryOf(pid: number, most: number): number {
  const all = withDescendants(pid);
  const resident = sum(all.map(residentOf)) * KIB;
  // Never less than what follows, which costs a walk through all pages.
  if (resident <= most) return resident;
  const share = /^(?:Pss|SwapPss):\s+(\d+) kB$/gm;
  // Of one that may not be looked into what is resident is asked again, for it may have ended since.
  return sum(all.map((one) => kibOf(`/proc/${one}/smaps_rollup`, share) ?? residentOf(one))) * KIB;
}

/** In KiB; 0 of what has ended. */
const residentOf = (pid: number): number => kibOf(`/proc/${pid}/status`, /^Vm(?:RSS|Swap):\s+(\d+) kB$/gm) ?? 0;

const sum = (numbers: readonly number[]): number => numbers.reduce((all, one) => all + one, 0);

/** null for what cannot be read, as of a process that has ended. */
function kibOf(path: string, fields: RegExp): number | null {
  const text = textOf(path);
  return text === null ? null : sum([...text.matchAll(fields)].map(([, kib]) => Number(kib)));
}

/** By all processes that there are: /proc/PID/task/TID/children may leave some out while they come and go (proc(5)). */
function withDescendants(pid: number): number[] {
  const children = new Map<number, number[]>();
  for (const name of readdirSync('/proc')) {
    if (!/^\d+$/.test(name)) continue;
    // The name of the program stands in parentheses, and may have some itself.
    const parent = Number(/^.*\) \S (\d+) /s.exec(textOf(`/proc/${name}/stat`) ?? '')?.[1]);
    children.set(parent, [...(children.get(parent) ?? []), Number(name)]);
  }
  const found = [pid];
  for (const one of found) found.push(...(children.get(one) ?? []));
  return found;
}

function textOf(path: string): string | null {
  try {
    return readFileSync(path, 'utf8');
  } catch {
    return null;
  }
}
