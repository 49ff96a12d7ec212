/** What another image of an extension would change of its files: told by the indexes of both, and by content where all else is alike. */
import { createHash } from 'node:crypto';
import { type Message, messageOf } from '../../shared/messages/message.ts';
import type { Extension } from '../../shared/model/extension.ts';
import type { FileChanges } from '../../shared/model/file-changes.ts';
import { type ExtensionClass, HIERARCHIES } from '../../shared/systemd/classes.ts';
import type { HostRelease } from '../../shared/systemd/compatibility.ts';
import { ImageError, type ImageTree, resolvePath } from '../images/tree.ts';
import { type Entries, type Entry, entryAt, FLAG, TYPES } from './index/entries.ts';
import { indexOf } from './index/index-of.ts';
import { type Content, contentOf, openContent } from './reading.ts';
import type { System, Target } from './system.ts';
import { unitOfFile } from './units.ts';

/** Paths of each kind that are told. */
const MOST_PATHS = 50;
/** Units of each kind that are told. */
const MOST_UNITS = 50;

export interface CompareLimits {
  /** Files of one image whose content is compared, and their bytes. */
  readonly files: number;
  readonly bytes: number;
  /** For the content of one image: somebody waits for the answer, and whoever clicks next waits as well. */
  readonly timeMs: number;
}

const LIMITS: CompareLimits = { files: 2000, bytes: 48 * 2 ** 20, timeMs: 1000 };
/** Read at a time. */
const PIECE = 2 ** 20;

type Signal = AbortSignal | null;

/**
 * Never throws for what the images are; that becomes `problem`.
 *
 * @param after may stand in no search directory
 * @throws the reason of the signal
 */
export async function compareImages(
  target: Target,
  { release }: System,
  before: Extension,
  after: Extension,
  signal: Signal,
  limits: CompareLimits = LIMITS,
): Promise<FileChanges> {
  const sizes = { sizeBefore: before.size, sizeAfter: after.size };
  const [old, fresh] = [contentOf(target.root, before), contentOf(target.root, after)];
  if (old === null || fresh === null) return nothingKnown(sizes, messageOf('extension.it-leads-nowhere'));
  try {
    const { entries: olds, failure: oldFailure } = await indexOf(old, release, { signal });
    const { entries: news, failure: newFailure } = await indexOf(fresh, release, { signal });
    const failure = oldFailure ?? newFailure;
    if (failure !== null)
      return nothingKnown(sizes, messageOf('extension.its-files-cannot-be-compared', { reason: failure.message }));
    const sorted = sortFiles(olds, news, before.class);
    const content = await compareContents(old, fresh, release, sorted.alike, signal, limits);
    const changed = [...sorted.changed, ...content.changed].sort();
    return {
      added: pathsOf(sorted.added),
      changed: pathsOf(changed),
      removed: pathsOf(sorted.removed),
      unsure: pathsOf(content.unsure),
      units: unitsIn({ added: sorted.added, changed, removed: sorted.removed }, before.class),
      ...sizes,
      problem: null,
    };
  } catch (error) {
    signal?.throwIfAborted();
    const { code } = error as NodeJS.ErrnoException;
    if (code === undefined) throw error;
    return nothingKnown(sizes, messageOf('extension.its-files-cannot-be-read', { code }));
  }
}

const NONE = { count: 0, paths: [] };

const nothingKnown = (sizes: Pick<FileChanges, 'sizeBefore' | 'sizeAfter'>, problem: Message): FileChanges => ({
  added: NONE,
  changed: NONE,
  removed: NONE,
  unsure: NONE,
  units: { added: [], changed: [], removed: [] },
  ...sizes,
  problem,
});

const pathsOf = (paths: readonly string[]) => ({
  count: paths.length,
  paths: paths.slice(0, MOST_PATHS).map((path) => `/${path}`),
});

interface Alike {
  readonly path: string;
  /** Bytes. */
  readonly size: number;
}

interface Sorted {
  readonly added: readonly string[];
  readonly changed: readonly string[];
  readonly removed: readonly string[];
  /** Files with the same in both but, perhaps, their content. */
  readonly alike: readonly Alike[];
}

function sortFiles(olds: Entries, news: Entries, extensionClass: ExtensionClass): Sorted {
  const places = filesIn(olds, extensionClass);
  const [added, changed, alike]: [string[], string[], Alike[]] = [[], [], []];
  for (const [path, at] of filesIn(news, extensionClass)) {
    const place = places.get(path);
    places.delete(path);
    const now = entryAt(news, at);
    if (place === undefined) added.push(path);
    else if (isOther(entryAt(olds, place), now)) changed.push(path);
    else if (now.type === 'file' && now.size > 0) alike.push({ path, size: now.size });
  }
  return { added: added.sort(), changed, removed: [...places.keys()].sort(), alike };
}

