/** In which lines two texts differ. */
import { diffLines } from 'diff';

export interface LineChange {
  readonly kind: 'same' | 'gone' | 'new';
  readonly text: string;
  /** Its place among the others, which names it. */
  readonly at: number;
}

/** More changes than these are no comparison that a person reads, and take long to find. */
const MOST_EDITS = 2000;
/** Lines of what is the same that stand around a change. */
const AROUND = 3;

/** @returns null where they differ in too much */
export function lineChanges(before: string, after: string): LineChange[] | null {
  const parts = diffLines(before, after, { maxEditLength: MOST_EDITS });
  if (parts === undefined) return null;
  return parts.map(({ value, added, removed }, at) => ({
    kind: added ? 'new' : removed ? 'gone' : 'same',
    text: added || removed ? value : shorten(value, at > 0, at < parts.length - 1),
    at,
  }));
}

function shorten(text: string, hasBefore: boolean, hasAfter: boolean): string {
  const lines = text.split(/(?<=\n)/);
  const first = hasBefore ? lines.slice(0, AROUND) : [];
  const last = hasAfter ? lines.slice(-AROUND) : [];
  return first.length + last.length >= lines.length ? text : [...first, '⋯\n', ...last].join('');
}
