import { useEffect, useState } from 'react';
import type { HostDetails } from '../../shared/model/host-details.ts';
import { client, shownHost, store, useStore } from '../state/store.ts';

/** Layers, units and boot state, read again with every new snapshot; null until they are there or not wanted. */
export function useHostDetails(wanted: boolean): HostDetails | null {
  const revision = useStore((state) => state.snapshot?.revision ?? 0);
  const isOpen = useStore((state) => state.connection === 'open');
  const [details, setDetails] = useState<HostDetails | null>(null);
  useEffect(() => {
    if (!wanted || revision === 0 || !isOpen) return;
    let current = true;
    client()
      .system.details({ host: shownHost() })
      .then((read) => current && setDetails(read))
      .catch((error: unknown) => current && store.getState().fail(error));
    return () => {
      current = false;
    };
  }, [wanted, revision, isOpen]);
  return details;
}
