/** The extensions of a host: every entry that concerns one, what it holds, and how it stands to the others. */

import { lstatSync, type Stats, statfsSync } from 'node:fs';
import { join } from 'node:path';
import { diagnoseEntry } from '../../shared/diagnosis/entry/diagnose-entry.ts';
import { problemMessage } from '../../shared/diagnosis/entry/not-an-entry.ts';
import { foreignText, messageOf } from '../../shared/messages/message.ts';
import type { Extension, ExtensionState } from '../../shared/model/extension.ts';
import type { Hierarchy } from '../../shared/model/host.ts';
import type { Verdict } from '../../shared/model/verdict.ts';
import type { ExtensionClass } from '../../shared/systemd/classes.ts';
import { type HostRelease, makeVerdict } from '../../shared/systemd/compatibility.ts';
import {
  type DiscoveredEntry,
  discoverEntries,
  type EntryProblem,
  findUndiscovered,
} from '../../shared/systemd/discovery.ts';
import type { MergeEntry } from '../../shared/systemd/entry-facts.ts';
import { imageNameOf } from '../../shared/systemd/image-name.ts';
import type { JudgedEntry } from '../../shared/systemd/judge-entry.ts';
import { maskDirectory } from '../../shared/systemd/masking.ts';
import { type MergePrediction, predictMerge } from '../../shared/systemd/merge.ts';
import type { MergeContext } from '../../shared/systemd/merge-context.ts';
import type { Mount } from '../../shared/systemd/mount-table.ts';
import type { DiscoveryOptions } from '../../shared/systemd/search-directory.ts';
import { hostPath, type Resolution, resolveInRoot } from '../host/rooted.ts';
import { mapAtMost } from './at-most.ts';
import { cacheKey, type ReadingCache } from './cache.ts';
import { isWatched, stampFrom } from './gate.ts';
import { idOf, versionOf } from './naming.ts';
import { failedReading, mergeEntryOf, type Reading, type ReadingFor, readContent } from './reading.ts';
import { listSearchDirectories } from './search-directories.ts';
import { besideImage } from './sidecars.ts';
import { NO_ATTRIBUTES, readVerityAttributes } from './verity-attributes.ts';

/** Files that are open at a time; a service may have few (LimitNOFILE=). */
const OPEN_AT_ONCE = 16;

export interface DiscoveryContext {
  readonly root: string;
  readonly host: HostRelease;
  readonly hierarchies: readonly Hierarchy[];
  readonly cache: ReadingCache | null;
  /** This machine's. */
  readonly mounts: readonly Mount[];
  /** What a merge of the class depends on beside its entries; what cannot be listed is told by this reading. */
  readonly merge: Omit<MergeContext, 'undiscovered'>;
}

/** The extensions of a class, and what a merge of them needs to know. */
interface Discovered {
  /** In search order. */
  readonly extensions: readonly Extension[];
  /** What each holds, by its id. */
  readonly entries: ReadonlyMap<string, MergeEntry>;
  /** The state of what each stands on, by its id; see `System.stamps`. */
  readonly stamps: ReadonlyMap<string, string>;
  readonly merge: MergeContext;
  readonly prediction: MergePrediction;
}

