/** The mirror of the remotes and what they have, what of it is looked for, and what is on its way. */

import type { CatalogEntry, CatalogState, Release, Remote, RemoteState } from '../../shared/model/catalog.ts';
import type { Download } from '../../shared/model/download.ts';
import type { CatalogQuery } from '../../shared/remotes/catalog-search.ts';
import { knownAt } from '../../shared/remotes/known-remotes.ts';
import type { Client } from '../bridge.ts';
import type { OperationSlice } from './operation-slice.ts';
import type { ShownHost } from './shown-host.ts';
import type { Get, SetPart } from './slice.ts';

/** What takes downloads to be installed. */
interface Arrivals {
  addDownload(path: string, release: Release): void;
}

export interface CatalogSlice {
  /** null until the catalog was opened. */
  readonly catalog: CatalogState | null;
  readonly entries: readonly CatalogEntry[];
  readonly query: CatalogQuery;
  /** Key of the entry that is explained. */
  readonly chosenEntry: string | null;
  readonly downloads: readonly Download[];
  /** Downloads whose sheet opens by itself once they are whole. */
  readonly wanted: readonly string[];
  /** The remote whose settings are open: one that is there, or `new`. */
  readonly remoteDialog: RemoteState | 'new' | null;
  /** The remote that was removed last, as it was, while that is told; and whether it was put back since. */
  readonly removed: { readonly remote: Remote; readonly isBack: boolean } | null;
  setQuery(change: Partial<CatalogQuery>): void;
  chooseEntry(key: string | null): void;
  /** Mirrors the remotes, as they fit the host that is shown, for as long as the connection lasts. */
  watchCatalog(): Promise<void>;
  watchDownloads(): Promise<void>;
  refreshCatalog(): Promise<void>;
  /** Has entries looked into that nobody looked at yet. */
  predict(keys: readonly string[]): Promise<void>;
  /** Has publishers asked what they say of entries, one after the other, each once. */
  describe(keys: readonly string[]): Promise<void>;
  /** Queues releases. @param thenInstall opens the sheet once they are whole */
  download(key: string, paths: readonly string[], thenInstall: boolean): Promise<void>;
  steerDownload(id: string, verb: 'pause' | 'resume' | 'cancel'): Promise<void>;
  /** Opens the sheet for downloads that are whole. */
  installDownloads(downloads: readonly Download[]): void;
  openRemote(remote: RemoteState | 'new' | null): void;
  /** @throws whatever the core refuses it for, for the dialog to show */
  putRemote(remote: Remote, isNew: boolean): Promise<void>;
  removeRemote(remote: Remote): Promise<void>;
  /** Puts the remote back that was removed last. */
  restoreRemote(): Promise<void>;
  /** Ends what is told of a removal. */
  forgetRemoved(): void;
}

const WHAT_FITS: CatalogQuery = { text: '', filter: 'fits', remote: null };
/** As many as one call takes. */
const LOOKS_A_CALL = 100;

