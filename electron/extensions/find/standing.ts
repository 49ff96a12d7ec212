/** Whose file is seen at a path where several layers have it, by what overlayfs does with files, folders and markers. */
import type { Standing } from '../../../shared/model/find.ts';
import { nameIn, type PathIndex, WHITEOUT } from './path-index.ts';

/** An extension as a layer. */
export interface PathLayer {
  readonly id: string;
  readonly name: string;
  /** Null where its files are not known; a part of them may be known of one that is damaged. */
  readonly index: PathIndex | null;
  /** Whether more may be in it than is known. */
  readonly isWhole: boolean;
  /** Whether it is a layer for certain. */
  readonly isCertain: boolean;
}

interface Look {
  /** Whether it has a file there. */
  readonly has: boolean;
  /** Whether what lower layers have there is not seen for it. */
  readonly covers: boolean;
}

const NOTHING: Look = { has: false, covers: false };
const COVERS: Look = { has: false, covers: true };
export const OUT: Standing = { is: 'out', by: null, over: [] };

/** @param path from `/` on, without a slash at its end */
export function lookAt(index: PathIndex, path: string): Look {
  // A folder that lower layers have as a file takes its place.
  if (index.folderNumbers.has(path)) return COVERS;
  let above = path;
  for (;;) {
    const slash = above.lastIndexOf('/');
    const folder = index.folderNumbers.get(above.slice(0, slash));
    if (folder !== undefined) {
      const at = nameIn(index, folder, above.slice(slash + 1));
      if (at >= 0)
        return above === path && ((index.types[at] ?? 0) & WHITEOUT) === 0 ? { has: true, covers: true } : COVERS;
      return isBelowOpaque(index, above.slice(0, slash)) ? COVERS : NOTHING;
    }
    if (slash <= 0) return NOTHING;
    above = above.slice(0, slash);
  }
}

function isBelowOpaque({ opaque, folderNumbers }: PathIndex, folder: string): boolean {
  if (opaque.size === 0) return false;
  for (let at = folder; at !== ''; at = at.slice(0, at.lastIndexOf('/'))) {
    const number = folderNumbers.get(at);
    if (number !== undefined && opaque.has(number)) return true;
  }
  return false;
}

export interface Standings {
  /** Of those that have a file there, by the id of the extension. */
  readonly of: ReadonlyMap<string, Standing>;
  /** Whether the base is seen there, if it has something; null where that is not known. */
  readonly leavesBase: boolean | null;
}

/** @param layers lowest first @param base whether the base has a file there; null where that is not known */
export function standingsAt(path: string, layers: readonly PathLayer[], base: boolean | null): Standings {
  const of = new Map<string, Standing>();
  let top: PathLayer | null = null;
  let isUncertain = false;
  const under: string[] = [];
  for (const layer of [...layers].reverse()) {
    const look = layer.index === null ? NOTHING : lookAt(layer.index, path);
    const knowsAll = layer.index !== null && layer.isWhole;
    if (look.has) {
      if (top !== null) of.set(layer.id, { is: 'hidden', by: top.name, over: [] });
      else of.set(layer.id, { is: isUncertain || !layer.isCertain ? 'unknown' : 'seen', by: null, over: under });
      if (top !== null) under.push(layer.name);
    }
    if (top !== null) continue;
    if (look.covers && layer.isCertain) top = layer;
    else if (look.covers || !knowsAll) isUncertain = true;
  }
  if (base === true && top !== null) under.push('base');
  return { of, leavesBase: top !== null ? false : isUncertain ? null : true };
}
