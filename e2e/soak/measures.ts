/** What a process holds, as the kernel tells it (proc(5)), and how two times of it compare. */
import { readdirSync, readFileSync } from 'node:fs';

export interface Held {
  readonly residentMiB: number;
  readonly descriptors: number;
  /** Of inotify, in all its instances. */
  readonly watches: number;
  /** Processes that it started and that are there still. */
  readonly children: number;
}

/** @throws where the process is gone */
export function heldBy(pid: number): Held {
  const status = readFileSync(`/proc/${pid}/status`, 'latin1');
  const descriptors = readdirSync(`/proc/${pid}/fd`);
  return {
    residentMiB: Number(/^VmRSS:\s+(\d+)/m.exec(status)?.[1] ?? Number.NaN) / 1024,
    descriptors: descriptors.length,
    watches: descriptors.reduce((sum, fd) => sum + watchesOf(pid, fd), 0),
    children: childrenOf(pid).length,
  };
}

function watchesOf(pid: number, fd: string): number {
  try {
    return readFileSync(`/proc/${pid}/fdinfo/${fd}`, 'latin1').match(/^inotify wd:/gm)?.length ?? 0;
  } catch {
    // Closed since the folder was listed.
    return 0;
  }
}

export function childrenOf(pid: number): string[] {
  return readdirSync(`/proc/${pid}/task`).flatMap((thread) => {
    try {
      return readFileSync(`/proc/${pid}/task/${thread}/children`, 'latin1').split(' ').filter(Boolean);
    } catch {
      // A thread that ended since.
      return [];
    }
  });
}

export interface Moment {
  /** Milliseconds since the measuring began. */
  readonly at: number;
  readonly residentMiB: number;
}

export interface Flatness {
  readonly first: number;
  readonly last: number;
  /** 1 where both are the same. */
  readonly ratio: number;
}

/**
 * How the memory at the end compares with that after the warm-up: the medians of the first and the last quarter. Each moment
 * is taken right after the garbage was collected. Left to itself, the engine lets it lie for minutes while there is room,
 * so that what is resident goes up and down by a hundred MiB and tells of the engine, not of us: measured, it was 360 MiB
 * and then 485 while what was in use stayed at 21. No collection hides a leak, for what leaks is in use.
 */
export function flatness(moments: readonly Moment[]): Flatness {
  const end = moments.at(-1)?.at ?? 0;
  const of = (from: number, to: number) =>
    median(moments.filter(({ at }) => at >= from && at <= to).map(({ residentMiB }) => residentMiB));
  const [first, last] = [of(0, end / 4), of((end * 3) / 4, end)];
  return { first, last, ratio: last / first };
}

/** The median of each part of the time. */
export function course(moments: readonly Moment[], parts: number): number[] {
  const length = Math.ceil(moments.length / parts);
  return Array.from({ length: parts }, (_, part) =>
    median(moments.slice(part * length, (part + 1) * length).map(({ residentMiB }) => residentMiB)),
  ).filter((one) => !Number.isNaN(one));
}

export function median(values: readonly number[]): number {
  const sorted = values.toSorted((a, b) => a - b);
  const middle = sorted.length >> 1;
  const [low = Number.NaN, high = Number.NaN] = [sorted[middle - 1] ?? sorted[middle], sorted[middle]];
  return sorted.length % 2 === 1 ? high : (low + high) / 2;
}
