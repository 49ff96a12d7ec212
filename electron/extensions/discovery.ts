/** The extensions of a host: every entry that concerns one, what it holds, and how it stands to the others. */

import { readlinkSync } from 'node:fs';
import { basename, join, resolve } from 'node:path';
import { diagnoseEntry } from '../../shared/diagnosis/entry/diagnose-entry.ts';
import { problemMessage } from '../../shared/diagnosis/entry/not-an-entry.ts';
import { messageOf } from '../../shared/messages/message.ts';
import { compareNames } from '../../shared/model/by-name.ts';
import type { Extension, ExtensionState } from '../../shared/model/extension.ts';
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
import type { JudgedEntry } from '../../shared/systemd/judge-entry.ts';
import { maskDirectory } from '../../shared/systemd/masking.ts';
import { type MergePrediction, predictMerge } from '../../shared/systemd/merge.ts';
import type { MergeContext } from '../../shared/systemd/merge-context.ts';
import type { DiscoveryOptions } from '../../shared/systemd/search-directory.ts';
import { hostPath, resolveInRoot } from '../host/rooted.ts';
import { isSettled } from '../host/settled.ts';
import { mapAtMost } from './at-most.ts';
import { isWatched, stampFrom } from './gate.ts';
import { type DiscoveryContext, locateEntry, withAttributes } from './locate-entry.ts';
import { idOf, versionOf } from './naming.ts';
import type { Reading } from './reading.ts';
import { listSearchDirectories } from './search-directories.ts';

/** Files that are open at a time; a service may have few (LimitNOFILE=). */
const OPEN_AT_ONCE = 16;

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
  const directories = listSearchDirectories(root, host.rules.searchPath[extensionClass], host.rules);
  // What counts of one name goes by the kernel's order; all else that is told of them is the same on every file system.
  const discovered = discoverEntries(directories, options).sort((a, b) => compareNames(a.name, b.name));
  // Who watches has to know which one is being read.
  const atOnce = isWatched() ? 1 : OPEN_AT_ONCE;
  const settled = new Set(
    directories.flatMap(({ realPath }) => (isSettled(hostPath(root, realPath)) ? [realPath] : [])),
  );
  const read = await mapAtMost(atOnce, discovered, async (discovered) => ({
    discovered,
    ...(await locateEntry(context, discovered, extensionClass, settled.has(discovered.realDirectory))),
  }));
  const located = await withAttributes(context, read);
  const merge: MergeContext = { ...context.merge, undiscovered: findUndiscovered(directories) };
  const prediction = predictMerge(
    located.flatMap(({ discovered, entry }) => (discovered.listed ? [entry] : [])),
    merge,
  );
  const facts = classFacts(located, merge, prediction, extensionClass, context);
  const extensions = located.map((one) => extensionOf(one, facts));
  const entries = new Map(located.map(({ entry }) => [idOf(extensionClass, entry.path), entry] as const));
  const stamps = new Map(
    located.map(({ entry, realPath, stat }) => [
      idOf(extensionClass, entry.path),
      stat === null ? realPath : stampFrom(realPath, stat),
    ]),
  );
  return { extensions, entries, stamps, merge, prediction };
}

type LocatedEntry = { readonly discovered: DiscoveredEntry } & Awaited<ReturnType<typeof locateEntry>>;

/** What an extension depends on beside its own entry. */
interface ClassFacts {
  readonly class: ExtensionClass;
  readonly root: string;
  readonly host: HostRelease;
  readonly merge: MergeContext;
  readonly prediction: MergePrediction;
  /** Search directories that cannot be looked into. */
  readonly dead: ReadonlySet<string>;
  readonly names: ReadonlySet<string>;
  /** Entries that hide others. */
  readonly hiding: ReadonlySet<string | null>;
  /** By its name, the entry that systemd takes. */
  readonly winners: ReadonlyMap<string, LocatedEntry>;
  /** Names of what is merged now. */
  readonly merged: ReadonlySet<string>;
}

function classFacts(
  located: readonly LocatedEntry[],
  merge: MergeContext,
  prediction: MergePrediction,
  extensionClass: ExtensionClass,
  { root, host, hierarchies }: DiscoveryContext,
): ClassFacts {
  return {
    class: extensionClass,
    root,
    host,
    merge,
    prediction,
    dead: new Set(merge.undiscovered.map(({ path }) => path)),
    names: new Set(located.map(({ discovered }) => discovered.name)),
    hiding: new Set(located.map(({ discovered }) => discovered.hiddenBy)),
    winners: new Map(located.flatMap((one) => (one.discovered.listed ? [[one.discovered.name, one] as const] : []))),
    merged: new Set(
      hierarchies.flatMap((hierarchy) => (hierarchy.class === extensionClass ? hierarchy.extensions : [])),
    ),
  };
}

/** Why the merge fails for an entry, or would if it were listed. */
function failureOf(
  { path, problem }: DiscoveredEntry,
  judged: JudgedEntry | undefined,
  { dead, prediction }: ClassFacts,
) {
  if (dead.has(path)) return prediction.fails.find((one) => one.entry?.path === path)?.message ?? null;
  return problem === null ? (judged?.failure?.message ?? null) : null;
}

function extensionOf(one: LocatedEntry, facts: ClassFacts): Extension {
  const { discovered, reading, entry, realPath, stat, type } = one;
  const { class: extensionClass, root, host, merge, prediction, dead, names, hiding, winners, merged } = facts;
  const judged = discovered.listed ? prediction.entries.get(entry.path) : judgeAlone(entry, merge);
  const target = leadsTo(root, discovered, realPath);
  const verdict =
    discovered.problem === null
      ? (judged?.verdict ?? NOT_SEEN)
      : problemVerdict(discovered.problem, discovered, target);
  const blocksMergeBecause = failureOf(discovered, judged, facts);
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
      leadsTo: target,
      problem: discovered.problem,
      listed: discovered.listed,
      isMask: reading.empty,
      hidesLower: hiding.has(discovered.path),
      ambiguousWith: discovered.ambiguousWith,
      taken: winner?.discovered.path ?? null,
      failsMerge: blocksMerge ? blocksMergeBecause : null,
      mends: blocksMerge ? (judged?.failure?.nextStep ?? null) : null,
      isTaken: (name) => names.has(name),
      disable,
    }),
  };
}

/** What would become of an entry that is not listed now, were it the only one. */
export function judgeAlone(entry: MergeEntry, merge: Omit<MergeContext, 'undiscovered'>): JudgedEntry | undefined {
  return predictMerge([entry], { ...merge, undiscovered: [] }).entries.get(entry.path);
}

const NOT_SEEN = makeVerdict(false, 'not-an-image', messageOf('extension.systemd-does-not-see-it'));

/** Where a link leads that leads nowhere, as it says itself; for anything else, the place that was found. */
function leadsTo(root: string, { problem, directory, path }: DiscoveredEntry, realPath: string): string {
  if (problem !== 'dangling') return realPath;
  const folder = resolveInRoot(root, directory);
  try {
    return resolve(folder.path, readlinkSync(join(folder.found ? folder.hostPath : root, basename(path))));
  } catch {
    return realPath;
  }
}

function problemVerdict(problem: EntryProblem, discovered: DiscoveredEntry, target: string): Verdict {
  const compatible = problem === 'unreadable' ? null : false;
  const code = problem === 'unreadable' ? 'permission' : 'not-an-image';
  return makeVerdict(compatible, code, problemMessage(problem, discovered.path, target));
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
