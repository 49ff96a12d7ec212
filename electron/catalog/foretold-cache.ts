/** What was foretold of images, by their hash, so that no server is asked twice for the same bytes. */
import { z } from 'zod';
import { Foretold } from '../../shared/model/catalog.ts';
import { replaceFile } from '../host/own-file.ts';
import { readRegular } from '../host/regular-file.ts';
import { TOOK_TOO_MUCH } from '../reader/protocol.ts';

export interface ForetoldCache {
  get(key: string): Foretold | undefined;
  set(key: string, foretold: Foretold): void;
  /** Writes what came since. */
  flush(): void;
}

const Entry = Foretold.extend({
  /** When it was looked at, where what is foretold may be due to a busy machine; milliseconds since 1970. */
  lookedAt: z.number().optional(),
});
const Stored = z.record(z.string(), Entry);
/** For so long what took too much to read is not tried again. */
const REST_MS = 24 * 60 * 60 * 1000;
/** The ones that were looked at last are kept. */
const MOST = 3000;
const MAX_BYTES = 64 * 1024 * 1024;

/** @param file of the cache; it may be lost at any time */
export function createForetoldCache(file: string): ForetoldCache {
  let known: Map<string, z.infer<typeof Entry>> | null = null;
  let changed = false;
  const load = () => {
    known ??= read(file);
    return known;
  };
  return {
    get(key) {
      const entry = load().get(key);
      if (entry === undefined) return undefined;
      const { lookedAt, ...foretold } = entry;
      return lookedAt === undefined || Math.abs(Date.now() - lookedAt) < REST_MS ? foretold : undefined;
    },
    set(key, foretold) {
      const map = load();
      map.delete(key);
      const tookTooMuch = foretold.verdict.message === TOOK_TOO_MUCH.message;
      map.set(key, tookTooMuch ? { ...foretold, lookedAt: Date.now() } : foretold);
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

function read(file: string): Map<string, z.infer<typeof Entry>> {
  try {
    const text = readRegular(file, MAX_BYTES);
    return new Map(text === null ? [] : Object.entries(Stored.parse(JSON.parse(text.toString('utf8')))));
  } catch {
    return new Map();
  }
}
