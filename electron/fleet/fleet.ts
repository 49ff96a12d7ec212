/** The hosts that a person reads over SSH: which they are, what was read of them last, and reading them again. */
import type { FleetAddition, FleetNextOs, FleetNextOsRequest, Fleet as FleetView } from '../../shared/model/fleet.ts';
import { createObservable } from '../host/observable.ts';

export interface Fleet {
  /** What is known; no host is asked. */
  view(): FleetView;
  /** The same, then after every change, until the signal aborts. */
  watch(signal: AbortSignal | undefined): AsyncGenerator<FleetView>;
  /**
   * @returns the ids of what was named
   * @throws {VeneerError} `invalid-input` for what is no host, `not-found` for a file that is not there; nothing is added then
   */
  add(addition: FleetAddition): Promise<string[]>;
  /** @param ids null for all. @throws {VeneerError} `not-found` for one that is not there; nothing is removed then */
  remove(ids: readonly string[] | null): void;
  /**
   * Reads them; what fails is told of each host.
   *
   * @param ids null for all
   * @throws {VeneerError} `not-found` for one that is not there
   */
  read(ids: readonly string[] | null, signal: AbortSignal | null): Promise<FleetView>;
  /** Stops what is being read. */
  cancel(): void;
  /** The upgrade check over what was read last. @throws {VeneerError} `not-found` for a host that is not there */
  nextOs(request: FleetNextOsRequest): Promise<FleetNextOs[]>;
  /** Ends what runs. */
  close(): void;
}

export function createFleet(): Fleet {
  const view: FleetView = { hosts: [], extensions: [] };
  const observable = createObservable(() => view);
  return {
    view: () => view,
    watch: (signal) => observable.watch(signal),
    add: async () => [],
    remove() {},
    read: async () => view,
    cancel() {},
    nextOs: async () => [],
    close() {},
  };
}
