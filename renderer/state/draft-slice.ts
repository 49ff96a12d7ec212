/** What is switched but not applied, and what applying would do. */

import { EMPTY_REQUEST } from '../../shared/changes/empty-request.ts';
import type { Change, MergeAction } from '../../shared/model/change.ts';
import type { ErrorReport } from '../../shared/model/errors.ts';
import type { Plan, PlanRequest } from '../../shared/model/plan.ts';
import type { Client } from '../bridge.ts';
import { reportOf } from '../report.ts';
import type { ShownHost } from './shown-host.ts';
import type { Get, SetPart } from './slice.ts';

/** A request with the plan that the core made for it. */
export interface Proposal {
  readonly request: PlanRequest;
  readonly plan: Plan | null;
  readonly error: ErrorReport | null;
}

export interface DraftSlice {
  readonly staged: readonly Change[];
  /** What applying the staged changes would do; null while nothing is staged. */
  readonly draft: Proposal | null;
  /** What the review dialog shows; null while it is closed. */
  readonly review: Proposal | null;
  stage(change: Change): Promise<void>;
  unstage(change: Pick<Change, 'class' | 'name'>): Promise<void>;
  discard(): void;
  /** Takes away what was applied; what was switched otherwise since then stays staged. */
  settle(applied: readonly Change[]): Promise<void>;
  /** The draft for what is staged now, once its plan is there. */
  planned(): Promise<Proposal | null>;
  /** Plans the staged changes again, after the host changed. */
  replan(): Promise<void>;
  /** Opens the review of the staged changes, or of one action on everything. */
  openReview(action?: MergeAction, force?: boolean): Promise<void>;
  /** Opens the review of any request. */
  reviewRequest(request: PlanRequest): Promise<void>;
  /** Changes what the open review asks for. */
  amendReview(change: Partial<PlanRequest>): Promise<void>;
  closeReview(): void;
}

const sameName = (a: Pick<Change, 'class' | 'name'>, b: Pick<Change, 'class' | 'name'>) =>
  a.class === b.class && a.name === b.name;

export function requestFor(changes: readonly Change[], action: MergeAction, force = false): PlanRequest {
  return { ...EMPTY_REQUEST, changes: [...changes], action, force };
}

export function createDraftSlice(
  set: SetPart<DraftSlice>,
  get: Get<DraftSlice & ShownHost>,
  client: () => Client,
): DraftSlice {
  async function proposePlan(request: PlanRequest): Promise<Proposal> {
    try {
      return { request, plan: await client().plan.preview({ host: get().host, request }), error: null };
    } catch (error) {
      return { request, plan: null, error: reportOf(error) };
    }
  }
  let planning = Promise.resolve();
  function setStaged(staged: readonly Change[]): Promise<void> {
    planning = planStaged(staged);
    return planning;
  }
  async function planStaged(staged: readonly Change[]): Promise<void> {
    set({ staged });
    if (staged.length === 0) return set({ draft: null });
    const draft = await proposePlan(requestFor(staged, 'auto'));
    // Something else may have been switched meanwhile.
    if (get().staged === staged) set({ draft });
  }
  return {
    staged: [],
    draft: null,
    review: null,
    stage: (change) => setStaged([...get().staged.filter((one) => !sameName(one, change)), change]),
    unstage: (change) => setStaged(get().staged.filter((one) => !sameName(one, change))),
    discard: () => set({ staged: [], draft: null, review: null }),
    settle: (applied) =>
      setStaged(get().staged.filter((one) => !applied.some((done) => sameName(one, done) && one.verb === done.verb))),
    async planned() {
      for (let awaited = null; awaited !== planning; ) {
        awaited = planning;
        await awaited;
      }
      return get().draft;
    },
    async replan() {
      const { staged, review } = get();
      if (staged.length > 0) await setStaged([...staged]);
      if (review !== null) {
        const fresh = await proposePlan(review.request);
        if (get().review === review) set({ review: fresh });
      }
    },
    async openReview(action, force = false) {
      // What is staged is taken along: a merge without it would not be what the list shows.
      const changes = action === 'unmerge' ? [] : get().staged;
      const request = requestFor(changes, action ?? 'auto', force);
      set({ review: await proposePlan(request) });
    },
    async reviewRequest(request) {
      set({ review: await proposePlan(request) });
    },
    async amendReview(change) {
      const { review } = get();
      if (review !== null) set({ review: await proposePlan({ ...review.request, ...change }) });
    },
    closeReview: () => set({ review: null }),
  };
}
