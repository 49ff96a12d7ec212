/** The one store of the window, made of slices, and the loop that keeps it in step with the core. */

import { useStore as useZustand } from 'zustand';
import { persist, subscribeWithSelector } from 'zustand/middleware';
import { createStore } from 'zustand/vanilla';
import { isRecipeFile } from '../../shared/recipe/file-name.ts';
import type { CommandId } from '../../shared/window/commands.ts';
import { unpackSnapshot } from '../../shared/window/snapshot-text.ts';
import type { Client } from '../bridge.ts';
import { reportOf } from '../report.ts';
import { type BuildSlice, createBuildSlice } from './build-slice.ts';
import { type CatalogSlice, createCatalogSlice } from './catalog-slice.ts';
import { createDoctorSlice, type DoctorSlice } from './doctor-slice.ts';
import { createDraftSlice, type DraftSlice } from './draft-slice.ts';
import { askForHost, bridge, firstAnswers, type HostAnswers } from './first-answers.ts';
import { createFleetSlice, type FleetSlice } from './fleet-slice.ts';
import { createHostSlice, type HostSlice } from './host-slice.ts';
import { createInstallSlice, type InstallSlice } from './install-slice.ts';
import { createJobSlice, type JobSlice } from './job-slice.ts';
import { keepRecipe } from './kept-recipe.ts';
import { keepStaged } from './kept-staged.ts';
import { createOperationSlice, type OperationSlice } from './operation-slice.ts';
import { createServiceSlice, type ServiceSlice } from './service-slice.ts';
import { createSettingsSlice, type SettingsSlice } from './settings-slice.ts';
import { createSystemSlice, type SystemSlice } from './system-slice.ts';
import { createUpdateSlice, type UpdateSlice } from './update-slice.ts';
import { createViewSlice, keptView, type ViewSlice } from './view-slice.ts';

export type State = SystemSlice &
  HostSlice &
  DraftSlice &
  OperationSlice &
  JobSlice &
  ViewSlice &
  SettingsSlice &
  InstallSlice &
  CatalogSlice &
  UpdateSlice &
  ServiceSlice &
  DoctorSlice &
  FleetSlice &
  BuildSlice;

/** @param client gives the client of the open connection; a fake one in tests */
export function createVeneerStore(client: () => Client) {
  return createStore<State>()(
    subscribeWithSelector(
      persist(
        (set, get) => ({
          ...createSystemSlice(set),
          ...createHostSlice(set, get, client),
          ...createDraftSlice(set, get, client),
          ...createOperationSlice(set, get, client),
          ...createJobSlice(set, get, client),
          ...createViewSlice(set),
          ...createSettingsSlice(set, get, client),
          ...createInstallSlice(set, get, client),
          ...createCatalogSlice(set, get, client),
          ...createUpdateSlice(set, get, client),
          ...createServiceSlice(set, get, client),
          ...createDoctorSlice(set, get, client),
          ...createFleetSlice(set, get, client),
          ...createBuildSlice(set, get, client),
        }),
        { name: 'veneer-view', version: 1, partialize: (state: State) => keptView(state) },
      ),
    ),
  );
}

export const store = createVeneerStore(bridge.client);
store.subscribe(
  ({ staged }) => staged,
  (staged) => {
    const { host, shelved } = store.getState();
    if (host !== '') keepStaged(globalThis.sessionStorage, { ...shelved, [host]: staged });
  },
);
store.subscribe(
  ({ recipe, building }) => ({ recipe, building }),
  (kept) => keepRecipe(globalThis.sessionStorage, kept),
  { equalityFn: (a, b) => a.recipe === b.recipe && a.building === b.building },
);
export const client = bridge.client;
/** Connects anew, so that everything is asked again. */
export function retryConnection(): void {
  store.getState().setConnection('connecting');
  bridge.retry();
}
/** The id of the host that is shown. */
export const shownHost = (): string => store.getState().host;

export function useStore<Part>(select: (state: State) => Part): Part {
  return useZustand(store, select);
}

