/** Which host is shown of those that there are; what is staged on the others waits until they are shown again. */

import type { Change } from '../../shared/model/change.ts';
import type { KnownHost, KnownHosts } from '../../shared/model/hosts.ts';
import { fleetHostOf } from '../../shared/window/host-id.ts';
import type { Client } from '../bridge.ts';
import type { CatalogSlice } from './catalog-slice.ts';
import type { DoctorSlice } from './doctor-slice.ts';
import type { DraftSlice } from './draft-slice.ts';
import { readStaged } from './kept-staged.ts';
import type { OperationSlice } from './operation-slice.ts';
import type { ServiceSlice } from './service-slice.ts';
import type { ShownHost } from './shown-host.ts';
import type { Get, SetPart } from './slice.ts';
import type { SystemSlice } from './system-slice.ts';
import type { UpdateSlice } from './update-slice.ts';
import type { ViewSlice } from './view-slice.ts';

export interface HostSlice extends ShownHost {
  readonly hosts: readonly KnownHost[];
  /** The host that Veneer was started for. */
  readonly firstHost: string;
  /** What is staged on hosts that are not shown, by their ids. */
  readonly shelved: Readonly<Record<string, readonly Change[]>>;
  /** Asks which there are. */
  loadHosts(): Promise<void>;
  /** Knows which there are, and shows the first one where the one that is shown is none of them. */
  takeHosts(known: KnownHosts): void;
  showHost(id: string): void;
  /** Does not offer a tree any more. */
  forgetHost(id: string): Promise<void>;
}

/** What is known of a host alone. */
type OfHost = Pick<SystemSlice, 'snapshot'> &
  Pick<DraftSlice, 'staged' | 'draft' | 'review'> &
  Pick<OperationSlice, 'operation' | 'ended' | 'problem'> &
  Pick<UpdateSlice, 'updates'> &
  Pick<ServiceSlice, 'services'> &
  Pick<DoctorSlice, 'checkup' | 'hushed'> &
  Pick<CatalogSlice, 'entries' | 'chosenEntry'> &
  Pick<ViewSlice, 'selected' | 'view'>;

const NOTHING_KNOWN: OfHost = {
  snapshot: null,
  staged: [],
  draft: null,
  review: null,
  operation: null,
  ended: null,
  problem: null,
  updates: null,
  services: null,
  checkup: null,
  hushed: null,
  entries: [],
  chosenEntry: null,
  selected: [],
  view: 'extensions',
};

export function createHostSlice(
  set: SetPart<HostSlice & OfHost>,
  get: Get<HostSlice & OfHost & Pick<OperationSlice, 'fail'>>,
  client: () => Client,
): HostSlice {
  const takeHosts = ({ first, hosts }: KnownHosts) => {
    const { host, shelved } = get();
    // One of the fleet is on the list once it was shown.
    const isKnown = fleetHostOf(host) !== null || hosts.some(({ id }) => id === host);
    set({ hosts, firstHost: first, ...(isKnown ? {} : { host: first, staged: shelved[first] ?? [] }) });
  };
  return {
    host: '',
    hosts: [],
    firstHost: '',
    shelved: readStaged(globalThis.sessionStorage),
    loadHosts: async () => takeHosts(await client().hosts.list()),
    takeHosts,
    showHost(id) {
      const { host, staged, shelved } = get();
      if (id === host) return;
      set({
        ...NOTHING_KNOWN,
        host: id,
        shelved: { ...shelved, [host]: staged, [id]: [] },
        staged: shelved[id] ?? [],
      });
    },
    async forgetHost(id) {
      try {
        takeHosts(await client().hosts.forget({ host: id }));
      } catch (error) {
        get().fail(error);
      }
    },
  };
}
