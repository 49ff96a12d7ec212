/** What is newer than each installed extension, told by its transfer file or by a remote that has it. */

import { basename } from 'node:path';
import { keptByFlatcar } from '../../shared/diagnosis/updates/kept-by-flatcar.ts';
import { keptBySysextmgr } from '../../shared/diagnosis/updates/kept-by-sysextmgr.ts';
import { newerUntold } from '../../shared/diagnosis/updates/newer-untold.ts';
import { versionByHash } from '../../shared/images/hash-version.ts';
import { listedAs, storedVersion } from '../../shared/images/release-name.ts';
import { parseImageFileName, parseVersionedFileName } from '../../shared/images/store.ts';
import type { Release } from '../../shared/model/catalog.ts';
import type { Extension } from '../../shared/model/extension.ts';
import type { Elsewhere, UpdateItem } from '../../shared/model/update.ts';
import { notesOf } from '../../shared/remotes/release-notes.ts';
import { compareVersions, isNewerRelease } from '../../shared/systemd/version.ts';
import type { CatalogRoom } from '../remotes/catalog-room.ts';
import type { Component } from './components.ts';
import { baseItem, type Draft, type Look } from './draft.ts';
import { followedItem } from './followed.ts';
import { isFrom, originFromRecord } from './origins.ts';
import { storedBeside } from './stored.ts';
import { type Installed, imageHash, isOtherImage, isToldByHash } from './unversioned.ts';

/** What no transfer file keeps current, but a remote has newer: the one that it came from, or else others by name. */
async function catalogItems(
  components: readonly Component[],
  look: Look,
  signal: AbortSignal | null,
): Promise<Draft[]> {
  const { system, catalog } = look;
  const rows = catalog.entries(system.release);
  const followed = new Set(components.map(({ class: extensionClass, name }) => `${extensionClass}/${name}`));
  const mine = system.extensions.filter(
    (entry) =>
      entry.listed &&
      !entry.masks &&
      !followed.has(`${entry.class}/${entry.name}`) &&
      !isOlderBuild(entry, system.extensions),
  );
  const drafts: Draft[] = [];
  // One after the other: it may be that images have to be read.
  for (const entry of mine) drafts.push(...(await catalogItem(entry, rows, look, signal)));
  return drafts;
}

async function catalogItem(
  entry: Extension,
  rows: ReturnType<CatalogRoom['entries']>,
  look: Look,
  signal: AbortSignal | null,
): Promise<Draft[]> {
  const { system } = look;
  const stored = storedBeside(system, entry);
  const current = stored.find(({ path }) => path === entry.realPath)?.version ?? entry.version;
  const base = baseItem(look, entry, entry, stored);
  const record = system.origins.get(entry.id) ?? null;
  const newer = await findNewer({ entry, version: current, record }, rows, look, signal);
  const { elsewhere, untold } = newer;
  // After a way back it is here already: that is told by what is stored.
  const isHere = newer.release !== null && base.stored.includes(versionOf(newer.release));
  const release = isHere ? null : newer.release;
  const isSilent = !isHere && release === null && elsewhere.length === 0 && untold === null;
  if (isSilent && base.pinned === null && !base.held && !base.needsRefresh) return [];
  const item: UpdateItem = {
    ...base,
    way: untold === null || release !== null ? 'download' : 'none',
    component: null,
    isOurs: false,
    source: release?.remote ?? '',
    installed: current ?? (isSilent ? null : await hashVersion(entry, look, signal)),
    newest: release === null ? null : versionOf(release),
    notes: release === null ? [] : notesOf([], versionOf(release), release),
    problem: newerUntold.find({ entry, release: release === null ? untold : null })[0] ?? null,
    elsewhere,
    release,
  };
  const [problem] = [...keptBySysextmgr.find(entry), ...keptByFlatcar.find(entry)];
  if (problem === undefined) return [{ item, release }];
  const newest = item.newest ?? elsewhere[0]?.version ?? null;
  return [{ item: { ...item, way: 'none', newest, problem, elsewhere: [], release: null }, release }];
}

