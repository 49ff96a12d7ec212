/**
 * Operations belong to the core: a plan that was started is carried out to its end whoever looks on, and every door
 * sees the same operation.
 */
import { randomUUID } from 'node:crypto';
import { EventEmitter } from 'node:events';
import { type ErrorReport, VeneerError } from '../../shared/model/errors.ts';
import type { Operation } from '../../shared/model/operation.ts';
import type { Plan, PlanRequest, Step } from '../../shared/model/plan.ts';
import type { Executor } from './executors/executor.ts';
import { correctUpdates, isMergeStep, type Job, takeBack } from './going-back.ts';
import { verifyOutcome } from './verify.ts';

const KEPT = 20;

/** A plan and what is needed to carry it out. */
export interface Order extends Job {
  readonly executor: Executor;
  /** The request that takes the plan back; null where nothing can. */
  readonly undo: PlanRequest | null;
  /** Told once before its first step. */
  onBegin(operation: Operation): void;
  /** Told once of how it ended, before anybody who watches. */
  onEnd(operation: Operation): void;
}

export interface Operations {
  /**
   * Starts carrying out a plan.
   * @throws {VeneerError} `busy` while another one runs, `blocks-merge` or `confirmation-needed` where the plan says so
   */
  start(order: Order): Operation;
  /** @throws {VeneerError} `not-found` */
  get(id: string): Operation;
  /** The operation now and after every change, until it ended. */
  watch(id: string, signal: AbortSignal | undefined): AsyncGenerator<Operation>;
  /** Asks the operation to stop before its next step. @returns whether it still ran */
  cancel(id: string): boolean;
  /** Resolves once none is running. */
  idle(): Promise<void>;
  list(): readonly Operation[];
}

