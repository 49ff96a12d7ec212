/** What was foretold of images, by their hash, so that no server is asked twice for the same bytes. */
import { z } from 'zod';
import { Foretold } from '../../shared/model/catalog.ts';
import { replaceFile } from '../host/own-file.ts';
import { readRegular } from '../host/regular-file.ts';

export interface ForetoldCache {
  get(key: string): Foretold | undefined;
  set(key: string, foretold: Foretold): void;
  /** Writes what came since. */
  flush(): void;
}

const Stored = z.record(z.string(), Foretold);
/** The ones that were looked at last are kept. */
const MOST = 3000;
const MAX_BYTES = 64 * 1024 * 1024;

/** @param file of the cache; it may be lost at any time */
export function createForetoldCache(file: string): ForetoldCache {
  let known: Map<string, Foretold> | null = null;
  let changed = false;
  const load = () => {
    known ??= read(file);
    return known;
  };
  return {
    get: (key) => load().get(key),
    set(key, foretold) {
      const map = load();
      map.delete(key);
      map.set(key, foretold);
      changed = true;
    },
    flush() {
      if (!changed || known === null) return;
      changed = false;
      const last = [...known].slice(-MOST);
      known = new Map(last);
      try {
        replaceFile(file, JSON.stringify(Object.fromEntries(last)));
      } catch {
        // A cache that cannot be written only costs another look.
      }
    },
  };
}

function read(file: string): Map<string, Foretold> {
  try {
    const text = readRegular(file, MAX_BYTES);
    return new Map(text === null ? [] : Object.entries(Stored.parse(JSON.parse(text.toString('utf8')))));
  } catch {
    return new Map();
  }
}
