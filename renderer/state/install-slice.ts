/** Files on their way in: sent, looked at, and installed together. */

import { isInstall } from '../../shared/changes/install.ts';
import { isSameRelease, storedVersion } from '../../shared/images/release-name.ts';
import { storeFor } from '../../shared/images/store.ts';
import type { Release } from '../../shared/model/catalog.ts';
import type { Change } from '../../shared/model/change.ts';
import type { ErrorReport } from '../../shared/model/errors.ts';
import type { Client } from '../bridge.ts';
import { reportOf } from '../report.ts';
import { uploadFile } from '../upload.ts';
import { type Arrival, followChanges, installableOf, installRequest, isImage, type Place } from './arrivals.ts';
import type { CatalogSlice } from './catalog-slice.ts';
import type { DraftSlice } from './draft-slice.ts';
import type { OperationSlice } from './operation-slice.ts';
import type { SettingsSlice } from './settings-slice.ts';
import type { ShownHost } from './shown-host.ts';
import type { Get, SetPart } from './slice.ts';
import type { SystemSlice } from './system-slice.ts';
import type { ViewSlice } from './view-slice.ts';

export interface InstallSlice {
  /** Whether the sheet is shown though nothing has come yet. */
  readonly installOpen: boolean;
  readonly arrivals: readonly Arrival[];
  readonly place: Place;
  /** Whether it is merged at once, with everything that is enabled. */
  readonly mergeNow: boolean;
  setMergeNow(mergeNow: boolean): void;
  /** Whether its services are started once it is merged, where systemd does not do it by itself. */
  readonly startServices: boolean;
  setStartServices(startServices: boolean): void;
  /** The services that are restarted once it is merged, of those that are offered; null as their extension says. */
  readonly restartUnits: string[] | null;
  setRestartUnits(units: string[]): void;
  /** Whether what was downloaded is kept current from where it came. */
  readonly following: boolean;
  setFollowing(following: boolean): void;
  /** The versions that are followed alone, such as `v1.32.*`; null for all. */
  readonly stream: string | null;
  setStream(stream: string | null): void;
  openInstall(): void;
  addPaths(paths: readonly string[]): void;
  /** What the Build view has made. */
  addBuilt(path: string): void;
  addFiles(files: readonly File[]): void;
  /** A verified download. */
  addDownload(path: string, release: Release): void;
  /** What cannot even be looked at, with the reason. */
  addRefused(label: string, problem: ErrorReport): void;
  takeAway(key: number): void;
  setPlace(place: Place): void;
  closeInstall(): void;
  /** Installs what can be; opens the review where something has to be agreed to first. */
  install(): Promise<void>;
  /** Forgets what was installed, and shows it in the list. */
  settleInstall(applied: readonly Change[]): void;
}

