/** What a window asks of the catalog and the downloads, on the host that it shows. */

import type { CatalogEntry, ForetoldRelease, Release, Remote } from '../../shared/model/catalog.ts';
import { VeneerError } from '../../shared/model/errors.ts';
import type { Core } from './core.ts';

export async function refreshCatalog(
  { catalog, hostRelease }: Core,
  remote: string | null,
): Promise<Record<string, never>> {
  await catalog.refresh('ask', remote, hostRelease(), null);
  return {};
}

/** Older than this, lists are asked for again when somebody looks at them. */
const FRESH_MS = 24 * 60 * 60 * 1000;

/** Lists what is on disk of the remotes, so that a window has something to show at once; then asks for what is old. */
export async function openCatalog({ catalog, hostRelease }: Core): Promise<void> {
  if (catalog.state().remotes.some(({ status }) => status === 'unread')) {
    await catalog.refresh('kept', null, hostRelease(), null);
  }
  const old = catalog
    .state()
    .remotes.filter(({ enabled, checkedAt }) => enabled && checkedAt !== null && Date.now() - checkedAt > FRESH_MS);
  await Promise.all(old.map(({ name }) => catalog.refresh('ask', name, hostRelease(), null)));
}

export async function catalogEntries({ catalog, hostRelease }: Core): Promise<CatalogEntry[]> {
  return catalog.entries(hostRelease());
}

export async function releasesOf({ catalog, hostRelease }: Core, key: string): Promise<ForetoldRelease[]> {
  return catalog.releases(key, hostRelease());
}

/** Looks into the releases of those paths. @throws {VeneerError} `not-found` */
export async function lookInto(
  core: Core,
  key: string,
  paths: readonly string[],
  signal: AbortSignal | null,
): Promise<ForetoldRelease[]> {
  const host = core.hostRelease();
  const releases = pick(await releasesOf(core, key), paths);
  const foretold = await core.catalog.foretell(releases, host, signal);
  return releases.map((release, at) => ({ release, foretold: foretold[at] ?? null }));
}

export async function foretellEntries(
  { catalog, hostRelease }: Core,
  keys: readonly string[],
  signal: AbortSignal | null,
): Promise<CatalogEntry[]> {
  return catalog.foretellEntries(keys, hostRelease(), signal);
}

export async function addDownloads(core: Core, key: string, paths: readonly string[]): Promise<readonly string[]> {
  return core.downloads.add(pick(await releasesOf(core, key), paths));
}

function pick(releases: readonly ForetoldRelease[], paths: readonly string[]): Release[] {
  return paths.map((path) => {
    const found = releases.find(({ release }) => release.path === path);
    if (found !== undefined) return found.release;
    throw new VeneerError('not-found', 'The remote does not have that version any more.', {
      nextStep: 'Look at the catalog again.',
    });
  });
}

/** Adds a remote once it answered, or changes one and has it listed. */
export async function putRemote(
  { catalog, hostRelease, complain }: Core,
  remote: Remote,
  isNew: boolean,
): Promise<Remote> {
  if (isNew) return catalog.add(remote, hostRelease(), null);
  const kept = await catalog.remotes.put(remote, false);
  catalog.remotesChanged();
  // How that went is told of the remote, and nobody has to wait for a server to change one.
  catalog.refresh('ask', kept.name, hostRelease(), null).catch((error: unknown) => complain('catalog', error));
  return kept;
}

export function removeRemote({ catalog }: Core, name: string): Record<string, never> {
  catalog.remotes.remove(name);
  catalog.remotesChanged();
  return {};
}
