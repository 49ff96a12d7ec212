/** What is being applied, and what the last one came to. */

import { foreignText } from '../../shared/messages/message.ts';
import { say } from '../../shared/messages/say.ts';
import { t } from '../../shared/messages/translate.ts';
import type { Change } from '../../shared/model/change.ts';
import type { ErrorReport } from '../../shared/model/errors.ts';
import type { Operation } from '../../shared/model/operation.ts';
import type { PlanRequest } from '../../shared/model/plan.ts';
import type { Client } from '../bridge.ts';
import { native } from '../native.ts';
import { reportOf } from '../report.ts';
import type { DraftSlice } from './draft-slice.ts';
import type { ShownHost } from './shown-host.ts';
import type { Get, SetPart } from './slice.ts';

/** What holds files until they are installed. */
interface InstallSettler {
  settleInstall(applied: readonly Change[]): void;
}

export interface OperationSlice {
  /** The running operation. */
  readonly operation: Operation | null;
  /** The last one that ended: what Undo takes back. One that failed is forgotten once that was read. */
  readonly ended: Operation | null;
  /** Whether how it ended is still told. */
  readonly isTold: boolean;
  /** The operation that took the last one back. */
  readonly undoing: string | null;
  /** Why the last call did not even start something. */
  readonly problem: ErrorReport | null;
  /** The one that goes back by itself unless it is kept, and when by the clock of this window; null where none does. */
  readonly asked: { readonly host: string; readonly id: string; readonly until: number } | null;
  /** Answers it. */
  answerKeep(keeps: boolean): Promise<void>;
  /** Nobody answered: the host is as it was before. */
  leaveToGoBack(): Promise<void>;
  apply(request: PlanRequest, revision: string, isUndo?: boolean): Promise<void>;
  /** Plans and applies in one go, for the setting that a switch acts at once and for undo. */
  applyNow(request: PlanRequest, isUndo?: boolean): Promise<void>;
  /** Takes back what was just told of at once; what was changed before that, after a review. */
  undo(): Promise<void>;
  cancel(): Promise<void>;
  /** Shows the operation until it ends. @param applied what is no longer staged once it succeeded */
  follow(id: string, applied?: readonly Change[]): Promise<void>;
  /** Shows what goes on at the host, for a window that is new to it: what runs, or the question on what ran last. */
  resume(host: string, operations: readonly Operation[]): Promise<void>;
  dismiss(): void;
  fail(error: unknown): void;
}

const undoObstacle = (isThere: boolean): string =>
  isThere ? t('The last change cannot be undone.') : t('There is nothing to undo.');

/** When it goes back, by the clock of this window; null where nothing is asked. */
const questionOf = (host: string, { id, keepLeft }: Operation): OperationSlice['asked'] =>
  keepLeft == null ? null : { host, id, until: Date.now() + keepLeft };

/** Shorter work ends while the person still looks on. */
const LONG_MS = 5000;

function tellOfLongWork({ status, title, done, outcome, startedAt, finishedAt }: Operation): void {
  if ((finishedAt ?? startedAt) - startedAt < LONG_MS) return;
  const succeeded = status === 'succeeded';
  native?.notify(succeeded ? t('Done') : t('It did not work'), say((succeeded ? done : outcome) ?? title));
}

export function createOperationSlice(
  set: SetPart<OperationSlice>,
  get: Get<OperationSlice & DraftSlice & InstallSettler & ShownHost>,
  client: () => Client,
): OperationSlice {
  const failWith = (error: unknown) => set({ problem: reportOf(error) });
  /** What is followed already, and what of it is no longer staged once it succeeded. */
  const followed = new Map<string, { readonly applied: Change[]; readonly done: Promise<void> }>();

  async function mirrorOperation(id: string, applied: readonly Change[]): Promise<void> {
    const { host } = get();
    const stream = await client().operations.watch({ host, id });
    for await (const operation of stream) {
      // Somebody looks at another host, where this one is not shown.
      if (get().host !== host) return;
      if (operation.status === 'running') {
        set({ operation });
        continue;
      }
      set({ operation: null, ended: operation, isTold: true, asked: questionOf(host, operation) });
      tellOfLongWork(operation);
      // A change that failed stays staged, so that nothing a person chose is lost.
      if (operation.status === 'succeeded') {
        get().settleInstall(applied);
        await get().settle(applied);
      } else await get().replan();
    }
  }

  return {
    operation: null,
    ended: null,
    isTold: true,
    undoing: null,
    problem: null,
    asked: null,
    async answerKeep(keeps) {
      const { asked } = get();
      if (asked === null) return;
      try {
        const ended = await client().operations.decide({ host: asked.host, id: asked.id, keeps });
        set({ asked: null, ended: keeps ? ended : null });
      } catch (error) {
        set({ asked: null, ended: null });
        failWith(error);
      }
      await get().replan();
    },
    async leaveToGoBack() {
      set({ asked: null, ended: null });
      await client().system.reload({ host: get().host });
      await get().replan();
    },
    async apply(request, revision, isUndo = false) {
      set({ problem: null, ended: null });
      try {
        const { operation } = await client().plan.apply({ host: get().host, request, revision, asks: !isUndo });
        get().closeReview();
        set({ undoing: isUndo ? operation : null });
        await get().follow(operation, request.changes);
      } catch (error) {
        failWith(error);
        await get().replan();
      }
    },
    async applyNow(request, isUndo = false) {
      try {
        const plan = await client().plan.preview({ host: get().host, request });
        await get().apply(request, plan.revision, isUndo);
      } catch (error) {
        failWith(error);
      }
    },
    async undo() {
      const { ended, host } = get();
      if (ended?.undo) return get().applyNow(ended.undo, true);
      try {
        // What was told of it is gone by now: it is shown again before it is taken back.
        const { entries } = await client().history.list({ host });
        const last = entries.find(({ status }) => status !== 'failed' && status !== 'running');
        if (last?.undo) await get().reviewRequest(last.undo);
        else failWith({ data: { code: 'not-found', message: foreignText(undoObstacle(last !== undefined)) } });
      } catch (error) {
        failWith(error);
      }
    },
    async cancel() {
      const { operation } = get();
      if (operation !== null) await client().operations.cancel({ host: get().host, id: operation.id });
    },
    follow(id, applied = []) {
      const before = followed.get(id);
      if (before !== undefined) {
        before.applied.push(...applied);
        return before.done;
      }
      const mine = [...applied];
      const done = mirrorOperation(id, mine).finally(() => followed.delete(id));
      followed.set(id, { applied: mine, done });
      return done;
    },
    async resume(host, operations) {
      const running = operations.find(({ status }) => status === 'running');
      if (running !== undefined) return get().follow(running.id);
      const waiting = operations.find(({ keepLeft }) => (keepLeft ?? 0) > 0);
      if (waiting !== undefined) set({ ended: waiting, isTold: true, asked: questionOf(host, waiting) });
    },
    dismiss: () => set({ isTold: false, problem: null, ...(get().ended?.error == null ? {} : { ended: null }) }),
    fail: failWith,
  };
}
