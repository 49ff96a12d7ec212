/** Which hosts there are beside the first one, and what each of them is. */
import { messageOf } from '../../shared/messages/message.ts';
import { VeneerError } from '../../shared/model/errors.ts';
import type { KnownHost, KnownHosts } from '../../shared/model/hosts.ts';
import { fleetHostId, fleetHostOf, hostIdOf, MACHINE, rootOfHost, SANDBOX } from '../../shared/window/host-id.ts';
import type { Fleet } from '../fleet/fleet.ts';
import { knownHost, problemOfTree } from './known-host.ts';
import { createOpenedHosts } from './opened-hosts.ts';

/** What an id stands for. */
export type Named =
  | { readonly kind: 'sandbox' }
  | { readonly kind: 'tree'; readonly root: string }
  /** @param id in the fleet */
  | { readonly kind: 'fleet'; readonly id: string };

export interface HostsByName {
  /**
   * @throws {VeneerError} `not-found` for one that nobody opened here before, whose tree is gone, or that is not in the fleet or was never
   *   read; `not-authorized` for a tree that its user may not read
   */
  named(id: string): Named;
  list(): KnownHosts;
  /** Offers a host later too, where it is a tree or one of the fleet. @throws what the file system refuses */
  remember(id: string): void;
  /** Does not offer a tree any more. @throws what the file system refuses */
  forget(id: string): KnownHosts;
}

interface Options {
  readonly stateDirectory: string;
  /** The id of the host that Veneer was started for. */
  readonly first: string;
  /** What root opens on a tree stays on that tree: no window of it leads to the machine, or to anything else that it could change. */
  readonly isRoot: boolean;
  readonly fleet: Pick<Fleet, 'added' | 'lastRead'>;
  /** Told of a file that is damaged. */
  say(problem: Error): void;
}

export function createKnownHosts({ stateDirectory, first, isRoot, fleet, say }: Options): HostsByName {
  const { trees, ofFleet } = createOpenedHosts(stateDirectory, say);
  const staysOnFirst = isRoot && first !== MACHINE && first !== SANDBOX;

  function list(): KnownHosts {
    const own = first === MACHINE || first === SANDBOX ? [] : [first];
    const ids = staysOnFirst ? [first, SANDBOX] : [MACHINE, SANDBOX, ...own, ...trees.list().map(hostIdOf)];
    const hosts = [...new Set(ids)].map(knownHost);
    return { first, hosts: [...hosts, ...openedOfFleet()] };
  }

  function openedOfFleet(): KnownHost[] {
    const opened = ofFleet.list();
    // A window waits for this at its start.
    const added = opened.length === 0 ? [] : fleet.added();
    return opened.flatMap((id) =>
      added
        .filter((one) => one.id === id)
        .map(({ name }) => ({ id: fleetHostId(id), kind: 'fleet', root: null, name, problem: null })),
    );
  }

  return {
    named(id) {
      if (id === SANDBOX) return { kind: 'sandbox' };
      const host = fleetHostOf(id);
      if (host !== null) return { kind: 'fleet', id: fleet.lastRead(host).id };
      const root = rootOfHost(id);
      // A page names no tree that no person opened.
      const isOther = !staysOnFirst && root !== null && (id === MACHINE || trees.list().includes(root));
      if (root === null || (id !== first && !isOther))
        throw new VeneerError('not-found', messageOf('core.that-host-is-not-known-here'));
      const problem = id === first ? null : problemOfTree(root);
      if (problem !== null) throw problem;
      return { kind: 'tree', root };
    },
    list,
    remember(id) {
      const host = fleetHostOf(id);
      const root = rootOfHost(id);
      if (host !== null) ofFleet.remember(host);
      else if (root !== null && root !== '/') trees.remember(root);
    },
    forget(id) {
      const root = rootOfHost(id);
      if (root !== null) trees.forget(root);
      return list();
    },
  };
}
