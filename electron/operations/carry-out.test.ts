import { expect, test } from 'vitest';
import { EMPTY_REQUEST } from '../../shared/changes/empty-request.ts';
import { foreignText } from '../../shared/messages/message.ts';
import { VeneerError } from '../../shared/model/errors.ts';
import type { Plan } from '../../shared/model/plan.ts';
import { createJobs } from '../jobs/runner.ts';
import { createOperations } from './carry-out.ts';
import type { Executor } from './executors/executor.ts';
import type { Order } from './operations.ts';

const STEP = { verb: 'unmerge', class: 'sysext', sentence: foreignText('Unmerge') } as unknown as Plan['steps'][number];
const PLAN = {
  words: { title: foreignText('Change'), done: foreignText('Changed'), effects: [] },
  steps: [STEP],
  blockers: [],
  movesAside: [],
  request: EMPTY_REQUEST,
} as unknown as Plan;

function open() {
  const jobs = createJobs();
  return { jobs, operations: createOperations(jobs, 'local') };
}

/** Steps that end when they are let, each as a failure, for which nothing is read afterwards. */
function held() {
  const seen: string[] = [];
  const waiting: (() => void)[] = [];
  const executor = {
    run: () =>
      new Promise((_settle, fail) => {
        seen.push('run');
        waiting.push(() => fail(new VeneerError('cancelled', foreignText('Let go.'))));
      }),
  } as unknown as Executor;
  const order: Order = {
    plan: PLAN,
    executor,
    undo: null,
    before: null as unknown as Order['before'],
    read: () => Promise.reject(new Error('nothing is read after a failure')),
    replan: () => Promise.reject(new Error('nothing is planned again')),
    onBegin: ({ status }) => seen.push(`begin ${status}`),
    onEnd: ({ status }) => seen.push(`end ${status}`),
  };
  return { order, seen, waiting };
}

test('what begins is told before its first step, and its end after', async () => {
  const { jobs, operations } = open();
  const { order, seen, waiting } = held();
  operations.start(order);
  expect(seen).toEqual(['begin running', 'run']);
  waiting[0]?.();
  await jobs.idle('apply');
  expect(seen).toEqual(['begin running', 'run', 'end cancelled']);
});

test('an operation is a job of its host, which refuses another one meanwhile', async () => {
  const { jobs, operations } = open();
  const { order, waiting } = held();
  const { id } = operations.start(order);
  expect(jobs.list()).toMatchObject([
    { id, kind: 'apply', host: 'local', title: { text: 'Change' }, state: 'running', canCancel: true },
  ]);
  expect(() => operations.start(held().order)).toThrow('still running');
  const elsewhere = held();
  createOperations(jobs, 'sandbox').start(elsewhere.order);
  expect(elsewhere.seen).toEqual(['begin running', 'run']);
  waiting[0]?.();
  elsewhere.waiting[0]?.();
  await jobs.idle('apply');
  expect(operations.get(id)).toMatchObject({ status: 'cancelled', outcome: { text: 'Let go.' }, undo: null });
  expect(jobs.find(id)).toMatchObject({
    state: 'cancelled',
    result: { text: 'Let go.' },
    error: { code: 'cancelled' },
  });
});

test('an operation that is cancelled ends before its next step, whoever cancels its job', async () => {
  const { jobs, operations } = open();
  const { order, seen, waiting } = held();
  const steps = [STEP, { ...STEP, sentence: foreignText('Merge') }];
  const done: Executor = {
    ...order.executor,
    run: () =>
      new Promise((settle) => {
        waiting.push(() => settle([]));
      }),
  };
  const { id } = operations.start({ ...order, executor: done, plan: { ...order.plan, steps } });
  const shown = (async () => {
    const all: string[] = [];
    for await (const { steps: now } of operations.watch(id, undefined))
      all.push(now.map(({ status }) => status).join());
    return all;
  })();
  expect(jobs.cancel(id)).toBe(true);
  expect(jobs.find(id)).toMatchObject({ state: 'running', canCancel: false });
  waiting[0]?.();
  await jobs.idle('apply');
  expect(operations.get(id)).toMatchObject({
    status: 'cancelled',
    outcome: { text: 'You stopped it. Done before that: Unmerge. Not done: Merge.' },
  });
  expect(seen).toEqual(['begin running', 'end cancelled']);
  expect((await shown).at(-1)).toBe('done,skipped');
  expect(operations.cancel(id)).toBe(false);
});

test('of many that ended the newest are known, and the one that runs always', async () => {
  const { jobs, operations } = open();
  const ids: string[] = [];
  for (let at = 0; at < 30; at++) {
    const { order, waiting } = held();
    ids.push(operations.start(order).id);
    waiting[0]?.();
    await jobs.idle('apply');
  }
  const { order, waiting } = held();
  const { id } = operations.start(order);
  expect(operations.list()).toHaveLength(20);
  expect(operations.list()[0]?.id).toBe(id);
  expect(operations.list()[1]?.id).toBe(ids.at(-1));
  expect(operations.cancel(id)).toBe(true);
  waiting[0]?.();
  await jobs.idle('apply');
});

test('on trial each step says so, the question stands until it is answered, and what went back cannot be undone', async () => {
  const { jobs, operations } = open();
  const { order } = held();
  const trials: unknown[] = [];
  const executor: Executor = {
    ...order.executor,
    run: async ({ trial }) => {
      trials.push(trial?.begins);
      return trials.length < 3 ? [] : Promise.reject(new VeneerError('cancelled', foreignText('Let go.')));
    },
  };
  const plan = { ...PLAN, steps: [STEP, STEP, STEP] };
  const { id } = operations.start({ ...order, executor, plan, undo: EMPTY_REQUEST, isOnTrial: true });
  await jobs.idle('apply');
  expect(trials).toEqual([true, false, false]);
  const left = (operations.get(id).keepUntil ?? 0) - Date.now();
  // Not longer than the helper waits.
  expect(left).toBeGreaterThan(50_000);
  expect(left).toBeLessThanOrEqual(60_000);
  expect(operations.decided(id, true)).toMatchObject({ keepUntil: null, undo: EMPTY_REQUEST });
  expect(operations.decided(id, false).undo).toBeNull();
});

test('a first step that fails begins no trial', async () => {
  const { jobs, operations } = open();
  const { order, waiting } = held();
  const { id } = operations.start({ ...order, isOnTrial: true });
  waiting[0]?.();
  await jobs.idle('apply');
  expect(operations.get(id).keepUntil).toBeNull();
});
