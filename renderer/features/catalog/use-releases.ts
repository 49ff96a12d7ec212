import { useEffect, useState } from 'react';
import type { PredictedRelease } from '../../../shared/model/catalog.ts';
import { inBackground } from '../../state/in-background.ts';
import { client, shownHost, store, useStore } from '../../state/store.ts';

/** So many are looked into at once; the rest one by one. */
const FIRST_LOOKS = 3;

/** All releases of an entry, newest first; the newest of them are looked into. */
export function useReleases(key: string): {
  readonly releases: readonly PredictedRelease[];
  readonly look: (paths: readonly string[]) => void;
} {
  const revision = useStore((state) => state.catalog?.revision ?? 0);
  const [releases, setReleases] = useState<readonly PredictedRelease[]>([]);
  const lookAt = (paths: readonly string[]) => {
    client()
      .catalog.look({ host: shownHost(), key, paths: [...paths] })
      .then((looked) => {
        const byPath = new Map(looked.map((one) => [one.release.path, one]));
        setReleases((before) => before.map((one) => byPath.get(one.release.path) ?? one));
      })
      .catch((error: unknown) => store.getState().fail(error));
  };
  // biome-ignore lint/correctness/useExhaustiveDependencies: another revision may have other releases
  useEffect(() => {
    let isShown = true;
    client()
      .catalog.releases({ host: shownHost(), key })
      .then((listed) => {
        if (!isShown) return;
        setReleases(listed);
        const unknown = listed.filter(({ prediction }) => prediction === null).slice(0, FIRST_LOOKS);
        if (unknown.length > 0) lookAt(unknown.map(({ release }) => release.path));
      })
      .catch((error: unknown) => isShown && store.getState().fail(error));
    inBackground(store.getState().predict([key]));
    return () => {
      isShown = false;
    };
  }, [key, revision]);
  return { releases, look: lookAt };
}

/** What the publisher of an entry says of it; null while that is asked for, and where it says nothing. */
export function useWords(key: string): string | null {
  const [words, setWords] = useState<{ readonly key: string; readonly text: string | null } | null>(null);
  useEffect(() => {
    const stop = new AbortController();
    client()
      .catalog.describe({ key }, { signal: stop.signal })
      .then((text) => stop.signal.aborted || setWords({ key, text }))
      .catch((error: unknown) => stop.signal.aborted || store.getState().fail(error));
    return () => stop.abort();
  }, [key]);
  return words?.key === key ? words.text : null;
}
