import { setTimeout as sleep } from 'node:timers/promises';
import { expect, test, vi } from 'vitest';
import { codeOf, held, states, turn } from '../../e2e/harness/held-job.ts';
import { foreignText } from '../../shared/messages/message.ts';
import { VeneerError } from '../../shared/model/errors.ts';
import type { Job } from '../../shared/model/job.ts';
import type { JobOrder } from './order.ts';
import { createJobs } from './runner.ts';

test('a job runs at once, tells how it goes, and gives what came of it', async () => {
  const jobs = createJobs();
  const { order, handles, settle } = held();
  const result = jobs.join(order, null);
  const seen: Job[] = [];
  const [{ id } = { id: '' }] = jobs.list();
  const following = (async () => {
    for await (const job of jobs.follow(id, undefined)) seen.push(job);
  })();
  await turn();
  handles[0]?.tell({ state: 'retrying', error: new VeneerError('unreachable', foreignText('Away.')).report() });
  await turn();
  handles[0]?.tell({ state: 'running', error: null, progress: 0.5, speed: 10 });
  await turn();
  settle('done');
  expect(await result).toBe('done');
  await following;
  expect(seen.map(({ state, progress, speed, error }) => [state, progress, speed, error?.code])).toEqual([
    ['running', null, null, undefined],
    ['retrying', null, null, 'unreachable'],
    ['running', 0.5, 10, undefined],
    ['succeeded', null, null, undefined],
  ]);
  expect(seen.at(-1)?.endedAt).toBeGreaterThanOrEqual(seen[0]?.startedAt ?? Number.POSITIVE_INFINITY);
});

test('who is slow to follow a job still hears how it ended', async () => {
  const jobs = createJobs();
  const { order, settle } = held();
  const following = jobs.follow(jobs.start(order).id, undefined);
  expect((await following.next()).value).toMatchObject({ state: 'running' });
  settle('');
  await turn();
  expect((await following.next()).value).toMatchObject({ state: 'succeeded' });
  expect((await following.next()).done).toBe(true);
});

test('an accident in one ends that one alone, and whoever is told of it may have one as well', async () => {
  const said: string[] = [];
  const jobs = createJobs(({ message }) => said.push(message));
  const other = held({ title: 'other' });
  jobs.start(other.order);
  const broken = held({
    title: 'broken',
    changed: () => {
      throw new Error('of who is told');
    },
    run: () => {
      throw new TypeError('of the work');
    },
  });
  expect(await codeOf(jobs.join(broken.order, null))).toBeUndefined();
  const refused = held({ title: 'refused' });
  jobs.start(refused.order);
  refused.fail(new VeneerError('no-space', foreignText('Full.')));
  await turn();
  expect(states(jobs)).toEqual(['other running', 'broken failed', 'refused failed']);
  expect(jobs.list()[1]?.error).toMatchObject({ code: 'internal', detail: 'TypeError: of the work' });
  expect(jobs.list()[2]?.error).toMatchObject({ code: 'no-space' });
  expect(said).toEqual(['of who is told', 'of who is told']);
  other.settle('');
  await jobs.idle();
});

test('of one key only one goes on: another one is refused or joins it, and comes after it', async () => {
  const jobs = createJobs();
  const first = held({ key: 'a' });
  jobs.start(first.order);
  const busy = new VeneerError('busy', foreignText('Wait.'));
  expect(() => jobs.start(held({ key: 'a' }).order, busy)).toThrow('Wait.');
  jobs.start(held({ key: 'b' }).order, busy);
  const joined = jobs.join(held({ key: 'a' }).order, null);
  first.settle('of the first');
  expect(await joined).toBe('of the first');
  const next = held({ key: 'a' });
  const later = jobs.join(next.order, null);
  next.settle('of the next');
  expect(await later).toBe('of the next');
});

test('who stops waiting does not stop it for others; once nobody waits it is stopped, and nobody joins it any more', async () => {
  const jobs = createJobs();
  const { order, handles } = held({ key: 'a' });
  const [one, two] = [new AbortController(), new AbortController()];
  const waits = [codeOf(jobs.join(order, one.signal)), codeOf(jobs.join(order, two.signal))];
  one.abort();
  expect(await waits[0]).toBe('cancelled');
  expect(handles[0]?.signal.aborted).toBe(false);
  two.abort();
  await waits[1];
  expect(handles[0]?.signal.aborted).toBe(true);
  const again = held({ key: 'a' });
  const late = jobs.join(again.order, null);
  expect(again.handles).toHaveLength(1);
  again.settle('new');
  expect(await late).toBe('new');
  expect(states(jobs)).toEqual(['work cancelled', 'work succeeded']);
  // Whoever comes too late has nothing begun.
  const never = held();
  expect(await codeOf(jobs.join(never.order, AbortSignal.abort()))).toBe('cancelled');
});

test('one that is cancelled stops in its own time; what it says then counts', async () => {
  const jobs = createJobs();
  const { order } = held({ title: 'stops' });
  const { id } = jobs.start(order);
  const stubborn = held<string>({ title: 'is done', run: () => sleep(20, 'whole') });
  const result = jobs.join(stubborn.order, null);
  expect([jobs.cancel(id), jobs.cancel(jobs.list()[1]?.id ?? ''), jobs.cancel('unknown')]).toEqual([true, true, false]);
  expect(jobs.list().map(({ canCancel }) => canCancel)).toEqual([false, false]);
  expect(await result).toBe('whole');
  expect(states(jobs)).toEqual(['stops cancelled', 'is done succeeded']);
  expect(jobs.cancel(id)).toBe(false);
});

