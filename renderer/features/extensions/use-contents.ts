import { useEffect, useState } from 'react';
import type { ContentsPart } from '../../../shared/model/extension.ts';
import { reportOf } from '../../report.ts';
import { client, useStore } from '../../state/store.ts';

const NOTHING: ContentsPart = { entries: [], truncated: false, baseKnown: true, files: 0, bytes: 0, problem: null };

/** What stands inside an extension, as far as it has come; read again with every new reading of the host. */
export function useContents(id: string): ContentsPart | null {
  const revision = useStore((state) => state.snapshot?.revision ?? 0);
  const [contents, setContents] = useState<ContentsPart | null>(null);
  // biome-ignore lint/correctness/useExhaustiveDependencies: a new reading of the host means new contents
  useEffect(() => {
    const stop = new AbortController();
    const follow = async () => {
      let soFar = NOTHING;
      for await (const part of await client().extensions.contents({ id }, { signal: stop.signal })) {
        soFar = { ...part, entries: [...soFar.entries, ...part.entries] };
        if (!stop.signal.aborted) setContents(soFar);
      }
    };
    follow().catch((error: unknown) => {
      if (!stop.signal.aborted) setContents({ ...NOTHING, problem: reportOf(error).message });
    });
    return () => stop.abort();
  }, [id, revision]);
  return contents;
}
