/** The mirror of the hosts that are read over SSH, and what of their matrix is shown. */
import type { Fleet, FleetAddition } from '../../shared/model/fleet.ts';
import { fleetHostId } from '../../shared/window/host-id.ts';
import type { Client } from '../bridge.ts';
import { reportOf } from '../report.ts';
import type { HostSlice } from './host-slice.ts';
import type { OperationSlice } from './operation-slice.ts';
import type { Get, SetPart } from './slice.ts';

export type FleetFilter = 'all' | 'differs' | 'problems';

/** What of the fleet is shown. */
interface FleetShown {
  readonly fleetFilter: FleetFilter;
  /** What is typed above the matrix. */
  readonly fleetText: string;
  /** The id of the host that the others are compared with; null for the first that was read. */
  readonly fleetReference: string | null;
  /** The id of the host whose details are shown. */
  readonly fleetHost: string | null;
  /** The dialog that is open: it adds hosts, judges all on another release of the OS, writes a playbook for them, or changes them. */
  readonly fleetDialog: 'add' | 'next-os' | 'playbook' | 'change' | null;
}

export interface FleetSlice extends FleetShown {
  /** null before the core told of it. */
  readonly fleet: Fleet | null;
  setFleetView(change: Partial<FleetShown>): void;
  /** Mirrors the fleet until the signal aborts. @throws where the connection ends */
  watchFleet(signal: AbortSignal): Promise<void>;
  /**
   * @returns the ids of what was named
   * @throws whatever the core refuses it for, for the dialog to show
   */
  addHosts(addition: FleetAddition): Promise<readonly string[]>;
  /** Reads hosts over SSH, with null all of them. What fails of one host is told with that host. */
  readHosts(ids: readonly string[] | null): Promise<void>;
  /** Stops reading; what was read so far stays. */
  stopReading(): Promise<void>;
  /** Forgets a host and what was read of it. */
  removeHost(id: string): Promise<void>;
}

export const isReadingFleet = ({ fleet }: Pick<FleetSlice, 'fleet'>): boolean =>
  fleet?.hosts.some(({ state }) => state === 'reading') === true;

export function createFleetSlice(
  set: SetPart<FleetSlice>,
  get: Get<FleetSlice & Pick<OperationSlice, 'fail'> & Pick<HostSlice, 'host' | 'firstHost' | 'showHost'>>,
  client: () => Client,
): FleetSlice {
  return {
    fleet: null,
    fleetFilter: 'all',
    fleetText: '',
    fleetReference: null,
    fleetHost: null,
    fleetDialog: null,
    setFleetView: (change) => set(change),
    async watchFleet(signal) {
      for await (const fleet of await client().fleet.watch(undefined, { signal })) {
        if (signal.aborted) return;
        set({ fleet });
      }
    },
    addHosts: (addition) => client().fleet.add(addition),
    async readHosts(ids) {
      try {
        await client().fleet.read({ ids: ids === null ? null : [...ids] });
      } catch (error) {
        // Who stopped it knows.
        if (reportOf(error).code !== 'cancelled') get().fail(error);
      }
    },
    async stopReading() {
      try {
        await client().fleet.cancel();
      } catch (error) {
        get().fail(error);
      }
    },
    async removeHost(id) {
      try {
        await client().fleet.remove({ ids: [id] });
        const { fleetHost, fleetReference, host, firstHost } = get();
        if (host === fleetHostId(id)) get().showHost(firstHost);
        set({
          fleetHost: fleetHost === id ? null : fleetHost,
          fleetReference: fleetReference === id ? null : fleetReference,
        });
      } catch (error) {
        get().fail(error);
      }
    },
  };
}
