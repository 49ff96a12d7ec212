/** What the service manager has to be told around a merge, where systemd does not tell it itself. */

import { atBootStep } from '../../shared/changes/at-boot.ts';
import { bootRefreshStep } from '../../shared/changes/boot-refresh-unit.ts';
import { helperStep } from '../../shared/changes/helper.ts';
import { reloadStep, restartStep, startStep, stopStep } from '../../shared/changes/services.ts';
import { messageOf } from '../../shared/messages/message.ts';
import type { Extension } from '../../shared/model/extension.ts';
import type { Plan, PlanRequest, Step } from '../../shared/model/plan.ts';
import { parseBoolean } from '../../shared/systemd/boolean.ts';
import type { ExtensionClass } from '../../shared/systemd/classes.ts';
import type { System } from '../extensions/system.ts';
import { type Outdated, restartedBy } from './plan-services.ts';

/** Units that the helper stops by name; slices and mounts go with what is in them, and a target does nothing itself. */
const STOPPABLE = /\.(?:service|socket|timer|path)$/;

/** Only the running system has services. */
const isRunning = ({ facts }: System) => facts.root === '/';

/**
 * Whether systemd itself reads unit files again after this merge: it does from 255 on, if an extension that comes or
 * goes asks for it (EXTENSION_RELOAD_MANAGER in systemd-sysext(8)).
 */
function reloadsItself({ release }: System, moved: readonly Extension[]): boolean {
  return release.rules.reloadManager && moved.some(asksForReload);
}

/** A boolean to systemd, so that `yes` counts like `1`. */
const asksForReload = ({ release }: Extension) => parseBoolean(release?.['EXTENSION_RELOAD_MANAGER'] ?? '') === true;

/** What can be offered beside the merge: to start what comes, to stop what goes and runs, to restart what runs and changes. */
export function offersFor(
  system: System,
  moved: readonly Extension[],
  { unitsGained, unitsLost, request }: Pick<Plan, 'unitsGained' | 'unitsLost' | 'request'>,
  { running, outdated }: { readonly running: ReadonlySet<string> | null; readonly outdated: readonly Outdated[] },
): Plan['offers'] {
  if (!isRunning(system)) return { start: false, stop: [], restart: [] };
  const restarted = restartedBy(request, outdated);
  return {
    start: unitsGained.length > 0 && !reloadsItself(system, moved),
    stop: unitsLost.filter((unit) => STOPPABLE.test(unit) && (running === null || running.has(unit))),
    restart: outdated.map((one) => ({ unit: one.unit, on: restarted.includes(one) })),
  };
}

/** Before the files go, so that a unit's own ExecStop= still runs. */
export function stopSteps(request: PlanRequest, extensionClass: ExtensionClass, offers: Plan['offers']): Step[] {
  if (!request.stopServices || offers.stop.length === 0) return [];
  return [stopStep(extensionClass, offers.stop, messageOf('change.stop', { units: offers.stop.join(', ') }))];
}

/** After it: what a target upholds was started again at once, until systemd no longer knows that it is upheld. */
export function stopAgainSteps(request: PlanRequest, extensionClass: ExtensionClass, offers: Plan['offers']): Step[] {
  if (!request.stopServices || offers.stop.length === 0) return [];
  return [
    reloadStep(extensionClass),
    stopStep(extensionClass, offers.stop, messageOf('change.stop-what-target-started-again')),
  ];
}

/** After the merge. What is restarted may have another unit file, whose time need not tell systemd so. */
export function startSteps(request: PlanRequest, extensionClass: ExtensionClass, offers: Plan['offers']): Step[] {
  const restarted = offers.restart.flatMap(({ unit, on }) => (on ? [unit] : []));
  const starts = request.startServices && offers.start;
  if (!starts && restarted.length === 0) return [];
  return [
    reloadStep(extensionClass),
    ...(restarted.length === 0 ? [] : [restartStep(extensionClass, restarted)]),
    ...(starts ? [startStep(extensionClass)] : []),
  ];
}

/** What is asked for beside changes of extensions. */
export function bootSteps({ atBoot, bootRefresh, helper }: PlanRequest): Step[] {
  return [
    ...(atBoot === null ? [] : [atBootStep(atBoot.class, atBoot.on)]),
    ...(bootRefresh === null ? [] : [bootRefreshStep(bootRefresh)]),
    ...(helper === null ? [] : [helperStep(helper)]),
  ];
}
