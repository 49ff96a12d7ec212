/** What the service manager has to be told around a merge, where systemd does not tell it itself. */

import { type Message, messageOf } from '../../shared/messages/message.ts';
import type { Extension } from '../../shared/model/extension.ts';
import type { Plan, PlanRequest, Step } from '../../shared/model/plan.ts';
import { parseBoolean } from '../../shared/systemd/boolean.ts';
import { BOOT_REFRESH_UNIT } from '../../shared/systemd/boot-refresh-unit.ts';
import type { ExtensionClass } from '../../shared/systemd/classes.ts';
import type { System } from '../extensions/system.ts';

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

/** What can be offered beside the merge: to start what comes, to stop what goes and runs. */
export function offersFor(
  system: System,
  moved: readonly Extension[],
  { unitsGained, unitsLost }: Pick<Plan, 'unitsGained' | 'unitsLost'>,
  running: ReadonlySet<string> | null,
): Plan['offers'] {
  if (!isRunning(system)) return { start: false, stop: [] };
  return {
    start: unitsGained.length > 0 && !reloadsItself(system, moved),
    stop: unitsLost.filter((unit) => STOPPABLE.test(unit) && (running === null || running.has(unit))),
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

function stopStep(extensionClass: ExtensionClass, units: readonly string[], sentence: Message): Step {
  return { verb: 'restart-units', class: extensionClass, units: [...units], stop: true, sentence };
}

function reloadStep(extensionClass: ExtensionClass): Step {
  return {
    verb: 'reload-services',
    class: extensionClass,
    sentence: messageOf('change.let-systemd-read-all-unit-files'),
  };
}

/** After the merge; starting the usual targets starts whatever extensions hook into them. */
export function startSteps(request: PlanRequest, extensionClass: ExtensionClass, offers: Plan['offers']): Step[] {
  if (!request.startServices || !offers.start) return [];
  const sentence = messageOf('change.start-what-it-hooks-into-sockets');
  return [
    reloadStep(extensionClass),
    { verb: 'restart-units', class: extensionClass, units: [], stop: false, sentence },
  ];
}

export function bootSteps(request: PlanRequest): Step[] {
  return [...atBootSteps(request), ...bootRefreshSteps(request), ...helperSteps(request)];
}

function helperSteps({ helper }: PlanRequest): Step[] {
  if (helper === null) return [];
  return helper
    ? [{ verb: 'add-helper', class: 'sysext', sentence: messageOf('change.install-helper-and-its-polkit-actions') }]
    : [{ verb: 'remove-helper', class: 'sysext', sentence: messageOf('change.remove-helper-and-its-polkit-actions') }];
}

function bootRefreshSteps({ bootRefresh }: PlanRequest): Step[] {
  if (bootRefresh === null) return [];
  return bootRefresh
    ? [
        {
          verb: 'add-boot-refresh-unit',
          class: 'sysext',
          sentence: messageOf('change.start-services-of-extensions-at-boot', { unit: BOOT_REFRESH_UNIT }),
        },
      ]
    : [
        {
          verb: 'remove-boot-refresh-unit',
          class: 'sysext',
          sentence: messageOf('change.take-away', { unit: BOOT_REFRESH_UNIT }),
        },
      ];
}

function atBootSteps({ atBoot }: PlanRequest): Step[] {
  if (atBoot === null) return [];
  const unit = `systemd-${atBoot.class}.service`;
  return atBoot.on
    ? [{ verb: 'enable-at-boot', class: atBoot.class, sentence: messageOf('change.merge-at-boot-enable', { unit }) }]
    : [
        {
          verb: 'disable-at-boot',
          class: atBoot.class,
          sentence: messageOf('change.do-not-merge-at-boot-disable', { unit }),
        },
      ];
}
