import { useEffect, useState } from 'react';
import type { HostDetails } from '../../shared/model/host-details.ts';
import { client, shownHost, store, useStore } from '../state/store.ts';
import { makeKeptAnswer } from './kept-answer.ts';

const last = makeKeptAnswer<HostDetails>();

/** Layers, units and boot state, read again with every new snapshot where they are wanted; till then as they were last, or null. */
export function useHostDetails(wanted: boolean): HostDetails | null {
  const revision = useStore((state) => state.snapshot?.revision ?? 0);
  const isOpen = useStore((state) => state.connection === 'open');
  const [details, setDetails] = useState(() => last.of(shownHost()));
  useEffect(() => {
    if (!wanted || revision === 0 || !isOpen) return;
    let current = true;
    const host = shownHost();
    const show = (read: HostDetails) => {
      if (!current) return;
      last.keep(host, read);
      setDetails(read);
    };
    client()
      .system.details({ host })
      .then(show)
      .catch((error: unknown) => current && store.getState().fail(error));
    return () => {
      current = false;
    };
  }, [wanted, revision, isOpen]);
  return details;
}
