/** What the review says of each layer of a hierarchy, and how much of it at once. */
import type { MergeOutcome } from '../../../shared/model/plan.ts';

/** More rows than these are folded. */
const MOST_ROWS = 20;
const SHOWN_OF_MANY = 10;

export type Kind = 'added' | 'removed' | 'changed' | 'unknown';
export interface DiffRow {
  readonly name: string;
  readonly kind: Kind;
  readonly version: string;
}

/** Highest layer first, as it is in the hierarchy. */
export function layerRows({ before, after, uncertain, versions }: MergeOutcome): DiffRow[] {
  const names = [...new Set([...before, ...after, ...uncertain])].reverse();
  return names.flatMap((name): DiffRow[] => {
    const known = versions[name] ?? { before: null, after: null };
    const row = (kind: Kind, version: string | null) => [{ name, kind, version: version ?? '' }];
    if (uncertain.includes(name)) return row('unknown', known.after ?? known.before);
    if (!after.includes(name)) return row('removed', known.before);
    if (!before.includes(name)) return row('added', known.after);
    if (known.before === known.after) return [];
    return row('changed', `${known.before ?? '?'} → ${known.after ?? '?'}`);
  });
}

/** All rows where a person reads them at once; else the first, and the rest behind a press. */
export function foldRows(rows: readonly DiffRow[]): {
  readonly shown: readonly DiffRow[];
  readonly folded: readonly DiffRow[];
} {
  const most = rows.length > MOST_ROWS ? SHOWN_OF_MANY : rows.length;
  return { shown: rows.slice(0, most), folded: rows.slice(most) };
}
