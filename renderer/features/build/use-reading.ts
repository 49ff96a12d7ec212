import { useEffect, useState } from 'react';
import { messageOf } from '../../../shared/messages/message.ts';
import type { RecipeDraft, RecipeFault, RecipeOutline } from '../../../shared/model/recipe-view.ts';
import { MAX_DRAFT } from '../../../shared/recipe/draft-limit.ts';
import { reportOf } from '../../report.ts';
import { client, useStore } from '../../state/store.ts';

/** A recipe is read once a person stops typing for so long. */
const PAUSE_MS = 200;

export interface DraftReading {
  /** Of the text as it was when it could be read last. */
  readonly outline: RecipeOutline | null;
  /** What is wrong with the text as it is. */
  readonly fault: RecipeFault | null;
  /** Whether both are of the draft as it is. */
  readonly isCurrent: boolean;
}

/** What a recipe would make, read again as it is written and whenever something of it was fetched. */
export function useReading(draft: RecipeDraft): DraftReading {
  const [read, setRead] = useState<Omit<DraftReading, 'isCurrent'> & { readonly of: RecipeDraft | null }>({
    ...{ outline: null, fault: null, of: null },
  });
  const isOpen = useStore((state) => state.connection === 'open');
  const building = useStore((state) => state.building);
  // biome-ignore lint/correctness/useExhaustiveDependencies: a build that ended has kept what it fetched
  useEffect(() => {
    if (!isOpen) return;
    const stop = new AbortController();
    const take = (found: { readonly outline: RecipeOutline } | { readonly fault: RecipeFault }) => {
      if (stop.signal.aborted) return;
      setRead((before) =>
        'fault' in found
          ? { ...before, fault: found.fault, of: draft }
          : { outline: found.outline, fault: null, of: draft },
      );
    };
    const fail = (error: unknown) => take({ fault: { line: null, column: null, message: reportOf(error).message } });
    const timer = setTimeout(() => {
      if (draft.text.length > MAX_DRAFT) return take({ fault: tooLong });
      client().build.read(draft, { signal: stop.signal }).then(take, fail);
    }, PAUSE_MS);
    return () => {
      clearTimeout(timer);
      stop.abort();
    };
  }, [draft, isOpen, building]);
  return { ...read, isCurrent: read.of === draft };
}

const tooLong: RecipeFault = { line: null, column: null, message: messageOf('recipe.too-long') };
