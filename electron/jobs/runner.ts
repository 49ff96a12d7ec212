/**
 * The one runner of everything that takes long. It knows of each job what state it is in, which may run beside which, and
 * whom to tell; what is done in it, and what is known of it beside that, is the matter of the room that ordered it.
 */

import { randomUUID } from 'node:crypto';
import { messageOf } from '../../shared/messages/message.ts';
import { reportOf, VeneerError } from '../../shared/model/errors.ts';
import type { Job, JobKind, JobState } from '../../shared/model/job.ts';
import { createObservable } from '../host/observable.ts';
import type { JobRunner } from './job-runner.ts';
import { nextInLanes } from './lanes.ts';
import type { JobHandle, JobNews, JobOrder } from './order.ts';

/** Of the jobs of a kind that ended, the newest are known. */
const KNOWN_OF_A_KIND = 20;

/** More often than ten times a second nobody is told of progress alone; a change of state is told at once. */
const TELL_EVERY_MS = 100;

const OVER: ReadonlySet<JobState> = new Set(['succeeded', 'failed', 'cancelled']);
const GOES_ON: ReadonlySet<JobState> = new Set(['waiting', 'running', 'retrying']);

interface Entry {
  job: Job;
  readonly order: JobOrder<unknown>;
  readonly done: Promise<unknown>;
  settle(result: unknown): void;
  fail(error: unknown): void;
  /** While something of it runs. */
  stop: AbortController | null;
  /** How many wait for it; who started it counts, and stays. */
  waiting: number;
  version: number;
}

