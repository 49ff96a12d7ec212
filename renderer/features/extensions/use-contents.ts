import { useEffect, useState } from 'react';
import type { ContentsPart } from '../../../shared/model/extension.ts';
import { useLayersKey } from '../../components/use-call.ts';
import { reportOf } from '../../report.ts';
import { client, shownHost } from '../../state/store.ts';

const NOTHING: ContentsPart = { entries: [], truncated: false, baseKnown: true, files: 0, bytes: 0, problem: null };

/** What stands inside an extension, as far as it has come; read again when it or what it is merged with is another. */
export function useContents(id: string): ContentsPart | null {
  const key = useLayersKey(id);
  const [contents, setContents] = useState<ContentsPart | null>(null);
  // biome-ignore lint/correctness/useExhaustiveDependencies: another key means new contents
  useEffect(() => {
    const stop = new AbortController();
    const followContents = async () => {
      let soFar = NOTHING;
      for await (const part of await client().extensions.contents({ host: shownHost(), id }, { signal: stop.signal })) {
        soFar = { ...part, entries: [...soFar.entries, ...part.entries] };
        if (!stop.signal.aborted) setContents(soFar);
      }
    };
    followContents().catch((error: unknown) => {
      if (!stop.signal.aborted) setContents({ ...NOTHING, problem: reportOf(error).message });
    });
    return () => stop.abort();
  }, [id, key]);
  return contents;
}
