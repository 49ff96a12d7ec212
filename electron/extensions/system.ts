/** One reading of a host: what it is, what is merged, every extension on it, and what a merge of them needs to know. */

import { dirname } from 'node:path';
import { PINS } from '../../shared/changes/pin-record.ts';
import type { FlatLayout } from '../../shared/images/flat-layout.ts';
import { FOR_OS } from '../../shared/images/for-os.ts';
import type { ShownOrigin } from '../../shared/images/origin.ts';
import type { Extension, Ignored, MovedAside } from '../../shared/model/extension.ts';
import type { Hierarchy } from '../../shared/model/host.ts';
import { CLASSES, classesIn, type ExtensionClass, rulesFor } from '../../shared/systemd/classes.ts';
import type { HostRelease } from '../../shared/systemd/compatibility.ts';
import type { MergeEntry } from '../../shared/systemd/entry-facts.ts';
import type { MergePrediction } from '../../shared/systemd/merge.ts';
import type { MergeContext } from '../../shared/systemd/merge-context.ts';
import { type ComponentDefinitions, flatLayoutsOf, readAllDefinitions } from '../host/definitions.ts';
import { type HostFacts, readHostFacts } from '../host/facts.ts';
import { RUNNING_KERNEL } from '../host/kernel.ts';
import { ofThisMerge, readLoopFiles } from '../host/loop-files.ts';
import { readHostHierarchies, readMergeSettings } from '../host/merge-settings.ts';
import { type MountView, readHierarchies, readMergedElsewhere, readMounts } from '../host/mounts.ts';
import { type Pins, readPins } from '../host/pins.ts';
import { type Prepared, readPrepared } from '../host/prepared.ts';
import { hostPath } from '../host/rooted.ts';
import { readSystemdVersion } from '../host/systemd-version.ts';
import type { ReadingCache } from './cache.ts';
import { readExtensions } from './discovery.ts';
import { stampOf } from './gate.ts';
import { readIgnored } from './ignored.ts';
import { readMovedAside } from './moved-aside.ts';
import { readOrigins, readStores, type Stores, storeFolders } from './stores.ts';

/** Which host is looked at. */
export interface Target {
  readonly root: string;
  /** The version to judge by, instead of the tree's own. */
  readonly asSystemd: number | null;
  readonly mounts: MountView;
  /** A sandbox: what merges there does as if the tree were its `/`. */
  readonly isSandbox?: boolean;
  /** Of a tree that was brought here from another machine: what this machine cannot tell of it. */
  readonly brought?: Brought;
}

export interface Brought {
  /** As `uname -m` has it there. */
  readonly machine: string;
  /** systemd's major version there; null where nothing tells. */
  readonly systemdVersion: number | null;
  /** Whether the kernel there can set dm-verity up; null where nothing told. */
  readonly verity: boolean | null;
  /** Whether extended attributes that decide were brought where there are any. */
  readonly hasAttributes: boolean;
  /** What was not brought, by its path without the root: nothing is to be concluded from what stands here instead. */
  readonly unread: Readonly<Record<string, 'permission' | 'not-brought'>>;
}

export interface System {
  readonly facts: HostFacts;
  readonly release: HostRelease;
  readonly hierarchies: readonly Hierarchy[];
  /** Merged over other hierarchies, which no verb of Veneer changes. */
  readonly elsewhere: readonly Hierarchy[];
  readonly extensions: readonly Extension[];
  readonly movedAside: readonly MovedAside[];
  readonly ignored: readonly Ignored[];
  /** Which versions are meant for which release of an OS. */
  readonly prepared: readonly Prepared[];
  /** What systemd-sysupdate is told to keep current. */
  readonly definitions: readonly ComponentDefinitions[];
  /** What a person decided on versions. */
  readonly pins: Pins;
  /** The folders in which versions are kept. */
  readonly stores: Stores;
  /** The images of this host that loop devices of this machine are on: what is merged, whatever a link leads to now. */
  readonly loopFiles: readonly string[];
  /** From where images came, as root's helper has it written down, by the id of the extension. */
  readonly origins: ReadonlyMap<string, ShownOrigin>;
  /** What transfer files keep side by side in the stores themselves. */
  readonly flat: readonly FlatLayout[];
  /** What each entry holds as far as a merge depends on it, by the id of the extension or the place where it is kept. */
  readonly entries: ReadonlyMap<string, MergeEntry>;
  /**
   * Names the state of what each extension stands on, by its id, and of the folders with its other versions and with what was
   * decided on it, by their path: what changes there is another reading, though all else looks the same.
   */
  readonly stamps: ReadonlyMap<string, string>;
  /** What a merge of a class depends on beside its entries; absent for a class that this systemd lacks. */
  readonly merge: Readonly<Partial<Record<ExtensionClass, MergeContext>>>;
  /** What a merge of a class would come to as things are. */
  readonly predicted: Readonly<Partial<Record<ExtensionClass, MergePrediction>>>;
  /**
   * What merges below the root here, where that is not what the tree is judged by: this machine's systemd, which up to 259
   * passes every symlink in a search directory of the tree over (PR#39843, measured). Null where the tree merges itself.
   */
  readonly here: { readonly version: number; readonly followsLinks: boolean } | null;
}

