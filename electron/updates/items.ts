/** What is newer than each installed extension, told by its transfer file or by a remote that has it. */
import { basename } from 'node:path';
import { type ErrorReport, reportOf, VeneerError } from '../../shared/errors.ts';
import type { Release } from '../../shared/model/catalog.ts';
import type { Extension } from '../../shared/model/extension.ts';
import type { Elsewhere, UpdateItem } from '../../shared/model/update.ts';
import { storedVersion } from '../../shared/release-name.ts';
import { parseImageFileName, parseVersionedFileName } from '../../shared/store.ts';
import { compareVersions, isNewerRelease } from '../../shared/version.ts';
import type { CatalogRoom } from '../catalog/catalog.ts';
import type { ListingContext } from '../catalog/list.ts';
import type { Freshness } from '../catalog/metadata.ts';
import type { Site, System } from '../extensions/system.ts';
import { availableReleases } from './available.ts';
import type { Component } from './components.ts';
import { installedAs } from './layout.ts';
import { isFrom, type Origins } from './origins.ts';
import { isOutdatedMerge, readPin, type Stored, storedBeside, storedByTransfer } from './stored.ts';
import { checkNew, listComponent } from './sysupdate.ts';

/** What one look for updates works with. */
export interface Look {
  readonly site: Site;
  readonly system: System;
  readonly catalog: CatalogRoom;
  /** systemd-sysupdate; null where there is none. */
  readonly program: string | null;
  readonly origins: Origins;
  readonly freshness: Freshness;
  readonly context: ListingContext;
}

/** An item that is still being made. */
interface Draft {
  item: UpdateItem;
  /** What would be installed; the item has it only where Veneer itself downloads it. */
  readonly release: Release | null;
}

/** The entry of a name that counts, or nothing. */
function entryOf(
  { extensions }: System,
  { class: extensionClass, name }: Pick<Component, 'class' | 'name'>,
): Extension | undefined {
  return extensions.find((one) => one.class === extensionClass && one.name === name && one.listed && !one.masks);
}

function baseItem(
  { site }: Look,
  component: Pick<Component, 'class' | 'name'>,
  entry: Extension | undefined,
  stored: readonly Stored[],
) {
  const pin = readPin(site.root, component.class, component.name);
  return {
    class: component.class,
    name: component.name,
    fits: null,
    reason: null,
    sizeNow: entry?.size ?? null,
    sizeThen: null,
    pinned: pin?.version ?? null,
    held: pin?.held ?? false,
    needsRefresh: entry !== undefined && isOutdatedMerge(site.root, entry, stored),
    elsewhere: [],
    stored: stored.map(({ version }) => version),
    versions: stored.map(({ version }) => version),
  };
}

/** What a transfer file keeps current. */
async function followedItem(component: Component, look: Look): Promise<Draft> {
  const { site, system, program } = look;
  const { transfer } = component;
  const entry = entryOf(system, component);
  const stored = transfer === null ? [] : storedByTransfer(site.root, transfer, system.release.rules.version);
  const base = {
    ...baseItem(look, component, entry, stored),
    component: component.component,
    isOurs: transfer?.isOurs ?? false,
    source: transfer?.source.path ?? '',
  };
  const nothing = { newest: null, release: null, installed: entry?.version ?? null };
  if (transfer === null || component.problem !== null) {
    const problem = new VeneerError(
      'unsupported',
      `The transfer file of ${component.component} cannot be followed here: ${component.problem}.`,
      { nextStep: `Use systemd-sysupdate for it: systemd-sysupdate -C ${component.component} list` },
    ).report();
    return { item: { ...base, ...nothing, way: 'none', problem }, release: null };
  }
  const inUse = entry === undefined ? null : (stored.find(({ path }) => path === entry.realPath)?.version ?? null);
  // systemd-sysupdate counts what is there; Veneer what is in use, so that a way back is not undone by the next check.
  const installed = inUse ?? stored[0]?.version ?? null;
  try {
    const releases = await availableReleases(component, transfer, system.release.rules.version, look.context);
    const { newest, versions } = await compare(component, look, releases, stored);
    const release = releases.find(({ version }) => version === newest) ?? null;
    const way =
      program !== null ? 'sysupdate' : release === null || canInstall(component, look, release) ? 'download' : 'none';
    const problem = way === 'none' ? noLayout(component) : null;
    const downloaded = way === 'download' ? release : null;
    return { item: { ...base, installed, newest, versions, way, problem, release: downloaded }, release };
  } catch (error) {
    const problem = reportOf(error);
    const way = program !== null ? 'sysupdate' : 'download';
    return { item: { ...base, installed, newest: null, way, problem, release: null }, release: null };
  }
}

/** What is there and what of it is new; systemd-sysupdate has the last word where it is asked. */
async function compare(
  { component }: Component,
  { site, program, freshness }: Look,
  releases: readonly Release[],
  stored: readonly Stored[],
): Promise<{ readonly newest: string | null; readonly versions: string[] }> {
  if (program !== null && freshness === 'ask') {
    const newest = await checkNew(program, site.root, component);
    const { all } = await listComponent(program, site.root, component);
    return { newest, versions: [...all] };
  }
  const versions = [...new Set([...releases, ...stored].map(({ version }) => version))];
  versions.sort((a, b) => compareVersions(b, a));
  const [first] = releases;
  const [last] = stored;
  const isNewer = first !== undefined && (last === undefined || compareVersions(first.version, last.version) > 0);
  return { newest: isNewer ? first.version : null, versions };
}

const canInstall = (component: Component, { system }: Look, { version }: Release): boolean =>
  component.transfer !== null && installedAs(component, component.transfer, version, system.release) !== null;

function noLayout({ component }: Component): ErrorReport {
  return new VeneerError(
    'unsupported',
    `The transfer file of ${component} wants a layout that Veneer does not install into.`,
    {
      nextStep: 'Install systemd-sysupdate, which does.',
    },
  ).report();
}

/** What no transfer file keeps current, but a remote has newer: the one that it came from, or else others by name. */
function catalogItems(components: readonly Component[], look: Look): Draft[] {
  const { site, system, catalog } = look;
  const rows = catalog.entries(system.release);
  const followed = new Set(components.map(({ class: extensionClass, name }) => `${extensionClass}/${name}`));
  return system.extensions.flatMap((entry): Draft[] => {
    if (!entry.listed || entry.masks || followed.has(`${entry.class}/${entry.name}`)) return [];
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
      newest: release === null ? null : storedVersion(release),
      problem: null,
      elsewhere,
      release,
    };
    return [{ item, release }];
  });
}

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
  const origin = origins.of(installedOf(site.root, entry, current));
  const found = rows
    .filter((row) => row.class === entry.class && row.name === entry.name && row.fits !== false)
    .filter((row) => isNewerRelease(row.version, current))
    .sort((a, b) => compareVersions(b.version, a.version))
    .map((row) => ({ row, release: catalog.best(row.key, system.release) }));
  const own = found.find(({ release }) => isFrom(release, origin)) ?? null;
  const elsewhere = found
    .filter(
      ({ release, row }) => !isFrom(release, origin) && (own === null || isNewerRelease(row.version, own.row.version)),
    )
    .map(({ row: { remote, version, fits }, release }): Elsewhere => ({ remote, version, fits, release }));
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
