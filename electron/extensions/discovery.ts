/** The extensions of a host: every entry that concerns one, what it holds, and how it stands to the others. */

import { lstatSync, type Stats, statfsSync } from 'node:fs';
import { join } from 'node:path';
import { foreign, type Message, messageOf } from '../../shared/messages/message.ts';
import type { Extension, ExtensionState, Warning } from '../../shared/model/extension.ts';
import type { Hierarchy } from '../../shared/model/host.ts';
import type { Verdict } from '../../shared/model/verdict.ts';
import type { ExtensionClass } from '../../shared/systemd/classes.ts';
import { type HostRelease, verdict } from '../../shared/systemd/compatibility.ts';
import {
  type Candidate,
  type DiscoveryOptions,
  discover,
  type EntryProblem,
  imageNameOf,
  undiscovered,
  versionPattern,
} from '../../shared/systemd/discovery.ts';
import type { MergeEntry } from '../../shared/systemd/entry-facts.ts';
import type { JudgedEntry } from '../../shared/systemd/judge-entry.ts';
import { maskDirectory } from '../../shared/systemd/masking.ts';
import { type MergeContext, type MergePrediction, predictMerge } from '../../shared/systemd/merge.ts';
import type { Mount } from '../../shared/systemd/mount-table.ts';
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
export interface Discovered {
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
  const candidates = discover(directories, options);
  // Who watches has to know which one is being read.
  const atOnce = isWatched() ? 1 : OPEN_AT_ONCE;
  const read = await mapAtMost(atOnce, candidates, async (candidate) => ({
    candidate,
    ...(await locate(context, candidate, extensionClass)),
  }));
  const located = await withAttributes(context, read);
  const merge: MergeContext = { ...context.merge, undiscovered: undiscovered(directories) };
  const prediction = predictMerge(
    located.flatMap(({ candidate, entry }) => (candidate.listed ? [entry] : [])),
    merge,
  );
  const dead = new Set(merge.undiscovered.map(({ path }) => path));
  const hiding = new Set(candidates.map(({ hiddenBy }) => hiddenBy));
  const winners = new Map(located.flatMap((one) => (one.candidate.listed ? [[one.candidate.name, one] as const] : [])));
  const merged = new Set(
    context.hierarchies.flatMap((hierarchy) => (hierarchy.class === extensionClass ? hierarchy.extensions : [])),
  );
  const extensions = located.map(({ candidate, reading, entry, realPath, stat, type }): Extension => {
    const judged = candidate.listed ? prediction.entries.get(entry.path) : judgeAlone(entry, context.merge);
    const verdict =
      candidate.problem === null ? (judged?.verdict ?? NOT_SEEN) : problemVerdict(candidate.problem, candidate);
    const blocksMergeBecause = dead.has(candidate.path)
      ? (prediction.fails.find((one) => one.entry?.path === candidate.path)?.message ?? null)
      : candidate.problem === null
        ? (judged?.failure?.message ?? null)
        : null;
    const winner = winners.get(candidate.name);
    const beaten = winner !== undefined && !candidate.listed;
    const masked = beaten && winner.reading.empty;
    const isMerged = candidate.listed && merged.has(candidate.name) && !reading.empty;
    const blocksMerge = (candidate.listed || dead.has(candidate.path)) && blocksMergeBecause !== null;
    const { release } = reading;
    return {
      id: idOf(extensionClass, candidate.path),
      name: candidate.name,
      class: extensionClass,
      type,
      path: candidate.path,
      realPath,
      listed: candidate.listed,
      masked,
      maskedBy: masked ? winner.candidate.path : null,
      masks: reading.empty,
      shadowedBy: beaten && !masked && candidate.problem === null ? winner.candidate.path : null,
      ambiguousWith: [...candidate.ambiguousWith],
      merged: isMerged,
      state: stateOf(candidate, verdict, {
        masked,
        beaten,
        merged: isMerged,
        masks: reading.empty,
        blocks: blocksMergeBecause !== null,
      }),
      verdict,
      form: reading.form,
      compression: reading.compression,
      version: versionOf(candidate.name, extensionClass, release, realPath),
      description: release?.get('PRETTY_NAME') || null,
      size: type === 'raw' && stat !== null ? stat.size : null,
      release: release === null ? null : Object.fromEntries(release),
      releaseFile: reading.releaseFile,
      units: [...reading.units],
      blocksMerge,
      blocksMergeBecause,
      disable: disableWay(candidate, reading, extensionClass, host, beaten),
      warnings: warningsOf(candidate, reading, {
        beaten,
        masked,
        hidesLower: hiding.has(candidate.path),
        winner: winner?.candidate.path,
        blocksMerge: blocksMerge ? blocksMergeBecause : null,
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

const NOT_SEEN = verdict(false, 'not-an-image', messageOf('extension.systemd-does-not-see-it'));

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

async function locate(
  context: DiscoveryContext,
  candidate: Candidate,
  extensionClass: ExtensionClass,
): Promise<Located> {
  try {
    return await locateOrThrow(context, candidate, extensionClass);
  } catch (error) {
    const reading = failedReading(error);
    const { name, path, kind: type } = candidate;
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

async function locateOrThrow(
  context: DiscoveryContext,
  candidate: Candidate,
  extensionClass: ExtensionClass,
): Promise<Located> {
  const { host, cache, root } = context;
  const path = candidate.picked === null ? candidate.path : join(candidate.path, candidate.picked.fileName);
  const nominal = candidate.kind;
  const none = (): Located => {
    const reading = withoutContent();
    const entry = mergeEntryOf(reading, { name: candidate.name, path: candidate.path, type: nominal }, null);
    return { reading, entry, realPath: candidate.path, stat: null, type: nominal, image: null };
  };
  if (candidate.problem !== null) return none();
  const target = locateTarget(root, path, candidate, host.rules.maxLinks);
  if (!target.found) return none();
  const type = nominal === 'directory' && isSubvolume(target.hostPath, target.stat) ? 'subvolume' : nominal;
  const isImage = type === 'raw' || type === 'block';
  // From 260 a symlink is followed before anything else is looked for (measured).
  const named = host.rules.linksBelowRoot ? target.path : path;
  const imageName = isImage ? imageNameOf(candidate.name, type === 'raw' ? path : null, host.rules) : candidate.name;
  const found = (reading: Reading, image: ImageFile | null = null): Located => ({
    reading,
    entry: {
      ...mergeEntryOf(reading, { name: candidate.name, path: candidate.path, type }, null),
      isSymlink: candidate.entry.symlink,
    },
    realPath: target.path,
    stat: target.stat,
    type,
    image,
  });
  if (type === 'mstack') return found(readStack());
  const kind = type === 'directory' ? 'folder' : type === 'subvolume' ? 'subvolume' : 'image';
  const wanted: ReadingFor = { class: extensionClass, host, imageName, mounts: context.mounts };
  const { hostPath: place } = target;
  const read = () => readContent({ hostPath: place, kind }, wanted);
  // What stands in a folder can change without a trace on the folder itself, so only images are kept.
  if (type !== 'raw') return found(await read());
  if (cache === null) return found(await read(), { place, named, key: null });
  const readFor = JSON.stringify([extensionClass, imageName, host.rules.version, host.architecture]);
  const key = cacheKey(target.hostPath, target.stat, readFor);
  const known = cache.get(key);
  const reading = known ?? (await read());
  if (known === undefined) cache.set(key, reading);
  return found(reading, { place, named, key });
}

/** Most entries are no symlinks and stand in a directory that is none either, so one look is enough. */
function locateTarget(
  root: string,
  path: string,
  { entry, picked, directory, directoryIsReal }: Candidate,
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

const PROBLEMS: Readonly<Record<Exclude<EntryProblem, 'no-fitting-version'>, Message>> = {
  dangling: messageOf('extension.symlink-leads-nowhere-so-systemd-does'),
  'null-link': messageOf('extension.symlink-leads-to-dev-null-which'),
  'special-file': messageOf('extension.it-is-neither-file-nor-folder'),
  unreadable: messageOf('extension.it-cannot-be-looked-at-with'),
  loop: messageOf('extension.symlink-leads-in-circle-and-systemd'),
  'through-file': messageOf('extension.symlink-leads-through-file-and-systemd'),
};

function problemMessage(problem: EntryProblem, { entry }: Candidate): Message {
  if (problem !== 'no-fitting-version') return PROBLEMS[problem];
  return messageOf('extension.no-version-in-this-folder-fits', { pattern: versionPattern(entry.fileName) });
}

function problemVerdict(problem: EntryProblem, candidate: Candidate): Verdict {
  const compatible = problem === 'unreadable' ? null : false;
  const code = problem === 'unreadable' ? 'permission' : 'not-an-image';
  return verdict(compatible, code, problemMessage(problem, candidate));
}

function withoutContent(): Reading {
  return {
    form: 'unrecognised',
    compression: null,
    facts: { kind: 'unknown', code: 'not-readable-yet', reason: foreign('') },
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
  candidate: Candidate,
  { compatible }: Verdict,
  is: { masked: boolean; beaten: boolean; merged: boolean; masks: boolean; blocks: boolean },
): ExtensionState {
  if ((is.masks && candidate.listed) || is.masked) return 'masked';
  if (is.beaten && candidate.problem === null) return 'hidden';
  if (is.merged) return 'active';
  if (candidate.problem === 'unreadable') return 'unknown';
  if (candidate.problem === 'no-fitting-version') return 'blocked';
  if (candidate.problem !== null || is.blocks) return 'broken';
  if (compatible === null) return 'unknown';
  return compatible ? 'ready' : 'blocked';
}

function disableWay(
  candidate: Candidate,
  reading: Reading,
  extensionClass: ExtensionClass,
  host: HostRelease,
  beaten: boolean,
): Extension['disable'] {
  if (beaten || candidate.problem !== null || reading.empty) return 'not-needed';
  if (maskDirectory(candidate.directory, extensionClass, host.rules) !== null) return 'mask';
  return candidate.entry.symlink ? 'unlink' : 'set-aside';
}

function warningsOf(
  candidate: Candidate,
  reading: Reading,
  is: {
    beaten: boolean;
    masked: boolean;
    hidesLower: boolean;
    winner: string | undefined;
    blocksMerge: Message | null;
  },
): Warning[] {
  const warnings: Warning[] = [];
  if (candidate.ambiguousWith.length > 0) {
    const others = candidate.ambiguousWith.join(', ');
    warnings.push({
      code: 'ambiguous',
      message: messageOf('extension.has-same-name-in-same-folder', { others }),
    });
  }
  if (candidate.problem === 'null-link') {
    const { name } = candidate;
    const instead = messageOf('extension.to-mask-put-empty-folder-named', { name, same: name });
    warnings.push({
      code: is.winner === undefined ? 'null-link' : 'ineffective-mask',
      message:
        is.winner === undefined
          ? messageOf('extension.link-to-dev-null-masks-nothing-2', { reason: instead })
          : messageOf('extension.link-to-dev-null-masks-nothing', { other: is.winner, reason: instead }),
    });
  } else if (candidate.problem !== null) {
    warnings.push({ code: candidate.problem, message: problemMessage(candidate.problem, candidate) });
  }
  if (is.blocksMerge !== null) {
    warnings.push({
      code: 'blocks-merge',
      message: messageOf('extension.every-merge-fails-while-it-is', { reason: is.blocksMerge }),
    });
  }
  if (reading.empty && candidate.listed && !is.hidesLower) {
    warnings.push({ code: 'mask-without-target', message: messageOf('extension.it-masks-name-that-no-other') });
  }
  return warnings;
}
