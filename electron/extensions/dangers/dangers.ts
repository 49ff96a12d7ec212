/** What a merge would spoil, before it is done: the facts are gathered here, the rules stand in shared/diagnosis/merge. */

import { existsSync } from 'node:fs';
import { diagnoseMerge } from '../../../shared/diagnosis/merge/diagnose-merge.ts';
import type { Base, Layer, MergeFacts, Survey } from '../../../shared/diagnosis/merge/facts.ts';
import { extensionOf } from '../../../shared/diagnosis/subject.ts';
import type { Diagnosis } from '../../../shared/model/diagnosis.ts';
import type { Extension } from '../../../shared/model/extension.ts';
import { BOOT_REFRESH_UNIT } from '../../../shared/systemd/boot-refresh-unit.ts';
import type { ExtensionClass, MutableMode } from '../../../shared/systemd/classes.ts';
import { readKernelFacts } from '../../host/kernel.ts';
import { readMountsBelow } from '../../host/mounts.ts';
import { hostPath } from '../../host/rooted.ts';
import { mapAtMost } from '../at-most.ts';
import { inMergeOrder, seesBase } from '../layers.ts';
import type { System, Target } from '../system.ts';
import { readBase } from './base.ts';
import { readEnabled } from './boot-targets.ts';
import { surveyOf } from './survey.ts';

/** Looking through a host of very many images must not keep anybody waiting; what was read is kept for the next time. */
const TIMEOUT_MS = 2000;
/** Folders that are looked through at the same time are told of by one program; each of them takes its memory. */
const AT_ONCE = 4;
/** Flatcar's own unit for the same as BOOT_REFRESH_UNIT. */
const STARTERS = [BOOT_REFRESH_UNIT, 'ensure-sysext.service'];

/**
 * What merging these extensions would spoil: for each of them and for all of the class. Worst first.
 *
 * @param names of the extensions that the merge would hold, newly brought or merged already
 * @param mutable how the hierarchies could be written to
 */
export async function dangersOfMerge(
  target: Target,
  system: System,
  extensionClass: ExtensionClass,
  names: readonly string[],
  mutable: MutableMode | null = null,
): Promise<Diagnosis[]> {
  const extensions = names.flatMap((name) => entryOf(system, extensionClass, name) ?? []);
  // Those that come are what is asked about, so they come first where time is short.
  const inOrder = [...extensions.filter(({ merged }) => !merged), ...extensions.filter(({ merged }) => merged)];
  const until = Date.now() + TIMEOUT_MS;
  const surveys = new Map<Extension, Survey | null>();
  let late = 0;
  await mapAtMost(AT_ONCE, inOrder, async (extension) => {
    if (Date.now() > until) late++;
    else surveys.set(extension, await surveyOf(target, system, extension));
  });
  const layers = extensions.map((extension) => asLayer(extension, surveys.get(extension) ?? null));
  return diagnoseMerge({ ...(await factsOf(target, system, extensionClass, layers, mutable)), notLookedThrough: late });
}

/**
 * What is known of one extension in the merge that it would be in.
 *
 * @param others of the merge, in any order
 * @param base instead of what the target has
 */
export async function dangersOfOne(
  target: Target,
  system: System,
  extension: Extension,
  survey: Survey,
  others: readonly Layer[],
  base: Base | null = null,
): Promise<Diagnosis[]> {
  const layers = [...others.filter(({ name }) => name !== extension.name), asLayer(extension, survey)];
  const facts = await factsOf(target, system, extension.class, layers, null);
  const found = diagnoseMerge(base === null ? facts : { ...facts, base });
  return found.filter(({ subject }) => [null, extension.name].includes(extensionOf(subject)));
}

export function asLayer({ name, release, disable }: Extension, survey: Survey | null): Layer {
  return { name, release, survey, disable };
}

/** The entry of a name that a merge takes; of a masked name the one that would be taken without the mask. */
function entryOf({ extensions }: System, extensionClass: ExtensionClass, name: string): Extension | undefined {
  const mine = extensions.filter((one) => one.class === extensionClass && one.name === name && !one.masks);
  return mine.find(({ listed }) => listed) ?? mine[0];
}

async function factsOf(
  target: Target,
  system: System,
  extensionClass: ExtensionClass,
  layers: readonly Layer[],
  mutable: MutableMode | null,
): Promise<MergeFacts> {
  const { release, hierarchies } = system;
  const covering: (Survey | null)[] = [];
  if (!seesBase(target, hierarchies, extensionClass)) {
    for (const one of system.extensions.filter(({ merged, class: ofIt }) => merged && ofIt === extensionClass))
      covering.push(layers.find(({ name }) => name === one.name)?.survey ?? (await surveyOf(target, system, one)));
  }
  const mine = hierarchies.filter((one) => one.class === extensionClass);
  const used = mine.filter(({ path }) => layers.some(({ survey }) => survey?.folders.has(path.slice(1))));
  return {
    class: extensionClass,
    rules: release.rules,
    architecture: release.architecture,
    layers: inMergeOrder(layers),
    base: readBase(target, covering),
    kernel: readKernelFacts(),
    mountsBelow: readMountsBelow(
      target.mounts,
      used.map(({ path }) => path),
    ),
    enabled: readEnabled(target.root),
    startsServices: STARTERS.some((unit) => isInstalled(target, unit)),
    turnsReadOnly: !mine.some(({ merged }) => merged) && (mutable === null || mutable === 'no' || mutable === 'import'),
    notLookedThrough: 0,
  };
}

function isInstalled({ root }: Target, unit: string): boolean {
  return ['/etc/systemd/system', '/usr/lib/systemd/system'].some((folder) =>
    existsSync(hostPath(root, `${folder}/${unit}`)),
  );
}
