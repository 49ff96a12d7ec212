/**
 * Tables as systemd's tools have them (format-table.c): on a terminal each row fits a line, columns being cut where they must;
 * elsewhere, and in a pager, nothing is cut.
 */
import { type Message, messageOf, type Text } from '../../shared/messages/message.ts';
import { isTerminal, mannerNow, terminalSize } from './manner.ts';
import { type Style, styled } from './style.ts';
import { safeText, textOf } from './terminal.ts';
import { cutTo, padTo, widthOf } from './text-width.ts';

export interface Column {
  readonly head: Message;
  /** Never cut: half of it says something else, as of a version. */
  readonly isWhole?: true;
  /** Where a line has no room for all, it is left out rather than cut to nothing: the lowest first. */
  readonly leftOut?: number;
}

export type Cell = Text | { readonly text: Text; readonly style: Style | null };

/** Between two columns. */
const GAP = 1;
/** Of a column that is cut, as much stays as its head takes, and no less than this, where the line has room for that. */
const LEAST = 8;
/** A letter and the ellipsis: of no column less is left. */
const NEXT_TO_NOTHING = 2;

interface Shown {
  readonly text: string;
  readonly style: Style | null;
}

/** @param foot a line below the table, as of how many there are */
export function formatTable(columns: readonly Column[], rows: readonly (readonly Cell[])[], foot?: Message): string {
  const { legend, cut } = mannerNow();
  const heads = columns.map(({ head }): Shown => ({ text: safeText(head), style: 'head' }));
  const shown = rows.map((row) => row.map(shownCell));
  const all = legend ? [heads, ...shown] : shown;
  const needed = columns.map((_, at) => Math.max(0, ...all.map((row) => widthOf(row[at]?.text ?? ''))));
  const widths = cut && isTerminal() ? fittedWidths(columns, heads, needed, terminalSize().columns) : needed;
  const lines = all.map((row) => lineOf(row, widths));
  const isCut = widths.some((width, at) => (width ?? 0) < (needed[at] ?? 0));
  const isLess = messageOf(widths.includes(null) ? 'cli.full-shows-what-is-left-out' : 'cli.full-shows-what-is-cut');
  const feet = [...(foot === undefined ? [] : [foot]), ...(isCut ? [isLess] : [])];
  return `${[...lines, ...(legend && feet.length > 0 ? ['', ...feet.map(textOf)] : [])].join('\n')}\n`;
}

function shownCell(cell: Cell): Shown {
  return typeof cell === 'object' && 'style' in cell
    ? { text: safeText(cell.text), style: cell.style }
    : { text: safeText(cell), style: null };
}

function lineOf(row: readonly Shown[], widths: readonly (number | null)[]): string {
  const cells = row.flatMap((cell, at) => {
    const width = widths[at];
    return width == null ? [] : [{ ...cell, width }];
  });
  return cells
    .map(({ text, style, width }, at) => {
      const isLast = at === cells.length - 1;
      const fitted = cutTo(text, Math.max(1, width));
      // As systemctl does, the head is underlined up to the next column.
      if (style === 'head') return styled(isLast ? fitted : padTo(fitted, width), style);
      return styled(fitted, style) + (isLast ? '' : padTo('', width - widthOf(fitted)));
    })
    .join(' '.repeat(GAP))
    .trimEnd();
}

/**
 * What each column gets of a line: the widest that may be cut gives a column first, until all fits or nothing is left to give.
 * null for one that is left out.
 */
function fittedWidths(
  columns: readonly Column[],
  heads: readonly Shown[],
  needed: readonly number[],
  line: number,
): readonly (number | null)[] {
  const leastOf = (at: number, wished: number) =>
    columns[at]?.isWhole ? (needed[at] ?? 0) : Math.min(needed[at] ?? 0, wished);
  const readableOf = (at: number) => leastOf(at, Math.max(LEAST, widthOf(heads[at]?.text ?? '')));
  const isRoomFor = (kept: readonly number[]) =>
    kept.reduce((sum, at) => sum + readableOf(at), GAP * (kept.length - 1)) <= line;
  let kept = columns.map((_, at) => at);
  for (const out of leftOutFirst(columns)) if (!isRoomFor(kept)) kept = kept.filter((at) => at !== out);
  const room = line - GAP * (kept.length - 1);
  const readable = takenFrom(
    kept.map((at) => needed[at] ?? 0),
    kept.map(readableOf),
    room,
  );
  const widths = takenFrom(
    readable,
    kept.map((at) => leastOf(at, NEXT_TO_NOTHING)),
    room,
  );
  return columns.map((_, at) => widths[kept.indexOf(at)] ?? null);
}

const leftOutFirst = (columns: readonly Column[]): readonly number[] =>
  columns
    .flatMap(({ leftOut }, at) => (leftOut === undefined ? [] : [{ leftOut, at }]))
    .sort((a, b) => a.leftOut - b.leftOut)
    .map(({ at }) => at);

/** The widths, of which the widest that has some to spare gives a column as long as they do not fit. */
function takenFrom(wanted: readonly number[], least: readonly number[], room: number): readonly number[] {
  const widths = [...wanted];
  for (let over = widths.reduce((sum, one) => sum + one, 0) - room; over > 0; over--) {
    const at = widths.reduce((best, one, here) => {
      const spare = one > (least[here] ?? 0);
      return spare && (best < 0 || one > (widths[best] ?? 0)) ? here : best;
    }, -1);
    if (at < 0) break;
    widths[at] = (widths[at] ?? 0) - 1;
  }
  return widths;
}

/** Two columns of what something is: a label and what stands for it. */
export function formatFacts(rows: readonly (readonly [label: Text, value: Text])[]): string {
  const clean = rows.map(([label, value]) => [safeText(label), safeText(value)] as const);
  const width = Math.max(...clean.map(([label]) => widthOf(label)));
  return `${clean.map(([label, value]) => `${padTo(label, width)}  ${value}`.trimEnd()).join('\n')}\n`;
}