/** What was handed over from outside: recipes are built, everything else is installed. */
function takePaths(paths: readonly string[]): void {
  const { addPaths, showRecipe, fail } = store.getState();
  const recipe = paths.find(isRecipeFile);
  if (recipe !== undefined) showRecipe({ path: recipe }).catch(fail);
  const images = paths.filter((path) => !isRecipeFile(path));
  if (images.length > 0) addPaths(images);
}

/** The list is there first; what is not seen at once follows. */
const AFTER_FIRST_MS = 400;

/** Mirrors jobs and downloads for as long as the connection lasts, which is told elsewhere. */
function watchTheRest(of: Client): void {
  if (client() !== of) return;
  const { watchJobs, watchDownloads } = store.getState();
  watchJobs().catch(() => {});
  watchDownloads().catch(() => {});
}

/**
 * Mirrors the host that is shown, until another one is.
 *
 * @param answers what it was asked already
 * @param onFirst told once it is there
 */
async function mirrorHost(answers: HostAnswers, onFirst: () => void): Promise<void> {
  const { setConnection, setSnapshot, resume, fail, replan, watchUpdates, watchServices } = store.getState();
  const { host, signal } = answers;
  const unsubscribe = store.subscribe((state) => state.host, answers.stop);
  try {
    const snapshots = await answers.snapshots;
    setConnection('open');
    const operations = await answers.operations;
    if (signal.aborted) return;
    resume(host, operations).catch(fail);
    let isFirst = true;
    for await (const text of snapshots) {
      if (signal.aborted) return;
      setSnapshot(unpackSnapshot(text));
      replan().catch(fail);
      if (isFirst) {
        onFirst();
        setTimeout(() => {
          if (signal.aborted) return;
          watchUpdates(signal).catch(() => {});
          watchServices(signal).catch(() => {});
        }, AFTER_FIRST_MS);
      } else client().updates.look({ host }).catch(fail);
      isFirst = false;
    }
  } catch (error) {
    // Who shows another host waits for this one no more.
    if (!signal.aborted) throw error;
  } finally {
    unsubscribe();
    answers.stop();
  }
}

/**
 * Runs for the life of the page: connects, mirrors the host that is shown, follows a running operation, connects again.
 *
 * @param onFirst told once a host is there, for the first time over each connection
 */
export function keepInStep(onCommand: (id: CommandId) => void, onFirst: () => void): void {
  const { setConnection, loadSettings, takeHosts, showHost, fail } = store.getState();
  bridge
    .keep(
      async (connection) => {
        const { client: current, closed } = connection;
        let isOpen = true;
        closed.then(() => {
          isOpen = false;
        }, fail);
        const first = connection === (await bridge.first.catch(() => null)) ? await firstAnswers : null;
        takeHosts(first?.hosts ?? (await current.hosts.list()));
        let asked = first?.ofHost ?? null;
        loadSettings().catch(fail);
        const takeOffered = async () => {
          for await (const offer of await current.support.offered()) {
            if (offer.kind === 'files') takePaths(offer.paths);
            else if (offer.kind === 'problem') fail({ data: offer.report });
            else onCommand(offer.id);
          }
        };
        // Its end is that of the connection, which is told below.
        takeOffered().catch(() => {});
        let isFirst = true;
        const tellOfFirst = () => {
          if (!isFirst) return;
          isFirst = false;
          onFirst();
          setTimeout(() => watchTheRest(current), AFTER_FIRST_MS);
        };
        while (isOpen) {
          const { host, firstHost } = store.getState();
          try {
            if (asked?.host !== host) {
              asked?.stop();
              asked = askForHost(current, host);
            }
            const answers = asked;
            asked = null;
            await mirrorHost(answers, tellOfFirst);
            if (store.getState().host === host) return;
          } catch (error) {
            // Of a connection that is gone there is no report.
            if (!isOpen || host === firstHost || reportOf(error).code === 'connection-lost') throw error;
            // One that cannot be opened any more is told of, and the one that is there shown instead.
            showHost(firstHost);
            fail(error);
          }
        }
      },
      (everOpen) => setConnection(everOpen ? 'lost' : 'refused'),
      fail,
    )
    .catch(fail);
}