/** @param say is told of what a room throws that is told of a change */
export function createJobs(say: (problem: Error) => void = () => {}): JobRunner {
  const entries = new Map<string, Entry>();
  const versions = new Map<JobKind, number>();
  let toldAt = 0;
  let later: NodeJS.Timeout | null = null;
  let isClosed = false;

  const listJobs = () => [...entries.values()].map(({ job }) => job);
  const latest = createObservable(listJobs);
  const goingOn = (...kinds: JobKind[]) =>
    listJobs().filter(({ kind, state }) => GOES_ON.has(state) && (kinds.length === 0 || kinds.includes(kind)));

  const tellAll = () => {
    if (later !== null) clearTimeout(later);
    later = null;
    toldAt = performance.now();
    latest.changed();
  };
  const countChange = ({ kind }: Job, isSmall: boolean) => {
    versions.set(kind, (versions.get(kind) ?? 0) + 1);
    const wait = toldAt + TELL_EVERY_MS - performance.now();
    if (isSmall && wait > 0) later ??= setTimeout(tellAll, wait).unref();
    else tellAll();
  };

  function runGuarded(work: () => void): void {
    try {
      work();
    } catch (error) {
      say(error instanceof Error ? error : new Error(String(error)));
    }
  }

  function updateJob(entry: Entry, change: Partial<Job>, isSmall = false): void {
    const before = entry.job.state;
    entry.job = { ...entry.job, ...change };
    entry.version++;
    if (entry.job.state !== before) runGuarded(() => entry.order.changed?.(entry.job));
    countChange(entry.job, isSmall && entry.job.state === before);
  }

  const canCancel = (entry: Entry) => entry.order.keeping !== undefined || entry.stop?.signal.aborted !== true;

  function endJob(entry: Entry, state: JobState, change: Partial<Job>): void {
    updateJob(entry, {
      ...change,
      state,
      speed: null,
      endedAt: Date.now(),
      canCancel: entry.order.keeping !== undefined,
    });
  }

  function addEntry(order: JobOrder<unknown>): Entry {
    const { id = randomUUID(), kind, host, title, keeping } = order;
    const state = keeping?.state ?? 'waiting';
    const [startedAt, endedAt] = [Date.now(), OVER.has(state) ? Date.now() : null];
    const job: Job = {
      ...{ id, kind, host, title, state, startedAt, endedAt },
      ...{ progress: null, speed: null, error: null, canCancel: true, result: keeping?.result ?? null },
    };
    let settle: Entry['settle'] = () => {};
    let fail: Entry['fail'] = () => {};
    const done = new Promise<unknown>((resolve, reject) => {
      settle = resolve;
      fail = reject;
    });
    // Nobody has to wait for it: what it failed on is known of the job.
    done.catch(() => {});
    const entry: Entry = { job, order, done, settle, fail, stop: null, waiting: 0, version: 0 };
    entries.set(id, entry);
    forgetOldest(kind);
    countChange(job, false);
    return entry;
  }

  function forgetOldest(kind: JobKind): void {
    const ofKind = [...entries.values()].filter(({ job, order }) => job.kind === kind && order.keeping === undefined);
    const ended = ofKind.filter(({ job, stop }) => OVER.has(job.state) && stop === null);
    for (const { job } of ended.slice(0, Math.max(0, ofKind.length - KNOWN_OF_A_KIND))) entries.delete(job.id);
  }

  function beginJob(entry: Entry): void {
    if (isClosed || entry.job.state !== 'waiting') return;
    // What comes together is looked at together, so that each gets its turn.
    if (entry.order.lane !== undefined) queueMicrotask(startWaiting);
    else runJob(entry);
  }

  function startWaiting(): void {
    for (let next = nextInLanes([...entries.values()]); next !== null && !isClosed; ) {
      runJob(next);
      next = nextInLanes([...entries.values()]);
    }
  }

  function runJob(entry: Entry): void {
    const stop = new AbortController();
    entry.stop = stop;
    updateJob(entry, { state: 'running', progress: null, speed: null, error: null, endedAt: null });
    const tellNews = (news: JobNews, pace: 'at once' | 'soon' = 'at once') => {
      if (entry.stop !== stop || (entry.order.keeping !== undefined && stop.signal.aborted)) return;
      updateJob(entry, news, pace === 'soon');
    };
    const afterJob = () => {
      if (entries.get(entry.job.id) !== entry) runGuarded(() => entry.order.keeping?.forgotten());
      startWaiting();
    };
    workOn(entry, { id: entry.job.id, signal: stop.signal, tell: tellNews }).then(afterJob, afterJob);
  }

  async function workOn(entry: Entry, handle: JobHandle): Promise<void> {
    try {
      const result = await entry.order.run(handle);
      entry.stop = null;
      if (!hasEnded(entry) && entries.has(entry.job.id)) endJob(entry, 'succeeded', { error: null, progress: null });
      entry.settle(result);
    } catch (thrown) {
      entry.stop = null;
      const isStopped = handle.signal.aborted && !(thrown instanceof VeneerError);
      const error = isStopped ? stoppedError() : thrown;
      const report = reportOf(error);
      if (!hasEnded(entry) && !standsAsItIs(entry))
        endJob(entry, report.code === 'cancelled' ? 'cancelled' : 'failed', { error: report, progress: null });
      entry.fail(error);
    }
  }

  const hasEnded = ({ job }: Entry) => OVER.has(job.state);

  /** Who paused or forgot what is kept, or ends Veneer, has said already how it stands. */
  function standsAsItIs({ job, order }: Entry): boolean {
    if (order.keeping === undefined) return false;
    return isClosed || !entries.has(job.id) || job.state === 'waiting' || job.state === 'paused';
  }

  function abortJob(entry: Entry): void {
    if (entry.stop === null) {
      endJob(entry, 'cancelled', { error: stoppedError().report() });
      entry.fail(stoppedError());
    } else if (!entry.stop.signal.aborted) {
      entry.stop.abort();
      updateJob(entry, { canCancel: canCancel(entry) });
    }
  }

  function forgetJob(entry: Entry): void {
    entries.delete(entry.job.id);
    // What still runs of it is let end first.
    if (entry.stop === null) runGuarded(() => entry.order.keeping?.forgotten());
    else entry.stop.abort();
    countChange(entry.job, false);
    startWaiting();
  }

  const takenBy = (key: string | undefined) =>
    key === undefined
      ? undefined
      : [...entries.values()].find(({ order, job }) => order.key === key && GOES_ON.has(job.state));

  function keptEntry(id: string): Entry | null {
    const entry = entries.get(id);
    return entry?.order.keeping === undefined ? null : entry;
  }

  /** Who goes stops waiting; the last one stops the job. */
  async function waitFor(entry: Entry, signal: AbortSignal | null): Promise<unknown> {
    let leave = () => {};
    const left = new Promise<never>((_settle, fail) => {
      leave = () => fail(stoppedError());
    });
    // It may come after what is waited for.
    left.catch(() => {});
    entry.waiting++;
    signal?.addEventListener('abort', leave, { once: true });
    if (signal?.aborted === true) leave();
    try {
      return await Promise.race([entry.done, left]);
    } finally {
      signal?.removeEventListener('abort', leave);
      if (--entry.waiting === 0 && GOES_ON.has(entry.job.state)) {
        entry.stop?.abort();
        // However long it takes to stop: nobody hears of it any more.
        endJob(entry, 'cancelled', { error: stoppedError().report(), progress: null });
      }
    }
  }

  return {
    start(order, busy) {
      if (busy !== undefined && takenBy(order.key) !== undefined) throw busy;
      const entry = addEntry(order);
      entry.waiting++;
      beginJob(entry);
      return entry.job;
    },
    async join<Result>(order: JobOrder<Result>, signal: AbortSignal | null) {
      if (isClosed) throw stoppedError();
      const before = takenBy(order.key);
      // Who asks next is not answered by what is being stopped.
      const isOpen = before !== undefined && before.stop?.signal.aborted !== true;
      const entry = isOpen ? before : addEntry(order);
      if (!isOpen) beginJob(entry);
      return (await waitFor(entry, signal)) as Result;
    },
    find: (id) => entries.get(id)?.job ?? null,
    list: listJobs,
    goingOn,
    watch: latest.watch,
    async *follow(id, signal) {
      let seen = -1;
      for await (const _all of latest.watch(signal)) {
        const entry = entries.get(id);
        if (entry === undefined) return;
        if (entry.version === seen) continue;
        const { job, version } = entry;
        seen = version;
        yield job;
        // Not what it became while whoever follows it was busy: that comes next.
        if (OVER.has(job.state)) return;
      }
    },
    async *changes(kind, signal) {
      let seen = -1;
      for await (const _all of latest.watch(signal)) {
        const version = versions.get(kind) ?? 0;
        if (version === seen) continue;
        seen = version;
        yield;
      }
    },
    cancel(id) {
      const entry = entries.get(id);
      if (entry === undefined) return false;
      if (entry.order.keeping !== undefined) forgetJob(entry);
      else if (GOES_ON.has(entry.job.state)) abortJob(entry);
      else return false;
      return true;
    },
    pause(id) {
      const entry = keptEntry(id);
      if (entry === null || !GOES_ON.has(entry.job.state)) return;
      updateJob(entry, { state: 'paused', speed: null, error: null });
      entry.stop?.abort();
      startWaiting();
    },
    resume(id) {
      const entry = keptEntry(id);
      if (entry === null || GOES_ON.has(entry.job.state) || entry.job.state === 'succeeded') return;
      updateJob(entry, { state: 'waiting', error: null, endedAt: null });
      beginJob(entry);
    },
    async idle(...kinds) {
      for await (const _all of latest.watch(undefined)) if (goingOn(...kinds).length === 0) return;
    },
    close() {
      isClosed = true;
      if (later !== null) clearTimeout(later);
    },
  };
}

const stoppedError = () => new VeneerError('cancelled', messageOf('common.it-was-stopped'));
