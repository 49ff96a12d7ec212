/** Keeps what was read of an image until the file changes, so that a look at the host costs little the second time. */
import type { Stats } from 'node:fs';
import { stampFrom } from './gate.ts';
import type { Reading } from './reading.ts';

/** Entries beyond this are forgotten, the oldest first. */
const MAX_ENTRIES = 4096;
/** What none of so many readings of the host asked for is forgotten: it is gone, or changed. */
const KEPT_READINGS = 3;

export interface ReadingCache {
  get(key: string): Reading | undefined;
  set(key: string, reading: Reading): void;
  /** Told after each reading of a host. */
  endReading(): void;
}

export function createReadingCache(): ReadingCache {
  const readings = new Map<string, { readonly reading: Reading; askedIn: number }>();
  let now = 0;
  return {
    get(key) {
      const found = readings.get(key);
      if (found !== undefined) found.askedIn = now;
      return found?.reading;
    },
    set(key, reading) {
      if (readings.size >= MAX_ENTRIES) readings.delete(readings.keys().next().value as string);
      readings.set(key, { reading, askedIn: now });
    },
    endReading() {
      now++;
      for (const [key, { askedIn }] of readings) if (askedIn < now - KEPT_READINGS) readings.delete(key);
    },
  };
}

/** Names one state of one image file, together with the host that it was judged against. */
export function cacheKey(path: string, stat: Stats, judgedFor: string): string {
  return `${stampFrom(path, stat)} ${judgedFor}`;
}
