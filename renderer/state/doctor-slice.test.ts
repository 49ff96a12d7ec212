import { expect, test } from 'vitest';
import { createStore } from 'zustand/vanilla';
import { foreignText } from '../../shared/messages/message.ts';
import type { DoctorItem, DoctorReport } from '../../shared/model/doctor.ts';
import type { Client } from '../bridge.ts';
import { createDoctorSlice, type DoctorSlice } from './doctor-slice.ts';

const ITEM = { key: 'null-link=/etc/extensions/moby.raw', silenced: null, diagnosis: { message: foreignText('x') } };
const item = ITEM as unknown as DoctorItem;
const report = (at: number) => ({ items: [item], at }) as unknown as DoctorReport;

/** @param look answers the looks, one after the other */
function make(look: () => Promise<DoctorReport>) {
  const asked: string[] = [];
  const others = { host: 'local', snapshot: { revision: 7 } };
  const client = {
    doctor: {
      look: ({ host }: { host: string }) => {
        asked.push(`look ${host}`);
        return look();
      },
      silence: async ({ key, reason }: { key: string; reason: string }) => {
        asked.push(`silence ${key}: ${reason}`);
        if (reason === 'refused') throw new Error('the disk is full');
        return {};
      },
      unsilence: async ({ key }: { key: string }) => {
        asked.push(`unsilence ${key}`);
        return {};
      },
    },
  } as unknown as Client;
  const store = createStore<DoctorSlice>()((set, get) =>
    createDoctorSlice(
      set,
      () => ({ ...get(), ...others }) as never,
      () => client,
    ),
  );
  return { store, asked, others };
}

test('who asks while a look goes on gets one more after it, however often', async () => {
  let answers = 0;
  const { store, asked } = make(async () => report(++answers));
  const first = store.getState().lookOver();
  expect(store.getState().isLookingOver).toBe(true);
  await Promise.all([store.getState().lookOver(), store.getState().lookOver(), first]);
  expect(asked).toEqual(['look local', 'look local']);
  expect(store.getState()).toMatchObject({
    isLookingOver: false,
    checkup: { revision: 7, problem: null, report: { at: 2 } },
  });
});

test('what goes wrong leaves the report that was there, and is told', async () => {
  const { store, others } = make(async () => {
    if (others.snapshot.revision === 8) throw new Error('the connection is gone');
    return report(1);
  });
  await store.getState().lookOver();
  others.snapshot.revision = 8;
  await store.getState().lookOver();
  expect(store.getState().checkup).toMatchObject({
    revision: 7,
    report: { at: 1 },
    problem: { text: expect.any(String) },
  });
});

test('the answer of a host that is shown no more is not taken for that of another', async () => {
  const { store, others } = make(async () => {
    others.host = 'sandbox';
    return report(1);
  });
  await store.getState().lookOver();
  expect(store.getState().checkup).toBeNull();
});

test('what is silenced counts no more at once, and again when that is taken back', async () => {
  const { store, asked } = make(async () => report(1));
  await store.getState().lookOver();
  const silenced = () => store.getState().checkup?.report?.items[0]?.silenced;
  await expect(store.getState().silence(item, 'refused')).rejects.toThrow('the disk is full');
  expect(silenced()).toBeNull();
  await store.getState().silence(item, ' known ');
  expect(silenced()).toMatchObject({ reason: 'known' });
  expect(store.getState().hushed).toMatchObject({ isBack: false });
  await store.getState().takeBackSilence();
  expect(silenced()).toBeNull();
  expect(store.getState().hushed).toMatchObject({ isBack: true });
  await store.getState().takeBackSilence();
  store.getState().forgetHushed();
  expect(store.getState().hushed).toBeNull();
  expect(asked.slice(1)).toEqual([
    `silence ${item.key}: refused`,
    `silence ${item.key}:  known `,
    `unsilence ${item.key}`,
  ]);
});
