/** How the services of extensions do on a host, told to whoever watches when systemd changes them. */
import { type FSWatcher, watch } from 'node:fs';
import { isDeepStrictEqual } from 'node:util';
import { type Message, messageOf } from '../../shared/messages/message.ts';
import { VeneerError } from '../../shared/model/errors.ts';
import type { Extension } from '../../shared/model/extension.ts';
import type { Service, ServiceLog, ServiceReport } from '../../shared/model/service.ts';
import type { Snapshot } from '../../shared/model/snapshot.ts';
import { statusOf, type UnitFacts } from '../../shared/systemd/service-status.ts';
import { isStartable } from '../../shared/systemd/unit-name.ts';
import type { System, Target } from '../extensions/system.ts';
import { isBooted } from '../host/services.ts';
import { MOST_UNITS, readUnitFacts } from '../host/unit-facts.ts';
import { readUnitHooks } from '../host/unit-hooks.ts';
import { readUnitLog } from '../host/unit-log.ts';

/** Where PID 1 keeps a link `invocation:UNIT` for each unit that runs or waits: it comes and goes with every start and end. */
const RUNNING_UNITS = '/run/systemd/units';
const INVOCATION = /^(?:\.#)?invocation:(.+?)(?:[0-9a-f]{16})?$/;
/** A start or an end is a few changes of that folder, and of the state behind it, in a row. */
const SETTLE_MS = 300;

export interface HostServices {
  /** How they do now. */
  read(): Promise<ServiceReport>;
  /** The same, and again after every change, until the signal aborts. While nothing changes nothing is asked. */
  watch(signal: AbortSignal | undefined): AsyncGenerator<ServiceReport>;
  /** Has what watches read again: what systemd changes without a trace, such as a failure that is forgotten. */
  look(): void;
  /** The last lines of the journal on one of them. @throws {VeneerError} `not-found` for a unit that is none of them */
  log(unit: string): Promise<ServiceLog>;
}

interface ServicesOptions {
  readonly target: Target;
  readonly isSandbox: boolean;
  /** Gives the host as it is. */
  readHost(): Promise<System>;
  /** Gives the host, and again after every change of it. */
  watchHost(signal: AbortSignal | undefined): AsyncIterable<Snapshot>;
}

export function createHostServices({ target, isSandbox, readHost, watchHost }: ServicesOptions): HostServices {
  const lookers = new Set<() => void>();

  const read = async (): Promise<ServiceReport> => {
    const { extensions } = await readHost();
    const problem = isSandbox || target.root !== '/' ? messageOf('service.tree-has-no-services') : null;
    if (problem !== null) return unanswered(extensions, problem);
    if (!isBooted()) return unanswered(extensions, messageOf('service.no-service-manager'));
    return reportOf(extensions);
  };

  return {
    read,
    look: () => {
      for (const wake of lookers) wake();
    },
    async *watch(signal) {
      const bell = createBell();
      let last: ServiceReport | null = null;
      const stop = new AbortController();
      const stopAll = () => {
        stop.abort();
        bell.ring();
      };
      if (signal?.aborted === true) return;
      signal?.addEventListener('abort', stopAll);
      lookers.add(bell.ring);
      const watcher = watchUnits((unit) => {
        // What the host itself starts and stops is asked about by nobody.
        if (last === null || unit === null || last.services.some(({ name }) => name === unit)) bell.ringSoon();
      });
      const following = followHost(watchHost(stop.signal), bell.ring).catch(() => stopAll());
      try {
        while (!stop.signal.aborted) {
          await bell.rung();
          if (stop.signal.aborted) return;
          const report = await read();
          if (isDeepStrictEqual(report, last)) continue;
          last = report;
          yield report;
        }
      } finally {
        watcher?.close();
        lookers.delete(bell.ring);
        signal?.removeEventListener('abort', stopAll);
        stop.abort();
        bell.silence();
        await following;
      }
    },
    async log(unit) {
      const { services } = await read();
      if (!isStartable(unit) || !services.some(({ name }) => name === unit))
        throw new VeneerError('not-found', messageOf('service.no-such-service', { unit }));
      return readUnitLog(unit);
    },
  };
}

async function followHost(snapshots: AsyncIterable<Snapshot>, tell: () => void): Promise<void> {
  for await (const _ of snapshots) tell();
}

/** Tells of units that start or end; null where it cannot be said which. Where there is no such folder nothing is told. */
function watchUnits(tell: (unit: string | null) => void): FSWatcher | null {
  try {
    const watcher = watch(RUNNING_UNITS, { persistent: false }, (_, name) =>
      tell(name === null ? null : (INVOCATION.exec(name)?.[1] ?? '')),
    );
    watcher.on('error', () => watcher.close());
    return watcher;
  } catch {
    return null;
  }
}

/** Somebody waits until something rang; what rings meanwhile is heard once. */
function createBell() {
  let hasRung = false;
  let wake = () => {};
  let timer: NodeJS.Timeout | null = null;
  const ring = () => {
    hasRung = true;
    wake();
  };
  return {
    ring,
    ringSoon() {
      timer ??= setTimeout(() => {
        timer = null;
        ring();
      }, SETTLE_MS).unref();
    },
    async rung() {
      if (!hasRung) {
        await new Promise<void>((settle) => {
          wake = settle;
        });
      }
      hasRung = false;
    },
    silence() {
      if (timer !== null) clearTimeout(timer);
    },
  };
}

/** The units of extensions, each of an extension once, whichever of its entries counts. */
function unitsOf(extensions: readonly Extension[]): Pick<Extension, 'name' | 'class' | 'merged' | 'units'>[] {
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

async function reportOf(extensions: readonly Extension[]): Promise<ServiceReport> {
  const bringing = unitsOf(extensions);
  // What is not merged has no unit file, so that only what runs of it is of interest, which is told in any case.
  const asked = bringing.filter(({ merged }) => merged).flatMap(({ units }) => units);
  const answer = await readUnitFacts(asked);
  if (answer === null) return unanswered(extensions, messageOf('service.manager-did-not-answer'));
  const { units } = answer;
  const hooks = readUnitHooks();
  const unasked = new Set([...new Set(asked)].slice(MOST_UNITS));
  const services = bringing.flatMap(({ name: extension, class: extensionClass, merged, units: names }) =>
    names.map((name): Service => {
      const unit = units.get(name) ?? null;
      const common = { name, extension, class: extensionClass, ...wordsOf(unit) };
      const judged = statusOf(name, unit, { isMerged: merged, hookedBy: hooks.get(name) ?? null });
      if (unit !== null || !unasked.has(name)) return { ...common, ...judged };
      const message = messageOf('service.was-not-asked-for');
      return { ...common, ...judged, status: 'unknown', message, canStart: false };
    }),
  );
  return { services: [...services, ...leftOver(units, services)], problem: null };
}

/** What runs from files that are gone, and belongs to no extension that is here. */
function leftOver(units: ReadonlyMap<string, UnitFacts>, known: readonly Service[]): Service[] {
  const names = new Set(known.map(({ name }) => name));
  const found: Service[] = [];
  for (const unit of new Set(units.values())) {
    if (names.has(unit.name) || !isStartable(unit.name)) continue;
    const judged = statusOf(unit.name, unit, { isMerged: false, hookedBy: null });
    if (judged.status === 'left-over')
      found.push({ name: unit.name, extension: null, class: 'sysext', ...judged, ...wordsOf(unit) });
  }
  return found.sort((a, b) => (a.name < b.name ? -1 : 1));
}

const wordsOf = (unit: UnitFacts | null): Pick<Service, 'active' | 'sub' | 'load' | 'wantedBy'> => ({
  active: unit?.active ?? '',
  sub: unit?.sub ?? '',
  load: unit?.load ?? '',
  wantedBy: unit === null ? [] : [...unit.askers.map(({ name }) => name), ...unit.triggers],
});
