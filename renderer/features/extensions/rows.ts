/** The rows of the list, computed from the mirror: what is in which group, what its pill says, what its switch does. */

import { switchesOn } from '../../../shared/changes/switch.ts';
import { currentLanguage } from '../../../shared/messages/language.ts';
import { say } from '../../../shared/messages/say.ts';
import { counted, t } from '../../../shared/messages/translate.ts';
import type { Change } from '../../../shared/model/change.ts';
import type { Extension, ExtensionState, MovedAside } from '../../../shared/model/extension.ts';
import type { Snapshot } from '../../../shared/model/snapshot.ts';
import type { Verdict } from '../../../shared/model/verdict.ts';
import { formName } from '../../format.ts';
import type { Filter, Sort } from '../../state/view-slice.ts';

export interface Pill {
  readonly kind: 'good' | 'bad' | 'unknown';
  readonly text: string;
}

export interface Row {
  /** The extension's id, or one made for an entry that was moved aside. */
  readonly key: string;
  readonly name: string;
  readonly class: Extension['class'];
  readonly version: string | null;
  readonly line: string;
  readonly group: ExtensionState;
  readonly pill: Pill | null;
  readonly form: string | null;
  readonly size: number | null;
  readonly warnings: number;
  readonly units: number;
  /** How the switch stands without what is staged; null where there is nothing to switch. */
  readonly on: boolean | null;
  readonly extension: Extension | null;
  readonly movedAside: MovedAside | null;
}

export interface Group {
  readonly state: ExtensionState;
  readonly title: string;
  readonly rows: readonly Row[];
  /** Of all its rows, also where only the first ones are there. */
  readonly count: number;
}

const TITLES = [
  ['active', 'Active'],
  ['ready', 'Ready'],
  ['unknown', 'Unknown'],
  ['blocked', 'Blocked'],
  ['masked', 'Masked'],
  ['hidden', 'Hidden'],
  ['broken', 'Broken'],
] as const satisfies readonly (readonly [ExtensionState, string])[];

type FieldOf = (suffix: string) => string;

/** Made when it is asked for: of thousands of rows each would fill in all of them. */
const BADGES: Readonly<Record<Verdict['code'], (field: FieldOf) => string>> = {
  'any-os': () => t('Any OS'),
  'level-matches': (field) => t('Level {level}', { level: field('_LEVEL') }),
  'version-matches': (field) => t('Version {version}', { version: field('VERSION_ID') }),
  'rolling-release': () => t('Rolling release'),
  'no-release-file': () => t('No release file'),
  'release-file-ambiguous': () => t('Ambiguous release file'),
  'release-file-invalid': () => t('Invalid release file'),
  'os-release': () => t('Carries os-release'),
  'blocks-merge': () => t('Stops every merge'),
  scope: () => t('Not for a system'),
  architecture: (field) => t('Needs {what}', { what: field('ARCHITECTURE') }),
  'id-missing': () => t('No OS named'),
  id: (field) => t('Needs {what}', { what: field('ID') }),
  level: (field) => t('Needs level {level}', { level: field('_LEVEL') }),
  'version-missing': () => t('No version named'),
  version: (field) => t('Needs {what}', { what: `${field('ID')} ${field('VERSION_ID')}` }),
  'not-an-image': () => t('Not an image'),
  'image-broken': () => t('Broken image'),
  'not-readable-yet': () => t('Unknown'),
  permission: () => t('Unknown'),
  'host-unknown': () => t('Unknown'),
  'xattr-unknown': () => t('Unknown'),
  'not-downloaded': () => t('Unknown'),
};

/** A few words for the pill; the whole sentence stands in the details. */
export function pillOf({ code, compatible, fields }: Verdict): Pill {
  if (compatible === null) return { kind: 'unknown', text: t('Unknown') };
  const field: FieldOf = (suffix) => fields.find((one) => one.field.endsWith(suffix))?.extension ?? '';
  return { kind: compatible ? 'good' : 'bad', text: BADGES[code](field) };
}

function switchOf({ state, masks, listed }: Extension): boolean | null {
  switch (state) {
    case 'active':
      return true;
    case 'ready':
      return false;
    case 'masked':
      return masks ? null : false;
    case 'hidden':
      return null;
    default:
      // Not masked, so it counts as switched on, though systemd leaves it out.
      return listed ? true : null;
  }
}

