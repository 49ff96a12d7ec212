/** The hosts that a person reads over SSH: which they are, what was read of them last, and reading them again. */

import { existsSync } from 'node:fs';
import { parseDestination } from '../../shared/fleet/destination.ts';
import { foreignText, messageOf } from '../../shared/messages/message.ts';
import { compareNames } from '../../shared/model/by-name.ts';
import { reportOf, VeneerError } from '../../shared/model/errors.ts';
import type {
  FleetAddition,
  FleetHost,
  FleetNextOs,
  FleetNextOsRequest,
  FleetRelease,
  Fleet as FleetView,
} from '../../shared/model/fleet.ts';
import { mapAtMost } from '../extensions/at-most.ts';
import type { LocalReader } from '../extensions/local-reader.ts';
import type { System, Target } from '../extensions/system.ts';
import { createObservable } from '../host/observable.ts';
import { whatIf } from '../hosts/what-if.ts';
import type { JobRunner } from '../jobs/job-runner.ts';
import type { JobHandle } from '../jobs/order.ts';
import type { Guard } from '../reader/guard.ts';
import { findAdded } from './additions.ts';
import { TIMEOUTS, type Timeouts } from './connection.ts';
import { type AddedHost, createKeptFleet, type KeptReading, type LastReading } from './kept.ts';
import { readHost, targetIn } from './read-host.ts';
import { releasesOf } from './releases.ts';
import { createSsh } from './ssh.ts';
import { tellOf } from './tell-of.ts';

export interface Fleet {
  /** What is known; no host is asked. */
  view(): FleetView;
  /** Which there are; nothing that was read of them is looked at. */
  added(): readonly AddedHost[];
  /** What `view` tells, then after every change, until the signal aborts. */
  watch(signal: AbortSignal | undefined): AsyncGenerator<FleetView>;
  /**
   * @returns the ids of what was named
   * @throws {VeneerError} `invalid-input` for what is no host, `not-found` for a file that is not there; nothing is added then
   */
  add(addition: FleetAddition): string[];
  /** @param ids null for all. @throws {VeneerError} `not-found` for one that is not there; nothing is removed then */
  remove(ids: readonly string[] | null): void;
  /**
   * Reads them; what fails is told of each host.
   *
   * @param ids null for all
   * @throws {VeneerError} `not-found` for one that is not there; `cancelled` where it is stopped
   */
  read(ids: readonly string[] | null, signal: AbortSignal | null, how?: HowToRead): Promise<FleetView>;
  /** Stops what is being read. */
  cancel(): void;
  /** What the hosts run as they were read last, most of them first. */
  releases(): FleetRelease[];
  /** The upgrade check over what was read last: of all, of those that run that OS. @throws {VeneerError} `not-found` for a host that is not there */
  nextOs(request: FleetNextOsRequest): Promise<FleetNextOs[]>;
  /** What was read last of a host, to be judged. @throws {VeneerError} `not-found` for one that is not there or was never read */
  lastRead(id: string): LastRead;
  /** What was read last of a host, judged again. @throws {VeneerError} `not-found` for one that was never read */
  system(id: string): Promise<System>;
  /** Ends what runs. */
  close(): void;
}

export interface LastRead {
  readonly id: string;
  readonly name: string;
  /** Milliseconds since 1970. */
  readonly readAt: number;
  /** Its tree, until it is read again. */
  readonly target: Target;
}

export interface HowToRead {
  /** As root there, where sudo asks for no password. */
  readonly sudo: boolean;
}

export interface FleetOptions {
  readonly stateDirectory: string;
  readonly cacheDirectory: string;
  readonly runtimeDirectory: string | null;
  /** What ssh takes instead of the person's config; null for that. */
  readonly sshConfig: string | null;
  readonly reader: LocalReader;
  readonly guard: Guard;
  readonly jobs: JobRunner;
  readonly timeouts?: Timeouts;
  /** Told of what nobody waits for: a file that is damaged, or cannot be written. */
  say(problem: Error): void;
}

/** Hosts that are read at once; each waits mostly for its network. */
const AT_ONCE = 10;

