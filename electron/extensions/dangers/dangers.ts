/** What a merge would spoil, before it is done. */

import { existsSync } from 'node:fs';
import { messageOf } from '../../../shared/messages/message.ts';
import type { Extension } from '../../../shared/model/extension.ts';
import { BOOT_REFRESH_UNIT } from '../../../shared/systemd/boot-refresh-unit.ts';
import type { ExtensionClass, MutableMode } from '../../../shared/systemd/classes.ts';
import { readKernelFacts } from '../../host/kernel.ts';
import { readMountsBelow } from '../../host/mounts.ts';
import { hostPath } from '../../host/rooted.ts';
import { inMergeOrder, seesBase } from '../layers.ts';
import type { System, Target } from '../system.ts';
import { readBase } from './base.ts';
import { baseUnknown } from './base-unknown.ts';
import { bootServices } from './boot-services.ts';
import { readEnabled } from './boot-targets.ts';
import { caches } from './caches.ts';
import { bounded, type Danger, type Layer, type MergeFacts, type Rule, type Survey, worstFirst } from './facts.ts';
import { folderRights } from './folder-rights.ts';
import { kernelFormats } from './kernel.ts';
import { markers } from './markers.ts';
import { confextInside, readOnly } from './misplaced.ts';
import { mountsBelow } from './mounts-below.ts';
import { programs } from './programs.ts';
import { releaseFields } from './release-fields.ts';
import { replaced } from './replaced.ts';
import { surveyOf } from './survey.ts';

const RULES: readonly Rule[] = [
  replaced,
  markers,
  folderRights,
  mountsBelow,
  kernelFormats,
  programs,
  caches,
  bootServices,
  releaseFields,
  readOnly,
  confextInside,
  baseUnknown,
];

/** Looking through a host of very many images must not keep anybody waiting; what was read is kept for the next time. */
const TIMEOUT_MS = 2000;
/** Flatcar's own unit for the same as BOOT_REFRESH_UNIT. */
const STARTERS = [BOOT_REFRESH_UNIT, 'ensure-sysext.service'];

/**
 * What merging these extensions would spoil: for each of them and, where `extension` is null, for the host. Worst first.
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
): Promise<Danger[]> {
  const extensions = names.flatMap((name) => entryOf(system, extensionClass, name) ?? []);
  // Those that come are what is asked about, so they come first where time is short.
  const inOrder = [...extensions.filter(({ merged }) => !merged), ...extensions.filter(({ merged }) => merged)];
  const until = Date.now() + TIMEOUT_MS;
  const surveys = new Map<Extension, Survey | null>();
  let late = 0;
  for (const extension of inOrder) {
    if (Date.now() > until) late++;
    else surveys.set(extension, await surveyOf(target, system, extension));
  }
  const layers = extensions.map((extension) => asLayer(extension, surveys.get(extension) ?? null));
  const found = findDangers(await factsOf(target, system, extensionClass, layers, mutable));
  if (late === 0) return found;
  const message = messageOf('extension.extensions-were-not-looked-through-for', { count: late });
  return worstFirst([...found, { extension: null, kind: 'base-unknown', severity: 'warning', path: '', message }]);
}

/** What is known of one extension in the merge that it would be in; `layers` are the others, in any order. */
export async function dangersOfOne(
  target: Target,
  system: System,
  extension: Extension,
  survey: Survey,
  others: readonly Layer[],
): Promise<Danger[]> {
  const layers = [...others.filter(({ name }) => name !== extension.name), asLayer(extension, survey)];
  const found = findDangers(await factsOf(target, system, extension.class, layers, null));
  return found.filter(({ extension: whose }) => whose === null || whose === extension.name);
}

export function asLayer({ name, release }: Extension, survey: Survey | null): Layer {
  return { name, release, survey };
}

/** Runs all rules. */
export function findDangers(facts: MergeFacts): Danger[] {
  const byPath = (a: Danger, b: Danger) => (a.path < b.path ? -1 : a.path > b.path ? 1 : 0);
  return worstFirst(RULES.flatMap((rule) => bounded(worstFirst(rule(facts).sort(byPath)))));
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
  };
}

function isInstalled({ root }: Target, unit: string): boolean {
  return ['/etc/systemd/system', '/usr/lib/systemd/system'].some((folder) =>
    existsSync(hostPath(root, `${folder}/${unit}`)),
  );
}
