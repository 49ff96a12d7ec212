/** Windows that come and go, and ask for everything, in order and out of it. */
import { readFileSync } from 'node:fs';
import { setTimeout as sleep } from 'node:timers/promises';
import { EMPTY_REQUEST } from '../../shared/changes/empty-request.ts';
import { ERROR_CODES, type ErrorCode } from '../../shared/model/errors.ts';
import type { PlanRequest } from '../../shared/model/plan.ts';
import type { Snapshot } from '../../shared/model/snapshot.ts';
import { unpackSnapshot } from '../../shared/window/snapshot-text.ts';
import type { Chance } from '../harness/random/chance.ts';
import type { ComingAndGoing } from './coming-and-going.ts';
import { type Client, type DoorAddress, openWindow, upload, type Window } from './door.ts';
import type { Tally } from './tally.ts';

/** On two cores that do other work beside this; what is not answered by then is not going to be. */
const TIMEOUT_MS = 45_000;
const UNKNOWN = '00000000-0000-4000-8000-000000000000';

export interface Asking {
  readonly client: Client;
  readonly host: string;
  readonly door: DoorAddress;
  readonly tree: ComingAndGoing;
  readonly chance: Chance;
  /** The newest one that was seen. */
  snapshot(): Snapshot | null;
}

const request = (change: Partial<PlanRequest>): PlanRequest => ({ ...EMPTY_REQUEST, action: 'auto', ...change });

const toggle = ({ chance, snapshot }: Asking) => {
  const name = chance.pick([...(snapshot()?.extensions ?? []).map((one) => one.name), 'nobody']);
  const verb = chance.pick(['enable', 'disable'] as const);
  return request({ changes: [{ verb, class: 'sysext', name }], allowMovingAside: chance.maybe(0.5) });
};
const someId = ({ host, chance, snapshot }: Asking) => ({
  host,
  id: chance.pick([...(snapshot()?.extensions ?? []).map(({ id }) => id), 'nobody']),
});
const all = async (iterator: Promise<AsyncIterable<unknown>>) => {
  for await (const _ of await iterator);
};
const first = async (iterator: Promise<AsyncIterable<unknown>>) => {
  for await (const one of await iterator) return one;
  return null;
};