export function createOperations(): Operations {
  const operations = new Map<string, Operation>();
  const cancelled = new Set<string>();
  const events = new EventEmitter().setMaxListeners(0);

  const update = (id: string, change: Partial<Operation>) => {
    const next = { ...get(id), ...change };
    operations.set(id, next);
    events.emit(id, next);
    return next;
  };
  const get = (id: string) => {
    const found = operations.get(id);
    if (found === undefined) throw new VeneerError('not-found', 'That operation is not known any more.');
    return found;
  };
  /** Of those that ended; a long one that is running still is not to be lost. */
  const forgetOldest = () => {
    const ended = [...operations.values()].filter(({ status }) => status !== 'running');
    for (const { id } of ended.slice(0, Math.max(0, operations.size - KEPT))) operations.delete(id);
  };
  const setStep = (id: string, at: number, change: Partial<Operation['steps'][number]>) =>
    update(id, { steps: get(id).steps.map((step, index) => (index === at ? { ...step, ...change } : step)) });

  async function carryOut(id: string, order: Order): Promise<void> {
    const steps = [...order.plan.steps];
    let failure: ErrorReport | null = null;
    let misfit: ErrorReport | null = null;
    let done = 0;
    let failed: Step | null = null;
    const said: string[] = [];
    const insert = (at: number, added: readonly Step[]) => {
      steps.splice(at, 0, ...added);
      const shown = added.map(({ sentence }) => ({ sentence, status: 'waiting' as const, progress: null }));
      update(id, { steps: get(id).steps.toSpliced(at, 0, ...shown) });
    };
    const run = async (at: number): Promise<ErrorReport | null> => {
      setStep(id, at, { status: 'running' });
      try {
        const step = steps[at] as Step;
        const onProgress = (copied: number, total: number) =>
          setStep(id, at, { progress: copied / Math.max(1, total) });
        const sentences = await order.executor.run(step, onProgress, steps);
        if (step.verb === 'merge' || step.verb === 'unmerge' || step.verb === 'refresh') said.push(...sentences);
        setStep(id, at, { status: 'done', progress: null });
        return null;
      } catch (error) {
        setStep(id, at, { status: 'failed' });
        failed ??= steps[at] ?? null;
        return reportOf(error);
      }
    };
    for (let at = 0; at < steps.length && failure === null; at++) {
      failure = cancelled.has(id) ? new VeneerError('cancelled', 'You stopped it.').report() : await run(at);
      if (failure === null) done++;
      if (failure !== null || steps[at]?.verb !== 'update' || steps[at + 1]?.verb === 'update') continue;
      try {
        const correction = await correctUpdates(order, steps.slice(0, done));
        if (correction !== null) insert(at + 1, correction.steps);
        misfit = correction?.error ?? misfit;
      } catch (error) {
        failure = reportOf(error);
      }
    }
    for (const [at, step] of get(id).steps.entries())
      if (step.status === 'waiting') setStep(id, at, { status: 'skipped' });
    const ended = { ...order, plan: { ...order.plan, steps } };
    const takenBack =
      failure === null || failed === null || !isMergeStep(failed)
        ? null
        : await takeBack(order, steps.slice(0, done), failure, (step) => {
            insert(get(id).steps.length, [step]);
            return run(get(id).steps.length - 1);
          });
    if (takenBack === null) return end(id, ended, failure ?? misfit, done, said);
    const left = order.undo?.changes.filter((one) => !takenBack.names.has(`${one.class}/${one.name}`)) ?? [];
    const undo = order.undo === null || left.length === 0 ? null : { ...order.undo, changes: left };
    // The steps that took it back are not among those that are missing.
    const plan = { ...order.plan, steps: steps.slice(0, order.plan.steps.length) };
    await end(id, { ...order, plan, undo }, takenBack.failure, takenBack.isAll ? 0 : done, said);
  }

  async function end(
    id: string,
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
    const finish = (change: Partial<Operation>) => {
      const ended = { ...get(id), finishedAt: Date.now(), error, ...change };
      try {
        onEnd(ended);
      } catch {
        // Who is told has said what went wrong there; the change itself is done.
      }
      update(id, ended);
    };
    if (error === null) {
      finish({ status: 'succeeded', outcome: 'Done.', undo });
    } else {
      const status = error.code === 'cancelled' ? 'cancelled' : 'failed';
      const outcome =
        done === 0
          ? error.message
          : `${error.message} Done before that: ${happened.join('; ')}.${missing.length > 0 ? ` Not done: ${missing.join('; ')}.` : ''}`;
      finish({ status, outcome, undo: done > 0 ? undo : null });
    }
    cancelled.delete(id);
  }

  return {
    start(order) {
      const { plan } = order;
      if ([...operations.values()].some(({ status }) => status === 'running')) {
        throw new VeneerError('busy', 'Another change is still running.', { nextStep: 'Wait until it has ended.' });
      }
      refuseBlocked(plan);
      const operation: Operation = {
        id: randomUUID(),
        title: plan.summary,
        status: 'running',
        steps: plan.steps.map(({ sentence }) => ({ sentence, status: 'waiting', progress: null })),
        startedAt: Date.now(),
        finishedAt: null,
        outcome: null,
        error: null,
        undo: null,
      };
      order.onBegin(operation);
      operations.set(operation.id, operation);
      forgetOldest();
      carryOut(operation.id, order).catch((error: unknown) => {
        // Nothing of ours throws there; were it so, the next change must not be refused for ever.
        const report = reportOf(error);
        update(operation.id, { status: 'failed', finishedAt: Date.now(), outcome: report.message, error: report });
      });
      return operation;
    },
    get,
    async *watch(id, signal) {
      let wake = () => {};
      let latest: Operation | null = get(id);
      const take = (operation: Operation) => {
        latest = operation;
        wake();
      };
      const stop = () => wake();
      events.on(id, take);
      signal?.addEventListener('abort', stop);
      try {
        while (signal?.aborted !== true) {
          if (latest === null) {
            await new Promise<void>((settle) => {
              wake = settle;
            });
            continue;
          }
          const next: Operation = latest;
          latest = null;
          yield next;
          if (next.status !== 'running') return;
        }
      } finally {
        events.off(id, take);
        signal?.removeEventListener('abort', stop);
      }
    },
    cancel(id) {
      const running = get(id).status === 'running';
      if (running) cancelled.add(id);
      return running;
    },
    async idle() {
      for (;;) {
        const running = [...operations.values()].find(({ status }) => status === 'running');
        if (running === undefined) return;
        await new Promise<void>((settle) => events.once(running.id, () => settle()));
      }
    },
    list: () => [...operations.values()].reverse(),
  };
}

function refuseBlocked({ blockers, setsAside, request }: Plan): void {
  const [blocker] = blockers;
  if (blocker !== undefined) {
    throw new VeneerError('blocks-merge', blocker.message, { nextStep: blocker.nextStep });
  }
  if (setsAside.length > 0 && !request.allowSetAside) {
    throw new VeneerError('confirmation-needed', `To disable it, ${setsAside.join(', ')} has to be moved aside.`, {
      nextStep: 'Agree to moving it aside; it is kept and can be put back by enabling it.',
    });
  }
}

/** The report of whatever was thrown; what nobody expected is `internal`, its text kept as detail. */
function reportOf(error: unknown): ErrorReport {
  if (error instanceof VeneerError) return error.report();
  return new VeneerError('internal', 'Veneer stopped on an error that it did not expect.', {
    nextStep: 'Read the host again to see what is done. Please report this.',
    detail: String(error),
  }).report();
}
