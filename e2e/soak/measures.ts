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

function childrenOf(pid: number): string[] {
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
 * How the memory at the end compares with that at the start. A process that collects garbage goes up and down like a saw,
 * by tens of MiB within seconds, so no two moments can be compared. What it keeps for good lies below all teeth: each
 * quarter of the time counts with the median of the lowest moments of its ten parts, so that neither the moment before a
 * collection nor one lucky one after it decides. Something that leaks lifts every low, however the teeth fall.
 */
export function flatness(moments: readonly Moment[]): Flatness {
  const all = lows(moments, 40);
  const [first, last] = [median(all.slice(0, 10)), median(all.slice(-10))];
  return { first, last, ratio: last / first };
}

/** The lowest moment of each part of the time; of a part without any, that of the one before. */
export function lows(moments: readonly Moment[], parts: number): number[] {
  const length = (moments.at(-1)?.at ?? 0) / parts;
  let before = moments[0]?.residentMiB ?? Number.NaN;
  return Array.from({ length: parts }, (_, part) => {
    const within = moments.filter(({ at }) => at >= part * length && at <= (part + 1) * length);
    if (within.length > 0) before = Math.min(...within.map(({ residentMiB }) => residentMiB));
    return before;
  });
}

export function median(values: readonly number[]): number {
  const sorted = values.toSorted((a, b) => a - b);
  const middle = sorted.length >> 1;
  const [low = Number.NaN, high = Number.NaN] = [sorted[middle - 1] ?? sorted[middle], sorted[middle]];
  return sorted.length % 2 === 1 ? high : (low + high) / 2;
}