export function createFleet(options: FleetOptions): Fleet {
  const { reader, guard, jobs, say, timeouts = TIMEOUTS, sshConfig } = options;
  const kept = createKeptFleet(options.stateDirectory, options.cacheDirectory, say);
  const ssh = createSsh({ runtimeDirectory: options.runtimeDirectory, configFile: sshConfig });
  /** What is not on disk: how the last try went, and what was read, as it was looked up. */
  const readings = new Map<string, KeptReading | null>();
  const failures = new Map<string, VeneerError>();
  const busy = new Set<string>();
  const observable = createObservable(view);
  const running = new Set<string>();

  function readingOf(id: string): KeptReading | null {
    const known = readings.get(id);
    if (known !== undefined) return known;
    const found = kept.reading(id);
    readings.set(id, found);
    return found;
  }

  function view(): FleetView {
    const hosts = kept
      .hosts()
      .map((one) => hostOf(one, readingOf(one.id)?.reading ?? null, failures.get(one.id), busy));
    return { hosts, extensions: columnsOf(hosts) };
  }

  /** @throws {VeneerError} `not-found` */
  function chosen(ids: readonly string[] | null): readonly AddedHost[] {
    const all = kept.hosts();
    if (ids === null) return all;
    return ids.map((id) => {
      const found = all.find((one) => one.id === id);
      if (found === undefined)
        throw new VeneerError('not-found', messageOf('fleet.no-such-host', { host: id }), {
          nextStep: messageOf('fleet.add-it-first'),
        });
      return found;
    });
  }

  function lastRead(id: string): LastRead {
    const [host] = chosen([id]);
    const treeOf = (found: KeptReading | null) => {
      const target = found === null ? null : targetIn(kept.folder(id), found);
      return found === null || target === null || !existsSync(target.root)
        ? null
        : { id, name: host?.name ?? id, readAt: found.reading.readAt, target };
    };
    const known = treeOf(readingOf(id));
    if (known !== null) return known;
    // Another Veneer may have read it meanwhile.
    readings.delete(id);
    const found = treeOf(readingOf(id));
    if (found !== null) return found;
    throw new VeneerError('not-found', messageOf('fleet.never-read', { host: id }), {
      nextStep: messageOf('fleet.read-it-first'),
    });
  }

  async function readOne(host: AddedHost, sudo: boolean, handle: JobHandle): Promise<void> {
    const { id, name, address } = host;
    try {
      const asking = { name, to: parseDestination(address ?? id), sudo, signal: handle.signal };
      const found = await readHost({ ssh, reader, guard, timeouts }, asking, kept.folder(id), readingOf(id));
      const reading = { ...found, reading: tellOf(found.system, found.picture) };
      if (!kept.hosts().some((one) => one.id === id)) return;
      kept.keep(id, reading);
      readings.set(id, reading);
      failures.delete(id);
    } catch (error) {
      if (handle.signal.aborted) return;
      if (!(error instanceof VeneerError)) say(error instanceof Error ? error : new Error(String(error)));
      failures.set(id, VeneerError.of(reportOf(error)));
    } finally {
      busy.delete(id);
      observable.changed();
    }
  }

  async function readAll(hosts: readonly AddedHost[], sudo: boolean, handle: JobHandle): Promise<FleetView> {
    running.add(handle.id);
    for (const { id } of hosts) busy.add(id);
    observable.changed();
    let done = 0;
    try {
      await mapAtMost(AT_ONCE, hosts, async (host) => {
        if (!handle.signal.aborted) await readOne(host, sudo, handle);
        handle.tell({ progress: ++done / hosts.length }, 'soon');
      });
    } finally {
      running.delete(handle.id);
      for (const { id } of hosts) busy.delete(id);
      observable.changed();
    }
    if (handle.signal.aborted) throw new VeneerError('cancelled', messageOf('fleet.reading-stopped'));
    return view();
  }

  return {
    view,
    added: kept.hosts,
    watch: (signal) => observable.watch(signal),
    add(addition) {
      const hosts = findAdded(addition, sshConfig);
      kept.add(hosts);
      observable.changed();
      return hosts.map(({ id }) => id);
    },
    remove(ids) {
      const gone = chosen(ids).map(({ id }) => id);
      kept.remove(gone);
      for (const id of gone) {
        readings.delete(id);
        failures.delete(id);
      }
      observable.changed();
    },
    async read(ids, signal, { sudo } = { sudo: false }) {
      const hosts = chosen(ids);
      if (hosts.length === 0) return view();
      const key = `fleet ${JSON.stringify([sudo, hosts.map(({ id }) => id)])}`;
      const title = foreignText(hosts.length === 1 ? (hosts[0]?.name ?? '') : '');
      const run = (handle: JobHandle) => readAll(hosts, sudo, handle);
      return jobs.join({ kind: 'fleet', host: null, title, key, run }, signal);
    },
    cancel() {
      for (const id of running) jobs.cancel(id);
    },
    releases: () =>
      releasesOf(
        kept.hosts().flatMap(({ id }) => {
          const found = readingOf(id);
          return found === null
            ? []
            : [{ os: found.reading.os, systemd: found.reading.systemd, root: targetIn(kept.folder(id), found).root }];
        }),
      ),
    async nextOs({ ids, ...request }) {
      const read = chosen(ids).flatMap(({ id }) => {
        const found = readingOf(id);
        if (found === null) return [];
        const target = targetIn(kept.folder(id), found);
        // It is a cache, of which anything may be lost: the other hosts are judged none the less.
        return existsSync(target.root) ? [{ id, readAt: found.reading.readAt, target }] : [];
      });
      const judged = await mapAtMost(1, read, async ({ id, readAt, target }): Promise<FleetNextOs | null> => {
        const system = await reader.system(target);
        // Nobody makes another OS of a host by an upgrade.
        if (ids === null && isOther(request.fields.ID, system)) return null;
        return { id, readAt, rows: whatIf(system, request).map(({ id: _, ...row }) => row) };
      });
      return judged.filter((one) => one !== null);
    },
    lastRead,
    system: async (id) => reader.system(lastRead(id).target),
    close() {
      for (const id of running) jobs.cancel(id);
    },
  };
}

function hostOf(
  host: AddedHost,
  last: LastReading | null,
  failure: VeneerError | undefined,
  busy: ReadonlySet<string>,
): FleetHost {
  const told = last ?? { readAt: null, os: null, systemd: null, architecture: null, notes: [], rows: [] };
  const state = busy.has(host.id)
    ? 'reading'
    : failure !== undefined
      ? 'failed'
      : last === null
        ? 'never-read'
        : 'read';
  return { ...host, ...told, state, error: failure?.report() ?? null };
}

function columnsOf(hosts: readonly FleetHost[]): FleetView['extensions'] {
  const columns = new Map(
    hosts.flatMap(({ rows }) => rows.map((row) => [`${row.name}/${row.class}`, { class: row.class, name: row.name }])),
  );
  return [...columns].sort(([a], [b]) => compareNames(a, b)).map(([, column]) => column);
}

const isOther = (id: string | undefined, { release }: System) => id !== undefined && id !== release.fields.get('ID');
