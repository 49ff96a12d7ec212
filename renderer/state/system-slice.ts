/** The mirror of the host: replaced whole with every snapshot. */
import type { Snapshot } from '../../shared/model/snapshot.ts';
import type { SetPart } from './slice.ts';

export interface SystemSlice {
  readonly snapshot: Snapshot | null;
  readonly connection: 'connecting' | 'open' | 'lost' | 'refused';
  setSnapshot(snapshot: Snapshot): void;
  setConnection(connection: SystemSlice['connection']): void;
}

export function createSystemSlice(set: SetPart<SystemSlice>): SystemSlice {
  return {
    snapshot: null,
    connection: 'connecting',
    setSnapshot: (snapshot) => set({ snapshot }),
    setConnection: (connection) => set({ connection }),
  };
}