/** What an image without a version would be kept by. */
async function hashVersion(entry: Extension, look: Look, signal: AbortSignal | null): Promise<string | null> {
  const hash = entry.type === 'raw' ? await imageHash(entry, look, signal) : null;
  return hash === null ? null : versionByHash(hash);
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

/** Of one without a version its hash. */
const versionOf = (release: Release): string =>
  release.version === '' && release.sha256 !== null ? versionByHash(release.sha256) : storedVersion(release);

interface Newer {
  /** From where the installed one came. */
  readonly release: Release | null;
  readonly elsewhere: Elsewhere[];
  /** Something of which nobody can tell whether it is another image; null where all is known. */
  readonly untold: Release | null;
}

async function findNewer(
  installed: Installed,
  rows: ReturnType<CatalogRoom['entries']>,
  look: Look,
  signal: AbortSignal | null,
): Promise<Newer> {
  const { catalog, origins, target, system } = look;
  const { entry, version, record } = installed;
  // Without a record of root's, what Veneer before it wrote down for this user is all there is.
  const legacy = version === null ? null : origins.of(installedOf(target.root, entry, version));
  const origin = record === null ? legacy : originFromRecord(record);
  const names = [entry.name, listedAs(entry.name)?.name];
  const all = rows
    .filter((row) => row.class === entry.class && names.includes(row.name) && row.fits !== false)
    .map((row) => ({ row, release: catalog.best(row.key, system.release) }));
  const found: typeof all = [];
  let untold: Release | null = null;
  for (const one of all) {
    const isFromThere = isFrom(one.release, origin);
    const isOther = isToldByHash(installed, one.release, isFromThere)
      ? await isOtherImage(installed, one.release, isFromThere, look, signal)
      : version !== null && isNewerRelease(one.row.version, version);
    if (isOther === true) found.push(one);
    // What came from elsewhere has its updates from there, whatever others have.
    else if (isOther === null && (origin === null || isFromThere)) untold ??= one.release;
  }
  found.sort((a, b) => compareVersions(b.row.version, a.row.version));
  const own = found.find(({ release }) => isFrom(release, origin)) ?? null;
  const elsewhere = found
    .filter(
      ({ release, row }) => !isFrom(release, origin) && (own === null || isNewerRelease(row.version, own.row.version)),
    )
    .map(({ row: { remote, fits }, release }): Elsewhere => ({ remote, version: versionOf(release), fits, release }));
  return { release: own?.release ?? null, elsewhere, untold };
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
  const drafts = [...followed, ...(await catalogItems(components, look, signal))];
  await predictDrafts(drafts, look, signal);
  return drafts.map(({ item }) => item);
}

/** Looks into what is new before it is downloaded. */
async function predictDrafts(
  drafts: readonly Draft[],
  { catalog, system, cachePolicy }: Look,
  signal: AbortSignal | null,
): Promise<void> {
  const waiting = drafts.filter(({ item, release }) => item.newest !== null && release !== null);
  const releases = waiting.map(({ release }) => release as Release);
  if (cachePolicy === 'cache-only') {
    for (const [at, draft] of waiting.entries())
      applyPrediction(draft, catalog.peek(releases[at] as Release, system.release));
    return;
  }
  const prediction = await catalog.predict(releases, system.release, signal);
  for (const [at, draft] of waiting.entries()) applyPrediction(draft, prediction[at] ?? null);
}

function applyPrediction(draft: Draft, prediction: ReturnType<CatalogRoom['peek']>): void {
  if (prediction === null) return;
  const { verdict, size, source, units } = prediction;
  const unitsThen = source === 'image' ? units : null;
  draft.item = { ...draft.item, fits: verdict.compatible, reason: verdict.message, sizeThen: size, unitsThen };
}