/**
 * Reads the host as it is now. A tree is taken for the `/` of a machine with the systemd that it is judged by; what is
 * different where this machine's systemd merges it by `--root=` is told by `here`.
 */
export async function readSystem(target: Target, cache: ReadingCache | null): Promise<System> {
  const { root } = target;
  const { facts, release } = readHostFacts(target);
  const classes = classesIn(release.rules);
  const hierarchies = readHierarchies(target.mounts, classes);
  const elsewhere = readMergedElsewhere(target.mounts, classes);
  const mounts = readMounts();
  const extensions: Extension[] = [];
  const movedAside: MovedAside[] = [];
  const ignored: Ignored[] = [];
  const entries = new Map<string, MergeEntry>();
  const stamps = new Map<string, string>();
  const merges: Partial<Record<ExtensionClass, MergeContext>> = {};
  const predicted: Partial<Record<ExtensionClass, MergePrediction>> = {};
  for (const extensionClass of classes) {
    const merge = {
      class: extensionClass,
      host: release,
      force: false,
      kernel: target.brought === undefined ? RUNNING_KERNEL : { verity: target.brought.verity },
      hierarchies: readHostHierarchies(root, extensionClass, release.rules, mounts),
      ...readMergeSettings(root, extensionClass, release.rules),
      root: '/',
    };
    const context = { root, host: release, hierarchies, cache, mounts, merge, unread: target.brought?.unread ?? {} };
    const found = await readExtensions(context, extensionClass);
    extensions.push(...found.extensions);
    for (const [id, entry] of found.entries) entries.set(id, entry);
    for (const [id, stamp] of found.stamps) stamps.set(id, stamp);
    merges[extensionClass] = found.merge;
    predicted[extensionClass] = found.prediction;
    const kept = await readMovedAside(context, extensionClass);
    movedAside.push(...kept.map(({ movedAside: one }) => one));
    for (const { movedAside: one, entry } of kept) entries.set(one.keptAt, entry);
  }
  for (const extensionClass of CLASSES) ignored.push(...readIgnored(root, extensionClass, release.rules));
  const definitions = readAllDefinitions(root, release);
  const stores = readStores(root, classes, extensions, definitions);
  const isOwn = root === '/' || target.isSandbox === true || target.brought !== undefined;
  const here = isOwn || target.asSystemd !== null ? null : readMergingHere();
  return {
    facts,
    release,
    hierarchies,
    elsewhere,
    extensions,
    movedAside,
    ignored,
    prepared: readPrepared(root),
    definitions,
    pins: readPins(root),
    stores,
    loopFiles: target.brought === undefined ? loopFilesOf(root, extensions, hierarchies, stores) : [],
    origins: readOrigins(root, extensions),
    flat: flatLayoutsOf(definitions),
    entries,
    stamps: new Map([...stamps, ...readFolderStamps(root, extensions)]),
    merge: merges,
    predicted,
    here,
  };
}

/** Where nothing is merged there is none. */
function loopFilesOf(
  root: string,
  extensions: readonly Extension[],
  hierarchies: readonly Hierarchy[],
  stores: Stores,
): string[] {
  const merged = extensions.filter((one) => one.merged && one.type === 'raw');
  if (merged.length === 0) return [];
  const places = merged.map(({ path }) => dirname(hostPath(root, path)));
  const times = hierarchies.flatMap(({ merged, since }) => (merged ? [since] : []));
  const since = times.length === 0 || times.includes(null) ? null : Math.min(...times.map(Number));
  return ofThisMerge(readLoopFiles(new Set([...storeFolders(root, stores), ...places])), since);
}

/** The systemd that merges below whatever root is this machine's. */
function readMergingHere(): System['here'] {
  const version = readSystemdVersion('/');
  return version === null ? null : { version, followsLinks: rulesFor(version).linksBelowRoot };
}

/** Stored versions stand beside the one that a link leads to. */
function readFolderStamps(root: string, extensions: readonly Extension[]): Map<string, string> {
  const stores = extensions.flatMap(({ path, realPath }) => (path === realPath ? [] : [dirname(realPath)]));
  return new Map([...new Set([PINS, FOR_OS, ...stores])].map((path) => [path, stampOf(hostPath(root, path))]));
}
