/** One reading of a host: what it is, what is merged, every extension on it, and what a merge of them needs to know. */
import { readFileSync } from 'node:fs';
import type { HostRelease } from '../../shared/compatibility.ts';
import { VeneerError } from '../../shared/errors.ts';
import type { Extension, SetAside } from '../../shared/model/extension.ts';
import type { Hierarchy } from '../../shared/model/host.ts';
import type { MergeEntry } from '../../shared/systemd/entry-facts.ts';
import type { MergeContext, MergePrediction } from '../../shared/systemd/merge.ts';
import type { ExtensionClass } from '../../shared/systemd-rules.ts';
import { type HostFacts, readHostFacts } from '../host/facts.ts';
import { hasKernelVerity, readHostHierarchies, readMergeSettings } from '../host/merge-settings.ts';
import { type Mount, type MountView, parseMountinfo, readHierarchies } from '../host/mounts.ts';
import type { ReadingCache } from './cache.ts';
import { readExtensions } from './discovery.ts';
import { readSetAside } from './set-aside.ts';

/** Which host is looked at. */
export interface Site {
  readonly root: string;
  /**
   * The version to judge by. A tree is then taken for the `/` of a machine with that systemd; without it, for what this
   * machine's own would merge by `--root=`.
   */
  readonly asSystemd: number | null;
  readonly mounts: MountView;
  /** A sandbox: its tree is taken for the `/` of a machine like this one. */
  readonly isSandbox?: boolean;
}

export interface System {
  readonly facts: HostFacts;
  readonly release: HostRelease;
  readonly hierarchies: readonly Hierarchy[];
  readonly extensions: readonly Extension[];
  readonly setAside: readonly SetAside[];
  /** What each entry holds as far as a merge depends on it, by the id of the extension or the place where it is kept. */
  readonly entries: ReadonlyMap<string, MergeEntry>;
  /** What a merge of a class depends on beside its entries; absent for a class that this systemd lacks. */
  readonly merge: Readonly<Partial<Record<ExtensionClass, MergeContext>>>;
  /** What a merge of a class would come to as things are. */
  readonly predicted: Readonly<Partial<Record<ExtensionClass, MergePrediction>>>;
}

/** @throws {VeneerError} `unsupported` for a class that the host's systemd lacks */
export function mergeFor(
  { merge, facts }: Pick<System, 'merge' | 'facts'>,
  extensionClass: ExtensionClass,
): MergeContext {
  const context = merge[extensionClass];
  if (context !== undefined) return context;
  throw new VeneerError('unsupported', `systemd ${facts.judgedAs} has no configuration extensions.`, {
    nextStep: 'confext needs systemd 254 or newer.',
  });
}

/** This machine's own mounts, for a host whose `/` is `root`. */
export function ownMounts(root: string): MountView {
  return { root, prefix: '', mountinfo: '/proc/self/mountinfo' };
}

/** Whether systemd would see the tree as its `/`, and not by `--root=`. */
export function isSeenAsRoot({ root, asSystemd, isSandbox }: Pick<Site, 'root' | 'asSystemd' | 'isSandbox'>): boolean {
  return root === '/' || asSystemd !== null || isSandbox === true;
}

/** Reads the host as it is now. */
export async function readSystem(site: Site, cache: ReadingCache | null): Promise<System> {
  const { root } = site;
  const seenAsRoot = isSeenAsRoot(site);
  const { facts, release } = readHostFacts({ ...site, seenAsRoot });
  const classes: ExtensionClass[] = release.rules.confext ? ['sysext', 'confext'] : ['sysext'];
  const hierarchies = readHierarchies(site.mounts, classes);
  const mounts = readOwnMounts();
  const followsLinks = seenAsRoot || release.rules.linksBelowRoot;
  const extensions: Extension[] = [];
  const setAside: SetAside[] = [];
  const entries = new Map<string, MergeEntry>();
  const merges: Partial<Record<ExtensionClass, MergeContext>> = {};
  const predicted: Partial<Record<ExtensionClass, MergePrediction>> = {};
  for (const extensionClass of classes) {
    const merge = {
      class: extensionClass,
      host: release,
      force: false,
      kernelVerity: hasKernelVerity(),
      hierarchies: readHostHierarchies(root, extensionClass, release.rules, mounts),
      ...readMergeSettings(root, extensionClass, release.rules),
      prefix: seenAsRoot ? '' : root,
    };
    const context = { root, host: release, hierarchies, cache, followsLinks, mounts, merge };
    const found = await readExtensions(context, extensionClass);
    extensions.push(...found.extensions);
    for (const [id, entry] of found.entries) entries.set(id, entry);
    merges[extensionClass] = found.merge;
    predicted[extensionClass] = found.prediction;
    const kept = await readSetAside(context, extensionClass);
    setAside.push(...kept.map(({ setAside: one }) => one));
    for (const { setAside: one, entry } of kept) entries.set(one.keptAt, entry);
  }
  return { facts, release, hierarchies, extensions, setAside, entries, merge: merges, predicted };
}

function readOwnMounts(): readonly Mount[] {
  return parseMountinfo(readFileSync('/proc/self/mountinfo', 'utf8'));
}