/** All extensions of a class, each as a merge of them all would have it. */
export async function readExtensions(context: DiscoveryContext, extensionClass: ExtensionClass): Promise<Discovered> {
  const { root, host } = context;
  const options: DiscoveryOptions = { class: extensionClass, ...host };
  const directories = listSearchDirectories(root, extensionClass, host.rules);
  const discovered = discoverEntries(directories, options);
  // Who watches has to know which one is being read.
  const atOnce = isWatched() ? 1 : OPEN_AT_ONCE;
  const read = await mapAtMost(atOnce, discovered, async (discovered) => ({
    discovered,
    ...(await locateEntry(context, discovered, extensionClass)),
  }));
  const located = await withAttributes(context, read);
  const merge: MergeContext = { ...context.merge, undiscovered: findUndiscovered(directories) };
  const prediction = predictMerge(
    located.flatMap(({ discovered, entry }) => (discovered.listed ? [entry] : [])),
    merge,
  );
  const dead = new Set(merge.undiscovered.map(({ path }) => path));
  const hiding = new Set(discovered.map(({ hiddenBy }) => hiddenBy));
  const winners = new Map(
    located.flatMap((one) => (one.discovered.listed ? [[one.discovered.name, one] as const] : [])),
  );
  const merged = new Set(
    context.hierarchies.flatMap((hierarchy) => (hierarchy.class === extensionClass ? hierarchy.extensions : [])),
  );
  const extensions = located.map(({ discovered, reading, entry, realPath, stat, type }): Extension => {
    const judged = discovered.listed ? prediction.entries.get(entry.path) : judgeAlone(entry, context.merge);
    const verdict =
      discovered.problem === null ? (judged?.verdict ?? NOT_SEEN) : problemVerdict(discovered.problem, discovered);
    const blocksMergeBecause = dead.has(discovered.path)
      ? (prediction.fails.find((one) => one.entry?.path === discovered.path)?.message ?? null)
      : discovered.problem === null
        ? (judged?.failure?.message ?? null)
        : null;
    const winner = winners.get(discovered.name);
    const beaten = winner !== undefined && !discovered.listed;
    const masked = beaten && winner.reading.empty;
    const isMerged = discovered.listed && merged.has(discovered.name) && !reading.empty;
    const blocksMerge = (discovered.listed || dead.has(discovered.path)) && blocksMergeBecause !== null;
    const { release } = reading;
    const disable = disableWay(discovered, reading, extensionClass, host, beaten);
    return {
      id: idOf(extensionClass, discovered.path),
      name: discovered.name,
      class: extensionClass,
      type,
      path: discovered.path,
      realPath,
      listed: discovered.listed,
      masked,
      maskedBy: masked ? winner.discovered.path : null,
      masks: reading.empty,
      shadowedBy: beaten && !masked && discovered.problem === null ? winner.discovered.path : null,
      ambiguousWith: [...discovered.ambiguousWith],
      merged: isMerged,
      state: stateOf(discovered, verdict, {
        masked,
        beaten,
        merged: isMerged,
        masks: reading.empty,
        blocks: blocksMergeBecause !== null,
      }),
      verdict,
      form: reading.form,
      compression: reading.compression,
      version: versionOf(discovered.name, extensionClass, release, realPath),
      description: release?.get('PRETTY_NAME') || null,
      size: type === 'raw' && stat !== null ? stat.size : null,
      release: release === null ? null : Object.fromEntries(release),
      releaseFile: reading.releaseFile,
      units: [...reading.units],
      blocksMerge,
      blocksMergeBecause,
      disable,
      warnings: diagnoseEntry({
        class: extensionClass,
        name: discovered.name,
        path: discovered.path,
        problem: discovered.problem,
        listed: discovered.listed,
        isMask: reading.empty,
        hidesLower: hiding.has(discovered.path),
        ambiguousWith: discovered.ambiguousWith,
        taken: winner?.discovered.path ?? null,
        failsMerge: blocksMerge ? blocksMergeBecause : null,
        disable,
      }),
    };
  });
  const entries = new Map(located.map(({ entry }) => [idOf(extensionClass, entry.path), entry] as const));
  const stamps = new Map(
    located.map(({ entry, realPath, stat }) => [
      idOf(extensionClass, entry.path),
      stat === null ? realPath : stampFrom(realPath, stat),
    ]),
  );
  return { extensions, entries, stamps, merge, prediction };
}

/** What would become of an entry that is not listed now, were it the only one. */
export function judgeAlone(entry: MergeEntry, merge: Omit<MergeContext, 'undiscovered'>): JudgedEntry | undefined {
  return predictMerge([entry], { ...merge, undiscovered: [] }).entries.get(entry.path);
}

const NOT_SEEN = makeVerdict(false, 'not-an-image', messageOf('extension.systemd-does-not-see-it'));

