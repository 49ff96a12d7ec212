import { expect, test } from 'vitest';
import { EMPTY_REQUEST } from '../../shared/changes/empty-request.ts';
import { foreign } from '../../shared/messages/message.ts';
import { VeneerError } from '../../shared/model/errors.ts';
import type { Plan } from '../../shared/model/plan.ts';
import type { Executor } from './executors/executor.ts';
import { createOperations, type Order } from './registry.ts';

const STEP = { verb: 'unmerge', class: 'sysext', sentence: 'Unmerge' } as unknown as Plan['steps'][number];
const PLAN = {
  summary: 'Change',
  steps: [STEP],
  blockers: [],
  setsAside: [],
  request: EMPTY_REQUEST,
} as unknown as Plan;

/** Steps that end when they are let, each as a failure, for which nothing is read afterwards. */
function held() {
  const seen: string[] = [];
  const waiting: (() => void)[] = [];
  const executor = {
    run: () =>
      new Promise((_settle, fail) => {
        seen.push('run');
        waiting.push(() => fail(new VeneerError('cancelled', foreign('Let go.'))));
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
  const operations = createOperations();
  const { order, seen, waiting } = held();
  operations.start(order);
  expect(seen).toEqual(['begin running', 'run']);
  waiting[0]?.();
  await operations.idle();
  expect(seen).toEqual(['begin running', 'run', 'end cancelled']);
});

test('idle waits for what runs, and for nothing else', async () => {
  const operations = createOperations();
  await operations.idle();
  const { order, waiting } = held();
  const { id } = operations.start(order);
  let isIdle = false;
  const idle = operations.idle().then(() => {
    isIdle = true;
  });
  await new Promise((settle) => setTimeout(settle, 20));
  expect(isIdle).toBe(false);
  waiting[0]?.();
  await idle;
  expect(operations.get(id).status).toBe('cancelled');
});

test('of many that ended the newest are known, and the one that runs always', async () => {
  const operations = createOperations();
  const ids: string[] = [];
  for (let at = 0; at < 30; at++) {
    const { order, waiting } = held();
    ids.push(operations.start(order).id);
    waiting[0]?.();
    await operations.idle();
  }
  const { order, waiting } = held();
  const { id } = operations.start(order);
  expect(operations.list()).toHaveLength(20);
  expect(operations.list()[0]?.id).toBe(id);
  expect(operations.list()[1]?.id).toBe(ids.at(-1));
  expect(operations.cancel(id)).toBe(true);
  waiting[0]?.();
  await operations.idle();
});
