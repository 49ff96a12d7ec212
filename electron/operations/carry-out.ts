/**
 * Carries plans out. An operation is a job of kind `apply` with its steps: it is carried out to its end whoever looks on,
 * and every door sees the same one.
 */
import { keepStep, TRIAL_SECONDS } from '../../shared/changes/keep.ts';
import { isMergeStep, laysOver } from '../../shared/changes/merge.ts';
import { bringsUnseen } from '../../shared/changes/steps.ts';
import { wholeText } from '../../shared/diagnosis/whole-text.ts';
import { englishOf, joinTexts, type Message, messageOf } from '../../shared/messages/message.ts';
import { type ErrorReport, VeneerError } from '../../shared/model/errors.ts';
import type { Job } from '../../shared/model/job.ts';
import type { Operation } from '../../shared/model/operation.ts';
import type { Plan, PlanRequest, Step } from '../../shared/model/plan.ts';
import type { JobRunner } from '../jobs/job-runner.ts';
import type { JobHandle } from '../jobs/order.ts';
import { correctUpdates, takeBack } from './going-back.ts';
import type { Operations, Order } from './operations.ts';
import { verifyOutcome } from './verify.ts';

/** What an operation has beside its job. */
interface Details {
  readonly words: Pick<Plan['words'], 'done' | 'effects'>;
  readonly steps: Operation['steps'];
  readonly undo: PlanRequest | null;
  readonly keepUntil: number | null;
}

/** A little less than the helper waits, which began before we heard of it. */
const ASKED_MS = (TRIAL_SECONDS - 2) * 1000;