/** An image file among the entries. */
interface ImageFile {
  /** On this machine. */
  readonly place: string;
  /** As systemd looks for what stands beside it, without the root. */
  readonly named: string;
  /** In the cache; null without one. */
  readonly key: string | null;
}

interface Located {
  readonly reading: Reading;
  readonly entry: MergeEntry;
  readonly realPath: string;
  readonly stat: Stats | null;
  readonly type: Extension['type'];
  readonly image: ImageFile | null;
}

/** Never throws: what goes wrong with one entry is said of that one. */
/** The entries with what vouches for their images: one program tells the attributes of all that were not asked yet. */
async function withAttributes<T extends Located>(
  { root, cache }: DiscoveryContext,
  located: readonly T[],
): Promise<T[]> {
  const fresh = located.flatMap(({ image, reading }) => (image === null || reading.attributes !== null ? [] : [image]));
  const told = await readVerityAttributes(fresh.map(({ place }) => place));
  const toldOf = ({ place }: ImageFile) => told?.get(place) ?? NO_ATTRIBUTES;
  return located.map((one) => {
    const { image, entry } = one;
    if (image === null) return one;
    const attributes = one.reading.attributes ?? toldOf(image);
    // What could not be told is asked for again the next time: getfattr may be there by then.
    const isTold = told !== null && attributes !== 'unknown';
    const reading = isTold ? { ...one.reading, attributes } : one.reading;
    if (isTold && image.key !== null && one.reading.attributes === null) cache?.set(image.key, reading);
    try {
      return { ...one, reading, entry: { ...entry, ...besideImage(root, image.named, attributes) } };
    } catch (error) {
      const failed = failedReading(error);
      return { ...one, reading: failed, entry: mergeEntryOf(failed, { ...entry, type: one.type }, null) };
    }
  });
}

async function locateEntry(
  context: DiscoveryContext,
  discovered: DiscoveredEntry,
  extensionClass: ExtensionClass,
): Promise<Located> {
  try {
    return await locateEntryOrThrow(context, discovered, extensionClass);
  } catch (error) {
    const reading = failedReading(error);
    const { name, path, kind: type } = discovered;
    return {
      reading,
      entry: mergeEntryOf(reading, { name, path, type }, null),
      realPath: path,
      stat: null,
      type,
      image: null,
    };
  }
}

async function locateEntryOrThrow(
  context: DiscoveryContext,
  discovered: DiscoveredEntry,
  extensionClass: ExtensionClass,
): Promise<Located> {
  const { host, cache, root } = context;
  const path = discovered.picked === null ? discovered.path : join(discovered.path, discovered.picked.fileName);
  const nominal = discovered.kind;
  const withNothing = (): Located => {
    const reading = withoutContent();
    const entry = mergeEntryOf(reading, { name: discovered.name, path: discovered.path, type: nominal }, null);
    return { reading, entry, realPath: discovered.path, stat: null, type: nominal, image: null };
  };
  if (discovered.problem !== null) return withNothing();
  const target = locateTarget(root, path, discovered, host.rules.maxLinks);
  if (!target.found) return withNothing();
  const type = nominal === 'directory' && isSubvolume(target.hostPath, target.stat) ? 'subvolume' : nominal;
  const isImage = type === 'raw' || type === 'block';
  // From 260 a symlink is followed before anything else is looked for (measured).
  const named = host.rules.linksBelowRoot ? target.path : path;
  const imageName = isImage ? imageNameOf(discovered.name, type === 'raw' ? path : null, host.rules) : discovered.name;
  const withReading = (reading: Reading, image: ImageFile | null = null): Located => ({
    reading,
    entry: {
      ...mergeEntryOf(reading, { name: discovered.name, path: discovered.path, type }, null),
      isSymlink: discovered.entry.symlink,
    },
    realPath: target.path,
    stat: target.stat,
    type,
    image,
  });
  if (type === 'mstack') return withReading(readStack());
  const kind = type === 'directory' ? 'folder' : type === 'subvolume' ? 'subvolume' : 'image';
  const wanted: ReadingFor = { class: extensionClass, host, imageName, mounts: context.mounts };
  const { hostPath: place } = target;
  const readIt = () => readContent({ hostPath: place, kind }, wanted);
  // What stands in a folder can change without a trace on the folder itself, so only images are kept.
  if (type !== 'raw') return withReading(await readIt());
  if (cache === null) return withReading(await readIt(), { place, named, key: null });
  const readFor = JSON.stringify([extensionClass, imageName, host.rules.version, host.architecture]);
  const key = cacheKey(target.hostPath, target.stat, readFor);
  const known = cache.get(key);
  const reading = known ?? (await readIt());
  if (known === undefined) cache.set(key, reading);
  return withReading(reading, { place, named, key });
}

