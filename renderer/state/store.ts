/** The one store of the window, made of slices, and the loop that keeps it in step with the core. */

import { useStore as useZustand } from 'zustand';
import { persist, subscribeWithSelector } from 'zustand/middleware';
import { createStore } from 'zustand/vanilla';
import type { CommandId } from '../../shared/window/commands.ts';
import { type Bridge, type Client, createBridge } from '../bridge.ts';
import { type CatalogSlice, createCatalogSlice } from './catalog-slice.ts';
import { createDraftSlice, type DraftSlice } from './draft-slice.ts';
import { createInstallSlice, type InstallSlice } from './install-slice.ts';
import { createOperationSlice, type OperationSlice } from './operation-slice.ts';
import { createSettingsSlice, type SettingsSlice } from './settings-slice.ts';
import { createSystemSlice, type SystemSlice } from './system-slice.ts';
import { createUpdateSlice, type UpdateSlice } from './update-slice.ts';
import { createViewSlice, keptView, type ViewSlice } from './view-slice.ts';

export type State = SystemSlice &
  DraftSlice &
  OperationSlice &
  ViewSlice &
  SettingsSlice &
  InstallSlice &
  CatalogSlice &
  UpdateSlice;

/** @param client gives the client of the open connection; a fake one in tests */
export function createVeneerStore(client: () => Client) {
  return createStore<State>()(
    subscribeWithSelector(
      persist(
        (set, get) => ({
          ...createSystemSlice(set),
          ...createDraftSlice(set, get, client),
          ...createOperationSlice(set, get, client),
          ...createViewSlice(set),
          ...createSettingsSlice(set, get, client),
          ...createInstallSlice(set, get, client),
          ...createCatalogSlice(set, get, client),
          ...createUpdateSlice(set, get, client),
        }),
        { name: 'veneer-view', version: 1, partialize: (state: State) => keptView(state) },
      ),
    ),
  );
}

const bridge: Bridge = createBridge();
export const store = createVeneerStore(bridge.client);
export const client = bridge.client;
export const retryConnection = bridge.retry;

export function useStore<Part>(select: (state: State) => Part): Part {
  return useZustand(store, select);
}

/** The list is there first; what is not seen at once follows. */
const AFTER_FIRST_MS = 400;

/** Mirrors downloads and updates until the connection ends, which is told elsewhere. */
function watchTheRest(of: Client): void {
  if (client() !== of) return;
  const { watchDownloads, watchUpdates } = store.getState();
  watchDownloads().catch(() => {});
  watchUpdates().catch(() => {});
}

/**
 * Runs for the life of the page: connects, mirrors every snapshot, follows a running operation, connects again.
 *
 * @param onAsked told whenever the core was asked for the host
 */
export function keepInStep(onCommand: (id: CommandId) => void, onAsked: () => void): void {
  const { setConnection, setSnapshot, loadSettings, follow, fail, replan, addPaths } = store.getState();
  bridge
    .keep(
      async ({ client: current }) => {
        const asking = current.system.watch();
        onAsked();
        const snapshots = await asking;
        setConnection('open');
        loadSettings().catch(fail);
        const running = (await current.operations.list()).find(({ status }) => status === 'running');
        if (running !== undefined) follow(running.id).catch(fail);
        const takeOffered = async () => {
          for await (const offer of await current.support.offered()) {
            if (offer.kind === 'files') addPaths(offer.paths);
            else if (offer.kind === 'problem') fail({ data: offer.report });
            else onCommand(offer.id);
          }
        };
        // Its end is that of the connection, which is told below.
        takeOffered().catch(() => {});
        let isFirst = true;
        for await (const snapshot of snapshots) {
          setSnapshot(snapshot);
          replan().catch(fail);
          if (isFirst) setTimeout(() => watchTheRest(current), AFTER_FIRST_MS);
          else current.updates.look().catch(fail);
          isFirst = false;
        }
      },
      (everOpen) => setConnection(everOpen ? 'lost' : 'refused'),
      fail,
    )
    .catch(fail);
}