const DIRECTORY = TYPES.indexOf('directory');

/** Where each file stands in the columns, of those that a merge lays over the system. */
function filesIn({ paths, types }: Entries, extensionClass: ExtensionClass): Map<string, number> {
  const roots = HIERARCHIES[extensionClass].map((path) => `${path.slice(1)}/`);
  const found = new Map<string, number>();
  for (const [at, path] of paths.entries())
    if (types[at] !== DIRECTORY && roots.some((root) => path.startsWith(root))) found.set(path, at);
  return found;
}

const COMPARED_FLAGS = FLAG.whiteout | FLAG.capability;

const isOther = (a: Entry, b: Entry): boolean =>
  a.type !== b.type ||
  a.size !== b.size ||
  a.mode !== b.mode ||
  a.uid !== b.uid ||
  a.gid !== b.gid ||
  a.target !== b.target ||
  (a.flags & COMPARED_FLAGS) !== (b.flags & COMPARED_FLAGS);

/** One image after the other, so that what takes too much is laid at the door of the one that is open. */
async function compareContents(
  old: Content,
  fresh: Content,
  release: HostRelease,
  alike: readonly Alike[],
  signal: Signal,
  limits: CompareLimits,
): Promise<{ readonly changed: readonly string[]; readonly unsure: readonly string[] }> {
  // Of the small ones the most can be told.
  const sorted = [...alike].sort((a, b) => a.size - b.size);
  let bytes = 0;
  const wanted = sorted.slice(0, limits.files).filter(({ size }) => {
    bytes += size;
    return bytes <= limits.bytes;
  });
  const before = await hashFiles(old, release, wanted, signal, limits.timeMs);
  const known = wanted.filter(({ path }) => before.has(path));
  const after = await hashFiles(fresh, release, known, signal, limits.timeMs);
  const paths = alike.map(({ path }) => path).sort();
  return {
    changed: paths.filter((path) => after.has(path) && after.get(path) !== before.get(path)),
    unsure: paths.filter((path) => !after.has(path)),
  };
}

/** The hash of each file by its path; those are missing that came too late or cannot be read. */
async function hashFiles(
  content: Content,
  release: HostRelease,
  files: readonly Alike[],
  signal: Signal,
  timeMs: number,
): Promise<ReadonlyMap<string, string>> {
  const hashes = new Map<string, string>();
  if (files.length === 0) return hashes;
  const until = performance.now() + timeMs;
  let tree: ImageTree | null = null;
  try {
    tree = await openContent(content, release);
    for (const { path, size } of files) {
      signal?.throwIfAborted();
      if (performance.now() > until) break;
      const hash = await hashInside(tree, path, size, until);
      if (hash !== null) hashes.set(path, hash);
    }
  } catch (error) {
    // What was compared until then stands.
    if (!(error instanceof ImageError)) throw error;
  } finally {
    tree?.close();
  }
  return hashes;
}

async function hashInside(tree: ImageTree, path: string, size: number, until: number): Promise<string | null> {
  const node = await resolvePath(tree, path);
  if (node?.type !== 'file' || node.size !== size) return null;
  const hash = createHash('sha256');
  for (let at = 0; at < size; at += PIECE) {
    if (performance.now() > until) return null;
    hash.update(await tree.read(node, at, Math.min(PIECE, size - at)));
  }
  return hash.digest('hex');
}

/** A unit with another drop-in is another one too. */
function unitsIn(
  { added, changed, removed }: { readonly [kind in 'added' | 'changed' | 'removed']: readonly string[] },
  extensionClass: ExtensionClass,
): FileChanges['units'] {
  const found = (paths: readonly string[], isDropIn: boolean) =>
    paths.flatMap((path) => {
      const unit = unitOfFile(path, extensionClass);
      return unit !== null && unit.isDropIn === isDropIn ? [unit.name] : [];
    });
  const fresh = new Set(found(added, false));
  const gone = new Set(found(removed, false));
  const touched = [...found(changed, false), ...[added, changed, removed].flatMap((paths) => found(paths, true))];
  const told = (names: Iterable<string>) => [...new Set(names)].sort().slice(0, MOST_UNITS);
  return {
    added: told(fresh),
    changed: told(touched.filter((name) => !fresh.has(name) && !gone.has(name))),
    removed: told(gone),
  };
}
