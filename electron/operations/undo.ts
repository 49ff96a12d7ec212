/** The request that takes a plan back. */

import { inverseChange } from '../../shared/changes/changes.ts';
import { EMPTY_REQUEST } from '../../shared/changes/empty-request.ts';
import { isMergeStep } from '../../shared/changes/merge.ts';
import type { Named, PlacedVersion } from '../../shared/changes/row.ts';
import { keptBy } from '../../shared/changes/steps.ts';
import { isSwitch, undoOfSwitch } from '../../shared/changes/switch.ts';
import { isSameOs } from '../../shared/images/for-os.ts';
import type { Change } from '../../shared/model/change.ts';
import type { Plan, PlanRequest, Step } from '../../shared/model/plan.ts';
import type { System } from '../extensions/system.ts';
import { storeForChange } from './file-changes.ts';
import { currentVersion } from './versions.ts';

/**
 * @param system the host as it was before
 * @returns null where the plan deletes what could bring the old state back
 */
export function undoOf(
  system: System,
  { request, outcomes, steps }: Pick<Plan, 'request' | 'outcomes' | 'steps'>,
): PlanRequest | null {
  const touched = steps.some(isMergeStep);
  // What is merged again only because /etc was opened is that by itself when it is taken back.
  const concerned = outcomes.filter((one) =>
    [...steps.filter(isMergeStep), ...request.changes].some(({ class: ofIt }) => ofIt === one.class),
  );
  const wasMerged = concerned.some(({ before }) => before.length > 0);
  const changes: Change[] = [];
  for (const change of request.changes) {
    const inverse = isSwitch(change)
      ? undoOfSwitch(change, steps, wasMerged && touched)
      : inverseOf(system, change, steps);
    if (inverse !== null) changes.push(inverse);
    // What is switched is no more than that: where nothing was, nothing is to be taken back.
    else if (!isSwitch(change)) return null;
  }
  const { atBoot, startServices, restartUnits } = request;
  return {
    ...EMPTY_REQUEST,
    changes,
    action: !touched ? 'none' : wasMerged ? 'refresh' : 'unmerge',
    classes: concerned.map((outcome) => outcome.class),
    allowMovingAside: true,
    stopServices: startServices,
    restartUnits,
    mutable: request.mutable === null ? null : wasWritable(system) ? 'yes' : 'no',
    mutableEtc: request.mutableEtc === null ? null : wasWritable(system, '/etc') ? 'yes' : 'no',
    bootRefresh: request.bootRefresh === null ? null : !request.bootRefresh,
    helper: request.helper === null ? null : !request.helper,
    atBoot: atBoot === null ? null : { ...atBoot, on: !atBoot.on },
  };
}

/**
 * The change that takes one back.
 *
 * @param system the host as it was before
 * @param steps those of the plan
 * @returns null where nothing can, and for a switch, which the whole plan tells
 */
export function inverseOf(system: System, change: Change, steps: readonly Step[]): Change | null {
  const entriesOf = ({ class: extensionClass, name }: Named) =>
    system.extensions.filter((one) => one.class === extensionClass && one.name === name);
  return inverseChange(change, {
    isThere: (name) => entriesOf(name).length > 0,
    isMerged: (name) => entriesOf(name).some(({ merged }) => merged),
    wasLinked: (name) => {
      const counted = entriesOf(name).find((one) => one.listed && !one.masks);
      return counted === undefined ? null : counted.realPath !== counted.path;
    },
    current: ({ class: extensionClass, name }) => {
      const current = currentVersion(system, extensionClass, name);
      if (current === null) return null;
      const { place, directory } = current.store;
      return { ...current.stored, place, directory };
    },
    storeOf: (one) => storeForChange(system, one),
    adopted: adoptedBy(change, steps),
    preparedFor: ({ class: extensionClass, name }, os) =>
      system.prepared.find((one) => one.class === extensionClass && one.name === name && isSameOs(one.os, os)) ?? null,
  });
}

/** @param only a hierarchy; any of them without it */
const wasWritable = ({ hierarchies }: System, only?: string) =>
  hierarchies.some(({ path, merged, writable }) => merged && writable && (only ?? path) === path);

/** An image that is kept as a version since the plan took its place; null where there was none. */
function adoptedBy({ class: extensionClass, name }: Named, steps: readonly Step[]): PlacedVersion | null {
  for (const step of steps) {
    const adopted = step.class === extensionClass ? keptBy(step) : null;
    if (adopted?.name === name) return adopted;
  }
  return null;
}
