import { expect, test } from 'vitest';
import { createStore } from 'zustand/vanilla';
import { foreignText } from '../../shared/messages/message.ts';
import type { Fleet, FleetHost } from '../../shared/model/fleet.ts';
import type { Client } from '../bridge.ts';
import { createFleetSlice, type FleetSlice, isReadingFleet } from './fleet-slice.ts';

const host = (id: string, state: FleetHost['state'] = 'read') => ({ id, state }) as FleetHost;
const fleet = (...hosts: FleetHost[]): Fleet => ({ hosts, extensions: [] });

/** A refusal as it crosses the wire. */
const refusal = (code: string) => Object.assign(new Error(), { data: { code, message: foreignText(code) } });

function make(told: readonly Fleet[] = [], refuse: string | null = null) {
  const asked: string[] = [];
  const failed: unknown[] = [];
  const answer = async <Value>(what: string, value: Value) => {
    asked.push(what);
    if (refuse !== null) throw refusal(refuse);
    return value;
  };
  const client = {
    fleet: {
      watch: async function* () {
        yield* told;
      },
      add: () => answer('add', ['a']),
      read: ({ ids }: { ids: string[] | null }) => answer(`read ${ids?.join(' ') ?? 'all'}`, fleet()),
      cancel: () => answer('cancel', {}),
      remove: ({ ids }: { ids: string[] }) => answer(`remove ${ids.join(' ')}`, {}),
    },
  } as unknown as Client;
  const shown: string[] = [];
  const mine = { host: 'fleet:a', firstHost: 'local', showHost: (id: string) => shown.push(id) };
  const store = createStore<FleetSlice>()((set, get) =>
    createFleetSlice(
      set,
      () => ({ ...get(), ...mine, fail: (error: unknown) => failed.push(error) }),
      () => client,
    ),
  );
  return { store, asked, failed, shown };
}

test('the fleet is as the core told it last', async () => {
  const { store } = make([fleet(host('a', 'reading')), fleet(host('a'), host('b'))]);
  await store.getState().watchFleet(new AbortController().signal);
  expect(store.getState().fleet?.hosts.map(({ id }) => id)).toEqual(['a', 'b']);
  expect(isReadingFleet(store.getState())).toBe(false);
  expect(isReadingFleet({ fleet: fleet(host('a'), host('b', 'reading')) })).toBe(true);
  expect(isReadingFleet({ fleet: null })).toBe(false);
});

test('who looks elsewhere hears no more of it', async () => {
  const { store } = make([fleet(host('a'))]);
  await store.getState().watchFleet(AbortSignal.abort());
  expect(store.getState().fleet).toBeNull();
});

test('a host that is removed is neither shown nor compared with any more', async () => {
  const { store, asked, shown } = make();
  store.getState().setFleetView({ fleetHost: 'a', fleetReference: 'a' });
  await store.getState().removeHost('b');
  expect(store.getState()).toMatchObject({ fleetHost: 'a', fleetReference: 'a' });
  await store.getState().removeHost('a');
  expect(store.getState()).toMatchObject({ fleetHost: null, fleetReference: null });
  expect(asked).toEqual(['remove b', 'remove a']);
  expect(shown, 'the window leaves it').toEqual(['local']);
});

test('all are read, or those that are meant; that somebody stopped it is no failure', async () => {
  const { store, asked, failed } = make([], 'cancelled');
  await store.getState().readHosts(null);
  await store.getState().readHosts(['a', 'b']);
  expect(asked).toEqual(['read all', 'read a b']);
  expect(failed).toEqual([]);
});

test('what the core refuses is told, and to the dialog that asked for it', async () => {
  const { store, failed } = make([], 'not-found');
  store.getState().setFleetView({ fleetHost: 'a' });
  await expect(store.getState().addHosts({ from: 'ssh-config' })).rejects.toThrow();
  await store.getState().readHosts(null);
  await store.getState().stopReading();
  await store.getState().removeHost('a');
  expect(failed).toHaveLength(3);
  expect(store.getState().fleetHost).toBe('a');
});
