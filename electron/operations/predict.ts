/** What a merge would come to after some changes: discovery once more, on what is known of the disk, and the predictor. */
import { basename } from 'node:path';
import { switchesOff, switchesOn } from '../../shared/changes/switch.ts';
import type { Change } from '../../shared/model/change.ts';
import type { Extension, MovedAside } from '../../shared/model/extension.ts';
import type { PlanRequest } from '../../shared/model/plan.ts';
import { type ExtensionClass, HIERARCHIES, rulesFor } from '../../shared/systemd/classes.ts';
import type { HierarchyFacts, MergeEntry } from '../../shared/systemd/entry-facts.ts';
import { parseImagePolicy } from '../../shared/systemd/image-policy.ts';
import { maskDirectory } from '../../shared/systemd/masking.ts';
import { type MergePrediction, predictMerge } from '../../shared/systemd/merge.ts';
import type { MergeFailure } from '../../shared/systemd/merge-failure.ts';
import type { System } from '../extensions/system.ts';
import { mergeFor } from '../extensions/target.ts';

/** An entry that systemd would list. */
export interface Effective {
  readonly entry: MergeEntry;
  readonly units: readonly string[];
  /** An empty folder, which keeps its name out of the merge. */
  readonly isMask: boolean;
}

/** The entries that count after `changes`; masks among them, for with --force systemd takes those too. */
export function entriesAfter(system: System, extensionClass: ExtensionClass, changes: readonly Change[]): Effective[] {
  const byName = new Map(changes.map((change) => [change.name, change]));
  const mine = system.extensions.filter((one) => one.class === extensionClass);
  const aside = system.movedAside.filter((one) => one.class === extensionClass);
  const effective: Effective[] = [];
  const pushEntry = (found: Extension | MovedAside, id: string, isMask: boolean) => {
    const entry = system.entries.get(id);
    if (entry !== undefined) effective.push({ entry, units: found.units, isMask });
  };
  for (const name of new Set([...mine, ...aside].map((one) => one.name))) {
    const change = byName.get(name);
    const isOn = change !== undefined && switchesOn(change);
    const kept = aside.find((one) => one.name === name);
    const entries = mine.filter((one) => one.name === name);
    const taken = entries.find((one) => one.listed);
    if (change !== undefined && switchesOff(change)) {
      if (taken?.disable === 'mask') effective.push(maskOf(system, extensionClass, taken));
      else if (taken?.masks === true) pushEntry(taken, taken.id, true);
    } else if (isOn && kept !== undefined) pushEntry(kept, kept.keptAt, false);
    else if (taken === undefined) continue;
    else if (!taken.masks) pushEntry(taken, taken.id, false);
    else if (isOn) {
      const next = entries.find((one) => !one.masks && one.maskedBy !== null);
      if (next !== undefined) pushEntry(next, next.id, false);
    } else pushEntry(taken, taken.id, true);
  }
  return effective;
}

const MISSING: HierarchyFacts = { state: 'missing', place: null };

function maskOf({ release }: System, extensionClass: ExtensionClass, { name, path }: Extension): Effective {
  const directory = maskDirectory(path.slice(0, path.lastIndexOf('/')), extensionClass, release.rules) ?? '';
  const none = { kind: 'missing', others: [] } as const;
  const entry: MergeEntry = {
    name,
    path: `${directory}/${basename(name)}`,
    form: 'folder',
    facts: {
      kind: 'tree',
      osRelease: 'missing',
      osTree: 'missing',
      folderForFile: null,
      release: { sysext: none, confext: none },
      hierarchies: Object.fromEntries(
        Object.values(HIERARCHIES)
          .flat()
          .map((one) => [one, MISSING]),
      ),
    },
    partitions: null,
    verityIntact: null,
    sidecars: null,
  };
  return { entry, units: [], isMask: true };
}

/** What of a request decides what a merge comes to. */
type Asked = Pick<PlanRequest, 'force' | 'mutable'> & Partial<Pick<PlanRequest, 'mergeOptions'>>;

/** What a merge of these entries would come to; `later` is the host after the changes. */
export function predictAfter(
  later: System,
  extensionClass: ExtensionClass,
  effective: readonly Effective[],
  { force, mutable, mergeOptions }: Asked,
): MergePrediction {
  const context = mergeFor(later, extensionClass);
  const policy = mergeOptions?.imagePolicy ?? null;
  return predictMerge(
    effective.map(({ entry }) => entry),
    {
      ...context,
      force,
      mutable: mutable ?? context.mutable,
      policy: policy === null ? context.policy : parseImagePolicy(policy),
    },
  );
}

/**
 * What comes of it where the merge is done here: below a root of its own by this machine's systemd, which has rules of its
 * own for symlinks in search directories.
 */
export function predictHere(
  later: System,
  extensionClass: ExtensionClass,
  effective: readonly Effective[],
  request: Asked,
): MergePrediction {
  const { here, merge, facts } = later;
  const context = merge[extensionClass];
  if (here === null || context === undefined) return predictAfter(later, extensionClass, effective, request);
  const host = { ...context.host, rules: rulesFor(here.version) };
  // What ends discovery is a symlink, passed over too, or a search directory that is none.
  const entries = new Set(later.extensions.map(({ path }) => path));
  const undiscovered = context.undiscovered.filter(({ path }) => here.followsLinks || !entries.has(path));
  const below = { ...context, host, root: facts.root, undiscovered };
  const seen = seenHere(later, extensionClass, effective);
  return predictAfter({ ...later, merge: { ...merge, [extensionClass]: below } }, extensionClass, seen, request);
}

/** What the systemd that merges here finds: where it passes over a symlink, the next entry of that name counts. */
export function seenHere(
  { here, extensions, entries }: System,
  extensionClass: ExtensionClass,
  effective: readonly Effective[],
): readonly Effective[] {
  if (here === null || here.followsLinks) return effective;
  return effective.flatMap((one) => {
    if (one.entry.isSymlink !== true) return [one];
    const ofName = extensions.filter(({ class: ofIt, name }) => ofIt === extensionClass && name === one.entry.name);
    const lower = ofName.slice(ofName.findIndex(({ path }) => path === one.entry.path) + 1);
    const next = lower.find(({ id }) => entries.get(id)?.isSymlink !== true);
    const entry = next && entries.get(next.id);
    return entry === undefined ? [] : [{ entry, units: next?.units ?? [], isMask: next?.masks === true }];
  });
}

/** Entries that count in the tree, but that the systemd that merges here passes over. */
export function passedOver({ here }: System, effective: readonly Effective[]): Effective[] {
  return here === null || here.followsLinks ? [] : effective.filter(({ entry }) => entry.isSymlink === true);
}

/** The failures of a merge that are not there as things are now: what a change would bring, though nothing merges yet. */
export function newFailures(
  { predicted }: System,
  extensionClass: ExtensionClass,
  { fails }: MergePrediction,
): readonly MergeFailure[] {
  const known = predicted[extensionClass]?.fails ?? [];
  return fails.filter((one) => !failsAsWell(known, one));
}

/** Whether the same rule is broken by the same entry. */
export function failsAsWell(known: readonly MergeFailure[], { rule, entry }: MergeFailure): boolean {
  return known.some((one) => one.rule === rule && one.entry?.path === entry?.path);
}
