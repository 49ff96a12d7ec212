/** What was predicted of images, by their hash, so that no server is asked twice for the same bytes. */
import * as z from 'zod';
import { Prediction } from '../../shared/model/catalog.ts';
import { replaceFile } from '../node/own-file.ts';
import { readRegular } from '../node/regular-file.ts';
import { TOOK_TOO_MUCH } from '../reader/protocol.ts';

export interface PredictionCache {
  get(key: string): Prediction | undefined;
  set(key: string, prediction: Prediction): void;
  /** Writes what came since. */
  flush(): void;
}

/** Of the shape; of another one nothing is taken. */
const VERSION = 1;
const Stored = z.object({ version: z.literal(VERSION), images: z.record(z.string(), z.unknown()) });
/** What took too much to read is tried again after so long: it may have met a busy machine, or be read better since. */
const AGAIN_MS = 24 * 60 * 60 * 1000;
/** The ones that were looked at last are kept. */
const MOST = 3000;
const MAX_BYTES = 64 * 1024 * 1024;

/** With when it took too much, in milliseconds since 1970. */
const Kept = Prediction.extend({ gaveUpAt: z.number().optional() });
type Kept = z.infer<typeof Kept>;

const isFinal = ({ gaveUpAt }: Kept, now: number) => gaveUpAt === undefined || Math.abs(now - gaveUpAt) < AGAIN_MS;

/**
 * @param file of the cache; it may be lost at any time
 * @param now for tests
 */
export function createPredictionCache(file: string, now: () => number = Date.now): PredictionCache {
  let known: Map<string, Kept> | null = null;
  let changed = false;
  const loadOnce = () => {
    known ??= readCache(file);
    return known;
  };
  return {
    get(key) {
      const found = loadOnce().get(key);
      if (found === undefined || !isFinal(found, now())) return undefined;
      const { gaveUpAt: _gaveUpAt, ...prediction } = found;
      return prediction;
    },
    set(key, prediction) {
      const map = loadOnce();
      map.delete(key);
      const isTooMuch = prediction.verdict.message.id === TOOK_TOO_MUCH.message.id;
      map.set(key, isTooMuch ? { ...prediction, gaveUpAt: now() } : prediction);
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

function readCache(file: string): Map<string, Kept> {
  try {
    const text = readRegular(file, MAX_BYTES);
    if (text === null) return new Map();
    const { images } = Stored.parse(JSON.parse(text.toString('utf8')));
    return new Map(
      Object.entries(images).flatMap(([key, value]) => {
        const prediction = Kept.safeParse(value);
        return prediction.success ? [[key, prediction.data] as const] : [];
      }),
    );
  } catch {
    return new Map();
  }
}
