/** Keeps what was read of an image until the file changes, so that a look at the host costs little the second time. */
import type { Stats } from 'node:fs';
import { stampFrom } from './gate.ts';
import type { Reading } from './reading.ts';

/** Entries beyond this are forgotten, the oldest first. */
const MAX_ENTRIES = 4096;

export interface ReadingCache {
  get(key: string): Reading | undefined;
  set(key: string, reading: Reading): void;
}

export function createReadingCache(): ReadingCache {
  const readings = new Map<string, Reading>();
  return {
    get: (key) => readings.get(key),
    set(key, reading) {
      if (readings.size >= MAX_ENTRIES) readings.delete(readings.keys().next().value as string);
      readings.set(key, reading);
    },
  };
}

/** Names one state of one image file, together with the host that it was judged against. */
export function cacheKey(path: string, stat: Stats, judgedFor: string): string {
  return `${stampFrom(path, stat)} ${judgedFor}`;
}