function lineOf(extension: Extension): string {
  const { description, units, masked, maskedBy, shadowedBy, masks, warnings, realPath, path, verdict } = extension;
  if (masked) return t('Masked by {path}', { path: maskedBy ?? '' });
  if (shadowedBy !== null) return t('Hidden by {path}', { path: shadowedBy });
  if (masks) return warnings[0] === undefined ? t('An empty folder that masks this name') : say(warnings[0].message);
  const parts = [
    description ?? (verdict.compatible === true ? (realPath === path ? path : realPath) : say(verdict.message)),
  ];
  if (units.length > 0) parts.push(counted(units.length, '{count} service', '{count} services'));
  return parts.join(' · ');
}

function toRow(extension: Extension): Row {
  const { id, name, version, state, form, size, warnings, units, verdict, masks } = extension;
  return {
    key: id,
    name,
    class: extension.class,
    version,
    line: lineOf(extension),
    group: state,
    pill: masks ? null : pillOf(verdict),
    form: formName(form),
    size,
    warnings: warnings.length,
    units: units.length,
    on: switchOf(extension),
    extension,
    movedAside: null,
  };
}

function fromMovedAside(kept: MovedAside): Row {
  const { name, path, keptAt, verdict, units } = kept;
  return {
    key: `aside:${kept.class}:${keptAt}`,
    name,
    class: kept.class,
    version: null,
    line: t('Moved aside from {path}', { path }),
    group: 'masked',
    pill: pillOf(verdict),
    form: null,
    size: null,
    warnings: 0,
    units: units.length,
    on: false,
    extension: null,
    movedAside: kept,
  };
}

/** All rows. A mask whose target is there has none of its own unless `showMaskEntries`. */
export function rowsOf(snapshot: Snapshot, showMaskEntries: boolean): Row[] {
  const shown = snapshot.extensions.filter(
    (one) => !one.masks || showMaskEntries || one.warnings.some(({ id }) => id === 'mask-without-target'),
  );
  return [...shown.map(toRow), ...snapshot.movedAside.map(fromMovedAside)];
}

export const FILTERS = {
  all: { label: 'All', test: (_row: Row) => true },
  incompatible: { label: 'Incompatible', test: (row: Row) => row.pill?.kind === 'bad' },
  unknown: { label: 'Unknown', test: (row: Row) => row.pill?.kind === 'unknown' },
  services: { label: 'Services', test: (row: Row) => row.units > 0 },
  warnings: { label: 'Warnings', test: (row: Row) => row.warnings > 0 },
} as const satisfies Readonly<Record<Filter, object>>;

/** Rows in groups, in the order of the groups and then by `sort`; empty groups are left out. */
export function groupRows(rows: readonly Row[], filter: Filter, sort: Sort): Group[] {
  const kept = rows.filter(FILTERS[filter].test);
  // Made once: localeCompare makes one for every pair.
  const collator = new Intl.Collator(currentLanguage(), { numeric: true });
  const byName = (a: Row, b: Row) => collator.compare(a.name, b.name);
  const order = sort === 'size' ? (a: Row, b: Row) => (b.size ?? -1) - (a.size ?? -1) || byName(a, b) : byName;
  return TITLES.flatMap(([state, title]) => {
    const inside = kept.filter((row) => row.group === state).sort(order);
    return inside.length === 0 ? [] : [{ state, title: t(title), rows: inside, count: inside.length }];
  });
}

/** As many rows as a tall window shows, for the first drawing of a long list. */
export function firstRows(groups: readonly Group[], most: number): Group[] {
  let left = most;
  return groups.flatMap((group) => {
    const rows = group.rows.slice(0, left);
    left -= rows.length;
    return rows.length === 0 ? [] : [{ ...group, rows }];
  });
}

/** How the switch stands with what is staged. */
export function switchState(row: Row, staged: readonly Change[]): { on: boolean; staged: boolean } {
  const change = staged.find((one) => one.class === row.class && one.name === row.name);
  return { on: change === undefined ? row.on === true : switchesOn(change), staged: change !== undefined };
}
