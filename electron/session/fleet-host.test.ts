/** A host of the fleet in a window, beside this machine: shown as it was read last, and what its images have inside is not known. */
import { existsSync, readFileSync } from 'node:fs';
import { hostname } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { type KeptHost, keepFleetIn, sevenHosts } from '../../e2e/harness/kept-fleet.ts';
import { type Client, clientOf, codeOf, followSnapshots, type PortClient } from '../../e2e/harness/port-client.ts';
import { makeScratch, type Scratch } from '../../e2e/harness/scratch.ts';
import { openSession } from '../../e2e/harness/session.ts';
import { EMPTY_REQUEST } from '../../shared/changes/empty-request.ts';
import type { Snapshot } from '../../shared/model/snapshot.ts';
import { fleetHostId, MACHINE } from '../../shared/window/host-id.ts';
import { unpackSnapshot } from '../../shared/window/snapshot-text.ts';
import { createKeptFleet } from '../fleet/kept.ts';
import type { Session } from './session.ts';

const READ_AT = Date.UTC(2026, 4, 1);
const FLATCAR = 'ID=flatcar\nVERSION_ID=4230.2.0\n';
const host = fleetHostId('ws-042');

let scratch: Scratch;
let session: Session;
let port: PortClient;
let client: Client;
let stop: AbortController;

const folders = () => [join(scratch.path, 'state'), join(scratch.path, 'cache')] as const;
const workstation = (readAt: number, of: Readonly<Record<string, string>>): KeptHost => ({
  ...{ id: 'ws-042', os: 'Flatcar', rows: [], readAt },
  releases: { host: FLATCAR, of },
});