/** Most entries are no symlinks and stand in a directory that is none either, so one look is enough. */
function locateTarget(
  root: string,
  path: string,
  { entry, picked, directory, directoryIsReal }: DiscoveredEntry,
  maxLinks: number,
): Resolution {
  if (entry.symlink || picked !== null || !directoryIsReal) return resolveInRoot(root, path, maxLinks);
  const place = hostPath(root, `${directory}/${entry.fileName}`);
  const stat = lstatSync(place, { throwIfNoEntry: false });
  return stat === undefined ? { found: false, reason: 'missing', path } : { found: true, path, hostPath: place, stat };
}

const BTRFS_MAGIC = 0x9123683e;
const BTRFS_SUBVOLUME_INODE = 256;

function isSubvolume(path: string, { ino }: Stats): boolean {
  if (ino !== BTRFS_SUBVOLUME_INODE) return false;
  try {
    return statfsSync(path).type === BTRFS_MAGIC;
  } catch {
    return false;
  }
}

function problemVerdict(problem: EntryProblem, discovered: DiscoveredEntry): Verdict {
  const compatible = problem === 'unreadable' ? null : false;
  const code = problem === 'unreadable' ? 'permission' : 'not-an-image';
  return makeVerdict(compatible, code, problemMessage(problem, discovered.path));
}

function withoutContent(): Reading {
  return {
    form: 'unrecognised',
    compression: null,
    facts: { kind: 'unknown', code: 'not-readable-yet', reason: foreignText('') },
    partitions: null,
    verityIntact: null,
    release: null,
    releaseFile: null,
    units: [],
    empty: false,
    attributes: null,
  };
}

/** A folder `NAME.mstack`: systemd 262 lists it, and then cannot read its metadata, whatever is in it (measured). */
function readStack(): Reading {
  return {
    ...withoutContent(),
    form: 'folder',
    facts: {
      kind: 'unmountable',
      code: 'image-broken',
      errno: 'EOPNOTSUPP',
      reason: messageOf('extension.it-is-stack-of-layers-systemd'),
    },
  };
}

function stateOf(
  discovered: DiscoveredEntry,
  { compatible }: Verdict,
  is: { masked: boolean; beaten: boolean; merged: boolean; masks: boolean; blocks: boolean },
): ExtensionState {
  if ((is.masks && discovered.listed) || is.masked) return 'masked';
  if (is.beaten && discovered.problem === null) return 'hidden';
  if (is.merged) return 'active';
  if (discovered.problem === 'unreadable') return 'unknown';
  if (discovered.problem === 'no-fitting-version') return 'blocked';
  if (discovered.problem !== null || is.blocks) return 'broken';
  if (compatible === null) return 'unknown';
  return compatible ? 'ready' : 'blocked';
}

function disableWay(
  discovered: DiscoveredEntry,
  reading: Reading,
  extensionClass: ExtensionClass,
  host: HostRelease,
  beaten: boolean,
): Extension['disable'] {
  if (beaten || discovered.problem !== null || reading.empty) return 'not-needed';
  if (maskDirectory(discovered.directory, extensionClass, host.rules) !== null) return 'mask';
  return discovered.entry.symlink ? 'unlink' : 'move-aside';
}
