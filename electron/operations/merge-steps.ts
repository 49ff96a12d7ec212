/** The steps that mask, and that have systemd merge: what is merged now, and what is done about it. */

import { firstNames } from '../../shared/messages/first-names.ts';
import { joinTexts, messageOf } from '../../shared/messages/message.ts';
import type { Change } from '../../shared/model/change.ts';
import type { PlanRequest, Step } from '../../shared/model/plan.ts';
import type { ExtensionClass, MutableMode } from '../../shared/systemd/classes.ts';
import type { System } from '../extensions/system.ts';

export type ToggleChange = Extract<Change, { verb: 'enable' | 'disable' }>;

export const isToggle = (change: Change): change is ToggleChange =>
  change.verb === 'enable' || change.verb === 'disable';

/** What is done to the hierarchies of a class. */
export type ClassAction = 'merge' | 'unmerge' | 'refresh' | 'none';

/** @returns null where nothing of the class is merged */
export function layersOf({ hierarchies }: System, extensionClass: ExtensionClass): string[] | null {
  const merged = hierarchies.filter((one) => one.class === extensionClass && one.merged);
  return merged.length === 0 ? null : [...new Set(merged.flatMap((one) => one.extensions))];
}

export function resolveAction(
  { action }: PlanRequest,
  system: System,
  extensionClass: ExtensionClass,
  changes: readonly Change[],
): ClassAction {
  if (action !== 'auto') return action;
  const touched = layersOf(system, extensionClass) !== null || changes.some(({ verb }) => verb === 'enable');
  return touched ? 'refresh' : 'none';
}

/**
 * Where writes go now, where the configuration would not say the same: systemd-sysext refresh takes its own option or its
 * configuration alone, so that what was written would be gone from view (measured on 257). Null where nothing is to be told.
 */
export function presentMode({ hierarchies, merge }: System, extensionClass: ExtensionClass): MutableMode | null {
  const modes = new Set(
    hierarchies.flatMap((one) => (one.class === extensionClass && one.merged ? (one.mutable ?? 'no') : [])),
  );
  const [mode = 'no'] = modes;
  return mode === 'no' || mode === merge[extensionClass]?.mutable ? null : mode;
}

/** Whether a mask has to be made or taken away; a switch on what is merely not merged yet changes no file. */
export function changesDisk(system: System, { verb, class: extensionClass, name }: ToggleChange): boolean {
  const entries = system.extensions.filter((one) => one.class === extensionClass && one.name === name);
  if (verb === 'disable') return entries.some((one) => one.listed && !one.masks);
  const kept = system.movedAside.some((one) => one.class === extensionClass && one.name === name);
  return kept || entries.some(({ masks }) => masks);
}

/** What fits one call of the helper. */
const NAMES_A_STEP = 400;

export function maskSteps(
  extensionClass: ExtensionClass,
  changes: readonly ToggleChange[],
  allowMovingAside: boolean,
): Step[] {
  const steps: Step[] = [];
  const push = (verb: 'mask' | 'unmask', names: string[], id: 'change.mask-names' | 'change.unmask-names') => {
    for (let at = 0; at < names.length; at += NAMES_A_STEP) {
      const some = names.slice(at, at + NAMES_A_STEP);
      steps.push({
        verb,
        class: extensionClass,
        names: some,
        allowMovingAside,
        sentence: messageOf(id, { names: firstNames(some) }),
      });
    }
  };
  const named = (verb: ToggleChange['verb']) => changes.filter((one) => one.verb === verb).map(({ name }) => name);
  push('mask', named('disable'), 'change.mask-names');
  push('unmask', named('enable'), 'change.unmask-names');
  return steps;
}

export function mergeStep(
  extensionClass: ExtensionClass,
  action: Exclude<ClassAction, 'none'>,
  { force, mutable }: PlanRequest,
): Step {
  const target = extensionClass === 'sysext' ? messageOf('change.usr-and-opt') : '/etc';
  const sentence = {
    merge: messageOf('change.merge-into', { target }),
    unmerge: messageOf('change.unmerge', { target }),
    refresh: messageOf('change.re-merge', { target }),
  }[action];
  return {
    verb: action,
    class: extensionClass,
    force: force && action !== 'unmerge',
    mutable: action === 'unmerge' ? null : mutable,
    sentence: joinTexts(
      [
        sentence,
        ...(force && action !== 'unmerge' ? [messageOf('change.without-checking-what-fits')] : []),
        ...(mutable !== null && action !== 'unmerge' ? [messageOf('change.with-mutable', { mode: mutable })] : []),
      ],
      ', ',
    ),
  };
}
