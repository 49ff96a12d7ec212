import { useEffect, useState } from 'react';
import type { Storage } from '../../shared/model/storage.ts';
import { useOverSsh } from '../state/over-ssh.ts';
import { client, shownHost, store, useStore } from '../state/store.ts';
import { makeKeptAnswer } from './kept-answer.ts';
import { useRevision } from './use-call.ts';

const last = makeKeptAnswer<Storage>();

/**
 * What the extensions take of the disk, read again with every new reading of the host and after every download; till then as it was
 * last, or null, which it stays of a host that is read over SSH.
 */
export function useStorage(wanted: boolean): Storage | null {
  const revision = useRevision();
  const arrived = useStore((state) => state.downloads.filter(({ status }) => status === 'ready').length);
  const isFarAway = useOverSsh();
  const isOpen = useStore((state) => state.connection === 'open');
  const [storage, setStorage] = useState(() => last.of(shownHost()));
  // biome-ignore lint/correctness/useExhaustiveDependencies: each of them may change the figures
  useEffect(() => {
    if (!wanted || !isOpen || isFarAway) return;
    let current = true;
    const host = shownHost();
    const show = (read: Storage) => {
      if (!current) return;
      last.keep(host, read);
      setStorage(read);
    };
    client()
      .system.storage({ host })
      .then(show)
      .catch((error: unknown) => current && store.getState().fail(error));
    return () => {
      current = false;
    };
  }, [wanted, isOpen, isFarAway, revision, arrived]);
  return isFarAway ? null : storage;
}