export function createCatalogSlice(
  set: SetPart<CatalogSlice>,
  get: Get<CatalogSlice & OperationSlice & Arrivals & ShownHost>,
  client: () => Client,
): CatalogSlice {
  const asked = new Set<string>();
  const described = new Set<string>();
  let watch: { readonly host: string; readonly stop: AbortController } | null = null;
  let revision = -1;

  /** Calls the core; what goes wrong is told. */
  async function callCatalog(work: () => Promise<unknown>): Promise<void> {
    try {
      await work();
    } catch (error) {
      get().fail(error);
    }
  }

  async function loadEntries(): Promise<void> {
    const { host } = get();
    const entries = await client().catalog.entries({ host });
    if (get().host !== host) return;
    asked.clear();
    set({ entries });
  }

  function takeDownloads(downloads: readonly Download[]): void {
    const { wanted } = get();
    const ready = downloads.filter(({ id, status }) => status === 'ready' && wanted.includes(id));
    const pending = downloads.filter(
      ({ id, status }) => wanted.includes(id) && status !== 'ready' && status !== 'failed',
    );
    set({ downloads });
    // Several that were asked for together are asked about together.
    if (ready.length === 0 || pending.length > 0) return;
    set({ wanted: [] });
    get().installDownloads(ready);
  }

  return {
    catalog: null,
    entries: [],
    query: WHAT_FITS,
    chosenEntry: null,
    downloads: [],
    wanted: [],
    remoteDialog: null,
    removed: null,
    setQuery: (change) => set({ query: { ...get().query, ...change } }),
    chooseEntry: (chosenEntry) => set({ chosenEntry }),
    async watchCatalog() {
      const { host } = get();
      if (watch?.host === host) return;
      watch?.stop.abort();
      const stop = new AbortController();
      watch = { host, stop };
      revision = -1;
      try {
        for await (const catalog of await client().catalog.watch({ host }, { signal: stop.signal })) {
          if (stop.signal.aborted) return;
          set({ catalog });
          // While lists are read the entries change by the remote; they are drawn once all are there.
          if (catalog.isReading || catalog.revision === revision) continue;
          ({ revision } = catalog);
          await loadEntries();
        }
      } catch {
        // The connection is gone, which is told elsewhere; with the next one the view asks again.
      } finally {
        if (watch?.stop === stop) watch = null;
      }
    },
    async watchDownloads() {
      for await (const downloads of await client().downloads.watch()) takeDownloads(downloads);
    },
    refreshCatalog() {
      described.clear();
      return callCatalog(() => client().catalog.refresh({ host: get().host, remote: null }));
    },
    async predict(keys) {
      const fresh = keys.filter((key) => !asked.has(key));
      for (const key of fresh) asked.add(key);
      for (let at = 0; at < fresh.length; at += LOOKS_A_CALL) {
        await callCatalog(async () => {
          const rows = await client().catalog.predict({ host: get().host, keys: fresh.slice(at, at + LOOKS_A_CALL) });
          const byKey = new Map(rows.map((row) => [row.key, row]));
          set({ entries: get().entries.map((entry) => byKey.get(entry.key) ?? entry) });
        });
      }
    },
    async describe(keys) {
      const { entries, catalog } = get();
      const speaking = new Set(
        catalog?.remotes.flatMap(({ name, url }) => (knownAt(url)?.descriptions == null ? [] : [name])),
      );
      const wanted = new Set(keys);
      const fresh = entries.filter(({ key, remote }) => wanted.has(key) && speaking.has(remote) && !described.has(key));
      for (const { key } of fresh) described.add(key);
      for (const { key } of fresh) {
        // What was removed meanwhile has nobody to ask, and needs no words either.
        const description = await client()
          .catalog.describe({ key })
          .catch(() => null);
        if (description === null) continue;
        set({ entries: get().entries.map((entry) => (entry.key === key ? { ...entry, description } : entry)) });
      }
    },
    download: (key, paths, thenInstall) =>
      callCatalog(async () => {
        const ids = await client().downloads.add({ host: get().host, key, paths: [...paths] });
        if (!thenInstall) return;
        set({ wanted: [...get().wanted, ...ids] });
        takeDownloads(get().downloads);
      }),
    steerDownload: (id, verb) =>
      callCatalog(async () => {
        if (verb === 'cancel') set({ wanted: get().wanted.filter((one) => one !== id) });
        await client().downloads[verb]({ id });
      }),
    installDownloads(downloads) {
      for (const { path, release } of downloads) if (path !== null) get().addDownload(path, release);
    },
    openRemote: (remoteDialog) => set({ remoteDialog }),
    async putRemote(remote, isNew) {
      await client().catalog.putRemote({ host: get().host, remote, isNew });
      set({ remoteDialog: null });
    },
    removeRemote: ({ name, url, enabled, trust, key }) =>
      callCatalog(async () => {
        await client().catalog.removeRemote({ name });
        set({ removed: { remote: { name, url, enabled, trust, key }, isBack: false } });
      }),
    async restoreRemote() {
      const { removed } = get();
      if (removed === null || removed.isBack) return;
      const { remote } = removed;
      await callCatalog(async () => {
        await client().catalog.putRemote({ host: get().host, remote, isNew: true });
        set({ removed: { remote, isBack: true } });
      });
    },
    forgetRemoved: () => set({ removed: null }),
  };
}
