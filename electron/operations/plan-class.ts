/** What a plan comes to for one class: its steps, its layers afterwards, and what the rules of shared/diagnosis/plan are asked. */

import { isInGroup } from '../../shared/changes/changes.ts';
import { isInstall } from '../../shared/changes/install.ts';
import { mergeStep } from '../../shared/changes/merge.ts';
import { isSwitch, type Switch, switchesOff, switchSteps } from '../../shared/changes/switch.ts';
import { isUpdate } from '../../shared/changes/update.ts';
import type { PlanFacts } from '../../shared/diagnosis/plan/plan-facts.ts';
import { blockersOf, warningsOf } from '../../shared/diagnosis/plan/plan-rules.ts';
import type { Served } from '../../shared/images/origin.ts';
import type { Change } from '../../shared/model/change.ts';
import type { Extension } from '../../shared/model/extension.ts';
import type { MergeOutcome, Plan, PlanRequest, Step } from '../../shared/model/plan.ts';
import type { ExtensionClass } from '../../shared/systemd/classes.ts';
import type { System } from '../extensions/system.ts';
import type { Adoptions } from './adoption.ts';
import { entryPath } from './file-changes.ts';
import { stepsOf } from './file-steps.ts';
import { checkForOs, forOsSteps } from './for-os.ts';
import { AGAIN, changesDisk, layersOf, modeFor, resolveAction } from './merge-steps.ts';
import { versionsOfMove } from './plan-versions.ts';
import {
  type Effective,
  entriesAfter,
  failsAsWell,
  newFailures,
  passedOver,
  predictAfter,
  predictHere,
} from './predict.ts';

export interface ClassPlan extends Pick<Plan, 'blockers' | 'warnings' | 'movesAside'> {
  readonly steps: readonly Step[];
  readonly outcome: MergeOutcome;
  /** What is merged before or afterwards, and not both. */
  readonly comeOrGo: readonly Extension[];
  readonly unitsBefore: readonly string[];
  readonly unitsAfter: readonly string[];
}

/** What the classes of a plan have in common. */
export interface Planned {
  readonly system: System;
  /** The host as it would be read after the changes of files. */
  readonly later: System;
  readonly request: PlanRequest;
  /** Those of the request that count. */
  readonly changes: readonly Change[];
  readonly adoptions: Adoptions;
  /** From where downloads were fetched, by the path at which each waits. */
  readonly served: ReadonlyMap<string, Served> | undefined;
  /** The extension that Veneer itself runs from. */
  readonly runsFrom: Pick<Extension, 'class' | 'name'> | null;
}

/**
 * @param isReopened whether the class is merged again by steps of others that it is unmerged for, and not by one of its own
 * @throws {VeneerError} as `checkForOs`
 */
export function planClass(planned: Planned, extensionClass: ExtensionClass, isReopened = false): ClassPlan {
  const { system, later, request, adoptions, served, runsFrom } = planned;
  const changes = planned.changes.filter((one) => one.class === extensionClass);
  const toggles = changes.filter(isSwitch);
  const masking = toggles.filter((change) => changesDisk(system, change));
  const files = changes.filter(isInGroup('files'));
  const updates = changes.filter(isInGroup('updates'));
  const forOs = changes.filter(isInGroup('other-os'));
  const services = changes.filter(isInGroup('services'));
  for (const change of forOs) checkForOs(system, change);
  const renewed = updates.filter(isUpdate).map(({ name }) => name);
  const isDecisionOnly =
    updates.length + forOs.length + services.length > 0 && files.length + toggles.length + renewed.length === 0;
  const isLeft = isReopened || (request.action === 'auto' && isDecisionOnly);
  const own = isLeft ? 'none' : resolveAction(request, system, extensionClass);
  const action = isReopened ? AGAIN : own;
  const merges = action === 'merge' || action === 'refresh';
  const mutable = modeFor(system, extensionClass, request, action);
  const asked = { ...request, mutable };
  const effective = entriesAfter(later, extensionClass, toggles);
  const prediction = (merges ? predictHere : predictAfter)(later, extensionClass, effective, asked);
  const next = predictAfter(later, extensionClass, effective, { mutable: null, force: false });
  const before = layersOf(system, extensionClass);
  const merged = prediction.fails.length === 0 ? prediction.layers : prediction.keepsMerged ? (before ?? []) : [];
  const after = merges ? [...merged] : action === 'unmerge' ? [] : (before ?? []);
  const facts: PlanFacts = {
    rules: system.release.rules,
    elsewhere: system.elsewhere,
    extensions: system.extensions,
    merged: before,
    runsFrom: runsFrom?.class === extensionClass ? runsFrom.name : null,
    after,
    class: extensionClass,
    request,
    action,
    isReopened,
    toggles,
    masking,
    files: files.map((change) => ({ change, path: isInstall(change) ? entryPath(later, change) : null })),
    keptImages: [...files, ...updates].flatMap((change) => adoptions.get(change) ?? []),
    later: later.extensions,
    prediction,
    broughtFailures: newFailures(system, extensionClass, next).filter(
      (one) => !merges || !failsAsWell(prediction.fails, one),
    ),
    passedOver: passedOver(system, effective).map(({ entry }) => entry),
  };
  // Whether a version fits that systemd-sysupdate fetches is known once it is there.
  const uncertain = merges ? [...new Set([...prediction.uncertain.map(({ name }) => name), ...renewed])] : [];
  const move = { class: extensionClass, before: before ?? [], after };
  return {
    steps: [
      ...stepsOf(system, [...files, ...updates], adoptions, served),
      ...forOsSteps(system, forOs, adoptions, served),
      ...switchSteps(extensionClass, masking, request.allowMovingAside),
      ...(own === 'none' ? [] : [mergeStep(own, extensionClass, asked)]),
      ...stepsOf(system, services, adoptions, served),
    ],
    outcome: { ...move, uncertain, versions: versionsOfMove(system, changes, move) },
    blockers: blockersOf(facts),
    warnings: warningsOf(facts),
    movesAside: entriesToMoveAside(system, toggles),
    comeOrGo: later.extensions.filter((one) => comesOrGoes(one, extensionClass, before ?? [], after)),
    unitsBefore: (before ?? []).flatMap((name) => unitsNamed(system, extensionClass, name)),
    unitsAfter: after.flatMap((name) => unitsAfterwards(system, extensionClass, effective, name)),
  };
}

/** Whether an extension comes or goes with this merge. */
function comesOrGoes(
  { class: ofIt, name, listed }: Extension,
  extensionClass: ExtensionClass,
  before: readonly string[],
  after: readonly string[],
): boolean {
  return listed && ofIt === extensionClass && before.includes(name) !== after.includes(name);
}

function entriesToMoveAside(system: System, changes: readonly Switch[]): string[] {
  const off = changes.filter(switchesOff);
  return system.extensions
    .filter((one) => one.disable === 'move-aside' && one.listed)
    .filter((one) => off.some(({ name, class: extensionClass }) => name === one.name && extensionClass === one.class))
    .map(({ path }) => path);
}

function unitsAfterwards(
  system: System,
  extensionClass: ExtensionClass,
  effective: readonly Effective[],
  name: string,
): readonly string[] {
  return effective.find(({ entry }) => entry.name === name)?.units ?? unitsNamed(system, extensionClass, name);
}

function unitsNamed({ extensions }: System, extensionClass: ExtensionClass, name: string): readonly string[] {
  const found = extensions.find((one) => one.class === extensionClass && one.name === name && one.listed);
  return found?.units ?? [];
}
