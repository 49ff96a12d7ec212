import { useEffect, useState } from 'react';
import type { Portables } from '../../../shared/model/portable.ts';
import { reportOf } from '../../report.ts';
import { client, shownHost, store, useStore } from '../../state/store.ts';

/** The portable services of the host that is shown, followed as long as they are drawn; null until they were read. */
export function usePortables(): Portables | null {
  const isOpen = useStore((state) => state.connection === 'open');
  const host = useStore((state) => state.host);
  const [found, setFound] = useState<Portables | null>(null);
  // biome-ignore lint/correctness/useExhaustiveDependencies: another host is asked anew
  useEffect(() => {
    if (!isOpen) return;
    const stop = new AbortController();
    const follow = async () => {
      const changes = await client().portables.watch({ host: shownHost() }, { signal: stop.signal });
      for await (const next of changes) if (!stop.signal.aborted) setFound(next);
    };
    follow().catch((error: unknown) => {
      // Who lost the connection is told of it by the window itself.
      if (!stop.signal.aborted && reportOf(error).code !== 'connection-lost') store.getState().fail(error);
    });
    return () => stop.abort();
  }, [isOpen, host]);
  return found;
}