/** @param host the id of the host that is changed */
export function createOperations(jobs: JobRunner, host: string): Operations {
  const details = new Map<string, Details>();

  const viewOf = (job: Job): Operation => {
    const {
      steps = [],
      undo = null,
      keepUntil = null,
      words = { done: job.title, effects: [] },
    } = details.get(job.id) ?? {};
    const { done, effects } = words;
    const { id, title, startedAt, endedAt: finishedAt, error } = job;
    const status = endOf(job) ?? 'running';
    const outcome = status === 'running' ? null : (job.result ?? error?.message ?? null);
    const keepLeft = keepUntil === null ? null : Math.max(0, keepUntil - Date.now());
    const ended = { outcome, error, undo, keepUntil, keepLeft };
    return { id, title, done, effects, status, steps, startedAt, finishedAt, ...ended };
  };
  const operationOf = (id: string): Operation => {
    const job = jobs.find(id);
    if (job !== null && details.has(id)) return viewOf(job);
    throw new VeneerError('not-found', messageOf('change.that-operation-is-not-known-any'));
  };
  const detailsOf = (id: string): Details => {
    const known = details.get(id);
    if (known === undefined) throw new Error(`nothing is known of ${id}`);
    return known;
  };
  const setSteps = ({ id, tell }: JobHandle, steps: Operation['steps']) => {
    const before = details.get(id)?.steps ?? [];
    details.set(id, { ...detailsOf(id), steps });
    const isSame = steps.length === before.length && before.every(({ status }, at) => status === steps[at]?.status);
    tell({ progress: partDone(steps) }, isSame ? 'soon' : 'at once');
  };
  const setStep = (handle: JobHandle, at: number, change: Partial<Operation['steps'][number]>) =>
    setSteps(
      handle,
      operationOf(handle.id).steps.map((step, index) => (index === at ? { ...step, ...change } : step)),
    );

  async function carryOut(handle: JobHandle, order: Order): Promise<void> {
    const { id } = handle;
    details.set(id, { words: order.plan.words, steps: [], undo: null, keepUntil: null });
    setSteps(
      handle,
      order.plan.steps.map(({ sentence }) => ({ sentence, status: 'waiting', progress: null })),
    );
    order.onBegin(operationOf(id));
    const steps = [...order.plan.steps];
    let failure: ErrorReport | null = null;
    let misfit: ErrorReport | null = null;
    let done = 0;
    let failed: Step | null = null;
    const said: string[] = [];
    const insertSteps = (at: number, added: readonly Step[]) => {
      steps.splice(at, 0, ...added);
      const shown = added.map(({ sentence }) => ({ sentence, status: 'waiting' as const, progress: null }));
      setSteps(handle, operationOf(id).steps.toSpliced(at, 0, ...shown));
    };
    // A first step that fails begins no trial.
    const isTried = (at: number) => order.isOnTrial === true && (at === 0 || detailsOf(id).keepUntil !== null);
    const askUntil = () => details.set(id, { ...detailsOf(id), keepUntil: Date.now() + ASKED_MS });
    const runStep = async (at: number): Promise<ErrorReport | null> => {
      setStep(handle, at, { status: 'running' });
      try {
        const planned = steps[at] as Step;
        const step = isTried(at) ? { ...planned, trial: { begins: at === 0 } } : planned;
        const onProgress = (copied: number, total: number) =>
          setStep(handle, at, { progress: copied / Math.max(1, total) });
        const sentences = await order.executor.run(step, onProgress, steps);
        if (isMergeStep(step)) said.push(...sentences.map(englishOf));
        setStep(handle, at, { status: 'done', progress: null });
        if (isTried(at)) askUntil();
        return null;
      } catch (error) {
        setStep(handle, at, { status: 'failed' });
        if (at > 0 && isTried(at)) askUntil();
        failed ??= steps[at] ?? null;
        return reportOf(error);
      }
    };
    for (let at = 0; at < steps.length && failure === null; at++) {
      failure = handle.signal.aborted
        ? new VeneerError('cancelled', messageOf('change.you-stopped-it')).report()
        : await runStep(at);
      if (failure === null) done++;
      const [step, next] = steps.slice(at, at + 2);
      if (failure !== null || step === undefined || !bringsUnseen(step)) continue;
      // One look for all that come together.
      if (next !== undefined && bringsUnseen(next)) continue;
      try {
        const correction = await correctUpdates(order, steps.slice(0, done));
        if (correction !== null) insertSteps(at + 1, correction.steps);
        misfit = correction?.error ?? misfit;
      } catch (error) {
        failure = reportOf(error);
      }
    }
    for (const [at, step] of operationOf(id).steps.entries())
      if (step.status === 'waiting') setStep(handle, at, { status: 'skipped' });
    const ended = { ...order, plan: { ...order.plan, steps } };
    const takenBack =
      failure === null || failed === null || !laysOver(failed)
        ? null
        : await takeBack(order, steps.slice(0, done), failure, (step) => {
            insertSteps(operationOf(id).steps.length, [step]);
            return runStep(operationOf(id).steps.length - 1);
          });
    if (takenBack?.isAll === true && detailsOf(id).keepUntil !== null) await keepAsItIs(order, id);
    if (takenBack === null) return endOperation(handle, ended, failure ?? misfit, done, said);
    const left = order.undo?.changes.filter((one) => !takenBack.names.has(`${one.class}/${one.name}`)) ?? [];
    const undo = order.undo === null || left.length === 0 ? null : { ...order.undo, changes: left };
    // The steps that took it back are not among those that are missing.
    const plan = { ...order.plan, steps: steps.slice(0, order.plan.steps.length) };
    await endOperation(handle, { ...order, plan, undo }, takenBack.failure, takenBack.isAll ? 0 : done, said);
  }

  /** All is as it was before: there is nothing to ask. Where that cannot be said, the helper goes back to the same. */
  async function keepAsItIs({ executor }: Order, id: string): Promise<void> {
    details.set(id, { ...detailsOf(id), keepUntil: null });
    const step = keepStep(true);
    await executor.run(step, () => {}, [step]).catch(() => {});
  }

  /** @throws {VeneerError} why not all of it was done */
  async function endOperation(
    { id, tell }: JobHandle,
    { plan, undo, read, onEnd }: Order,
    failure: ErrorReport | null,
    done: number,
    said: readonly string[],
  ) {
    const happened = plan.steps.slice(0, done).map(({ sentence }) => sentence);
    const missing = plan.steps.slice(done).map(({ sentence }) => sentence);
    let error = failure;
    if (error === null) {
      try {
        error = verifyOutcome(await read(), plan, said)?.report() ?? null;
      } catch (unreadable) {
        error = reportOf(unreadable);
      }
    }
    const finishWith = (status: Operation['status'], outcome: Message) => {
      const { steps } = operationOf(id);
      details.set(id, { ...detailsOf(id), steps, undo: error === null || done > 0 ? undo : null });
      try {
        onEnd({ ...operationOf(id), status, finishedAt: Date.now(), error, outcome });
      } catch {
        // Who is told has said what went wrong there; the change itself is done.
      }
      tell({ result: outcome });
    };
    if (error === null) return finishWith('succeeded', messageOf('change.done'));
    const outcome =
      done === 0
        ? error.message
        : missing.length === 0
          ? messageOf('change.done-before-that', { reason: error.message, done: joinTexts(happened, '; ') })
          : messageOf('change.done-before-that-not-done', {
              reason: error.message,
              done: joinTexts(happened, '; '),
              left: joinTexts(missing, '; '),
            });
    finishWith(error.code === 'cancelled' ? 'cancelled' : 'failed', outcome);
    throw VeneerError.of(error);
  }

  return {
    start(order) {
      const { plan } = order;
      refuseBlocked(plan);
      for (const id of details.keys()) if (jobs.find(id) === null) details.delete(id);
      const busy = new VeneerError('busy', messageOf('change.another-change-is-still-running'), {
        nextStep: messageOf('common.wait-until-it-has-ended'),
      });
      const run = async (handle: JobHandle) => {
        try {
          await carryOut(handle, order);
        } catch (error) {
          throw VeneerError.of(reportOf(error));
        }
      };
      return viewOf(jobs.start({ kind: 'apply', host, title: plan.words.title, key: `apply ${host}`, run }, busy));
    },
    get: operationOf,
    decided(id, kept) {
      const known = detailsOf(id);
      details.set(id, { ...known, keepUntil: null, undo: kept ? known.undo : null });
      return operationOf(id);
    },
    async *watch(id, signal) {
      operationOf(id);
      for await (const job of jobs.follow(id, signal)) yield viewOf(job);
    },
    async ended(id) {
      for await (const { state } of jobs.follow(id, undefined)) if (state !== 'running') return;
    },
    cancel: (id) => operationOf(id).status === 'running' && jobs.cancel(id),
    list: () =>
      jobs
        .list()
        .filter(({ id }) => details.has(id))
        .map(viewOf)
        .reverse(),
  };
}

