import { useEffect, useState } from 'react';
import type { FindPart } from '../../shared/model/find.ts';
import { reportOf } from '../report.ts';
import { client, shownHost, store } from '../state/store.ts';

/** As many as a person reads before typing on. */
const MOST_FILES = 40;
/** Shorter ones mean everything, unless they are of a path. */
const SHORTEST = 2;

/** Whether what is typed can be of a path. */
export const isOfPath = (typed: string): boolean => typed.includes('/');

/** Whether files are looked for by it. */
export const isAskedFor = (text: string): boolean => isOfPath(text) || text.length >= SHORTEST;

export interface FoundFiles extends FindPart {
  /** What was looked for. */
  readonly text: string;
}

/**
 * The files that what is typed means, as far as extensions are read; null where nothing was asked for yet. What was found before stays
 * until the next answer comes.
 *
 * @param sitting see `FindQuery`
 */
export function useFoundFiles(typed: string, sitting: number): FoundFiles | null {
  const text = typed.trim();
  const isAsked = isAskedFor(text);
  const [found, setFound] = useState<FoundFiles | null>(null);
  useEffect(() => {
    if (!isAsked) {
      setFound(null);
      return;
    }
    const stop = new AbortController();
    const followParts = async () => {
      const query = { text, isExact: false, sitting, most: MOST_FILES };
      const parts = await client().extensions.find({ host: shownHost(), ...query }, { signal: stop.signal });
      for await (const part of parts) if (!stop.signal.aborted) setFound({ ...part, text });
    };
    followParts().catch((error: unknown) => {
      // Who lost the connection is told of it by the window itself.
      if (!stop.signal.aborted && reportOf(error).code !== 'connection-lost') store.getState().fail(error);
    });
    return () => stop.abort();
  }, [text, isAsked, sitting]);
  return found;
}
