/** Finds a file among those of all extensions of a host, and who is seen at its path. */

import { readlinkSync } from 'node:fs';
import { isAbsolute, join, normalize } from 'node:path';
import { compareNames } from '../../../shared/model/by-name.ts';
import type { Extension } from '../../../shared/model/extension.ts';
import type { FindPart, FindQuery, FoundFile, Standing } from '../../../shared/model/find.ts';
import { CLASSES, type ExtensionClass, HIERARCHIES } from '../../../shared/systemd/classes.ts';
import { hostPath } from '../../host/rooted.ts';
import { TYPES } from '../index/entries.ts';
import { baseHas, inMergeOrder, seesBase, wouldMerge } from '../layers.ts';
import type { System, Target } from '../system.ts';
import { createKnownPaths, type KnownPaths, keyOf } from './known-paths.ts';
import { nameIn, type PathIndex, WHITEOUT } from './path-index.ts';
import { type Rank, searchPaths, wantedOf } from './search.ts';
import { OUT, type PathLayer, type Standings, standingsAt } from './standing.ts';

const knownPaths = createKnownPaths();

/** So long is read before what was found so far is told. */
const PART_MS = 100;
/** Matches of a rank that are gathered before the best of them are chosen, as a multiple of what was asked for. */
const SPARE = 8;
/** Where a bare name may stand in the base: programs and units. */
const NAMED_IN = ['/usr/bin', '/usr/sbin', '/usr/lib/systemd/system'];

/**
 * What was found so far, until all extensions were read: at once where their paths are known. A question that is given up between two
 * parts leaves what was read to the next one.
 */
export async function* findFiles(
  target: Target,
  system: System,
  query: FindQuery,
  signal: AbortSignal | null,
): AsyncGenerator<FindPart> {
  const all = system.extensions.filter((one) => !one.masks);
  const keys = new Set(all.map((one) => keyOf(target, system, one)));
  const known = new Map<Extension, KnownPaths>();
  const text = realText(target.root, query.text.trim());
  while (signal?.aborted !== true) {
    const until = performance.now() + PART_MS;
    for (const extension of all) {
      if (known.has(extension)) continue;
      known.set(extension, await knownPaths.of(target, system, extension, query.sitting, keys));
      if (performance.now() > until) break;
    }
    yield answer(target, system, { ...query, text }, known, all.length);
    if (known.size === all.length) return;
  }
}

/** A path whose first folder is a link, as /bin is on most systems, leads below a hierarchy. */
function realText(root: string, text: string): string {
  if (!isAbsolute(text)) return text;
  const [, first = '', ...rest] = text.replace(/\/{2,}/g, '/').split('/');
  try {
    const to = rest.length === 0 ? null : readlinkSync(hostPath(root, `/${first}`));
    return to === null ? `/${first}` : normalize(join('/', to, ...rest)) + (text.endsWith('/') ? '/' : '');
  } catch {
    return ['', first, ...rest].join('/');
  }
}

function answer(
  target: Target,
  system: System,
  { text, isExact, most }: FindQuery,
  known: ReadonlyMap<Extension, KnownPaths>,
  total: number,
): FindPart {
  const { paths, more, bringers } = bestPaths(known, text, isExact, most);
  const views = CLASSES.map((one) => viewOf(target, system, one, known));
  const files: FoundFile[] = [];
  for (const path of paths) files.push(...ownersOf(path, views, known));
  const unread = [...known].flatMap(([{ id, name, class: extensionClass }, { problem }]) =>
    problem === null ? [] : [{ id, name, class: extensionClass, problem }],
  );
  const asked = askedPaths(text).map((path) => ({ path, base: baseAt(path, views) }));
  return {
    files: files.slice(0, most),
    extensions: bringers,
    more: more || files.length > most,
    asked,
    read: known.size,
    total,
    unread,
  };
}

/** The best of all, each path once. */
function bestPaths(known: ReadonlyMap<Extension, KnownPaths>, text: string, isExact: boolean, most: number) {
  const wanted = wantedOf(text, isExact);
  const ranks = new Map<string, Rank>();
  const counts = [0, 0, 0];
  const enough = most * SPARE;
  const bringers: string[] = [];
  let isBringing = false;
  const farthest = text.includes('/') ? 2 : 1;
  const take = (path: string, rank: Rank): boolean => {
    isBringing ||= rank <= farthest;
    const before = ranks.get(path);
    if (before === undefined) counts[rank] = (counts[rank] ?? 0) + 1;
    if (before === undefined || before > rank) ranks.set(path, rank);
    return (counts[rank] ?? 0) < enough;
  };
  for (const [{ id }, { index }] of known) {
    if (wanted === null || index === null) continue;
    isBringing = false;
    searchPaths(index, wanted, take);
    if (isBringing) bringers.push(id);
  }
  const sorted = [...ranks].sort(
    ([a, rankOfA], [b, rankOfB]) => rankOfA - rankOfB || a.length - b.length || compareNames(a, b),
  );
  return { paths: sorted.slice(0, most).map(([path]) => path), more: sorted.length > most, bringers };
}

