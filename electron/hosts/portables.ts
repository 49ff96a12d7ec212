/** The portable services of a host, told to whoever watches when their images, what is attached, or what runs changes. */
import { type FSWatcher, watch } from 'node:fs';
import type { Portables } from '../../shared/model/portable.ts';
import type { Snapshot } from '../../shared/model/snapshot.ts';
import { ATTACHED_PLACES, PORTABLE_SEARCH_PATH, PROFILE_DIRECTORIES } from '../../shared/systemd/portable.ts';
import type { LocalReader } from '../extensions/local-reader.ts';
import { namesWithin } from '../extensions/nearest-folder.ts';
import { tellRunning } from '../host/portable-states.ts';
import { hostPath } from '../host/rooted.ts';
import type { ManagedTarget } from './managed-target.ts';
import { tellChanges } from './tell-changes.ts';
import { watchUnits } from './watch-units.ts';

export interface HostPortables {
  /** How they are now, and again after every change, until the signal aborts. Nobody who asks, nothing read. */
  watch(signal: AbortSignal | undefined): AsyncGenerator<Portables>;
}

interface PortablesOptions {
  readonly managed: Pick<ManagedTarget, 'target'>;
  readonly reader: Pick<LocalReader, 'portables'>;
  /** Gives the host, and again after every change of it. */
  watchHost(signal: AbortSignal | undefined): AsyncIterable<Snapshot>;
}

const PLACES = [...PORTABLE_SEARCH_PATH, ...ATTACHED_PLACES.map(({ directory }) => directory), ...PROFILE_DIRECTORIES];

export function createHostPortables({ managed, reader, watchHost }: PortablesOptions): HostPortables {
  const isOwn = managed.target.root === '/';
  return {
    watch(signal) {
      let ofPlaces: FSWatcher[] = [];
      const closePlaces = () => {
        for (const one of ofPlaces) one.close();
      };
      return tellChanges<Portables>({
        signal,
        watchHost,
        listen({ ringSoon }, last) {
          const isAttached = (unit: string) =>
            last()?.attached.some(({ units }) => units.some(({ name }) => name === unit)) !== false;
          const ofUnits = isOwn ? watchUnits((unit) => (unit === null || isAttached(unit)) && ringSoon()) : null;
          return () => {
            closePlaces();
            ofUnits?.close();
          };
        },
        async read({ ringSoon }) {
          // Folders come and go, and what changes while they are read must not be missed.
          closePlaces();
          ofPlaces = watchPlaces(managed.target.root, ringSoon);
          return tellRunning(await reader.portables(managed.target), isOwn);
        },
      });
    },
  };
}

/** What may not be watched is read again with the host. */
function watchPlaces(root: string, tell: () => void): FSWatcher[] {
  return PLACES.flatMap((directory) => {
    const { path, isMeant } = namesWithin(hostPath(root, directory), () => true);
    try {
      const watcher = watch(path, { persistent: false }, (_event, name) => {
        if (name === null || isMeant(name)) tell();
      });
      watcher.on('error', tell);
      return [watcher];
    } catch {
      return [];
    }
  });
}
