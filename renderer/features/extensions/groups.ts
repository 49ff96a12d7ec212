/** Which rows the list shows, and in which order. */

import { currentLanguage } from '../../../shared/messages/language.ts';
import { t } from '../../../shared/messages/translate.ts';
import type { Filter, Sort } from '../../state/view-slice.ts';
import type { GroupId, Row } from './rows.ts';

export interface Group {
  readonly id: GroupId;
  readonly title: string;
  /** Without those of a folded group. */
  readonly rows: readonly Row[];
  /** Of all its rows, also where only the first ones are there, or none. */
  readonly count: number;
}

const TITLES = [
  ['attention', 'Needs attention'],
  ['active', 'Active'],
  ['next', 'Merged next time'],
  ['disabled', 'Disabled'],
  ['shadowed', 'Shadowed'],
] as const satisfies readonly (readonly [GroupId, string])[];

export const FILTERS = {
  all: { label: 'All', test: (_row: Row) => true },
  problems: { label: 'Problems', test: (row: Row) => row.isProblem },
  services: { label: 'Services', test: (row: Row) => row.units.length > 0 },
  conflicts: { label: 'Conflicts', test: (row: Row) => row.conflictsWith.length > 0 },
  configuration: { label: 'Configuration', test: (row: Row) => row.class === 'confext' },
} as const satisfies Readonly<Record<Filter, object>>;

/** Whether a row has all words of a text: in its name, description, version, path, or the name of a unit of it. */
export function matchesText(row: Row, text: string): boolean {
  const words = text.toLocaleLowerCase().split(/\s+/).filter(Boolean);
  if (words.length === 0) return true;
  const { name, version, line, units, extension, movedAside } = row;
  const where = [name, version, line, extension?.path, extension?.realPath, movedAside?.path, ...units];
  const searched = where.join('\n').toLocaleLowerCase();
  return words.every((word) => searched.includes(word));
}

type Order = (one: Row, other: Row) => number;

/** Most first, and what is not known last. */
const mostFirst =
  (numberOf: (row: Row) => number | null): Order =>
  (a, b) =>
    (numberOf(b) ?? -1) - (numberOf(a) ?? -1);

/** Rows in groups, in the order of the groups, of their rank and then by `sort`; empty groups are left out. */
export function groupRows(
  rows: readonly Row[],
  sort: Sort,
  folded: readonly string[] = [],
  isReversed = false,
): Group[] {
  // Made once: localeCompare makes one for every pair.
  const collator = new Intl.Collator(currentLanguage(), { numeric: true });
  const byName: Order = (a, b) => collator.compare(a.name, b.name);
  const by: Readonly<Record<Sort, Order>> = {
    name: byName,
    size: mostFirst(({ size }) => size),
    source: (a, b) => collator.compare(folderOf(a), folderOf(b)),
    services: mostFirst(({ units }) => units.length),
    conflicts: mostFirst(({ conflictsWith }) => conflictsWith.length),
  };
  const order: Order = (a, b) => (isReversed ? by[sort](b, a) : by[sort](a, b)) || byName(a, b);
  return TITLES.flatMap(([id, title]) => {
    const inside = rows.filter((row) => row.group === id);
    if (inside.length === 0) return [];
    const shown = folded.includes(id) ? [] : inside.sort((a, b) => a.rank - b.rank || order(a, b));
    return [{ id, title: t(title), rows: shown, count: inside.length }];
  });
}

/** The search directory in which the entry of a row stands, or stood. */
export function folderOf({ extension, movedAside }: Pick<Row, 'extension' | 'movedAside'>): string {
  const path = extension?.path ?? movedAside?.path ?? '';
  return path.slice(0, path.lastIndexOf('/'));
}

/** As many rows as a tall window shows, for the first drawing of a long list. */
export function firstRows(groups: readonly Group[], most: number): Group[] {
  let left = most;
  return groups.flatMap((group) => {
    const rows = group.rows.slice(0, left);
    left -= rows.length;
    return left <= 0 && rows.length === 0 ? [] : [{ ...group, rows }];
  });
}
