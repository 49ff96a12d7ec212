/**
 * The paths of one extension, packed as text: a million of them are looked through between two keys, and take some 30 bytes
 * each. Text is compared in the lower case of ASCII, which leaves every byte at its place.
 */
import { type Entries, entryAt, FLAG, TYPES } from '../index/entries.ts';

export interface PathIndex {
  /** `\0/usr\0/usr/bin\0`, as it is and folded; the same bytes where there is no upper case. */
  readonly folders: Buffer;
  readonly foldedFolders: Buffer;
  /** Where the path of a folder begins in that text, by its number; one more for the end. */
  readonly folderStarts: Uint32Array;
  /** The number of a folder by its path, from `/` on. */
  readonly folderNumbers: ReadonlyMap<string, number>;
  /** Folders that hide what lower layers have in them. */
  readonly opaque: ReadonlySet<number>;
  /** `/name/name/` of all that is no folder, those of one folder after the other. */
  readonly names: Buffer;
  readonly foldedNames: Buffer;
  /** Where each name begins; one more for the end. */
  readonly nameStarts: Uint32Array;
  /** The first name of each folder; one more for the end. */
  readonly firstNames: Uint32Array;
  /** The folder that a name stands in. */
  readonly folderOf: Uint32Array;
  /** What it is, by `TYPES`; with `WHITEOUT` what takes the path away. */
  readonly types: Uint8Array;
  /** About the bytes that all of it takes. */
  readonly cost: number;
}

export const WHITEOUT = 0x80;
/** A folder's place in the map, with the string that names it. */
const FOLDER_COST = 96;

/** @param isMeant whether a path counts, without a slash before it; folders above what counts are there anyway */
export function buildPathIndex(entries: Entries, isMeant: (path: string) => boolean): PathIndex {
  const folderPaths: string[] = [];
  const folderNumbers = new Map<string, number>();
  const opaque = new Set<number>();
  const numberOf = (path: string): number => {
    const known = folderNumbers.get(path);
    if (known !== undefined) return known;
    folderNumbers.set(path, folderPaths.length);
    return folderPaths.push(path) - 1;
  };
  const found: { readonly folder: number; readonly name: string; readonly type: number }[] = [];
  for (let at = 0; at < entries.paths.length; at++) {
    const path = entries.paths[at] ?? '';
    if (!isMeant(path)) continue;
    const { type, flags } = entryAt(entries, at);
    if (type === 'directory') {
      const folder = numberOf(`/${path}`);
      if ((flags & FLAG.opaque) !== 0) opaque.add(folder);
      continue;
    }
    const slash = path.lastIndexOf('/');
    const code = TYPES.indexOf(type) | ((flags & FLAG.whiteout) === 0 ? 0 : WHITEOUT);
    found.push({
      folder: numberOf(slash < 0 ? '' : `/${path.slice(0, slash)}`),
      name: path.slice(slash + 1),
      type: code,
    });
  }
  // The sort is stable: within a folder it stays the order of the image.
  found.sort((a, b) => a.folder - b.folder);
  const names = Buffer.from(`/${found.map(({ name }) => `${name}/`).join('')}`);
  const folders = Buffer.from(`\0${folderPaths.map((path) => `${path}\0`).join('')}`);
  const firstNames = new Uint32Array(folderPaths.length + 1).fill(found.length);
  for (let at = found.length - 1; at >= 0; at--) firstNames[found[at]?.folder ?? 0] = at;
  // A folder without a name begins where the next one does.
  for (let folder = folderPaths.length - 1; folder >= 0; folder--)
    firstNames[folder] = Math.min(firstNames[folder] ?? 0, firstNames[folder + 1] ?? 0);
  const foldedNames = foldCase(names);
  const foldedFolders = foldCase(folders);
  return {
    folders,
    foldedFolders,
    folderStarts: startsIn(folders, 0, folderPaths.length),
    folderNumbers,
    opaque,
    names,
    foldedNames,
    nameStarts: startsIn(names, 0x2f, found.length),
    firstNames,
    folderOf: Uint32Array.from(found, ({ folder }) => folder),
    types: Uint8Array.from(found, ({ type }) => type),
    cost:
      names.length +
      (foldedNames === names ? 0 : names.length) +
      folders.length * 3 +
      folderPaths.length * FOLDER_COST +
      found.length * 9,
  };
}

/** Where each part begins that a separator stands before. */
function startsIn(text: Buffer, separator: number, count: number): Uint32Array {
  const starts = new Uint32Array(count + 1);
  let next = 0;
  for (let at = 0; at < text.length; at++) if (text[at] === separator) starts[next++] = at + 1;
  return starts;
}

/** A to Z as a to z. @returns the same bytes where there is none of them */
export function foldCase(text: Buffer): Buffer {
  let folded: Buffer | null = null;
  for (let at = 0; at < text.length; at++) {
    const byte = text[at] as number;
    if (byte < 0x41 || byte > 0x5a) continue;
    folded ??= Buffer.from(text);
    folded[at] = byte + 0x20;
  }
  return folded ?? text;
}

/** The last part that begins at a place or before it. */
export function partAt(starts: Uint32Array, place: number): number {
  let low = 0;
  let high = starts.length - 2;
  while (low < high) {
    const middle = (low + high + 1) >>> 1;
    if ((starts[middle] ?? 0) <= place) low = middle;
    else high = middle - 1;
  }
  return low;
}

export function pathOf(index: PathIndex, name: number): string {
  const folder = index.folderOf[name] ?? 0;
  const of = (text: Buffer, starts: Uint32Array, at: number) =>
    text.toString('utf8', starts[at], (starts[at + 1] ?? 0) - 1);
  return `${of(index.folders, index.folderStarts, folder)}/${of(index.names, index.nameStarts, name)}`;
}

/** The number of a name in a folder; -1 where it is not there. */
export function nameIn(index: PathIndex, folder: number, name: string): number {
  const first = index.firstNames[folder] ?? 0;
  const end = index.firstNames[folder + 1] ?? 0;
  if (first === end) return -1;
  const begin = (index.nameStarts[first] ?? 0) - 1;
  const slice = index.names.subarray(begin, index.nameStarts[end]);
  const at = slice.indexOf(`/${name}/`);
  return at < 0 ? -1 : partAt(index.nameStarts, begin + at + 1);
}
