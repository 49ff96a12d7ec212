/**
 * When the newest list that was seen of each place was signed. A server, or whoever sits between, may serve an older list
 * with its own good signature, to bring back what has a hole: TUF and apt refuse that, and so does Veneer. It is state
 * and no cache, for with it the knowledge would be lost.
 */
import { createHash } from 'node:crypto';
import type { Remote } from '../../shared/model/catalog.ts';
import { createStateFile, type Fields } from '../host/state-file.ts';

/** Whose lists: the folder, and who is trusted there, for another key begins anew. */
export interface SignedPlace extends Pick<Remote, 'trust' | 'key'> {
  /** Its address. */
  readonly folder: string;
}

export interface Seen {
  /** Milliseconds since 1970; null where none was seen. */
  newest(place: SignedPlace): number | null;
  saw(place: SignedPlace, signedAt: number): void;
  /** Writes what came since. @throws what the file system refuses, and `busy`; then it is known here all the same */
  flush(): void;
  /** Takes what comes next from below that address as the first. @throws what the file system refuses, and `busy` */
  forget(url: string): void;
}

const keyOf = ({ folder, trust, key }: SignedPlace) =>
  `${folder} ${
    trust === 'pinned'
      ? createHash('sha256')
          .update(key ?? '')
          .digest('hex')
          .slice(0, 16)
      : trust
  }`;

/**
 * @param path of the file, which is made when the first is seen
 * @param say told of a file that is damaged: then what is seen next is the first again
 */
export function createSeen(path: string, say: (problem: Error) => void = () => {}): Seen {
  const file = createStateFile(path, say);
  const since = new Map<string, number>();
  const newestOf = (place: SignedPlace) => {
    const key = keyOf(place);
    return Math.max(since.get(key) ?? 0, timesIn(file.read()).get(key) ?? 0);
  };
  return {
    newest: (place) => newestOf(place) || null,
    saw(place, signedAt) {
      if (signedAt > newestOf(place)) since.set(keyOf(place), signedAt);
    },
    flush() {
      if (since.size === 0) return;
      file.change((before) => {
        const all = timesIn(before);
        for (const [key, time] of since) all.set(key, Math.max(time, all.get(key) ?? 0));
        return { newest: Object.fromEntries(all) };
      });
      since.clear();
    },
    forget(url) {
      const without = (times: Map<string, number>) => {
        for (const key of [...times.keys()]) if (key.startsWith(url)) times.delete(key);
        return times;
      };
      without(since);
      file.change((before) => ({ newest: Object.fromEntries(without(timesIn(before))) }));
    },
  };
}

/** Each is looked at by itself: one that is not understood says nothing of the others. */
function timesIn({ newest }: Fields): Map<string, number> {
  const entries = typeof newest === 'object' && newest !== null ? Object.entries(newest) : [];
  return new Map(entries.filter((one): one is [string, number] => Number.isFinite(one[1])));
}
