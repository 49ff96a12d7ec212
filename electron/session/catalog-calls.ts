/** What a window asks of the catalog and the downloads, for the host that it shows. */

import { messageOf } from '../../shared/messages/message.ts';
import type { CatalogEntry, CatalogState, PredictedRelease, Release, Remote } from '../../shared/model/catalog.ts';
import { VeneerError } from '../../shared/model/errors.ts';
import type { Host } from '../hosts/host.ts';
import type { Session } from './session.ts';

export async function refreshCatalog(
  { catalog }: Session,
  host: Host,
  remote: string | null,
): Promise<Record<string, never>> {
  await catalog.refresh('revalidate', remote, host.release(), null);
  return {};
}

/** Older than this, lists are asked for again when somebody looks at them. */
const FRESH_MS = 24 * 60 * 60 * 1000;

/** What is known of the remotes, and after every change; what is on disk is listed, then asked for what is old. */
export function openCatalog(
  session: Session,
  host: Host,
  signal: AbortSignal | undefined,
): AsyncGenerator<CatalogState> {
  bringUpToDate(session, host).catch((error: unknown) => session.complain('catalog', error));
  return session.catalog.watch(signal);
}

/** A window has something to show at once. */
async function bringUpToDate({ catalog }: Session, host: Host): Promise<void> {
  if (catalog.state().remotes.some(({ status }) => status === 'unread')) {
    await catalog.refresh('cache-only', null, host.release(), null);
  }
  const old = catalog
    .state()
    .remotes.filter(({ enabled, checkedAt }) => enabled && checkedAt !== null && Date.now() - checkedAt > FRESH_MS);
  await Promise.all(old.map(({ name }) => catalog.refresh('revalidate', name, host.release(), null)));
}

export function catalogEntries({ catalog }: Session, host: Host): CatalogEntry[] {
  return catalog.entries(host.release());
}

export function releasesOf({ catalog }: Session, host: Host, key: string): PredictedRelease[] {
  return catalog.releases(key, host.release());
}

/** Looks into the releases of those paths. @throws {VeneerError} `not-found` */
export async function lookInto(
  session: Session,
  host: Host,
  key: string,
  paths: readonly string[],
  signal: AbortSignal | null,
): Promise<PredictedRelease[]> {
  const releases = releasesAt(releasesOf(session, host, key), paths);
  const prediction = await session.catalog.predict(releases, host.release(), signal);
  return releases.map((release, at) => ({ release, prediction: prediction[at] ?? null }));
}

export async function predictEntries(
  { catalog }: Session,
  host: Host,
  keys: readonly string[],
  signal: AbortSignal | null,
): Promise<CatalogEntry[]> {
  return catalog.predictEntries(keys, host.release(), signal);
}

export async function addDownloads(
  session: Session,
  host: Host,
  key: string,
  paths: readonly string[],
): Promise<readonly string[]> {
  return session.downloads.add(releasesAt(releasesOf(session, host, key), paths));
}

function releasesAt(releases: readonly PredictedRelease[], paths: readonly string[]): Release[] {
  return paths.map((path) => {
    const found = releases.find(({ release }) => release.path === path);
    if (found !== undefined) return found.release;
    throw new VeneerError('not-found', messageOf('core.remote-does-not-have-that-version'), {
      nextStep: messageOf('common.look-at-catalog-again'),
    });
  });
}

/** Adds a remote once it answered, or changes one and has it listed. */
export async function putRemote(
  { catalog, complain }: Session,
  host: Host,
  remote: Remote,
  isNew: boolean,
): Promise<Remote> {
  if (isNew) return catalog.add(remote, host.release(), null);
  const kept = await catalog.remotes.put(remote, false);
  catalog.remotesChanged();
  // How that went is told of the remote, and nobody has to wait for a server to change one.
  catalog.refresh('revalidate', kept.name, host.release(), null).catch((error: unknown) => complain('catalog', error));
  return kept;
}

export function removeRemote({ catalog }: Session, name: string): Record<string, never> {
  catalog.remotes.remove(name);
  catalog.remotesChanged();
  return {};
}
