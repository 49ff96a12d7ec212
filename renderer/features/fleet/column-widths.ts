/** How wide the columns of the matrix are: as wide as what stands in them, within limits. */
import { keyOf } from '../../../shared/fleet/differ.ts';
import { visibleText } from '../../../shared/messages/visible.ts';
import { cellText, osText } from './cell-words.ts';
import { hasRows, type Shown } from './matrix.ts';

const FAMILY = '13px "Inter Variable", system-ui, sans-serif';
const FONTS = { name: `600 ${FAMILY}`, text: `400 ${FAMILY}` };
/** Pixels beside the text: edges, the sign of a state, the tile of a name. */
const BESIDE = { host: 18, os: 18, cell: 38, head: 48 };
const LEAST = 100;
const MOST = { host: 240, os: 220, extension: 260 };
/** Where no host tells of an extension, what is told of the hosts stands here. */
const WITHOUT_EXTENSIONS = 400;

const known = new Map<string, number>();
let pen: CanvasRenderingContext2D | null = null;

function widthOf(text: string, font: string): number {
  const key = `${font} ${text}`;
  const before = known.get(key);
  if (before !== undefined) return before;
  pen ??= document.createElement('canvas').getContext('2d');
  if (pen !== null) pen.font = font;
  const width = Math.ceil(pen?.measureText(text).width ?? text.length * 8);
  known.set(key, width);
  return width;
}

/** Measured are those with the most letters: all of them would take longer than is noticed. */
const MEASURED = 6;

function widest(texts: Iterable<string>, font: string): number {
  const longest = [...new Set(texts)].sort((a, b) => b.length - a.length).slice(0, MEASURED);
  return Math.max(0, ...longest.map((text) => widthOf(text, font)));
}

const within = (width: number, most: number): number => Math.min(most, Math.max(LEAST, width));

/** What each extension wants in pixels, by its key. */
export type ExtensionWidths = ReadonlyMap<string, number>;

/**
 * Of all hosts that were read, not of those that a filter leaves: the columns stay as they are while one types, and a key does not
 * make the texts of 8,000 cells anew.
 */
export function extensionWidths({ hosts, extensions }: Shown): ExtensionWidths {
  const texts = new Map<string, Set<string>>();
  for (const row of hosts.filter(hasRows).flatMap(({ rows }) => rows)) {
    const key = keyOf(row);
    const some = texts.get(key) ?? new Set();
    texts.set(key, some.add(cellText(row)));
  }
  return new Map(
    extensions.map((extension) => {
      const key = keyOf(extension);
      const cells = widest(texts.get(key) ?? [], FONTS.text) + BESIDE.cell;
      const head = widthOf(visibleText(extension.name), FONTS.name) + BESIDE.head;
      return [key, within(Math.max(cells, head), MOST.extension)];
    }),
  );
}

/** Of the hosts, their OS, and each extension; one more where there is no extension. */
export function columnWidths(
  { hosts, extensions }: Shown,
  widths: ExtensionWidths,
  heads: { readonly host: string; readonly os: string },
): number[] {
  const names = [heads.host, ...hosts.map(({ name }) => visibleText(name))];
  const oses = [heads.os, ...hosts.map(osText)];
  return [
    within(widest(names, FONTS.name) + BESIDE.host, MOST.host),
    within(widest(oses, FONTS.text) + BESIDE.os, MOST.os),
    ...(extensions.length === 0
      ? [WITHOUT_EXTENSIONS]
      : extensions.map((extension) => widths.get(keyOf(extension)) ?? LEAST)),
  ];
}
