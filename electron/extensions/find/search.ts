/** Which paths of an extension a text means, and how well. */
import { foldCase, nameIn, type PathIndex, partAt, pathOf, WHITEOUT } from './path-index.ts';

/** How well a path matches: it is what was typed, begins so, or has it somewhere. */
export type Rank = 0 | 1 | 2;

export interface Wanted {
  readonly isExact: boolean;
  /** Folded unless it is exact. */
  readonly text: string;
}

/** Takes one match. @returns whether more of that rank are of use */
export type Take = (path: string, rank: Rank) => boolean;

/** @param text without what no path has: an empty one and one with a zero byte mean nothing */
export function wantedOf(text: string, isExact: boolean): Wanted | null {
  if (text === '' || text.includes('\0')) return null;
  return { isExact, text: isExact ? text : foldCase(Buffer.from(text)).toString() };
}

/** Hands out the matches of one extension. */
export function searchPaths(index: PathIndex, wanted: Wanted, take: Take): void {
  if (wanted.isExact) searchExact(index, wanted.text, take);
  else if (wanted.text.includes('/')) searchPartOfPath(index, wanted.text, take);
  else searchName(index, wanted.text, take);
}

function searchExact(index: PathIndex, text: string, take: Take): void {
  const slash = text.lastIndexOf('/');
  const name = text.slice(slash + 1);
  if (text.startsWith('/')) {
    const folder = index.folderNumbers.get(text.slice(0, slash));
    const at = folder === undefined ? -1 : nameIn(index, folder, name);
    if (at >= 0) hand(index, at, 0, take);
  } else if (slash < 0) {
    for (const at of hits(index.names, `/${name}/`, 1)) {
      if (!hand(index, partAt(index.nameStarts, at + 1), 0, take)) return;
    }
  } else {
    for (const at of hits(index.folders, `/${text.slice(0, slash)}\0`, 1)) {
      const found = nameIn(index, partAt(index.folderStarts, at), name);
      if (found >= 0 && !hand(index, found, 0, take)) return;
    }
  }
}

/** What is typed first is what it is called; what begins so comes before what has it inside. */
function searchName(index: PathIndex, text: string, take: Take): void {
  const { foldedNames: names, nameStarts } = index;
  if (!names.includes(text)) return;
  const handAll = (needle: string, rank: Rank) => {
    for (const at of hits(names, needle, 1)) {
      if (!hand(index, partAt(nameStarts, at + (rank === 2 ? 0 : 1)), rank, take)) return;
    }
  };
  handAll(`/${text}/`, 0);
  handAll(`/${text}`, 1);
  handAll(text, 2);
}

function searchPartOfPath(index: PathIndex, text: string, take: Take): void {
  const slash = text.lastIndexOf('/');
  const head = text.slice(0, slash);
  const tail = text.slice(slash);
  const isWhole = text.startsWith('/');
  const { foldedFolders: folders, folderStarts, foldedNames: names, nameStarts, firstNames } = index;
  /** @returns whether it may go on */
  const handFrom = (folder: number, isBegun: boolean): boolean => {
    const first = firstNames[folder] ?? 0;
    const end = firstNames[folder + 1] ?? 0;
    if (first === end) return true;
    const begin = (nameStarts[first] ?? 0) - 1;
    const slice = names.subarray(begin, nameStarts[end]);
    for (const at of hits(slice, tail, 1)) {
      if (at === slice.length - 1) break;
      const isAll = tail.length > 1 && slice[at + Buffer.byteLength(tail)] === 0x2f;
      const rank = !isBegun ? 2 : isAll ? 0 : 1;
      if (!hand(index, partAt(nameStarts, begin + at + 1), rank, take) && rank === 2) return false;
    }
    return true;
  };
  if (head !== '') {
    for (const at of hits(folders, `${head}\0`, 1)) {
      const before = folders[at - 1];
      if (!handFrom(partAt(folderStarts, at), isWhole ? before === 0 : before === 0x2f)) break;
    }
  } else if (tail.length > 1) {
    for (const at of hits(names, tail, 1)) {
      if (!hand(index, partAt(nameStarts, at + 1), 1, take)) break;
    }
  }
  // All that stands below a folder whose path has the text.
  let last = -1;
  for (const at of hits(folders, text, 1)) {
    const folder = partAt(folderStarts, at);
    if (folder === last) continue;
    last = folder;
    const rank = isWhole && folders[at - 1] === 0 ? 1 : 2;
    for (let name = firstNames[folder] ?? 0; name < (firstNames[folder + 1] ?? 0); name++) {
      if (!hand(index, name, rank, take)) return;
    }
  }
}

/** @returns whether more are of use */
function hand(index: PathIndex, name: number, rank: Rank, take: Take): boolean {
  return ((index.types[name] ?? 0) & WHITEOUT) !== 0 || take(pathOf(index, name), rank);
}

/** Where a text stands, one place after the other. */
function* hits(text: Buffer, needle: string, step: number): Generator<number> {
  const bytes = Buffer.from(needle);
  for (let at = text.indexOf(bytes); at >= 0; at = text.indexOf(bytes, at + step)) yield at;
}
