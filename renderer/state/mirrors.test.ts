/** The slices that mirror catalog, downloads and updates, with a client that answers from here. */
import { beforeEach, describe, expect, test } from 'vitest';
import { createStore } from 'zustand/vanilla';
import type { CatalogEntry, CatalogState, Remote } from '../../shared/model/catalog.ts';
import type { Download } from '../../shared/model/download.ts';
import type { ErrorReport } from '../../shared/model/errors.ts';
import type { UpdateItem } from '../../shared/model/update.ts';
import { KNOWN_REMOTES } from '../../shared/remotes/known-remotes.ts';
import type { Client } from '../bridge.ts';
import { createCatalogSlice } from './catalog-slice.ts';
import { createUpdateSlice } from './update-slice.ts';

let asked: string[];
let catalogs: Partial<CatalogState>[];
let downloads: Partial<Download>[][];
let failing: readonly string[];
let misfits: readonly string[];
let blockers: readonly string[];
let isDown: boolean;

async function* each<Value>(values: readonly unknown[]): AsyncGenerator<Value> {
  yield* values as Value[];
}

const fake = {
  catalog: {
    watch: async () => each<CatalogState>(catalogs),
    entries: async () => {
      asked.push('entries');
      return [{ key: 'a' }, { key: 'b' }];
    },
    predict: async ({ keys }: { keys: string[] }) => {
      asked.push(`predict ${keys.length}`);
      if (isDown) throw new Error('down');
      return keys.map((key) => ({ key, fits: true }));
    },
    describe: async ({ key }: { key: string }) => {
      asked.push(`describe ${key}`);
      if (isDown) throw new Error('down');
      return key === 'silent' ? null : `words of ${key}`;
    },
    refresh: async () => {
      asked.push('refresh');
    },
    putRemote: async ({ remote, isNew }: { remote: object; isNew: boolean }) => {
      asked.push(`put ${JSON.stringify(remote)} ${isNew}`);
      if (isDown) throw new Error('down');
    },
    removeRemote: async ({ name }: { name: string }) => {
      asked.push(`remove ${name}`);
      if (isDown) throw new Error('down');
    },
  },
  downloads: {
    watch: async () => each<Download[]>(downloads),
    add: async ({ paths }: { paths: string[] }) => paths.map((path) => `id of ${path}`),
    cancel: async ({ id }: { id: string }) => void asked.push(`cancel ${id}`),
    pause: async ({ id }: { id: string }) => void asked.push(`pause ${id}`),
    settled: async ({ ids }: { ids: string[] }) =>
      ids.map((name) => ({
        name,
        class: 'sysext',
        error: failing.includes(name) ? { code: 'unreachable', message: 'no answer.' } : null,
      })),
  },
  updates: {
    download: async ({ keys }: { keys: string[] }) => keys.map((key) => key.split('/')[1] ?? ''),
    request: async ({ keys }: { keys: string[] }) => {
      asked.push(`request ${keys.join()}`);
      const names = keys.map((key) => key.split('/')[1] ?? '');
      const changeOf = (name: string) => ({ verb: 'update', class: 'sysext', name });
      return {
        request: { changes: names.filter((name) => !misfits.includes(name)).map(changeOf) },
        misfits: names.filter((name) => misfits.includes(name)).map((name) => ({ change: changeOf(name) })),
      };
    },
  },
  plan: { preview: async () => ({ revision: 'revision', blockers, movesAside: [] }) },
} as unknown as Client;

const names = ({ changes }: { readonly changes: readonly { readonly name: string }[] }) =>
  changes.map(({ name }) => name).join();

function make() {
  return createStore<ReturnType<typeof createCatalogSlice> & ReturnType<typeof createUpdateSlice>>()((set, get) => {
    const others = {
      host: 'local',
      fail: (error: unknown) =>
        asked.push(`fail ${(error as { data?: ErrorReport }).data?.message.text ?? String(error)}`),
      addDownload: (path: string) => asked.push(`sheet ${path}`),
      apply: async (request: Parameters<typeof names>[0]) => void asked.push(`apply ${names(request)}`),
      reviewRequest: async (request: Parameters<typeof names>[0]) => void asked.push(`review ${names(request)}`),
    };
    const all = () => ({ ...get(), ...others }) as never;
    return { ...createCatalogSlice(set, all, () => fake), ...createUpdateSlice(set, all, () => fake) };
  });
}