/** Every call that a page can make, well formed; the ones out of order have to be refused in words. */
const CALLS: Readonly<Record<string, (asking: Asking) => Promise<unknown>>> = {
  'hosts.list': ({ client }) => client.hosts.list(),
  'a host that nobody opened': ({ client }) => client.system.reload({ host: 'root:/nowhere' }),
  'system.reload': ({ client, host }) => client.system.reload({ host }),
  'system.details': ({ client, host }) => client.system.details({ host }),
  'system.buildsFor': ({ client, host }) => client.system.buildsFor({ host, fields: { VERSION_ID: '13' }, ask: false }),
  'system.storage': ({ client, host }) => client.system.storage({ host }),
  'system.otherReleases': ({ client, host }) => client.system.otherReleases({ host }),
  'system.whatIf': ({ client, host }) => client.system.whatIf({ host, fields: { VERSION_ID: '13' } }),
  'extensions.contents': (asking) => all(asking.client.extensions.contents(someId(asking))),
  'extensions.findings': (asking) => asking.client.extensions.findings(someId(asking)),
  'extensions.file': (asking) => asking.client.extensions.file({ ...someId(asking), path: 'usr/bin/tool' }),
  'extensions.disk': (asking) => asking.client.extensions.disk(someId(asking)),
  'extensions.verify': (asking) => all(asking.client.extensions.verify(someId(asking))),
  'extensions.versions': (asking) => asking.client.extensions.versions(someId(asking)),
  'files.examine': ({ client, host, tree, chance }) =>
    client.files.examine({ host, path: tree.path(chance), class: null, name: null, version: null }),
  'files.discard of what is not ours': ({ client, tree }) => client.files.discard({ path: tree.image }),
  'a file sent, looked at and given up': async ({ client, host, door, tree, chance }) => {
    const path = await upload(door, 'tool-1.0.raw', readFileSync(tree.image), null);
    const wishes = { class: null, name: null, version: chance.pick([null, '2.0', '..']) };
    try {
      return await client.files.examine({ host, path: path ?? '', ...wishes });
    } finally {
      // Now and then it is forgotten, as by a page that is closed.
      if (chance.maybe(0.8)) await client.files.discard({ path: path ?? '' });
    }
  },
  'catalog.entries': ({ client, host }) => client.catalog.entries({ host }),
  'catalog.watch': ({ client, host }) => first(client.catalog.watch({ host })),
  'catalog.releases of nothing': ({ client, host }) => client.catalog.releases({ host, key: 'nobody/sysext/nothing' }),
  'catalog.removeRemote of nobody': ({ client }) => client.catalog.removeRemote({ name: 'nobody' }),
  'downloads.watch': ({ client }) => first(client.downloads.watch()),
  'downloads.add of nothing': ({ client, host }) =>
    client.downloads.add({ host, key: 'nobody/sysext/nothing', paths: ['x'] }),
  'downloads.pause of nothing': ({ client }) => client.downloads.pause({ id: UNKNOWN }),
  'downloads.resume of nothing': ({ client }) => client.downloads.resume({ id: UNKNOWN }),
  'downloads.cancel of nothing': ({ client }) => client.downloads.cancel({ id: UNKNOWN }),
  'downloads.settled of nothing': ({ client }) => client.downloads.settled({ ids: [UNKNOWN] }),
  'updates.look': ({ client, host }) => client.updates.look({ host }),
  'updates.watch': ({ client, host }) => first(client.updates.watch({ host })),
  'updates.request of nothing': ({ client, host }) =>
    client.updates.request({ host, keys: ['sysext/nobody'], from: null }),
  'updates.takeNotices': ({ client, host }) => client.updates.takeNotices({ host }),
  'history.list': ({ client, host }) => client.history.list({ host }),
  'history.between of nothing': ({ client, host }) => client.history.between({ host, from: UNKNOWN, to: null }),
  'plan.preview': (asking) => asking.client.plan.preview({ host: asking.host, request: toggle(asking) }),
  'plan.apply without a plan': (asking) =>
    asking.client.plan.apply({ host: asking.host, request: toggle(asking), revision: 'made up' }),
  'a plan applied, watched and cancelled': async (asking) => {
    const { client, host, chance } = asking;
    const wanted = toggle(asking);
    const { revision } = await client.plan.preview({ host, request: wanted });
    const { operation: id } = await client.plan.apply({ host, request: wanted, revision });
    // Two watch the same one, and another stops it.
    const watches = Promise.all([
      all(client.operations.watch({ host, id })),
      all(client.operations.watch({ host, id })),
    ]);
    watches.catch(() => {});
    if (chance.maybe(0.5)) await client.operations.cancel({ host, id });
    await watches;
  },
  'jobs.watch': ({ client }) => first(client.jobs.watch()),
  'jobs.list': ({ client }) => client.jobs.list(),
  'jobs.cancel of nothing': ({ client }) => client.jobs.cancel({ id: UNKNOWN }),
  'operations.watch of nothing': ({ client, host }) => all(client.operations.watch({ host, id: UNKNOWN })),
  'operations.cancel of nothing': ({ client, host }) => client.operations.cancel({ host, id: UNKNOWN }),
  'operations.list': ({ client, host }) => client.operations.list({ host }),
  'support.about': ({ client }) => client.support.about(),
  'support.details': ({ client, host }) => client.support.details({ host }),
  settings: async ({ client, chance }) => {
    const settings = await client.settings.get();
    return client.settings.set({ ...settings, theme: chance.pick(['dark', 'light']) });
  },
  'a call that does not exist': ({ client }) =>
    (client as unknown as { nothing: { here(input: unknown): Promise<unknown> } }).nothing.here({}),
  'input of another shape': ({ client, host }) =>
    client.plan.preview({ host, request: { changes: 7 } as unknown as PlanRequest }),
};

/** Keeps one window after another until the signal aborts. */
export async function keepComing(
  door: DoorAddress,
  tree: ComingAndGoing,
  chance: Chance,
  tally: Tally,
  signal: AbortSignal,
): Promise<void> {
  while (!signal.aborted) {
    const window = await openWindow(door).catch((error: unknown) => {
      tally.wrong(`a window could not be opened: ${error}`);
      return 0;
    });
    if (typeof window === 'number') {
      // The sockets of those that just went are counted for a moment still.
      if (window !== 503 && window !== 0) tally.wrong(`a window was turned away with ${window}`);
      tally.turnedAway++;
      await sleep(100);
      continue;
    }
    tally.windows++;
    await visit(window, { door, tree, chance }, tally, chance.below(12), signal);
    if (chance.maybe(0.3)) await sleep(chance.below(500));
  }
}