export function createInstallSlice(
  set: SetPart<InstallSlice>,
  get: Get<
    InstallSlice &
      DraftSlice &
      OperationSlice &
      SettingsSlice &
      Pick<ViewSlice, 'view' | 'setView'> &
      Pick<CatalogSlice, 'catalog'> &
      Pick<SystemSlice, 'snapshot'> &
      ShownHost
  >,
  client: () => Client,
): InstallSlice {
  let last = 0;
  // One after the other: they come over one connection and from one disk.
  let work = Promise.resolve();
  const stops = new Map<number, AbortController>();

  const updateArrival = (key: number, change: Partial<Arrival>) =>
    set({ arrivals: get().arrivals.map((one) => (one.key === key ? { ...one, ...change } : one)) });

  function beginArrival(
    label: string,
    find: (key: number, signal: AbortSignal) => Promise<string>,
    { release = null, isBuilt = false }: Partial<Pick<Arrival, 'release' | 'isBuilt'>> = {},
  ): void {
    const key = ++last;
    const stop = new AbortController();
    stops.set(key, stop);
    const { signal } = stop;
    set({ arrivals: [...get().arrivals, { ...NEW, key, label, release, isBuilt }] });
    work = work.then(async () => {
      if (signal.aborted) return;
      let path: string | null = null;
      try {
        path = await find(key, signal);
        updateArrival(key, { status: 'looking' });
        const version = release === null ? null : storedVersion(release) || null;
        const request = { host: get().host, path, class: null, name: null, version };
        const examined = await client().files.examine(request, { signal });
        path = examined.inspected.path;
        if (!signal.aborted) return updateArrival(key, { status: 'ready', examined });
      } catch (error) {
        if (!signal.aborted) updateArrival(key, { status: 'failed', problem: reportOf(error) });
      }
      // Nobody waits for it any more, or it cannot be used.
      if (path !== null) await client().files.discard({ path });
    });
    work = work.catch(get().fail);
  }

  /** Selects what was installed, in the list of extensions; who installs from the catalog stays there. */
  function showInstalled(applied: readonly Change[]): void {
    const { snapshot, view, setView } = get();
    const selected = applied.filter(isInstall).map(({ class: extensionClass, name, image }) => {
      const before = snapshot?.extensions.find(
        (one) => one.class === extensionClass && one.name === name && one.listed && !one.masks,
      );
      return before?.id ?? `${extensionClass}:${storeFor(extensionClass, image.place).directory}/${name}.raw`;
    });
    const shown = view === 'catalog' ? {} : { view: 'extensions' as const };
    setView({ ...shown, filter: 'all', filterText: '', selected });
  }

  function forgetArrival(arrival: Arrival): void {
    stops.get(arrival.key)?.abort();
    stops.delete(arrival.key);
    const path = arrival.examined?.inspected.path;
    if (path !== undefined) client().files.discard({ path }).catch(get().fail);
  }

  return {
    installOpen: false,
    arrivals: [],
    ...CHOICES,
    openInstall: () => set({ installOpen: true }),
    addPaths(paths) {
      for (const path of paths) beginArrival(nameOf(path), async () => path);
    },
    addBuilt: (path) => beginArrival(nameOf(path), async () => path, { isBuilt: true }),
    addFiles(files) {
      for (const file of files) {
        beginArrival(file.name, (key, signal) => {
          updateArrival(key, { status: 'sending' });
          return uploadFile(file, (sent) => updateArrival(key, { sent }), signal);
        });
      }
    },
    addDownload(path, release) {
      const isHere = get().arrivals.some((one) => one.release !== null && isSameRelease(one.release, release));
      if (!isHere) beginArrival(nameOf(path), async () => path, { release });
    },
    setMergeNow: (mergeNow) => set({ mergeNow }),
    setStartServices: (startServices) => set({ startServices }),
    setRestartUnits: (restartUnits) => set({ restartUnits }),
    setFollowing: (following) => set({ following }),
    setStream: (stream) => set({ stream }),
    addRefused: (label, problem) =>
      set({ arrivals: [...get().arrivals, { ...NEW, key: ++last, label, status: 'failed', problem }] }),
    takeAway(key) {
      const { arrivals } = get();
      arrivals.filter((one) => one.key === key).forEach(forgetArrival);
      set({ arrivals: arrivals.filter((one) => one.key !== key) });
    },
    setPlace: (place) => set({ place }),
    closeInstall() {
      get().arrivals.forEach(forgetArrival);
      set({ arrivals: [], installOpen: false, ...CHOICES });
    },
    async install() {
      const { arrivals, place, following, stream, mergeNow, startServices, restartUnits } = get();
      const { catalog, settings, reviewRequest, apply, fail } = get();
      const extensions = get().snapshot?.extensions ?? [];
      const installs = installRequest(installableOf(arrivals), place, mergeNow, settings.keep, extensions);
      const isFollowed = following && place === 'kept';
      const version = get().snapshot?.host.judgedAs ?? 0;
      const follows = isFollowed ? followChanges(arrivals, catalog?.remotes ?? [], settings.keep, version, stream) : [];
      const request = {
        ...installs,
        changes: [...installs.changes, ...follows],
        startServices: mergeNow && startServices,
        restartUnits,
      };
      try {
        const { blockers, movesAside, revision } = await client().plan.preview({ host: get().host, request });
        if (blockers.length + movesAside.length > 0) await reviewRequest(request);
        else await apply(request, revision);
      } catch (error) {
        fail(error);
      }
    },
    settleInstall(applied) {
      const sources = applied.flatMap((one) => (isInstall(one) ? [one.image.source] : []));
      const isDone = ({ examined, status }: Arrival) =>
        status === 'failed' ||
        (examined !== null && (!isImage(examined.inspected) || sources.includes(examined.inspected.path)));
      const { arrivals } = get();
      if (!arrivals.some(({ examined }) => sources.includes(examined?.inspected.path ?? null))) return;
      // What was installed the core deletes itself; what cannot be installed was read and needs no second look.
      for (const one of arrivals.filter(isDone))
        if (!sources.includes(one.examined?.inspected.path ?? null)) forgetArrival(one);
      set({ arrivals: arrivals.filter((one) => !isDone(one)), installOpen: false, ...CHOICES });
      showInstalled(applied);
    },
  };
}

/** What a person chooses in the sheet, before they choose. */
const CHOICES = {
  place: 'kept',
  mergeNow: true,
  startServices: false,
  restartUnits: null,
  following: true,
  stream: null,
} as const;

const NEW = { status: 'waiting', sent: 0, examined: null, problem: null, release: null, isBuilt: false } as const;

const nameOf = (path: string): string => path.split('/').at(-1) ?? path;
