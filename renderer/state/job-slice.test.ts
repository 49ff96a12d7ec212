import { expect, test, vi } from 'vitest';
import { createStore } from 'zustand/vanilla';
import type { Job } from '../../shared/model/job.ts';
import type { Client } from '../bridge.ts';
import { createJobSlice, type JobSlice, partOf } from './job-slice.ts';

const job = (id: string, change: Partial<Job> = {}) =>
  ({ id, kind: 'download', host: null, state: 'running', progress: null, ...change }) as Job;

function make(told: readonly (readonly Job[])[]) {
  const seen: string[] = [];
  const client = {
    jobs: {
      watch: async () =>
        (async function* () {
          yield* told;
        })(),
      cancel: async ({ id }: { id: string }) => {
        seen.push(`cancel ${id}`);
        if (id === 'gone') throw new Error('the connection is gone');
      },
    },
  } as unknown as Client;
  const follow = vi.fn(async (id: string) => void seen.push(`follow ${id}`));
  const others = { follow, fail: (error: unknown) => seen.push(String(error)), host: 'sandbox' };
  const store = createStore<JobSlice>()((set, get) =>
    createJobSlice(
      set,
      () => ({ ...get(), ...others }) as never,
      () => client,
    ),
  );
  return { store, seen };
}

test('mirrors the jobs, and follows what anybody applies to the host that is shown', async () => {
  const ended = job('over', { kind: 'apply', host: 'sandbox', state: 'succeeded' });
  const applying = job('here', { kind: 'apply', host: 'sandbox' });
  const elsewhere = job('elsewhere', { kind: 'apply', host: 'local' });
  const { store, seen } = make([[job('a')], [job('a'), ended, elsewhere, applying]]);
  await store.getState().watchJobs();
  expect(store.getState().jobs.map(({ id }) => id)).toEqual(['a', 'over', 'elsewhere', 'here']);
  expect(seen).toEqual(['follow here']);
});

test('stops a job, and tells what goes wrong with that', async () => {
  const { store, seen } = make([]);
  await store.getState().stopJob('a');
  await store.getState().stopJob('gone');
  expect(seen).toEqual(['cancel a', 'cancel gone', 'Error: the connection is gone']);
});

test('the part of all is that of what goes on and can tell', () => {
  expect(partOf([])).toBeNull();
  expect(partOf([job('a')])).toBeNull();
  const ended = job('c', { state: 'succeeded', progress: 1 });
  expect(partOf([job('a', { progress: 0.2 }), job('b', { progress: 0.6 }), ended, job('d')])).toBeCloseTo(0.4);
});
