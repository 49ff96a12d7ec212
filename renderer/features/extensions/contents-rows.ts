/** The visible rows of a file tree: which folders are open, or what a search found. */
import type { ContentEntry } from '../../../shared/model/extension.ts';

export interface TreeRow {
  readonly entry: ContentEntry;
  readonly name: string;
  /** From 1. */
  readonly level: number;
  /** null for what is no folder. */
  readonly open: boolean | null;
}

/** Folders that are open at first: the chain down to the first one with more than one entry. */
export function firstOpen(entries: readonly ContentEntry[]): Set<string> {
  const open = new Set<string>();
  for (const { path, type } of entries) {
    if (type === 'directory' && path.split('/').length <= 2) open.add(path);
  }
  return open;
}

/**
 * @param entries every directory before what it holds
 * @param query shows only paths with this text and the folders above them
 * @param only of all entries only these and the folders above them; null for all
 */
export function visibleRows(
  entries: readonly ContentEntry[],
  open: ReadonlySet<string>,
  query: string,
  only: readonly ContentEntry[] | null = null,
): TreeRow[] {
  const wanted = query.trim().toLowerCase();
  const sorted = [...entries].sort((a, b) => comparePaths(a.path, b.path));
  const found = wanted === '' && only === null ? null : matchingPaths(only ?? sorted, wanted);
  return sorted.flatMap((entry): TreeRow[] => {
    const parts = entry.path.split('/');
    const name = parts.at(-1) ?? '';
    if (found !== null) {
      if (!found.has(entry.path)) return [];
    } else {
      for (let depth = 1; depth < parts.length; depth++) if (!open.has(parts.slice(0, depth).join('/'))) return [];
    }
    const isFolder = entry.type === 'directory';
    return [{ entry, name, level: parts.length, open: isFolder ? found !== null || open.has(entry.path) : null }];
  });
}

function matchingPaths(entries: readonly ContentEntry[], wanted: string): Set<string> {
  const found = new Set<string>();
  for (const { path } of entries) {
    if (!path.toLowerCase().includes(wanted)) continue;
    const parts = path.split('/');
    for (let depth = 1; depth <= parts.length; depth++) found.add(parts.slice(0, depth).join('/'));
  }
  return found;
}

/** By component, so that a folder's own entries follow it before a sibling of a longer name. */
function comparePaths(a: string, b: string): number {
  const x = a.replaceAll('/', '\0');
  const y = b.replaceAll('/', '\0');
  return x < y ? -1 : x > y ? 1 : 0;
}