/** A class of extensions as it is laid over a host, and would be. */
interface View {
  readonly class: ExtensionClass;
  readonly roots: readonly string[];
  /** Lowest first. */
  readonly now: readonly PathLayer[];
  readonly next: readonly PathLayer[];
  /** Whether the base itself can be seen beside what is merged. */
  readonly seesBase: boolean;
  /** Whether what is merged can be looked at. */
  readonly seesMerge: boolean;
  readonly target: Target;
}

function viewOf(
  target: Target,
  system: System,
  extensionClass: ExtensionClass,
  known: ReadonlyMap<Extension, KnownPaths>,
): View {
  const mine = system.extensions.filter((one) => one.class === extensionClass && !one.masks);
  const layersOf = (ones: readonly Extension[], isCertain: (one: Extension) => boolean) =>
    inMergeOrder(ones).map((one): PathLayer => {
      const paths = known.get(one);
      const isWhole = paths?.problem === null;
      return { id: one.id, name: one.name, index: paths?.index ?? null, isWhole, isCertain: isCertain(one) };
    });
  const isMerged = system.hierarchies.some((one) => one.class === extensionClass && one.merged);
  const coming = mine.filter((one) => wouldMerge(one) !== false);
  const merged = isMerged ? mine.filter((one) => one.merged) : [];
  return {
    class: extensionClass,
    roots: HIERARCHIES[extensionClass],
    now: layersOf(merged, () => true),
    next: layersOf(coming, (one) => wouldMerge(one) === true),
    seesBase: seesBase(target, system.hierarchies, extensionClass),
    seesMerge: isMerged && target.mounts.prefix === '',
    target,
  };
}

function ownersOf(path: string, views: readonly View[], known: ReadonlyMap<Extension, KnownPaths>): FoundFile[] {
  const slash = path.lastIndexOf('/');
  return views.flatMap((view) => {
    if (!isBelow(path, view)) return [];
    const base = baseAt(path, [view]);
    const now = seenNow(path, view, standingsAt(path, view.now, base));
    const next = standingsAt(path, view.next, base);
    const owners: FoundFile[] = [];
    for (const [{ id, name, class: extensionClass }, { index }] of known) {
      if (extensionClass !== view.class || index === null) continue;
      const type = typeAt(index, path.slice(0, slash), path.slice(slash + 1));
      if (type === null) continue;
      const standing = { now: now.get(id) ?? OUT, next: next.of.get(id) ?? OUT };
      owners.push({ path, type, id, extension: name, class: extensionClass, ...standing });
    }
    return owners.sort((a, b) => weightOf(a) - weightOf(b));
  });
}

const ORDER: readonly Standing['is'][] = ['seen', 'unknown', 'hidden', 'out'];
const weightOf = ({ now, next }: FoundFile) => ORDER.indexOf(now.is) * ORDER.length + ORDER.indexOf(next.is);

function typeAt(index: PathIndex, folder: string, name: string): FoundFile['type'] | null {
  const number = index.folderNumbers.get(folder);
  const at = number === undefined ? -1 : nameIn(index, number, name);
  const code = at < 0 ? WHITEOUT : (index.types[at] ?? WHITEOUT);
  return (code & WHITEOUT) === 0 ? (TYPES[code] ?? 'file') : null;
}

/** What was merged from an image that is another one by now is not what its file says: the merged tree is looked at. */
function seenNow(path: string, view: View, { of }: Standings): ReadonlyMap<string, Standing> {
  if (!view.seesMerge || ![...of.values()].some(({ is }) => is === 'seen') || baseHas(view.target, path)) return of;
  return new Map([...of].map(([id, one]) => [id, { ...one, is: 'unknown' as const, over: [] }]));
}

const isBelow = (path: string, { roots }: View) => roots.some((root) => path.startsWith(`${root}/`));

/** Whether the base has something else than a folder there; null where a merge hides that. */
function baseAt(path: string, views: readonly View[]): boolean | null {
  const view = views.find((one) => isBelow(path, one));
  const target = (view ?? views[0])?.target;
  if (target === undefined) return null;
  if (view === undefined || view.seesBase) return baseHas(target, path);
  return standingsAt(path, view.now, null).leavesBase === true ? baseHas(target, path) : null;
}

/** What the text itself can be the path of. */
function askedPaths(text: string): readonly string[] {
  if (isAbsolute(text)) return text.endsWith('/') ? [] : [text];
  return text === '' || text.includes('/') || text.includes('\0') ? [] : NAMED_IN.map((folder) => `${folder}/${text}`);
}
