/** What is merged now of a class, and what is done about it. */

import { type Switch, switchesOff } from '../../shared/changes/switch.ts';
import type { PlanRequest } from '../../shared/model/plan.ts';
import type { ExtensionClass, MutableMode } from '../../shared/systemd/classes.ts';
import type { System } from '../extensions/system.ts';

/** What is done to the hierarchies of a class. */
export type ClassAction = 'merge' | 'unmerge' | 'refresh' | 'none';

/** Merging again what is merged. */
export const AGAIN: ClassAction = 'refresh';

/** @returns null where nothing of the class is merged */
export function layersOf({ hierarchies }: System, extensionClass: ExtensionClass): string[] | null {
  const merged = hierarchies.filter((one) => one.class === extensionClass && one.merged);
  return merged.length === 0 ? null : [...new Set(merged.flatMap((one) => one.extensions))];
}

/** Enabling says what is wanted, and merges nothing where nothing is merged: that takes along whatever else is enabled. */
export function resolveAction({ action }: PlanRequest, system: System, extensionClass: ExtensionClass): ClassAction {
  if (action !== 'auto') return action;
  return layersOf(system, extensionClass) === null ? 'none' : 'refresh';
}

/**
 * Where writes go now, where the configuration would not say the same: systemd-sysext refresh takes its own option or its
 * configuration alone, so that what was written would be gone from view (measured on 257). Null where nothing is to be told.
 */
function presentMode({ hierarchies, merge }: System, extensionClass: ExtensionClass): MutableMode | null {
  const modes = new Set(
    hierarchies.flatMap((one) => (one.class === extensionClass && one.merged ? (one.mutable ?? 'no') : [])),
  );
  const [mode = 'no'] = modes;
  return mode === 'no' || mode === merge[extensionClass]?.mutable ? null : mode;
}

/** The mode that a class is merged in: as it is asked for, else as it is now where it is merged again. */
export function modeFor(
  system: System,
  extensionClass: ExtensionClass,
  { mutable, mutableEtc }: Pick<PlanRequest, 'mutable' | 'mutableEtc'>,
  action: ClassAction,
): MutableMode | null {
  const asked = extensionClass === 'confext' ? (mutableEtc ?? mutable) : mutable;
  return asked ?? (action === 'refresh' ? presentMode(system, extensionClass) : null);
}

/** Whether a mask has to be made or taken away; a switch on what is merely not merged yet changes no file. */
export function changesDisk(system: System, change: Switch): boolean {
  const { class: extensionClass, name } = change;
  const entries = system.extensions.filter((one) => one.class === extensionClass && one.name === name);
  if (switchesOff(change)) return entries.some((one) => one.listed && !one.masks);
  const kept = system.movedAside.some((one) => one.class === extensionClass && one.name === name);
  return kept || entries.some(({ masks }) => masks);
}