test('those of a lane run so many at a time, by turns of whose they are', async () => {
  const jobs = createJobs();
  const all = ['a1', 'a2', 'a3', 'b1', 'c1', 'c2'].map((title) =>
    held({ title, lane: { name: 'lane', atOnce: 3, turn: title[0] ?? '' } }),
  );
  for (const { order } of all) jobs.start(order);
  const beside = held({ title: 'no lane' });
  jobs.start(beside.order);
  await turn();
  const running = () => jobs.list().flatMap(({ title, state }) => (state === 'running' ? [title.text] : []));
  expect(running()).toEqual(['a1', 'b1', 'c1', 'no lane']);
  jobs.cancel(jobs.list()[1]?.id ?? '');
  expect(states(jobs)[1]).toBe('a2 cancelled');
  all[3]?.settle('');
  await turn();
  expect(running()).toEqual(['a1', 'a3', 'c1', 'no lane']);
  expect(all[1]?.handles).toEqual([]);
});

test('what is kept can be paused, taken up and forgotten, and tells each state', async () => {
  const jobs = createJobs();
  const told: string[] = [];
  const one = held({
    id: 'kept',
    lane: { name: 'lane', atOnce: 1, turn: '' },
    keeping: { state: 'paused', result: null, forgotten: () => told.push('forgotten') },
    changed: ({ state }) => told.push(state),
  });
  jobs.start(one.order);
  await turn();
  expect([states(jobs), told]).toEqual([['work paused'], []]);
  jobs.resume('kept');
  await turn();
  one.handles[0]?.tell({ result: foreignText('/there') });
  jobs.pause('kept');
  one.handles[0]?.tell({ state: 'retrying' });
  await turn();
  expect(told).toEqual(['waiting', 'running', 'paused']);
  jobs.resume('kept');
  await turn();
  one.fail(new VeneerError('unreachable', foreignText('Away.')));
  await turn();
  jobs.pause('kept');
  expect(jobs.find('kept')).toMatchObject({ state: 'failed', canCancel: true, result: { text: '/there' } });
  jobs.resume('kept');
  await turn();
  expect(jobs.cancel('kept')).toBe(true);
  expect(jobs.list()).toEqual([]);
  expect(told.at(-1)).toBe('running');
  await turn();
  // Not before what ran of it had ended.
  expect(told.slice(3)).toEqual(['waiting', 'running', 'failed', 'waiting', 'running', 'forgotten']);
});

test('who ends Veneer leaves what is kept as it stands', async () => {
  const jobs = createJobs();
  const told: string[] = [];
  const keeping = { state: 'waiting', result: null, forgotten: () => {} } as const;
  const lane = { name: 'lane', atOnce: 1, turn: '' };
  const [runs, waits] = ['runs', 'waits'].map((title) =>
    held({ title, lane, keeping, changed: ({ state }) => told.push(`${title} ${state}`) }),
  );
  jobs.start(runs?.order as JobOrder<string>);
  jobs.start(waits?.order as JobOrder<string>);
  await turn();
  jobs.close();
  runs?.fail(new VeneerError('cancelled', foreignText('Its process is gone.')));
  await turn();
  expect(told).toEqual(['runs running']);
  expect(waits?.handles).toEqual([]);
});

test('progress is told ten times a second at most, a change of state at once', async () => {
  vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout', 'performance'] });
  const jobs = createJobs();
  const { order, handles, settle } = held();
  const { id } = jobs.start(order);
  const stop = new AbortController();
  const watched: (readonly Job[])[] = [];
  const watching = (async () => {
    for await (const all of jobs.watch(stop.signal)) watched.push(all);
  })();
  await vi.advanceTimersByTimeAsync(0);
  const before = watched.length;
  for (let at = 0; at < 100; at++) {
    handles[0]?.tell({ progress: at / 100 }, 'soon');
    await vi.advanceTimersByTimeAsync(10);
  }
  // In a second.
  expect(watched.length - before).toBeGreaterThanOrEqual(9);
  expect(watched.length - before).toBeLessThanOrEqual(10);
  vi.useRealTimers();
  settle('');
  await turn();
  expect(watched.at(-1)?.[0]).toMatchObject({ id, state: 'succeeded' });
  stop.abort();
  await watching;
});

test('of each kind the last that ended are known, and whatever goes on', async () => {
  const jobs = createJobs();
  const long = held({ kind: 'apply' });
  jobs.start(long.order);
  const applied = held({ kind: 'apply' });
  jobs.start(applied.order);
  applied.settle('');
  for (let at = 0; at < 30; at++)
    await jobs.join({ ...held().order, title: foreignText(`${at}`), run: async () => '' }, null);
  expect(jobs.list().filter(({ kind }) => kind === 'apply')).toHaveLength(2);
  expect(jobs.list().filter(({ kind }) => kind === 'check')).toHaveLength(20);
  expect(jobs.list().at(-1)?.title.text).toBe('29');
  expect(jobs.goingOn().map(({ kind }) => kind)).toEqual(['apply']);
});

test('idle waits for what goes on of the kinds that are named, and for nothing else', async () => {
  const jobs = createJobs();
  await jobs.idle();
  const [apply, check] = [held({ kind: 'apply' }), held()];
  jobs.start(apply.order);
  jobs.start(check.order);
  const over: string[] = [];
  const waits = [jobs.idle('apply').then(() => over.push('apply')), jobs.idle().then(() => over.push('all'))];
  await turn();
  expect(over).toEqual([]);
  apply.settle('');
  await waits[0];
  expect(over).toEqual(['apply']);
  check.settle('');
  await Promise.all(waits);
  expect(over).toEqual(['apply', 'all']);
});
