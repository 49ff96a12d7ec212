/** What is newer than each installed extension, told by its transfer file or by a remote that has it. */

import { basename } from 'node:path';
import { VeneerError } from '../../shared/errors.ts';
import { isOtherByHash, versionByHash } from '../../shared/hash-version.ts';
import { messageOf } from '../../shared/messages/message.ts';
import type { Release } from '../../shared/model/catalog.ts';
import type { Extension } from '../../shared/model/extension.ts';
import type { Elsewhere, UpdateItem } from '../../shared/model/update.ts';
import { listedAs, storedVersion } from '../../shared/release-name.ts';
import { isOfSysextmgr, parseImageFileName, parseVersionedFileName } from '../../shared/store.ts';
import { compareVersions, isNewerRelease } from '../../shared/version.ts';
import type { CatalogRoom } from '../catalog/catalog.ts';
import { originOfEntry } from '../extensions/image-origin.ts';
import type { Component } from './components.ts';
import { baseItem, type Draft, type Look } from './draft.ts';
import { followedItem } from './followed.ts';
import { isFrom, originFromRecord } from './origins.ts';
import { storedBeside } from './stored.ts';

/** What no transfer file keeps current, but a remote has newer: the one that it came from, or else others by name. */
function catalogItems(components: readonly Component[], look: Look): Draft[] {
  const { site, system, catalog } = look;
  const rows = catalog.entries(system.release);
  const followed = new Set(components.map(({ class: extensionClass, name }) => `${extensionClass}/${name}`));
  return system.extensions.flatMap((entry): Draft[] => {
    if (!entry.listed || entry.masks || followed.has(`${entry.class}/${entry.name}`)) return [];
    if (isOlderBuild(entry, system.extensions)) return [];
    const stored = storedBeside(site.root, entry);
    const current = stored.find(({ path }) => path === entry.realPath)?.version ?? entry.version;
    const base = baseItem(look, entry, entry, stored);
    const { release, elsewhere } = current === null ? NOTHING_NEWER : newer(entry, current, rows, look);
    const isSilent = release === null && elsewhere.length === 0;
    if (isSilent && base.pinned === null && !base.held && !base.needsRefresh) return [];
    const item: UpdateItem = {
      ...base,
      way: 'download',
      component: null,
      isOurs: false,
      source: release?.remote ?? '',
      installed: current,
      newest: release === null ? null : versionOf(release),
      problem: null,
      elsewhere,
      release,
    };
    if (!isOfSysextmgr(entry.realPath)) return [{ item, release }];
    const newest = item.newest ?? elsewhere[0]?.version ?? null;
    return [
      {
        item: { ...item, way: 'none', newest, problem: keptBySysextmgr(entry), elsewhere: [], release: null },
        release,
      },
    ];
  });
}

/** Whether a newer build is here, of an extension whose builds have names of their own: that one is brought up to date. */
function isOlderBuild(entry: Extension, extensions: readonly Extension[]): boolean {
  const mine = listedAs(entry.name);
  if (mine === null) return false;
  return extensions.some((one) => {
    const other = one.class === entry.class && one.listed && !one.masks ? listedAs(one.name) : null;
    return other?.name === mine.name && isNewerRelease(other.version, mine.version);
  });
}

/** A second image of ours beside its link would be merged as well. */
function keptBySysextmgr({ name }: Extension) {
  return new VeneerError('unsupported', messageOf('update.is-kept-by-sysextmgr-so-veneer', { name }), {
    nextStep: 'Update it with: sysextmgrcli update',
  }).report();
}

/** Of one without a version its hash. */
const versionOf = (release: Release): string =>
  release.version === '' && release.sha256 !== null ? versionByHash(release.sha256) : storedVersion(release);

interface Newer {
  /** From where the installed one came. */
  readonly release: Release | null;
  readonly elsewhere: Elsewhere[];
}

const NOTHING_NEWER: Newer = { release: null, elsewhere: [] };

function newer(
  entry: Extension,
  current: string,
  rows: ReturnType<CatalogRoom['entries']>,
  { catalog, origins, site, system }: Look,
): Newer {
  const kept = originOfEntry(site.root, entry);
  // Without a record of root's, what Veneer before it wrote down for this user is all there is.
  const origin = kept === null ? origins.of(installedOf(site.root, entry, current)) : originFromRecord(kept);
  const names = [entry.name, listedAs(entry.name)?.name];
  const found = rows
    .filter((row) => row.class === entry.class && names.includes(row.name) && row.fits !== false)
    .map((row) => ({ row, release: catalog.best(row.key, system.release) }))
    .filter(({ row, release }) => isNewerRelease(row.version, current) || isOtherByHash(release, current))
    .sort((a, b) => compareVersions(b.row.version, a.row.version));
  const own = found.find(({ release }) => isFrom(release, origin)) ?? null;
  const elsewhere = found
    .filter(
      ({ release, row }) => !isFrom(release, origin) && (own === null || isNewerRelease(row.version, own.row.version)),
    )
    .map(({ row: { remote, fits }, release }): Elsewhere => ({ remote, version: versionOf(release), fits, release }));
  return { release: own?.release ?? null, elsewhere };
}

function installedOf(root: string, { class: extensionClass, name, realPath, size }: Extension, version: string) {
  const fileName = basename(realPath);
  const told = parseImageFileName(fileName, name) ?? parseVersionedFileName(fileName, name);
  return { root, class: extensionClass, name, version, architecture: told?.architecture ?? null, size: size ?? 0 };
}

/**
 * What is kept current here, or could be, in no order.
 *
 * @throws where `signal` aborts
 */
export async function readItems(
  components: readonly Component[],
  look: Look,
  signal: AbortSignal | null,
): Promise<readonly UpdateItem[]> {
  const followed = await Promise.all(components.map((component) => followedItem(component, look)));
  const drafts = [...followed, ...catalogItems(components, look)];
  await foretell(drafts, look, signal);
  return drafts.map(({ item }) => item);
}

/** Looks into what is new before it is downloaded. */
async function foretell(
  drafts: readonly Draft[],
  { catalog, system, freshness }: Look,
  signal: AbortSignal | null,
): Promise<void> {
  const waiting = drafts.filter(({ item, release }) => item.newest !== null && release !== null);
  const releases = waiting.map(({ release }) => release as Release);
  if (freshness === 'kept') {
    for (const [at, draft] of waiting.entries()) apply(draft, catalog.peek(releases[at] as Release, system.release));
    return;
  }
  const foretold = await catalog.foretell(releases, system.release, signal);
  for (const [at, draft] of waiting.entries()) apply(draft, foretold[at] ?? null);
}

function apply(draft: Draft, foretold: ReturnType<CatalogRoom['peek']>): void {
  if (foretold === null) return;
  const { verdict, size } = foretold;
  draft.item = { ...draft.item, fits: verdict.compatible, reason: verdict.message, sizeThen: size };
}
