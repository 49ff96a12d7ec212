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
  conflicts: { label: 'Conflicts', test: (row: Row) => row.hasConflicts },
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

/** Rows in groups, in the order of the groups, of their rank and then by `sort`; empty groups are left out. */
export function groupRows(rows: readonly Row[], sort: Sort, folded: readonly string[] = []): Group[] {
  // Made once: localeCompare makes one for every pair.
  const collator = new Intl.Collator(currentLanguage(), { numeric: true });
  const byName = (a: Row, b: Row) => collator.compare(a.name, b.name);
  const order = sort === 'size' ? (a: Row, b: Row) => (b.size ?? -1) - (a.size ?? -1) || byName(a, b) : byName;
  return TITLES.flatMap(([id, title]) => {
    const inside = rows.filter((row) => row.group === id);
    if (inside.length === 0) return [];
    const shown = folded.includes(id) ? [] : inside.sort((a, b) => a.rank - b.rank || order(a, b));
    return [{ id, title: t(title), rows: shown, count: inside.length }];
  });
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
