/** Whether the classes of this host are merged at boot, which is systemd's to say; of a tree nobody asks. */
import type { ExtensionClass } from '../../shared/systemd/classes.ts';
import type { System } from '../extensions/system.ts';
import { isOffByKernel } from '../host/merge-settings.ts';
import { readEnablement } from '../host/services.ts';
import { mergedNames } from './pending.ts';
import type { AtBoot } from './status-text.ts';

/** @param classes those that are asked for, of which only such count that something is merged of, or would be */
export async function readAtBoot(system: System, classes: readonly ExtensionClass[]): Promise<readonly AtBoot[]> {
  if (system.facts.root !== '/') return [];
  const found: AtBoot[] = [];
  for (const extensionClass of classes) {
    const merge = system.predicted[extensionClass];
    if (merge === undefined || (merge.layers.length === 0 && mergedNames(system, extensionClass).size === 0)) continue;
    const unit = `systemd-${extensionClass}.service`;
    const isOff = system.release.rules.kernelSwitch && isOffByKernel(extensionClass);
    found.push({ class: extensionClass, unit, state: isOff ? 'disabled' : await readEnablement(unit) });
  }
  return found;
}
