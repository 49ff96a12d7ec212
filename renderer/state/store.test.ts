/** The slices with a client that answers from here: what the window keeps when calls succeed, fail and cross. */

import { beforeEach, expect, test, vi } from 'vitest';
import { createStore } from 'zustand/vanilla';
import { requestInstall } from '../../shared/changes/install.ts';
import { foreignText, messageOf } from '../../shared/messages/message.ts';
import type { Examined } from '../../shared/model/inspected-image.ts';
import type { Operation } from '../../shared/model/operation.ts';
import type { Plan, PlanRequest } from '../../shared/model/plan.ts';
import type { Client } from '../bridge.ts';
import type { CatalogSlice } from './catalog-slice.ts';
import { createDraftSlice, type DraftSlice } from './draft-slice.ts';
import { createInstallSlice, type InstallSlice } from './install-slice.ts';
import { createOperationSlice, type OperationSlice } from './operation-slice.ts';
import { createSettingsSlice, type SettingsSlice } from './settings-slice.ts';
import type { ShownHost } from './shown-host.ts';
import type { SystemSlice } from './system-slice.ts';
import { createViewSlice, type ViewSlice } from './view-slice.ts';

let asked: string[];
let refuse: boolean;
let steps: Partial<Operation>[];

const planFor = (request: PlanRequest) =>
  ({
    request,
    revision: `basis ${request.changes.length}`,
    steps: [],
    blockers: [],
    movesAside: [],
  }) as unknown as Plan;

const fake = {
  plan: {
    preview: async ({ request }: { request: PlanRequest }) => {
      asked.push(`preview ${request.changes.map(({ name }) => name).join()}`);
      return planFor(request);
    },
    apply: async ({ revision }: { revision: string }) => {
      asked.push(`apply ${revision}`);
      if (refuse) throw Object.assign(new Error(), { data: { code: 'stale-plan', message: 'It changed.' } });
      return { operation: 'one' };
    },
  },
  operations: {
    watch: async () =>
      (async function* () {
        yield* steps as Operation[];
      })(),
  },
} as unknown as Client;

type Slices = DraftSlice &
  OperationSlice &
  InstallSlice &
  SettingsSlice &
  Pick<CatalogSlice, 'catalog'> &
  Pick<SystemSlice, 'snapshot'> &
  ViewSlice &
  ShownHost;

const make = () =>
  createStore<Slices>()((set, get) => ({
    catalog: null,
    snapshot: null,
    host: 'local',
    ...createViewSlice(set),
    ...createSettingsSlice(set, get, () => fake),
    ...createInstallSlice(set, get, () => fake),
    ...createDraftSlice(set, get, () => fake),
    ...createOperationSlice(set, get, () => fake),
  }));

beforeEach(() => {
  asked = [];
  refuse = false;
  steps = [
    { id: 'one', status: 'running', steps: [] },
    { id: 'one', status: 'succeeded', steps: [], error: null },
  ];
});

const off = (name: string) => ({ verb: 'disable' as const, class: 'sysext' as const, name });

test('plans what is staged, the last switch of a name counting', async () => {
  const store = make();
  await store.getState().stage(off('a'));
  await store.getState().stage({ ...off('a'), verb: 'enable' });
  await store.getState().stage(off('b'));
  expect(store.getState().staged.map(({ name, verb }) => [name, verb])).toEqual([
    ['a', 'enable'],
    ['b', 'disable'],
  ]);
  expect(store.getState().draft?.plan?.revision).toBe('basis 2');
  await store.getState().unstage(off('a'));
  await store.getState().unstage(off('b'));
  expect(store.getState().draft).toBeNull();
});

test('waits for the plan of what was staged last', async () => {
  const store = make();
  void store.getState().stage(off('a'));
  void store.getState().stage(off('b'));
  expect((await store.getState().planned())?.request.changes.map(({ name }) => name)).toEqual(['a', 'b']);
});

test('forgets what was staged once it is applied', async () => {
  const store = make();
  await store.getState().stage(off('a'));
  const { request, plan } = store.getState().draft ?? {};
  if (request === undefined || plan == null) throw new Error('nothing was planned');
  await store.getState().apply(request, plan.revision);
  expect(store.getState()).toMatchObject({
    staged: [],
    operation: null,
    ended: { status: 'succeeded' },
    problem: null,
  });
});

test('keeps what was switched while something else was applied', async () => {
  const store = make();
  await store.getState().stage(off('a'));
  await store.getState().stage(off('b'));
  const applying = store.getState().apply({ changes: [off('a'), off('b')] } as unknown as PlanRequest, 'basis 2');
  await store.getState().stage({ ...off('b'), verb: 'enable' });
  await store.getState().stage(off('c'));
  await applying;
  expect(store.getState().staged.map(({ name, verb }) => [name, verb])).toEqual([
    ['b', 'enable'],
    ['c', 'disable'],
  ]);
});

