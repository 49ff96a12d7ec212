/** How wide the columns of the matrix are: as wide as what stands in them, within limits. */
import { visibleText } from '../../../shared/messages/visible.ts';
import type { FleetExtension } from '../../../shared/model/fleet.ts';
import { cellText, osText } from './cell-words.ts';
import { type FleetIndex, hasRows, keyOf, type Shown } from './matrix.ts';

const FONT = '600 13px "Inter Variable", system-ui, sans-serif';
/** Pixels beside the text: edges, the sign of a state, the tile of a name. */
const BESIDE = { host: 24, os: 24, cell: 42, head: 54 };
const LEAST = 104;
const MOST = { host: 240, os: 220, extension: 260 };
/** Where no host tells of an extension, what is told of the hosts stands here. */
const WITHOUT_EXTENSIONS = 400;

const known = new Map<string, number>();
let pen: CanvasRenderingContext2D | null = null;

function widthOf(text: string): number {
  const before = known.get(text);
  if (before !== undefined) return before;
  pen ??= document.createElement('canvas').getContext('2d');
  if (pen !== null) pen.font = FONT;
  const width = Math.ceil(pen?.measureText(text).width ?? text.length * 8);
  known.set(text, width);
  return width;
}

/** Measured is the one with the most letters: all of them would take longer than is noticed. */
const widest = (texts: readonly string[]): number =>
  widthOf(texts.reduce((longest, text) => (text.length > longest.length ? text : longest), ''));

const within = (width: number, most: number): number => Math.min(most, Math.max(LEAST, width));

/** Of the hosts, their OS, and each extension; one more where there is no extension. */
export function columnWidths(
  { hosts, extensions }: Shown,
  index: FleetIndex,
  heads: { readonly host: string; readonly os: string },
): number[] {
  const names = [heads.host, ...hosts.map(({ name }) => visibleText(name))];
  const oses = [heads.os, ...hosts.map(osText)];
  const read = hosts.filter(hasRows);
  const ofExtension = (extension: FleetExtension) => {
    const rows = read.flatMap(({ id }) => index.get(id)?.get(keyOf(extension)) ?? []);
    const cells = widest(rows.map(cellText)) + BESIDE.cell;
    return within(Math.max(cells, widthOf(visibleText(extension.name)) + BESIDE.head), MOST.extension);
  };
  return [
    within(widest(names) + BESIDE.host, MOST.host),
    within(widest(oses) + BESIDE.os, MOST.os),
    ...(extensions.length === 0 ? [WITHOUT_EXTENSIONS] : extensions.map(ofExtension)),
  ];
}
