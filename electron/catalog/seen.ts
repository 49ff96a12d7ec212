/**
 * When the newest list that was seen of each place was signed. A server, or whoever sits between, may serve an older list
 * with its own good signature, to bring back what has a hole: TUF and apt refuse that, and so does Veneer. It is state
 * and no cache, for with it the knowledge would be lost.
 */
import { createHash } from 'node:crypto';
import { z } from 'zod';
import type { Remote } from '../../shared/model/catalog.ts';
import { replaceFile } from '../host/own-file.ts';
import { readRegular } from '../host/regular-file.ts';

/** Whose lists: the folder, and who is trusted there, for another key begins anew. */
export interface SignedPlace extends Pick<Remote, 'trust' | 'key'> {
  /** Its address. */
  readonly folder: string;
}

export interface Seen {
  /** Milliseconds since 1970; null where none was seen. */
  newest(place: SignedPlace): number | null;
  saw(place: SignedPlace, signedAt: number): void;
  /** Writes what came since. @throws what the file system refuses */
  flush(): void;
  /** Takes what comes next from below that address as the first. @throws what the file system refuses */
  forget(url: string): void;
}

const Stored = z.record(z.string(), z.number());
const MAX_BYTES = 4 * 1024 * 1024;

const keyOf = ({ folder, trust, key }: SignedPlace) =>
  `${folder} ${
    trust === 'pinned'
      ? createHash('sha256')
          .update(key ?? '')
          .digest('hex')
          .slice(0, 16)
      : trust
  }`;

/** @param file is made when the first is seen */
export function createSeen(file: string): Seen {
  const since = new Map<string, number>();

  /** Another Veneer of this user may have written meanwhile. */
  function read(): Map<string, number> {
    let stored: Map<string, number>;
    try {
      const text = readRegular(file, MAX_BYTES, { followLink: true });
      stored = new Map(text === null ? [] : Object.entries(Stored.parse(JSON.parse(text.toString('utf8')))));
    } catch {
      // Damaged: what is seen next is the first again.
      stored = new Map();
    }
    return stored;
  }

  let known: Map<string, number> | null = null;
  return {
    newest(place) {
      const key = keyOf(place);
      known ??= read();
      return Math.max(since.get(key) ?? 0, known.get(key) ?? 0) || null;
    },
    saw(place, signedAt) {
      const key = keyOf(place);
      known ??= read();
      if (signedAt > Math.max(since.get(key) ?? 0, known.get(key) ?? 0)) since.set(key, signedAt);
    },
    flush() {
      // The next reading looks at the file again.
      known = null;
      if (since.size === 0) return;
      const all = read();
      for (const [key, time] of since) all.set(key, Math.max(time, all.get(key) ?? 0));
      since.clear();
      replaceFile(file, JSON.stringify(Object.fromEntries(all)));
    },
    forget(url) {
      const all = read();
      for (const map of [all, since]) for (const key of [...map.keys()]) if (key.startsWith(url)) map.delete(key);
      known = null;
      replaceFile(file, JSON.stringify(Object.fromEntries(all)));
    },
  };
}