beforeEach(() => {
  asked = [];
  catalogs = [];
  downloads = [];
  failing = [];
  misfits = [];
  blockers = [];
  isDown = false;
});

describe('the catalog', () => {
  test('its entries are asked for once a revision, and not while lists are read', async () => {
    catalogs = [
      { revision: 1, isReading: true },
      { revision: 1, isReading: false },
      { revision: 1, isReading: false },
      { revision: 2, isReading: false },
    ];
    const store = make();
    await store.getState().watchCatalog();
    expect(asked).toEqual(['entries', 'entries']);
    // A new connection may have another core behind it.
    catalogs = [{ revision: 2, isReading: false }];
    await store.getState().watchCatalog();
    expect(asked).toEqual(['entries', 'entries', 'entries']);
  });

  test('each entry is looked into once, by a hundred a call, and a call that fails hides no other', async () => {
    const store = make();
    const keys = Array.from({ length: 150 }, (_, at) => `key ${at}`);
    await store.getState().predict(keys);
    await store.getState().predict(keys);
    expect(asked).toEqual(['predict 100', 'predict 50']);
    isDown = true;
    await store.getState().predict(Array.from({ length: 150 }, (_, at) => `other ${at}`));
    expect(asked.slice(2)).toEqual(['predict 100', 'fail Error: down', 'predict 50', 'fail Error: down']);
  });

  test('what was found stands in the list', async () => {
    const store = make();
    store.setState({ entries: [{ key: 'a' }, { key: 'b' }] as CatalogEntry[] });
    await store.getState().predict(['b']);
    expect(store.getState().entries).toEqual([{ key: 'a' }, { key: 'b', fits: true }]);
  });

  /** Entries of a publisher that describes them, and one of a remote that nobody knows. */
  function makeDescribed() {
    const store = make();
    const [speaking] = KNOWN_REMOTES.filter(({ descriptions }) => descriptions !== null);
    store.setState({
      catalog: {
        remotes: [
          { name: 'speaking', url: speaking?.url },
          { name: 'unknown', url: 'https://example.org/' },
        ],
      } as CatalogState,
      entries: [
        ...['a', 'silent', 'unasked'].map((key) => ({ key, remote: 'speaking', description: null })),
        { key: 'x', remote: 'unknown', description: null },
      ] as CatalogEntry[],
    });
    return store;
  }

  test('a publisher is asked once what it says of an entry, of which it says something, and again when all is read again', async () => {
    const store = makeDescribed();
    await store.getState().describe(['a', 'silent', 'x']);
    await store.getState().describe(['a', 'silent', 'x']);
    expect(asked).toEqual(['describe a', 'describe silent']);
    const said = () => store.getState().entries.map(({ description }) => description);
    expect(said()).toEqual(['words of a', null, null, null]);
    await store.getState().refreshCatalog();
    isDown = true;
    await store.getState().describe(['a']);
    expect(asked.slice(2), 'that it cannot be asked is no news').toEqual(['refresh', 'describe a']);
    expect(said()[0], 'what it said stays').toBe('words of a');
  });
});

