/** What of the fleet stands in the matrix: filters, what differs from one host, and what is wrong. */
import { differencesOf, isSame, keyOf } from '../../../shared/fleet/differ.ts';
import type { Fleet, FleetExtension, FleetHost, FleetRow } from '../../../shared/model/fleet.ts';
import type { FleetFilter } from '../../state/fleet-slice.ts';

/** The rows of each host by the key of the extension, by the id of the host. */
export type FleetIndex = ReadonlyMap<string, ReadonlyMap<string, FleetRow>>;

export const indexOf = ({ hosts }: Pick<Fleet, 'hosts'>): FleetIndex =>
  new Map(hosts.map(({ id, rows }) => [id, new Map(rows.map((row) => [keyOf(row), row]))]));

/** systemd leaves it out though it is wanted, or cannot merge anything because of it. */
export const isProblem = ({ state }: Pick<FleetRow, 'state'>): boolean => state === 'blocked' || state === 'broken';

/** Whether there is something to see to at a host, or nobody could look. */
export const hasProblem = ({ state, rows }: Pick<FleetHost, 'state' | 'rows'>): boolean =>
  state === 'failed' || rows.some(isProblem);

/** Whether a host's rows stand in the matrix: what failed to be read is told instead. */
export const hasRows = ({ state, readAt }: Pick<FleetHost, 'state' | 'readAt'>): boolean =>
  readAt !== null && state !== 'failed';

/** Whether a host has something else of an extension than the one that it is compared with. */
export const isOther = (one: FleetRow | undefined, other: FleetRow | undefined): boolean =>
  !isSame(one ?? null, other ?? null);

/** @returns the host that the others are compared with: the one of that id, else the first that was read; null where none was */
export const referenceOf = (hosts: readonly FleetHost[], id: string | null): FleetHost | null =>
  hosts.find((one) => one.id === id && hasRows(one)) ?? hosts.find(hasRows) ?? null;

/** The keys of what is other on a host than on the one that it is compared with; none of a host that was not read. */
export function othersOf(host: FleetHost, reference: FleetHost | null): ReadonlySet<string> {
  if (reference === null || host === reference || !hasRows(host)) return new Set();
  return new Set(differencesOf(host, reference).map(keyOf));
}

export interface Shown {
  readonly hosts: readonly FleetHost[];
  readonly extensions: readonly FleetExtension[];
}

export interface Wanted {
  readonly text: string;
  readonly filter: FleetFilter;
  readonly reference: FleetHost | null;
}

/**
 * The hosts and extensions that a filter leaves. A word that names hosts leaves these hosts, one that names extensions these
 * extensions; one that names neither leaves nothing.
 */
export function shownOf(fleet: Fleet, { text, filter, reference }: Wanted): Shown {
  return ofText(ofFilter(fleet, filter, reference), text);
}

function ofFilter(fleet: Fleet, filter: FleetFilter, reference: FleetHost | null): Shown {
  if (filter === 'all') return fleet;
  if (filter === 'problems') {
    const wrong = new Set(fleet.hosts.flatMap(({ rows }) => rows.filter(isProblem).map(keyOf)));
    return {
      hosts: fleet.hosts.filter(hasProblem),
      extensions: fleet.extensions.filter((one) => wrong.has(keyOf(one))),
    };
  }
  const others = new Map(fleet.hosts.map((host) => [host, othersOf(host, reference)]));
  const keys = new Set([...others.values()].flatMap((some) => [...some]));
  return {
    // The host that they differ from stays, so that one sees from what.
    hosts: fleet.hosts.filter((host) => host === reference || (others.get(host)?.size ?? 0) > 0),
    extensions: fleet.extensions.filter((one) => keys.has(keyOf(one))),
  };
}

function ofText(shown: Shown, text: string): Shown {
  const words = text.toLowerCase().split(/\s+/).filter(Boolean);
  let { hosts, extensions } = shown;
  for (const word of words) {
    const has = (part: string | null) => part?.toLowerCase().includes(word) === true;
    const someHosts = hosts.filter(({ id, name, address, os }) => [id, name, address, os].some(has));
    const someExtensions = extensions.filter(({ name }) => has(name));
    if (someHosts.length > 0 || someExtensions.length === 0) hosts = someHosts;
    if (someExtensions.length > 0) extensions = someExtensions;
  }
  return { hosts, extensions };
}

/** How many hosts each chip would show; the one that the others are compared with is none that differs. */
export function countsOf(fleet: Fleet, reference: FleetHost | null) {
  return {
    differs: fleet.hosts.filter((host) => othersOf(host, reference).size > 0).length,
    problems: fleet.hosts.filter(hasProblem).length,
  };
}
