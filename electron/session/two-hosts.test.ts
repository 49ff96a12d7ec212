/** One session with two hosts at once, this machine and a tree: each has its own watch, plan, changes and history. */
import { chmodSync, existsSync, rmSync } from 'node:fs';
import { hostname } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { type Client, clientOf, codeOf, followSnapshots, type PortClient } from '../../e2e/harness/port-client.ts';
import { makeScratch, putExtension, type Scratch } from '../../e2e/harness/scratch.ts';
import { openSession } from '../../e2e/harness/session.ts';
import { EMPTY_REQUEST } from '../../shared/changes/empty-request.ts';
import { hostIdOf, MACHINE } from '../../shared/window/host-id.ts';
import type { Session } from './session.ts';

let scratch: Scratch;
let root: string;
let tree: string;
let session: Session;
let port: PortClient;
let client: Client;
let stop: AbortController;

beforeEach(async () => {
  stop = new AbortController();
  scratch = makeScratch('two-hosts');
  root = join(scratch.path, 'tree');
  tree = hostIdOf(root);
  scratch.put('tree/usr/lib/os-release', 'ID=debian\nVERSION_ID=12\nPRETTY_NAME=A tree\n');
  putExtension(scratch, 'tree/var/lib/extensions', 'tool', 'ID=_any\n');
  scratch.put('state/hosts.json', JSON.stringify({ trees: [root] }));
  ({ session } = await openSession(scratch, '/'));
  port = clientOf(session, scratch.path);
  ({ client } = port);
});
afterEach(() => {
  stop.abort();
  port.close();
  session.close();
  scratch.remove();
});

const follow = (id: string) => followSnapshots(client, id, stop.signal);

test('each is watched by itself', async () => {
  expect((await client.hosts.list()).first).toBe(MACHINE);
  const [machine, other] = [follow(MACHINE), follow(tree)];
  await expect.poll(() => [machine.length, other.length], { timeout: 60_000 }).toEqual([1, 1]);
  expect(machine[0]?.host).toMatchObject({ root: '/', hostname: hostname() });
  expect(other[0]?.host).toMatchObject({ root, osName: 'A tree' });
  expect(other[0]?.extensions.map(({ name }) => name)).toEqual(['tool']);
  putExtension(scratch, 'tree/var/lib/extensions', 'new', 'ID=_any\n');
  await expect.poll(() => other.at(-1)?.extensions.length, { timeout: 60_000 }).toBe(2);
  expect(machine).toHaveLength(1);
});

test('each is planned for, changed and remembered by itself', async () => {
  const request = { ...EMPTY_REQUEST, action: 'none' as const };
  const off = { ...request, changes: [{ verb: 'disable' as const, class: 'sysext' as const, name: 'tool' }] };
  const plan = await client.plan.preview({ host: tree, request: off });
  expect(plan.steps).toMatchObject([{ verb: 'mask', names: ['tool'] }]);
  expect(await codeOf(client.plan.preview({ host: MACHINE, request: off }))).toBe('not-found');
  const empty = await client.plan.preview({ host: tree, request });
  expect(await codeOf(client.plan.apply({ host: MACHINE, request, revision: empty.revision }))).toBe('stale-plan');
  const { operation: id } = await client.plan.apply({ host: tree, request: off, revision: plan.revision });
  let status = '';
  for await (const step of await client.operations.watch({ host: tree, id })) ({ status } = step);
  // The helper of this test is not there; that it was tried is what is looked at.
  expect(status).toBe('failed');
  expect(existsSync(join(root, 'etc/extensions/tool'))).toBe(false);
  expect((await client.operations.list({ host: tree })).map((one) => one.id)).toEqual([id]);
  expect(await client.operations.list({ host: MACHINE })).toEqual([]);
  expect(await codeOf(client.operations.watch({ host: MACHINE, id }))).toBe('not-found');
  expect((await client.history.list({ host: tree })).entries).toMatchObject([{ id, root, status: 'failed' }]);
  expect((await client.history.list({ host: MACHINE })).entries.map((one) => one.id)).not.toContain(id);
  expect(
    session.jobs
      .list()
      .filter(({ kind }) => kind === 'apply')
      .map(({ id: job }) => job),
  ).toEqual([id]);
});

test('a page names no tree that nobody opened, and is told why one cannot be opened', async () => {
  scratch.put('secret/usr/lib/os-release', 'ID=debian\n');
  expect(await codeOf(client.system.reload({ host: hostIdOf(join(scratch.path, 'secret')) }))).toBe('not-found');
  for (const host of ['root:', 'root:relative', `${tree}/`, `${tree}/..`, 'anything']) {
    expect(await codeOf(client.system.reload({ host })), host).toBe('not-found');
  }
  if (process.geteuid?.() !== 0) {
    chmodSync(root, 0);
    const { hosts } = await client.hosts.list();
    expect(hosts.at(-1)).toMatchObject({ id: tree, problem: `You may not read ${root}.` });
    expect(await codeOf(client.system.reload({ host: tree }))).toBe('not-authorized');
    chmodSync(root, 0o700);
  }
  rmSync(root, { recursive: true });
  expect((await client.hosts.list()).hosts).toEqual([
    { id: MACHINE, kind: 'machine', root: null, name: null, problem: null },
    { id: 'sandbox', kind: 'sandbox', root: null, name: null, problem: null },
    { id: tree, kind: 'tree', root, name: null, problem: `${root} is not there any more.` },
  ]);
  expect(await codeOf(client.system.reload({ host: tree }))).toBe('not-found');
  scratch.put('tree/usr/lib/os-release', 'ID=debian\n');
  expect((await client.system.reload({ host: tree })).host.root).toBe(root);
  expect((await client.hosts.forget({ host: tree })).hosts).toHaveLength(2);
});

test('what root opened on a tree leads nowhere else', async () => {
  const { session: rooted } = await openSession(scratch, root, { isRoot: true });
  try {
    expect(rooted.hosts().hosts.map(({ id }) => id)).toEqual([tree, 'sandbox']);
    for (const host of [MACHINE, hostIdOf(join(scratch.path, 'other'))])
      await expect(rooted.host(host), host).rejects.toMatchObject({ code: 'not-found' });
    expect((await rooted.host(tree)).target.root).toBe(root);
  } finally {
    rooted.close();
  }
});