describe('remotes', () => {
  const remote = { name: 'it', url: 'https://example.org/', enabled: true, trust: 'unsigned', key: null } as const;

  test('one that was removed is put back as it was, once', async () => {
    const store = make();
    const { removeRemote, restoreRemote, forgetRemoved } = store.getState();
    await restoreRemote();
    expect(asked, 'nothing was removed').toEqual([]);
    await removeRemote({ ...remote, status: 'current' } as Remote);
    expect(store.getState().removed).toEqual({ remote, isBack: false });
    await restoreRemote();
    await restoreRemote();
    expect(asked).toEqual(['remove it', `put ${JSON.stringify(remote)} true`]);
    expect(store.getState().removed).toEqual({ remote, isBack: true });
    forgetRemoved();
    expect(store.getState().removed).toBeNull();
  });

  test('one that cannot be removed is not told as removed, and one that cannot be put back not as back', async () => {
    const store = make();
    isDown = true;
    await store.getState().removeRemote(remote);
    expect(store.getState().removed).toBeNull();
    isDown = false;
    await store.getState().removeRemote(remote);
    isDown = true;
    await store.getState().restoreRemote();
    expect(store.getState().removed?.isBack).toBe(false);
    expect(asked.filter((one) => one.startsWith('fail'))).toHaveLength(2);
  });

  test('the dialog closes once what it says is kept, and stays with what is refused', async () => {
    const store = make();
    store.getState().openRemote('new');
    isDown = true;
    await expect(store.getState().putRemote(remote, true)).rejects.toThrow('down');
    expect(store.getState().remoteDialog).toBe('new');
    isDown = false;
    await store.getState().putRemote(remote, true);
    expect(store.getState().remoteDialog).toBeNull();
  });
});

describe('downloads', () => {
  test('those that were asked for together open one sheet, once all are whole or failed', async () => {
    const store = make();
    await store.getState().download('key', ['1', '2', '3'], true);
    const [one, two, three] = ['1', '2', '3'].map((path) => ({ id: `id of ${path}`, path: `/there/${path}` }));
    downloads = [
      [
        { ...one, status: 'ready' },
        { ...two, status: 'running' },
        { ...three, status: 'running' },
      ],
      [
        { ...one, status: 'ready' },
        { ...two, status: 'failed' },
        { ...three, status: 'ready' },
      ],
      [
        { ...one, status: 'ready' },
        { ...two, status: 'failed' },
        { ...three, status: 'ready' },
      ],
    ];
    await store.getState().watchDownloads();
    expect(asked).toEqual(['sheet /there/1', 'sheet /there/3']);
  });

  test('one that was taken back opens nothing when it comes', async () => {
    const store = make();
    await store.getState().download('key', ['1'], true);
    await store.getState().steerDownload('id of 1', 'cancel');
    downloads = [[{ id: 'id of 1', path: '/there/1', status: 'ready' }]];
    await store.getState().watchDownloads();
    expect(asked).toEqual(['cancel id of 1']);
  });

  test('one that is only downloaded opens nothing', async () => {
    const store = make();
    await store.getState().download('key', ['1'], false);
    downloads = [[{ id: 'id of 1', path: '/there/1', status: 'ready' }]];
    await store.getState().watchDownloads();
    expect(store.getState().downloads).toHaveLength(1);
    expect(asked).toEqual([]);
  });
});

describe('updates', () => {
  const item = (name: string) => ({ class: 'sysext', name }) as UpdateItem;

  test('what could not be downloaded is named, and the others are updated', async () => {
    failing = ['b'];
    const store = make();
    await store.getState().update([item('a'), item('b'), item('c')]);
    expect(asked).toEqual(['request sysext/a,sysext/c', 'apply a,c', 'fail b is not updated: no answer.']);
    expect(store.getState().updating).toEqual([]);
  });

  test('what does not fit waits for a word of the person, and what fits is had', async () => {
    misfits = ['b'];
    await make()
      .getState()
      .update([item('a'), item('b')]);
    expect(asked).toEqual(['request sysext/a,sysext/b', 'apply a', 'review b']);
  });

  test('where something is in the way the plan is shown instead of applied', async () => {
    blockers = ['something'];
    await make()
      .getState()
      .update([item('a')]);
    expect(asked).toEqual(['request sysext/a', 'review a']);
  });

  test('two at once are one', async () => {
    const store = make();
    await Promise.all([store.getState().update([item('a')]), store.getState().update([item('a')])]);
    expect(asked).toEqual(['request sysext/a', 'apply a']);
  });

  test('with all failed nothing is asked for', async () => {
    failing = ['a'];
    await make()
      .getState()
      .update([item('a')]);
    expect(asked).toEqual(['fail a is not updated: no answer.']);
  });
});
