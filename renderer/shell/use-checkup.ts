import { useEffect } from 'react';
import { useRevision } from '../components/use-call.ts';
import { inBackground } from '../state/in-background.ts';
import { useOverSsh } from '../state/over-ssh.ts';
import { store, useStore } from '../state/store.ts';

/** So long nothing has changed before the count in the rail is brought up to date, which nobody waits for. */
const QUIET_MS = 3000;

/**
 * Has the host looked over when the Doctor is opened and with every new reading while it is open; else once the host did
 * not change for a while and the page has nothing else to do. While nothing changes nothing is asked.
 */
export function useCheckup(): void {
  const host = useStore((state) => state.host);
  const revision = useRevision();
  const isOpen = useStore((state) => state.connection === 'open');
  const isBusy = useStore((state) => state.operation !== null);
  const isFarAway = useOverSsh();
  const isShown = useStore((state) => state.view === 'doctor');
  // biome-ignore lint/correctness/useExhaustiveDependencies: another host has another answer
  useEffect(() => {
    if (revision === 0 || !isOpen || isBusy || isFarAway) return;
    const look = () => inBackground(store.getState().lookOver());
    if (isShown) return look();
    if (store.getState().checkup?.revision === revision) return;
    let idle = 0;
    const timer = setTimeout(() => {
      idle = requestIdleCallback(look);
    }, QUIET_MS);
    return () => {
      clearTimeout(timer);
      cancelIdleCallback(idle);
    };
  }, [host, revision, isOpen, isBusy, isFarAway, isShown]);
}
