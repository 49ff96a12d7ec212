/** How the services of extensions do now, as the service manager of the running system says it. */

import { basename, dirname } from 'node:path';
import { type Message, messageOf } from '../../shared/messages/message.ts';
import { compareNames } from '../../shared/model/by-name.ts';
import type { Extension } from '../../shared/model/extension.ts';
import type { Service, ServiceReport } from '../../shared/model/service.ts';
import { statusOf, type UnitFacts } from '../../shared/systemd/service-status.ts';
import { isStartable } from '../../shared/systemd/unit-name.ts';
import { storedFilesIn } from '../extensions/stores.ts';
import type { System, Target } from '../extensions/system.ts';
import { isBooted } from '../host/services.ts';
import { MOST_UNITS, readUnitFacts } from '../host/unit-facts.ts';
import { readUnitHooks } from '../host/unit-hooks.ts';
import { startedAt } from '../node/process-identity.ts';

type Known = Pick<System, 'extensions' | 'hierarchies' | 'origins' | 'stores'>;

/** @param isSandbox its tree has no service manager, whatever its root is */
export async function readServices(
  { root, brought }: Target,
  isSandbox: boolean,
  system: Known,
): Promise<ServiceReport> {
  const { extensions } = system;
  if (brought !== undefined) return unanswered(extensions, messageOf('fleet.not-known-over-ssh'));
  if (isSandbox || root !== '/') return unanswered(extensions, messageOf('service.tree-has-no-services'));
  if (!isBooted()) return unanswered(extensions, messageOf('service.no-service-manager'));
  return askManager(system);
}

/** The units of extensions, each of an extension once, whichever of its entries counts. */
function unitsOf(extensions: readonly Extension[]): Pick<Extension, 'id' | 'name' | 'class' | 'merged' | 'units'>[] {
  const byName = new Map<string, Extension>();
  for (const one of extensions) {
    if (one.units.length === 0) continue;
    const key = `${one.class}/${one.name}`;
    const known = byName.get(key);
    if (known === undefined || (!known.merged && (one.merged || (one.listed && !known.listed)))) byName.set(key, one);
  }
  return [...byName.values()];
}

function unanswered(extensions: readonly Extension[], problem: Message): ServiceReport {
  const nothing = {
    status: 'unknown',
    message: messageOf('service.state-is-not-known'),
    since: null,
    pid: null,
  } as const;
  const words = { active: '', sub: '', load: '', wantedBy: [], canStart: false, canStop: false };
  const services = unitsOf(extensions).flatMap(({ name: extension, class: extensionClass, units }) =>
    units.map((name): Service => ({ name, extension, class: extensionClass, ...nothing, ...words })),
  );
  return { services, problem };
}

async function askManager(system: Known): Promise<ServiceReport> {
  const { extensions } = system;
  // What is not merged has no unit file, so that only what runs of it is of interest, which is told in any case.
  const asked = unitsOf(extensions).flatMap(({ merged, units }) => (merged ? units : []));
  const answer = await readUnitFacts(asked);
  if (answer === null) return unanswered(extensions, messageOf('service.manager-did-not-answer'));
  return reportOf(extensions, {
    ...{ asked, units: answer.units, hooks: readUnitHooks() },
    ...{ arrivals: arrivalsOf(system), startedAt },
  });
}

interface Answers {
  /** Units that were asked for; of those beyond `MOST_UNITS` nothing is known. */
  readonly asked: readonly string[];
  readonly units: ReadonlyMap<string, UnitFacts>;
  /** By what a unit is started at boot. */
  readonly hooks: ReadonlyMap<string, string>;
  /** When the image came that is merged, by the id of the extension, in milliseconds since 1970. */
  readonly arrivals: ReadonlyMap<string, number>;
  /** The same of a process, by its number; null where that cannot be told. */
  startedAt(pid: number): number | null;
}

/**
 * When the images came that are merged, or a moment after that. A link tells nothing of it, for a way back leads to an image that
 * was there all along. What root's helper kept is later where the same bytes came once more, and the change of the file is where
 * a link was made to it, so the earlier of both counts, and nothing is said of what has not both. What came since the
 * merge is not in it yet.
 */
export function arrivalsOf({ extensions, hierarchies, origins, stores }: Known): Map<string, number> {
  const found = new Map<string, number>();
  for (const { id, class: extensionClass, merged, realPath } of extensions) {
    const origin = origins.get(id);
    const file = storedFilesIn(stores, dirname(realPath)).find(({ name }) => name === basename(realPath));
    if (!merged || origin === undefined || file === undefined) continue;
    const arrival = Math.min(origin.installedAt, file.changed);
    const merges = hierarchies.flatMap((one) => (one.class === extensionClass && one.merged ? (one.since ?? 0) : []));
    if (merges.every((since) => arrival < since)) found.set(id, arrival);
  }
  return found;
}

/** What the answers of the manager come to, for each unit of each extension and for what runs without its files. */
export function reportOf(extensions: readonly Extension[], answers: Answers): ServiceReport {
  const { asked, units, hooks, arrivals } = answers;
  const bringing = unitsOf(extensions);
  const unasked = new Set([...new Set(asked)].slice(MOST_UNITS));
  const services = bringing.flatMap(({ id, name: extension, class: extensionClass, merged, units: names }) =>
    names.map((name): Service => {
      const unit = units.get(name) ?? null;
      const common = { name, extension, class: extensionClass, ...wordsOf(unit) };
      const judged = statusOf(name, unit, {
        isMerged: merged,
        hookedBy: hooks.get(name) ?? null,
        isReplaced: merged && isOlder(unit, arrivals.get(id) ?? null, answers),
      });
      if (unit !== null || !unasked.has(name)) return { ...common, ...judged };
      const message = messageOf('service.was-not-asked-for');
      return { ...common, ...judged, status: 'unknown', message, canStart: false };
    }),
  );
  return { services: [...services, ...leftOver(units, services)], problem: null };
}

function isOlder(unit: UnitFacts | null, arrival: number | null, { startedAt: startOf }: Answers): boolean {
  if (arrival === null || unit === null || unit.pid === null) return false;
  const start = startOf(unit.pid);
  return start !== null && start < arrival;
}

/** What runs from files that are gone, and belongs to no extension that is here. */
function leftOver(units: ReadonlyMap<string, UnitFacts>, known: readonly Service[]): Service[] {
  const names = new Set(known.map(({ name }) => name));
  const found: Service[] = [];
  for (const unit of new Set(units.values())) {
    if (names.has(unit.name) || !isStartable(unit.name)) continue;
    const judged = statusOf(unit.name, unit, { isMerged: false, hookedBy: null, isReplaced: false });
    if (judged.status === 'left-over')
      found.push({ name: unit.name, extension: null, class: 'sysext', ...judged, ...wordsOf(unit) });
  }
  return found.sort((a, b) => compareNames(a.name, b.name));
}

const wordsOf = (unit: UnitFacts | null): Pick<Service, 'active' | 'sub' | 'load' | 'wantedBy'> => ({
  active: unit?.active ?? '',
  sub: unit?.sub ?? '',
  load: unit?.load ?? '',
  wantedBy: unit === null ? [] : [...unit.askers.map(({ name }) => name), ...unit.triggers],
});
