/** Which of many columns and rows are seen: offsets and ranges, in pixels. */

export interface Range {
  readonly from: number;
  /** The first one after it. */
  readonly to: number;
}

/**
 * Where each column begins, and at the end where the last one ends.
 *
 * @param widths as each column wants it
 * @param least what all together take at least: what is left over is shared out by their widths
 */
export function offsetsOf(widths: readonly number[], least: number): number[] {
  const total = widths.reduce((sum, width) => sum + width, 0);
  const factor = total > 0 && total < least ? least / total : 1;
  const offsets = [0];
  let end = 0;
  for (const width of widths) {
    end += width * factor;
    offsets.push(Math.round(end));
  }
  return offsets;
}

/** The columns or rows that touch what is seen from `start` on. @param more how many beside it, at both ends */
export function rangeOf(offsets: readonly number[], start: number, size: number, more: number): Range {
  const count = offsets.length - 1;
  const first = firstAfter(offsets, start) - 1;
  const last = firstAfter(offsets, start + size - 1);
  return { from: Math.max(0, Math.min(first, count) - more), to: Math.min(count, Math.max(last, 0) + more) };
}

/** The index of the first offset beyond a place. */
function firstAfter(offsets: readonly number[], place: number): number {
  let [low, high] = [0, offsets.length];
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((offsets[middle] ?? 0) > place) high = middle;
    else low = middle + 1;
  }
  return low;
}

/** The indices of a range with one more that is always there, such as that of the cell that has the focus; in order. */
export function indicesOf({ from, to }: Range, also: number | null): number[] {
  const indices = Array.from({ length: Math.max(0, to - from) }, (_, at) => from + at);
  if (also === null || (also >= from && also < to)) return indices;
  return also < from ? [also, ...indices] : [...indices, also];
}

/**
 * What is taken from an index for its key, after another range than before is seen: where they have nothing in common, the new ones
 * get the keys of the old ones, else each keeps its own.
 */
export function rebased(before: Range & { readonly base: number }, { from, to }: Range): number {
  const isApart = from >= before.to || to <= before.from;
  return isApart ? before.base + from - before.from : before.base;
}

/** How far to scroll so that a span is seen as a whole, else its beginning. */
export function scrollTo(span: Range, seen: Range): number {
  if (span.from < seen.from || span.to - span.from > seen.to - seen.from) return span.from;
  return span.to > seen.to ? span.to - (seen.to - seen.from) : seen.from;
}