test('keeps what was staged where applying was refused, and plans again', async () => {
  const store = make();
  await store.getState().stage(off('a'));
  refuse = true;
  await store.getState().apply({ changes: [off('a')] } as unknown as PlanRequest, 'old');
  expect(store.getState().staged).toHaveLength(1);
  expect(store.getState().problem?.code).toBe('stale-plan');
  expect(asked.at(-1)).toBe('preview a');
});

test('keeps what was staged where the operation failed', async () => {
  steps = [
    {
      id: 'one',
      status: 'failed',
      steps: [],
      error: { code: 'systemd-failed', message: foreignText(''), nextStep: null, detail: null },
    },
  ];
  const store = make();
  await store.getState().stage(off('a'));
  await store.getState().apply({ changes: [off('a')] } as unknown as PlanRequest, 'basis 1');
  expect(store.getState().staged).toHaveLength(1);
  expect(store.getState().ended?.status).toBe('failed');
});

test('tells the desktop of long work once it has ended, and of none that was short', async () => {
  const notified: string[][] = [];
  vi.stubGlobal('window', {
    veneerNative: { setProgress: () => {}, notify: (...texts: string[]) => notified.push(texts) },
  });
  vi.resetModules();
  const { createOperationSlice: createAnew } = await import('./operation-slice.ts');
  const store = createStore<Slices>()((set, get) => ({
    catalog: null,
    snapshot: null,
    host: 'local',
    ...createViewSlice(set),
    ...createSettingsSlice(set, get, () => fake),
    ...createInstallSlice(set, get, () => fake),
    ...createDraftSlice(set, get, () => fake),
    ...createAnew(set, get, () => fake),
  }));
  const ended = { id: 'one', steps: [], title: foreignText('Install docker 28'), startedAt: 1000, error: null };
  steps = [{ ...ended, status: 'succeeded', finishedAt: 1900 }];
  await store.getState().follow('one');
  expect(notified).toEqual([]);
  steps = [{ ...ended, status: 'succeeded', finishedAt: 9000 }];
  await store.getState().follow('one');
  steps = [{ ...ended, status: 'failed', finishedAt: 9000, outcome: messageOf('helper.there-is-no-room-left-on') }];
  await store.getState().follow('one');
  vi.unstubAllGlobals();
  vi.resetModules();
  expect(notified).toEqual([
    ['Done', 'Install docker 28'],
    ['It did not work', 'There is no room left on the file system.'],
  ]);
});

test('an operation that is followed already is followed once, and settles what either asked for', async () => {
  const store = make();
  await store.getState().stage(off('a'));
  await store.getState().stage(off('b'));
  const watch = vi.spyOn(fake.operations, 'watch');
  await Promise.all([store.getState().follow('one'), store.getState().follow('one', [off('a')])]);
  expect(watch).toHaveBeenCalledTimes(1);
  expect(store.getState().staged.map(({ name }) => name)).toEqual(['b']);
  watch.mockRestore();
});

test('a window that is new to a host asks again what waits to be kept, as long as it does, and follows what runs', async () => {
  const store = make();
  const done = { id: 'one', status: 'succeeded', keepLeft: 30_000 } as Operation;
  await store.getState().resume('local', [{ ...done, id: 'answered', keepLeft: null }, done]);
  expect(store.getState()).toMatchObject({ asked: { host: 'local', id: 'one' }, ended: { id: 'one' } });
  const left = (store.getState().asked?.until ?? 0) - Date.now();
  expect(left).toBeGreaterThan(29_000);
  expect(left).toBeLessThanOrEqual(30_000);

  const late = make();
  await late.getState().resume('local', [{ ...done, keepLeft: 0 }]);
  expect(late.getState().asked).toBeNull();
  const watch = vi.spyOn(fake.operations, 'watch');
  await late.getState().resume('local', [done, { ...done, id: 'two', status: 'running', keepLeft: null }]);
  expect(watch).toHaveBeenCalledWith({ host: 'local', id: 'two' });
  watch.mockRestore();
});

test('what was installed is selected in the list, wherever it lies', async () => {
  const store = make();
  store.getState().setView({ view: 'host', filterText: 'other' });
  const examined = {
    inspected: { path: '/tmp/tool.raw', class: 'sysext', name: 'tool', verdict: { code: 'any-os' } },
  } as unknown as Examined;
  const arrival = {
    key: 1,
    label: 'tool.raw',
    status: 'ready',
    sent: 1,
    examined,
    problem: null,
    release: null,
    isBuilt: false,
  } as const;
  store.setState({ arrivals: [arrival], mergeNow: false });
  const image = {
    source: '/tmp/tool.raw',
    sha256: null,
    version: '1',
    architecture: null,
    place: 'kept',
    keep: 2,
  } as const;
  store.getState().settleInstall([requestInstall({ class: 'sysext', name: 'tool' }, image)]);
  // systemd-sysext(8): what is kept is linked from /var/lib/extensions.
  expect(store.getState()).toMatchObject({
    view: 'extensions',
    filterText: '',
    selected: ['sysext:/var/lib/extensions/tool.raw'],
    arrivals: [],
    mergeNow: true,
  });
});
