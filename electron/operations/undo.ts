/** The request that takes a plan back. */

import { changeToStored } from '../../shared/changes/change-to-stored.ts';
import { EMPTY_REQUEST } from '../../shared/changes/empty-request.ts';
import { storesOf } from '../../shared/images/store.ts';
import type { Change } from '../../shared/model/change.ts';
import type { Plan, PlanRequest, Step } from '../../shared/model/plan.ts';
import type { System } from '../extensions/system.ts';
import { type FileChange, isFileChange, storeForChange } from './file-changes.ts';
import { isForOsChange, undoOfForOs } from './for-os.ts';
import { isUpdateChange, type UpdateChange } from './update-steps.ts';
import { currentVersion } from './versions.ts';

/**
 * @param system the host as it was before
 * @returns null where the plan deletes what could bring the old state back
 */
export function undoOf(system: System, { request, outcomes, steps }: Plan): PlanRequest | null {
  const touched = steps.some(({ verb }) => verb === 'merge' || verb === 'unmerge' || verb === 'refresh');
  const wasMerged = outcomes.some(({ before }) => before.length > 0);
  const changes: Change[] = [];
  for (const change of request.changes) {
    if (isForOsChange(change)) {
      changes.push(undoOfForOs(system, change));
      continue;
    }
    if (isFileChange(change) || isUpdateChange(change)) {
      const inverse = inverseOf(system, change, steps);
      if (inverse === null) return null;
      changes.push(inverse);
      continue;
    }
    // What was switched on without having been masked is masked only where other layers stay, for there nothing else
    // would keep it out.
    const { verb, class: extensionClass, name } = change;
    const onDisk = steps.some(
      (step) =>
        step.verb === (verb === 'enable' ? 'unmask' : 'mask') &&
        step.class === extensionClass &&
        step.names.includes(name),
    );
    if (!onDisk && !(verb === 'enable' && wasMerged && touched)) continue;
    changes.push({ ...change, verb: verb === 'enable' ? 'disable' : 'enable' });
  }
  const { atBoot, startServices } = request;
  return {
    ...EMPTY_REQUEST,
    changes,
    action: !touched ? 'none' : wasMerged ? 'refresh' : 'unmerge',
    classes: outcomes.map((outcome) => outcome.class),
    allowMovingAside: true,
    stopServices: startServices,
    mutable: request.mutable === null ? null : wasWritable(system) ? 'yes' : 'no',
    bootRefresh: request.bootRefresh === null ? null : !request.bootRefresh,
    helper: request.helper === null ? null : !request.helper,
    atBoot: atBoot === null ? null : { ...atBoot, on: !atBoot.on },
  };
}

/**
 * The change that takes a change of images back.
 *
 * @param system the host as it was before
 * @param steps those of the plan
 * @returns null where nothing can, and for what changes no image
 */
export function inverseOf(system: System, change: Change, steps: readonly Step[]): Change | null {
  if (isFileChange(change)) return undoOfFile(system, change, steps);
  return isUpdateChange(change) ? undoOfUpdate(system, change, steps) : null;
}

const wasWritable = ({ hierarchies }: System) => hierarchies.some(({ merged, writable }) => merged && writable);

/** Back to an image that is kept as a version since the plan took its place; null where there was none. */
function backToAdopted({ class: extensionClass, name }: Change, steps: readonly Step[]): Change | null {
  for (const step of steps) {
    if (step.class !== extensionClass) continue;
    if (step.verb === 'install' && step.name === name && step.adopts !== null) {
      const { place } = storesOf(extensionClass).find(({ store }) => store === step.store) ?? { place: 'kept' };
      return changeToStored(extensionClass, name, { ...step.adopts, place });
    }
    if (step.verb === 'update' && step.adopts?.name === name) {
      const { version, architecture } = step.adopts;
      return changeToStored(extensionClass, name, { version, architecture, place: 'kept' });
    }
  }
  return null;
}

/** Back to the version before, away with what came new; what is deleted, and what was decided before, stays so. */
function undoOfUpdate(system: System, change: UpdateChange, steps: readonly Step[]): Change | null {
  const { class: extensionClass, name, verb } = change;
  if (verb === 'follow' && change.transfer !== null) return { ...change, transfer: null };
  if (verb === 'feature' && change.isOn !== null) return { ...change, isOn: !change.isOn };
  const adopted = backToAdopted(change, steps);
  if (adopted !== null) return adopted;
  const isNew = !system.extensions.some((one) => one.class === extensionClass && one.name === name);
  if (verb === 'update' && isNew) return { verb: 'remove', class: extensionClass, name, purge: false };
  const current = verb === 'update' ? currentVersion(system, extensionClass, name) : null;
  return current === null
    ? null
    : changeToStored(extensionClass, name, { ...current.stored, place: current.store.place });
}

/** Back to the version that was current before, where it is in a store; away with it, where there was none. */
function undoOfFile(system: System, change: FileChange, steps: readonly Step[]): Change | null {
  const { class: extensionClass, name } = change;
  const adopted = backToAdopted(change, steps);
  if (adopted !== null) return adopted;
  const before = system.extensions.find(
    (one) => one.class === extensionClass && one.name === name && one.listed && !one.masks,
  );
  if (change.verb === 'vacuum' || (change.verb === 'remove' && change.purge)) return null;
  if (before === undefined || before.realPath === before.path) {
    return change.verb === 'install' ? { verb: 'remove', class: extensionClass, name, purge: false } : null;
  }
  const current = currentVersion(system, extensionClass, name);
  if (current === null) return null;
  // One that lies over it in another directory is taken away; what was current before is still linked below.
  if (change.verb === 'install' && storeForChange(system, change).directory !== current.store.directory) {
    return { verb: 'remove', class: extensionClass, name, purge: false };
  }
  return changeToStored(extensionClass, name, { ...current.stored, place: current.store.place });
}