beforeEach(async () => {
  scratch = makeScratch('fleet-host');
  stop = new AbortController();
  keepFleetIn(...folders(), [
    workstation(READ_AT, { docker: FLATCAR, runtime: 'ID=flatcar\nVERSION_ID=4152.2.3\n' }),
    { id: 'nas', os: null, rows: [], readAt: null },
    ...sevenHosts(READ_AT).filter(({ id }) => id === 'edge-01'),
  ]);
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

const statesIn = (snapshot: Snapshot | undefined) =>
  Object.fromEntries((snapshot?.extensions ?? []).map(({ name, state }) => [name, state]));

test('this machine and a host of the fleet have a snapshot each, and a new reading is followed', async () => {
  const [machine, other] = [follow(MACHINE), follow(host)];
  await expect.poll(() => [machine.length, other.length], { timeout: 60_000 }).toEqual([1, 1]);
  expect(machine[0]?.host).toMatchObject({ root: '/', hostname: hostname(), overSsh: null });
  expect(other[0]?.host).toMatchObject({
    ...{ root: 'ssh://ws-042', overSsh: { name: 'ws-042', readAt: READ_AT }, osRelease: { VERSION_ID: '4230.2.0' } },
    executor: { kind: 'none' },
  });
  expect(statesIn(other[0])).toEqual({ docker: 'ready', runtime: 'blocked' });
  expect(JSON.stringify(other[0]), 'where it is kept here is no page’s business').not.toContain(scratch.path);
  // As another Veneer reads it again.
  keepFleetIn(...folders(), [
    { ...workstation(READ_AT + 1000, { docker: FLATCAR, later: 'ID=_any\n' }), tree: 'tree-1' },
  ]);
  await expect.poll(() => statesIn(other.at(-1)), { timeout: 60_000 }).toEqual({ docker: 'ready', later: 'ready' });
  expect(other.at(-1)?.host.overSsh?.readAt).toBe(READ_AT + 1000);
  expect(other.at(-1)?.revision).toBeGreaterThan(other[0]?.revision ?? 0);
  expect(machine).toHaveLength(1);
  // What is asked now is asked of the new tree.
  expect((await client.system.details({ host })).layers.map(({ name }) => name)).toEqual(['docker', 'later']);
});

test('of one that another process takes out of the fleet whoever looks on is told once, and its log says nothing', async () => {
  const look = async () => {
    const seen: Snapshot[] = [];
    for await (const text of await client.system.watch({ host }, { signal: stop.signal })) {
      seen.push(unpackSnapshot(text));
      createKeptFleet(...folders(), () => {}).remove(['ws-042']);
    }
    return seen;
  };
  await expect(look()).rejects.toMatchObject({ data: { code: 'not-found', message: { id: 'fleet.no-such-host' } } });
  expect(await codeOf(look()), 'nor can it be looked at again').toBe('not-found');
  const log = join(scratch.path, 'state', 'veneer.log');
  expect(existsSync(log) ? readFileSync(log, 'utf8') : '').not.toContain('ws-042');
});

test('what only the inside of its images, its disk or its systemd tells is not known, and nothing is changed', async () => {
  const { extensions } = await client.system.reload({ host });
  const id = extensions.find(({ name }) => name === 'docker')?.id ?? '';
  const request = {
    ...EMPTY_REQUEST,
    changes: [{ verb: 'disable' as const, class: 'sysext' as const, name: 'docker' }],
  };
  const asked = {
    doctor: () => client.doctor.look({ host }),
    report: () => client.doctor.report({ host }),
    contents: () => client.extensions.contents({ host, id }),
    findings: () => client.extensions.findings({ host, id }),
    file: () => client.extensions.file({ host, id, path: 'usr/lib/extension-release.d/extension-release.docker' }),
    disk: () => client.extensions.disk({ host, id }),
    versions: () => client.extensions.versions({ host, id }),
    export: () => client.declared.export({ host, format: 'veneer' }),
    set: () => client.sets.save({ host, name: 'mine' }),
    storage: () => client.system.storage({ host }),
    plan: () => client.plan.preview({ host, request }),
    apply: () => client.plan.apply({ host, request, revision: '', asks: false }),
  };
  for (const [what, answer] of Object.entries(asked)) expect(await codeOf(answer()), what).toBe('unsupported');
  const { layers, atBoot, lacks, wrong } = await client.system.details({ host });
  expect(layers.filter(({ status }) => status === 'would-merge')).toMatchObject([
    { name: 'docker', files: null, overridesBase: null, problem: { id: 'fleet.inside-not-known-over-ssh' } },
  ]);
  expect(atBoot.every(({ state }) => state === 'unknown')).toBe(true);
  expect([lacks, wrong]).toEqual([[], []]);
  expect(await client.history.list({ host })).toMatchObject({
    entries: [],
    unknown: { id: 'fleet.not-known-over-ssh' },
  });
  expect((await client.updates.check({ host })).items).toEqual([]);
  const query = { text: 'docker', isExact: false, sitting: 0, most: 10 };
  for await (const { files, unread } of await client.extensions.find({ host, ...query }))
    expect([files, unread.map(({ name }) => name).sort()]).toEqual([[], ['docker', 'runtime']]);
  for await (const { problem } of await client.services.watch({ host }, { signal: stop.signal })) {
    expect(problem).toMatchObject({ id: 'fleet.not-known-over-ssh' });
    break;
  }
});

test('those that were opened are offered, as long as they are in the fleet', async () => {
  const offered = async () => (await client.hosts.list()).hosts.filter(({ kind }) => kind === 'fleet');
  expect(await offered()).toEqual([]);
  for (const id of ['edge-01', 'ws-042']) await client.system.reload({ host: fleetHostId(id) });
  expect(await offered()).toEqual([
    { id: host, kind: 'fleet', root: null, name: 'ws-042', problem: null },
    { id: fleetHostId('edge-01'), kind: 'fleet', root: null, name: 'edge-01', problem: null },
  ]);
  for (const id of ['nas', 'stranger', '../ws-042', ''])
    expect(await codeOf(client.system.reload({ host: fleetHostId(id) })), id).toBe('not-found');
  await client.fleet.remove({ ids: ['ws-042'] });
  expect((await offered()).map(({ name }) => name)).toEqual(['edge-01']);
  expect(await codeOf(client.system.reload({ host }))).toBe('not-found');
});

test('what root opened on a tree leads to hosts of the fleet, for there is nothing to change on them', async () => {
  scratch.put('tree/usr/lib/os-release', 'ID=debian\n');
  const { session: rooted } = await openSession(scratch, join(scratch.path, 'tree'), { isRoot: true });
  try {
    expect((await rooted.host(host)).target.brought?.machine).toBe('x86_64');
    expect(rooted.hosts().hosts.map(({ kind }) => kind)).toEqual(['tree', 'sandbox', 'fleet']);
  } finally {
    rooted.close();
  }
});
