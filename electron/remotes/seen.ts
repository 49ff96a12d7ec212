/**
 * When the newest list that was seen of each place was signed. A server, or whoever sits between, may serve an older list
 * with its own good signature, to bring back what has a hole: TUF and apt refuse that, and so does Veneer. It is state
 * and no cache, for with it the knowledge would be lost.
 */
import { createHash } from 'node:crypto';
import type { Remote } from '../../shared/model/catalog.ts';
import { createStateFile, type Fields } from '../node/state-file.ts';

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
 * @param path is made when the first is seen
 * @param say told of a file that is damaged; it is moved aside, and what is seen next is the first again
 */
export function createSeen(path: string, say: (problem: Error) => void = () => {}): Seen {
  const file = createStateFile(path, say);
  const since = new Map<string, number>();

  const newestOf = (fields: Fields, key: string): number => {
    const stored = fields[key];
    return Math.max(since.get(key) ?? 0, typeof stored === 'number' && Number.isFinite(stored) ? stored : 0);
  };
  let known: Fields | null = null;
  return {
    newest(place) {
      known ??= file.read();
      return newestOf(known, keyOf(place)) || null;
    },
    saw(place, signedAt) {
      const key = keyOf(place);
      known ??= file.read();
      if (signedAt > newestOf(known, key)) since.set(key, signedAt);
    },
    flush() {
      // The next reading looks at the file again.
      known = null;
      if (since.size === 0) return;
      // Another Veneer of this user may have written meanwhile.
      file.change((before) => Object.fromEntries([...since.keys()].map((key) => [key, newestOf(before, key)])));
      since.clear();
    },
    forget(url) {
      for (const key of [...since.keys()]) if (key.startsWith(url)) since.delete(key);
      known = null;
      file.change((before) => {
        const gone = Object.keys(before).filter((key) => key.startsWith(url));
        return Object.fromEntries(gone.map((key) => [key, undefined]));
      });
    },
  };
}
