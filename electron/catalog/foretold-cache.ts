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

/** Of the shape; of another one nothing is taken. */
const VERSION = 1;
const Stored = z.object({ version: z.literal(VERSION), images: z.record(z.string(), z.unknown()) });
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
        replaceFile(file, JSON.stringify({ version: VERSION, images: Object.fromEntries(last) }));
      } catch {
        // A cache that cannot be written only costs another look.
      }
    },
  };
}

function read(file: string): Map<string, Foretold> {
  try {
    const text = readRegular(file, MAX_BYTES);
    if (text === null) return new Map();
    const { images } = Stored.parse(JSON.parse(text.toString('utf8')));
    return new Map(
      Object.entries(images).flatMap(([key, value]) => {
        const foretold = Foretold.safeParse(value);
        return foretold.success ? [[key, foretold.data] as const] : [];
      }),
    );
  } catch {
    return new Map();
  }
}
