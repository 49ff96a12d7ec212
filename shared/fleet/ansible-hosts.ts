/** The hosts of the fleet as an inventory of Ansible has them. */
import type { FleetHost } from '../model/fleet.ts';
import { type Destination, parseDestination } from './destination.ts';

export interface AnsibleHost {
  readonly name: string;
  /** Where ssh goes for it; null for its name. */
  readonly at: Destination | null;
}

/**
 * A name of the OpenSSH configuration stays what it is. What Ansible would take for a pattern, such as `user@host:port`, gets a
 * name without these signs, and its address beside it.
 *
 * @param isName whether Ansible takes it for one host
 * @returns in the same order, each with a name of its own
 * @throws {VeneerError} `invalid-input` for what is no destination
 */
export function ansibleHosts(
  hosts: readonly Pick<FleetHost, 'id' | 'address'>[],
  isName: (name: string) => boolean,
): AnsibleHost[] {
  const taken = new Set(hosts.map(({ id }) => id).filter(isName));
  return hosts.map(({ id, address }) => {
    if (isName(id)) return { name: id, at: address === null ? null : parseDestination(address) };
    const plain = id.replace(/[^\p{L}\p{N}_.@-]+/gu, '-').replace(/^[^\p{L}\p{N}_]+|-+$/gu, '') || 'host';
    let name = plain;
    for (let number = 2; taken.has(name); number++) name = `${plain}-${number}`;
    taken.add(name);
    return { name, at: parseDestination(address ?? id) };
  });
}
