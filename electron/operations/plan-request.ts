/** What a plan holds of its request before anything of it is planned: which changes count, for which classes, and whether they can be. */

import { isApart, mayBeNew } from '../../shared/changes/changes.ts';
import { isRemove } from '../../shared/changes/remove.ts';
import { isVacuum } from '../../shared/changes/vacuum.ts';
import { messageOf } from '../../shared/messages/message.ts';
import { compareNames } from '../../shared/model/by-name.ts';
import type { Change } from '../../shared/model/change.ts';
import { VeneerError } from '../../shared/model/errors.ts';
import type { PlanRequest } from '../../shared/model/plan.ts';
import { CLASSES, classesIn, type ExtensionClass } from '../../shared/systemd/classes.ts';
import { stopsEveryProgram, unknownOptions } from '../../shared/systemd/merge-options.ts';
import type { System } from '../extensions/system.ts';
import { notInstalled } from './file-changes.ts';
import { layersOf } from './merge-steps.ts';
import { storeOfRemoved } from './stored-versions.ts';
import { refuseVendors } from './vendor-versions.ts';

/** The last word on a name counts. */
export function uniqueChanges(changes: readonly Change[]): Change[] {
  const keyOf = (change: Change) => `${change.class}:${change.name}${isApart(change) ? `:${change.verb}` : ''}`;
  const byName = new Map(changes.map((change) => [keyOf(change), change]));
  return [...byName.values()].sort((a, b) => compareNames(a.name, b.name));
}

/** @throws {VeneerError} `not-found` for a name that no entry has, `unsupported` for a class that this systemd lacks */
export function checkChange(system: System, change: Change): void {
  const { name, class: extensionClass } = change;
  checkClass(system, extensionClass);
  if (mayBeNew(change)) return;
  const known =
    system.extensions.some((one) => one.class === extensionClass && one.name === name) ||
    system.movedAside.some((one) => one.class === extensionClass && one.name === name);
  if (isVacuum(change)) refuseVendors(system, change);
  const isOfStored = isVacuum(change) || (isRemove(change) && change.purge);
  if (!known && !(isOfStored && storeOfRemoved(system, change) !== null)) throw notInstalled(system, change);
}

function checkClass(system: System, extensionClass: ExtensionClass): void {
  if (!classesIn(system.release.rules).includes(extensionClass)) {
    throw new VeneerError(
      'unsupported',
      messageOf('common.systemd-has-no-configuration-extensions', { version: String(system.facts.judgedAs) }),
      {
        nextStep: messageOf('common.confext-needs-systemd-254-or-newer'),
      },
    );
  }
}

/** @throws {VeneerError} `unsupported` */
export function checkMutable({ release }: System, { mutable }: PlanRequest): void {
  if (mutable === null || release.rules.mutable) return;
  throw new VeneerError(
    'unsupported',
    messageOf('change.systemd-has-no-mutable-mode', { version: String(release.rules.version) }),
    {
      nextStep: messageOf('change.it-needs-systemd-or-newer', { version: '256' }),
    },
  );
}

/**
 * @param classes those that are merged
 * @throws {VeneerError} `unsupported` for an option that the systemd lacks which would merge, or that would leave no host
 */
export function checkOptions(
  { here, release }: System,
  { mergeOptions }: PlanRequest,
  classes: readonly ExtensionClass[],
): void {
  if (mergeOptions === null) return;
  if (classes.some((one) => stopsEveryProgram(one, mergeOptions)))
    throw new VeneerError('unsupported', messageOf('change.noexec-stops-every-program'), {
      nextStep: messageOf('change.noexec-is-for-etc'),
    });
  const version = here?.version ?? release.rules.version;
  const [unknown] = unknownOptions(mergeOptions, version);
  if (unknown === undefined) return;
  const { option, since } = unknown;
  throw new VeneerError(
    'unsupported',
    messageOf('change.systemd-has-no-option', { version: String(version), option }),
    { nextStep: messageOf('change.it-needs-systemd-or-newer', { version: String(since) }) },
  );
}

/** The classes that a request concerns, those that the host uses where it names none. @throws {VeneerError} `unsupported` */
export function classesOf(system: System, { classes }: PlanRequest, changes: readonly Change[]): ExtensionClass[] {
  for (const one of classes) checkClass(system, one);
  const chosen = [...classes, ...changes.map((change) => change.class)];
  if (chosen.length > 0) return [...new Set(chosen)];
  const inUse = CLASSES.filter(
    (one) => layersOf(system, one) !== null || system.extensions.some((extension) => extension.class === one),
  );
  return inUse.length > 0 ? inUse : ['sysext'];
}
