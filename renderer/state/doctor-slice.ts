/** The mirror of what the Doctor found last on the host that is shown, and what of it is silenced. */
import type { Message } from '../../shared/messages/message.ts';
import type { DoctorItem, DoctorReport, Silenced } from '../../shared/model/doctor.ts';
import type { Client } from '../bridge.ts';
import { reportOf } from '../report.ts';
import type { ShownHost } from './shown-host.ts';
import type { Get, SetPart } from './slice.ts';
import type { SystemSlice } from './system-slice.ts';

/** What came of the last look. */
export interface Checkup {
  /** null where no look came to its end yet. */
  readonly report: DoctorReport | null;
  /** Of the reading of the host that it looked at. */
  readonly revision: number;
  /** Why there is none, or none newer. */
  readonly problem: Message | null;
}

export interface DoctorSlice {
  /** null before the first look. */
  readonly checkup: Checkup | null;
  readonly isLookingOver: boolean;
  /** What was silenced last, while that is told; and whether that was taken back since. */
  readonly hushed: { readonly item: DoctorItem; readonly isBack: boolean } | null;
  /** Has the host that is shown looked over; where that goes on already, once more after it. What goes wrong is kept, not thrown. */
  lookOver(): Promise<void>;
  /** @throws whatever the core refuses it for, for the dialog to show */
  silence(item: DoctorItem, reason: string): Promise<void>;
  /** Has it count again. */
  unsilence(key: string): Promise<void>;
  /** The same for what was silenced last. */
  takeBackSilence(): Promise<void>;
  /** Ends what is told of a silence. */
  forgetHushed(): void;
}

export function createDoctorSlice(
  set: SetPart<DoctorSlice>,
  get: Get<DoctorSlice & ShownHost & Pick<SystemSlice, 'snapshot'>>,
  client: () => Client,
): DoctorSlice {
  let isWantedAgain = false;

  async function lookOnce(): Promise<void> {
    const { host, snapshot, checkup } = get();
    const revision = snapshot?.revision ?? 0;
    const tell = (found: Checkup) => get().host === host && set({ checkup: found });
    try {
      tell({ report: await client().doctor.look({ host }), revision, problem: null });
    } catch (error) {
      tell({
        report: checkup?.report ?? null,
        revision: checkup?.revision ?? 0,
        problem: reportOf(error).message,
      });
    }
  }

  function mark(key: string, silenced: Silenced | null): void {
    const { checkup } = get();
    if (checkup?.report == null) return;
    const items = checkup.report.items.map((one) => (one.key === key ? { ...one, silenced } : one));
    set({ checkup: { ...checkup, report: { ...checkup.report, items } } });
  }

  return {
    checkup: null,
    isLookingOver: false,
    hushed: null,
    async lookOver() {
      isWantedAgain = get().isLookingOver;
      if (isWantedAgain) return;
      set({ isLookingOver: true });
      try {
        do {
          isWantedAgain = false;
          await lookOnce();
        } while (isWantedAgain);
      } finally {
        set({ isLookingOver: false });
      }
    },
    async silence(item, reason) {
      const { host } = get();
      await client().doctor.silence({ host, key: item.key, reason });
      if (get().host !== host) return;
      mark(item.key, { reason: reason.trim(), at: Date.now() });
      set({ hushed: { item, isBack: false } });
    },
    async unsilence(key) {
      const { host } = get();
      await client().doctor.unsilence({ host, key });
      if (get().host === host) mark(key, null);
    },
    async takeBackSilence() {
      const { hushed } = get();
      if (hushed === null || hushed.isBack) return;
      await get().unsilence(hushed.item.key);
      set({ hushed: { ...hushed, isBack: true } });
    },
    forgetHushed: () => set({ hushed: null }),
  };
}