/** Every call once, one after the other, so that what is made at the first use is there. */
export async function askEverything(door: DoorAddress, tree: ComingAndGoing, chance: Chance, tally: Tally) {
  const window = await openWindow(door);
  if (typeof window === 'number') throw new Error(`the first window was turned away with ${window}`);
  const { client, host } = window;
  const { seen } = watchAll(window, tally);
  const asking = { client, host, door, tree, chance, snapshot: seen };
  for (const [name, call] of Object.entries(CALLS)) await ask(window, name, call(asking), tally);
  window.close();
  await window.closed;
}

async function visit(
  window: Window,
  rest: Pick<Asking, 'door' | 'tree' | 'chance'>,
  tally: Tally,
  calls: number,
  signal: AbortSignal,
): Promise<void> {
  const { client, host } = window;
  const { chance } = rest;
  const { seen } = watchAll(window, tally);
  if (chance.maybe(0.3)) watchAll(window, tally);
  const asking = { ...rest, client, host, snapshot: seen };
  const open: Promise<void>[] = [];
  for (let at = 0; at < calls && !signal.aborted; at++) {
    const name = chance.pick(Object.keys(CALLS));
    open.push(ask(window, name, (CALLS[name] as (typeof CALLS)[string])(asking), tally));
    if (chance.maybe(0.6)) await Promise.all(open.splice(0));
    if (chance.maybe(0.3)) await sleep(chance.below(400));
  }
  // Those who go while they wait get no answer, and the server has to bear that.
  if (chance.maybe(0.6)) await Promise.all(open);
  if (chance.maybe(0.5)) window.close();
  else window.cut();
  // A call that was begun in the moment of the end stays open at this side for ever, so they are not waited for.
  await Promise.all([window.closed, ...open]);
}

/** What a page watches for as long as it is there. */
function watchAll({ client, host }: Pick<Window, 'client' | 'host'>, tally: Tally): { seen(): Snapshot | null } {
  let newest: Snapshot | null = null;
  const look = async () => {
    for await (const text of await client.system.watch({ host })) {
      const snapshot = unpackSnapshot(text);
      if (newest !== null && snapshot.revision <= newest.revision) tally.wrong('a snapshot came again');
      newest = snapshot;
      tally.snapshots++;
    }
  };
  const ends = [
    look(),
    all(client.downloads.watch()),
    all(client.updates.watch({ host })),
    all(client.support.offered()),
  ];
  // They end with the connection, which is no failure.
  for (const end of ends) end.catch(() => {});
  return { seen: () => newest };
}

/** Whether a call was answered, in words of ours where it was refused, as long as its window was there. */
async function ask(window: Window, name: string, call: Promise<unknown>, tally: Tally): Promise<void> {
  const start = performance.now();
  const timer = new AbortController();
  const late = sleep(TIMEOUT_MS, 'late' as const, { signal: timer.signal }).catch(() => 'late' as const);
  try {
    const how = await Promise.race([call.then(() => 'answered' as const), window.closed, late]);
    if (how === 'answered') tally.answered(name, performance.now() - start);
    else if (how === 'late') tally.unanswered(name);
    else if (window.isLost()) tally.wrong(`the server ended a window that asked for ${name}`);
    else tally.left++;
  } catch (error) {
    const code = codeOf(error);
    if (window.socket.readyState !== window.socket.OPEN && code === null) {
      if (window.isLost()) tally.wrong(`the server ended a window that asked for ${name}`);
      else tally.left++;
    } else if (code === null || code === 'internal') tally.wrong(`${name} failed with ${code ?? String(error)}`);
    else tally.refused(name, code, performance.now() - start);
  } finally {
    timer.abort();
    call.catch(() => {});
  }
}

/** The code of an error of ours, or the library's for a call that is in no contract. */
function codeOf(error: unknown): ErrorCode | 'NOT_FOUND' | null {
  const { data, code } = error as { readonly data?: { readonly code?: unknown }; readonly code?: unknown };
  if (code === 'NOT_FOUND') return code;
  return typeof data?.code === 'string' && data.code in ERROR_CODES ? (data.code as ErrorCode) : null;
}
