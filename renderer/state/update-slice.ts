/** The mirror of what is newer than what is installed, and having it. */

import { EMPTY_REQUEST } from '../../shared/changes/empty-request.ts';
import { updateKey } from '../../shared/changes/updatable.ts';
import { messageOf } from '../../shared/messages/message.ts';
import { say } from '../../shared/messages/say.ts';
import type { Change } from '../../shared/model/change.ts';
import type { PlanRequest } from '../../shared/model/plan.ts';
import type { UpdateItem, UpdateState } from '../../shared/model/update.ts';
import type { Client } from '../bridge.ts';
import { native } from '../native.ts';
import type { DraftSlice } from './draft-slice.ts';
import type { OperationSlice } from './operation-slice.ts';
import type { ShownHost } from './shown-host.ts';
import type { Get, SetPart } from './slice.ts';

export interface UpdateSlice {
  /** null until the core was asked. */
  readonly updates: UpdateState | null;
  /** Updates that are applied once their downloads are whole. */
  readonly updating: readonly UpdateItem[];
  /** Mirrors what is new on the host that is shown. @param signal ends it */
  watchUpdates(signal: AbortSignal): Promise<void>;
  checkUpdates(): Promise<void>;
  /**
   * Has what is new: downloads what has to be, then asks once for all. What cannot be downloaded is told, and the rest had.
   *
   * @param from the remote that the person named, instead of where each came from
   */
  update(items: readonly UpdateItem[], from?: string): Promise<void>;
  /** Downloads one update and installs nothing, so that it can be looked into. */
  downloadUpdate(item: UpdateItem): Promise<void>;
  /** Plans a decision on the versions of a name, and asks for it. */
  decide(change: Change): Promise<void>;
}

export function createUpdateSlice(
  set: SetPart<UpdateSlice>,
  get: Get<UpdateSlice & OperationSlice & DraftSlice & ShownHost>,
  client: () => Client,
): UpdateSlice {
  /** Somebody who looks at something else hears once of each version, and of none that was there when the window came. */
  async function tellOfNew(host: string, isFirst: boolean): Promise<void> {
    if (native === null) return;
    const notices = await client().updates.takeNotices({ host });
    if (isFirst) return;
    for (const { title, lines } of notices) native.notify(say(title), lines.map(say).join(', '));
  }

  async function applyUpdates(items: readonly UpdateItem[], from: string | null): Promise<void> {
    const { request, misfits } = await client().updates.request({ host: get().host, keys: items.map(updateKey), from });
    if (request.changes.length > 0) await applyFitting(request);
    if (misfits.length === 0) return;
    // What does not fit is shown with the reason, and waits for a word of the person.
    const changes = misfits.map(({ change }) => change);
    await get().reviewRequest({ ...request, changes, classes: [...new Set(changes.map((one) => one.class))] });
  }

  async function applyFitting(request: PlanRequest): Promise<void> {
    const { revision, blockers, movesAside } = await client().plan.preview({ host: get().host, request });
    if (blockers.length + movesAside.length > 0) await get().reviewRequest(request);
    else await get().apply(request, revision);
  }

  return {
    updates: null,
    updating: [],
    async watchUpdates(signal) {
      const { host } = get();
      for await (const updates of await client().updates.watch({ host }, { signal })) {
        if (signal.aborted) return;
        const isFirst = get().updates === null;
        set({ updates });
        // Who cannot be told by the desktop sees it in the window.
        tellOfNew(host, isFirst).catch(() => {});
      }
    },
    async checkUpdates() {
      try {
        await client().updates.check({ host: get().host });
      } catch (error) {
        get().fail(error);
      }
    },
    async update(items, from) {
      if (items.length === 0 || get().updating.length > 0) return;
      set({ updating: items });
      try {
        const ids = await client().updates.download({
          host: get().host,
          keys: items.map(updateKey),
          from: from ?? null,
        });
        const settled = await client().downloads.settled({ ids: [...ids] });
        const failed = settled.filter(({ error }) => error !== null);
        const whole = items.filter((item) => !failed.some((one) => one.name === item.name && one.class === item.class));
        if (whole.length > 0) await applyUpdates(whole, from ?? null);
        for (const { name, error } of failed) {
          if (error !== null)
            get().fail({
              data: { ...error, message: messageOf('update.is-not-updated', { name, reason: error.message }) },
            });
        }
      } catch (error) {
        get().fail(error);
      } finally {
        set({ updating: [] });
      }
    },
    async downloadUpdate(item) {
      try {
        await client().updates.download({ host: get().host, keys: [updateKey(item)], from: null });
      } catch (error) {
        get().fail(error);
      }
    },
    async decide(change) {
      await get().applyNow({ ...EMPTY_REQUEST, changes: [change], classes: [change.class], action: 'none' });
    },
  };
}
