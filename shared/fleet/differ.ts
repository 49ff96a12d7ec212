/** What is different between two hosts of the fleet, as far as both were read. */
import type { FleetExtension, FleetHost, FleetRow } from '../model/fleet.ts';

export interface FleetDifference extends FleetExtension {
  /** null where it is not there. */
  readonly there: FleetRow | null;
  /** Of the host that it is compared with. */
  readonly here: FleetRow | null;
}

/** States that come to the same: whether it is merged yet is another question than what a host has. */
const AS_GOOD_AS: Readonly<Partial<Record<FleetRow['state'], FleetRow['state']>>> = {
  active: 'ready',
  hidden: 'masked',
};

/**
 * Extensions that one of two hosts has and the other has not, or has in another version or state, by name. Active and ready count
 * as the same.
 *
 * @param host that is looked at
 * @param from that it is compared with
 */
export function differencesOf(host: Pick<FleetHost, 'rows'>, from: Pick<FleetHost, 'rows'>): FleetDifference[] {
  const rowsIn = ({ rows }: Pick<FleetHost, 'rows'>) => new Map(rows.map((row) => [keyOf(row), row]));
  const [those, these] = [rowsIn(host), rowsIn(from)];
  const differences: FleetDifference[] = [];
  // The window asks this of each host: only what differs is made into anything.
  for (const key of [...new Set([...these.keys(), ...those.keys()])].sort()) {
    const [there, here] = [those.get(key) ?? null, these.get(key) ?? null];
    const one = there ?? here;
    if (one !== null && !isSame(there, here)) differences.push({ class: one.class, name: one.name, there, here });
  }
  return differences;
}

/** Names an extension on all hosts. */
export const keyOf = ({ name, class: extensionClass }: FleetExtension): string => `${name}/${extensionClass}`;

/** Whether two hosts have the same of one extension; null where it is not there. */
export function isSame(one: FleetRow | null, other: FleetRow | null): boolean {
  if (one === null || other === null) return one === other;
  const state = (row: FleetRow) => AS_GOOD_AS[row.state] ?? row.state;
  return one.version === other.version && state(one) === state(other);
}