/** How a job ended; null while it goes on. */
const endOf = ({ state }: Job) => (state === 'succeeded' || state === 'failed' || state === 'cancelled' ? state : null);

/** From 0 to 1, a step that tells how far it is counting by its part. */
function partDone(steps: Operation['steps']): number {
  const parts = steps.map(({ status, progress }) => (status === 'done' ? 1 : (progress ?? 0)));
  return parts.reduce((sum, part) => sum + part, 0) / Math.max(1, steps.length);
}

function refuseBlocked({ blockers, movesAside, request }: Plan): void {
  const [blocker] = blockers;
  if (blocker !== undefined) {
    const { message, reason, nextStep } = blocker;
    throw new VeneerError(
      'blocks-merge',
      wholeText({ message, reason, nextStep: null }),
      nextStep === null ? {} : { nextStep },
    );
  }
  if (movesAside.length > 0 && !request.allowMovingAside) {
    throw new VeneerError(
      'confirmation-needed',
      messageOf('change.to-disable-it-has-to-be', { paths: movesAside.join(', ') }),
      {
        nextStep: messageOf('common.agree-to-moving-it-aside-it'),
      },
    );
  }
}

/** The report of whatever was thrown; what nobody expected is `internal`, its text kept as detail. */
function reportOf(error: unknown): ErrorReport {
  if (error instanceof VeneerError) return error.report();
  return new VeneerError('internal', messageOf('change.veneer-stopped-on-error-that-it'), {
    nextStep: messageOf('common.read-host-again-to-see-what'),
    detail: String(error),
  }).report();
}
