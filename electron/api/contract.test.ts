/** Every procedure of a host over both transports, on a real tree of files. */
import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { basename, join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { afterAll, beforeAll, describe, expect, test, vi } from 'vitest';
import * as z from 'zod';
import {
  failure,
  type OpenContract,
  openContract,
  TRANSPORTS,
  type Transport,
} from '../../e2e/harness/open-contract.ts';
import type { Client } from '../../e2e/harness/port-client.ts';
import { putExtension, type Scratch } from '../../e2e/harness/scratch.ts';
import { makeSquashfs } from '../../e2e/harness/squashfs.ts';
import { EMPTY_REQUEST } from '../../shared/changes/empty-request.ts';
import type { Job } from '../../shared/model/job.ts';
import { Snapshot } from '../../shared/model/snapshot.ts';
import { unpackSnapshot } from '../../shared/window/snapshot-text.ts';
import type { Host } from '../hosts/host.ts';

const nothing = EMPTY_REQUEST;

let here: OpenContract;
let tree: Scratch;
let shown: Host;
let host: string;

beforeAll(async () => {
  here = await openContract('contract');
  ({ tree, shown } = here);
  host = here.shown.id;
});
afterAll(() => here.close());

describe.each(TRANSPORTS)('over %s', (_name, connect) => {
  let transport: Transport;
  let client: Client;
  beforeAll(async () => {
    transport = await here[connect]();
    ({ client } = transport);
  });
  afterAll(() => transport.close());

  test('doctor: what is found is silenced with a reason, and told to others', async () => {
    mkdirSync(join(tree.path, 'etc/extensions/gone'), { recursive: true });
    const key = 'mask-without-target=/etc/extensions/gone';
    const silenced = async () => {
      await client.system.reload({ host });
      return (await client.doctor.look({ host })).items.find((one) => one.key === key)?.silenced;
    };
    expect(await silenced()).toBeNull();
    expect(await failure(client.doctor.silence({ host, key, reason: ' ' }))).toBe('VENEER invalid-input');
    await client.doctor.silence({ host, key, reason: 'it comes back' });
    expect(await silenced()).toMatchObject({ reason: 'it comes back' });
    expect((await client.doctor.report({ host })).text).toContain('it comes back');
    await client.doctor.unsilence({ host, key });
    expect(await silenced()).toBeNull();
    rmSync(join(tree.path, 'etc/extensions/gone'), { recursive: true });
  });

  test('extensions: a file is found, with who wins it, and so is one of the base alone', async () => {
    const find = async (text: string) => {
      const parts = await client.extensions.find({ host, text, isExact: false, sitting: 1, most: 10 });
      const all = [];
      for await (const part of parts) all.push(part);
      return all.at(-1);
    };
    expect(await find('bin/too')).toMatchObject({
      files: [{ path: '/usr/bin/tool', extension: 'a', now: { is: 'out' }, next: { is: 'seen', over: ['base'] } }],
      unread: [],
    });
    expect(await find('/usr/lib/os-release')).toMatchObject({ files: [], asked: [{ base: true }] });
    const refused = client.extensions.find({ host, text: 'x', isExact: false, sitting: 1, most: 0 });
    expect(await failure(refused)).toBe('VENEER invalid-input');
  });

  test('fleet, sets and export: what a person keeps beside the host, and the host as a file', async () => {
    const stop = new AbortController();
    const views = await client.fleet.watch(undefined, { signal: stop.signal });
    expect((await views.next()).value).toMatchObject({ hosts: [] });
    await client.fleet.add({ from: 'typed', hosts: ['nas.invalid'] });
    expect((await views.next()).value).toMatchObject({ hosts: [{ id: 'nas.invalid', state: 'never-read' }] });
    stop.abort();
    expect(await failure(client.fleet.add({ from: 'typed', hosts: ['-o'] }))).toBe('VENEER invalid-input');
    await client.fleet.cancel();
    await client.fleet.remove({ ids: ['nas.invalid'] });

    expect(await failure(client.sets.use({ host, name: 'Demo' }))).toBe('VENEER not-found');
    await client.sets.save({ host, name: 'Demo' });
    expect(await client.sets.list({})).toEqual(['Demo']);
    expect(await client.sets.use({ host, name: 'Demo' })).toEqual({ changes: [], left: [] });
    await client.sets.remove({ name: 'Demo' });

    expect((await client.declared.export({ host, format: 'veneer' })).text).toContain('veneer: 1');
    expect((await client.declared.export({ host, format: 'ansible' })).text).toContain('any_errors_fatal: true');
    const { entries } = await client.history.list({ host });
    expect(entries).toBeInstanceOf(Array);
    expect(await failure(client.history.between({ host, from: 'nothing', to: null }))).toBe('VENEER not-found');
  });

  test('system: a snapshot, then a new one after a change on disk', async () => {
    const stop = new AbortController();
    const snapshots = await client.system.watch({ host }, { signal: stop.signal });
    const first = await snapshots.next();
    // What goes as text is no less what the model says.
    const read = ({ value }: { value: unknown }) => z.strictObject(Snapshot.shape).parse(unpackSnapshot(String(value)));
    expect(read(first)).toMatchObject({ host: { root: tree.path, judgedAs: 257 } });
    mkdirSync(join(tree.path, 'var/lib/extensions', `new-${_name.length}`));
    const namesOf = (next: { value: unknown }) => read(next).extensions.map(({ name }) => name);
    // What was known comes first, and may be followed by what is read because of it.
    let names = namesOf(await snapshots.next());
    while (!names.includes(`new-${_name.length}`)) names = namesOf(await snapshots.next());
    expect(names).toContain('a');
    stop.abort();
    const { extensions } = await client.system.reload({ host });
    expect(extensions.find(({ name }) => name === 'old')?.verdict).toMatchObject({
      compatible: false,
      code: 'version',
    });
  });

  test('system: details and what-if', async () => {
    const details = await client.system.details({ host });
    expect(details.layers.find(({ name }) => name === 'a')).toMatchObject({ status: 'would-merge', overridesBase: 1 });
    const judged = await client.system.whatIf({ host, fields: { VERSION_ID: '11' } });
    expect(judged.find(({ name }) => name === 'old')?.outcome).toBe('comes-in');
    expect(await failure(client.system.whatIf({ host, fields: { ID: 'x'.repeat(300) } }))).toBe('VENEER invalid-input');
  });

  test('system: releases to choose from, what is published for one, and where the room goes', async () => {
    const releases = await client.system.otherReleases({ host });
    // Debian counts its releases one by one.
    expect(releases.find(({ isNext }) => isNext)).toMatchObject({ from: 'next', fields: { VERSION_ID: '13' } });
    const { rows, isSame } = await client.system.buildsFor({ host, fields: { VERSION_ID: '11' }, ask: false });
    expect([isSame, rows.find(({ name }) => name === 'old')?.state]).toEqual([false, 'stays']);
    const nowhere = client.system.buildsFor({ host, fields: { ID: '' }, ask: false });
    expect(await failure(nowhere)).toBe('VENEER unsupported');
    const { total, free } = await client.system.storage({ host });
    expect(total).toBeGreaterThan(free);
  });

  test('extensions: contents with what they override', async () => {
    const entries = [];
    for await (const part of await client.extensions.contents({ host, id: 'sysext:/var/lib/extensions/a' }))
      entries.push(...part.entries);
    expect(entries.find(({ path }) => path === 'usr/bin/tool')?.overrides).toEqual(['base']);
    expect(await failure(client.extensions.contents({ host, id: 'sysext:/nowhere' }))).toBe('VENEER not-found');
  });

  test('extensions: findings, a file, no disk, no verity', async () => {
    const id = 'sysext:/var/lib/extensions/a';
    // Attributes of overlayfs are for root to see.
    const problem = process.geteuid?.() === 0 ? null : expect.stringContaining('for root to see');
    expect(await client.extensions.findings({ host, id })).toEqual({ findings: [], problem });
    const file = await client.extensions.file({ host, id, path: 'usr/bin/tool' });
    expect(file).toEqual({ path: 'usr/bin/tool', size: 6, text: 'from a', truncated: false, sha256: null });
    expect(await failure(client.extensions.file({ host, id, path: '../../etc/passwd' }))).toBe('VENEER not-found');
    expect(await client.extensions.disk({ host, id })).toBeNull();
  });

  test('extensions: what fails on the way of a stream is told in words as well', async () => {
    const noise = join(tree.path, 'var/lib/extensions/noise.raw');
    writeFileSync(noise, 'nothing that is an image');
    const progress = await client.extensions.verify({ host, id: 'sysext:/var/lib/extensions/noise.raw' });
    expect(await failure(progress.next())).toBe('VENEER image-broken');
    // It stands in the way of every merge.
    rmSync(noise);
    expect(here.logged).toEqual([]);
  });

  test('plan: a preview, and refusals', async () => {
    const plan = await client.plan.preview({ host, request: { ...nothing, action: 'merge' } });
    expect(plan.outcomes[0]?.after).toContain('a');
    const wrong = { ...nothing, changes: [{ verb: 'enable' as const, class: 'sysext' as const, name: 'nobody' }] };
    expect(await failure(client.plan.preview({ host, request: wrong }))).toBe('VENEER not-found');
    expect(await failure(client.plan.apply({ host, request: nothing, revision: 'of yesterday' }))).toBe(
      'VENEER stale-plan',
    );
    expect(await failure(client.plan.preview({ host, request: { ...nothing, action: 'destroy' as 'merge' } }))).toBe(
      'VENEER invalid-input',
    );
  });

  test('operations: run to their end and are told as what happened', async () => {
    const request = { ...nothing, action: 'merge' as const };
    const { revision } = await client.plan.preview({ host, request });
    const { operation } = await client.plan.apply({ host, request, revision });
    let last: { status: string; error: { code: string } | null } | null = null;
    for await (const seen of await client.operations.watch({ host, id: operation })) last = seen;
    // The helper of this test is not there: who is no root may not even try it.
    expect(last).toMatchObject({
      status: 'failed',
      error: { code: expect.stringMatching(/helper-failed|unsupported/) },
    });
    expect((await client.operations.list({ host }))[0]?.id).toBe(operation);
    expect(await client.operations.cancel({ host, id: operation })).toEqual({ accepted: false });
    expect(await failure(client.operations.watch({ host, id: 'unknown' }))).toBe('VENEER not-found');
  });

  test('jobs: what was applied and looked at is in one list', async () => {
    const image = join(tree.path, `job-${_name.length}.raw`);
    writeFileSync(image, 'nothing that is an image');
    const stop = new AbortController();
    const watched = await client.jobs.watch(undefined, { signal: stop.signal });
    await client.files.examine({ host, path: image, class: null, name: null, version: null });
    const title = basename(image);
    let now: readonly Job[] = [];
    for await (now of watched) if (now.some((one) => one.title.text === title && one.state === 'succeeded')) break;
    stop.abort();
    expect(now.at(-1)).toMatchObject({ kind: 'examine', host, title: { text: title }, canCancel: false });
    const all = await client.jobs.list();
    expect(all.filter(({ kind }) => kind === 'apply').at(-1)).toMatchObject({
      state: 'failed',
      host,
      error: { code: expect.stringMatching(/helper-failed|unsupported/) },
    });
    // The check of what is no image, further up.
    expect(all.find(({ kind }) => kind === 'verify')).toMatchObject({ state: 'failed', title: { text: 'noise' } });
    expect(await client.jobs.cancel({ id: 'unknown' })).toEqual({ accepted: false });
  });

  test('files: an image is looked at before it is installed; versions and history', async () => {
    const image = join(tree.path, 'tool-2.raw');
    putExtension(tree, 'sources', 'tool', 'ID=_any\n');
    makeSquashfs(join(tree.path, 'sources/tool'), image);
    const wishes = { class: null, name: null, version: null };
    const { inspected, impact } = await client.files.examine({ host, path: image, ...wishes });
    expect(impact).toMatchObject({ replaces: null, signature: null, overrides: [], problem: null });
    expect(inspected).toMatchObject({ name: 'tool', version: '2', class: 'sysext', renamedFrom: null });
    expect(inspected.sha256).toBe(createHash('sha256').update(readFileSync(image)).digest('hex'));
    // The remote that it came from calls it so, whatever its release file says.
    putExtension(tree, 'spelled', 'tool', 'ID=_any\nSYSEXT_VERSION_ID=3.0\n');
    makeSquashfs(join(tree.path, 'spelled/tool'), join(tree.path, 'tool-v3.0-x86-64.raw'));
    const spelled = await client.files.examine({ host, path: join(tree.path, 'tool-v3.0-x86-64.raw'), ...wishes });
    expect(spelled.inspected.version).toBe('v3.0');
    expect(await failure(client.files.examine({ host, path: '/nowhere.raw', ...wishes }))).toBe('VENEER not-found');
    expect(await failure(client.files.examine({ host, path: tree.path, ...wishes }))).toBe('VENEER invalid-input');
    const folder = join(tree.path, 'sources/tool');
    const packed = (await client.files.examine({ host, path: folder, ...wishes })).inspected;
    expect(packed).toMatchObject({ source: folder, name: 'tool', form: 'squashfs', verdict: { compatible: true } });
    expect(existsSync(packed.path)).toBe(true);
    await client.files.discard({ path: packed.path });
    expect(existsSync(packed.path)).toBe(false);
    await client.files.discard({ path: image });
    expect(existsSync(image), 'only what is ours').toBe(true);
    expect(await client.extensions.versions({ host, id: 'sysext:/var/lib/extensions/a' })).toEqual([]);
    expect((await client.history.list({ host })).entries[0]).toMatchObject({ status: 'failed', root: tree.path });
  });
});

test('misses nothing that changes while the host is read for the first time', async () => {
  for (let round = 0; round < 8; round++) {
    const stop = new AbortController();
    const snapshots = shown.watch(stop.signal);
    const first = snapshots.next();
    // Another moment of the reading in each round; none of them may be the one in which a change is missed.
    await sleep(round * 3);
    const name = `while-${round}`;
    putExtension(tree, 'var/lib/extensions', name, 'ID=_any\n');
    let names = (await first).value.extensions.map((one: { name: string }) => one.name);
    while (!names.includes(name)) {
      const { value } = await snapshots.next();
      names = value.extensions.map((one: { name: string }) => one.name);
    }
    expect(names).toContain(name);
    stop.abort();
    await snapshots.return(undefined);
  }
});

test('a message that is no call ends its socket, and prints nothing', async () => {
  const printed = vi.spyOn(console, 'error');
  const { door, socket } = await here.openSocket();
  socket.send('{"i":"1","p":{"u":"http://["}}');
  socket.send('{"i":"2","p":{"u":"/system/reload"}}');
  const answers: unknown[] = [];
  socket.on('message', (data) => answers.push(data));
  expect(await new Promise((settle) => socket.once('close', settle))).toBe(1003);
  expect(answers).toEqual([]);
  expect(printed).not.toHaveBeenCalled();
  await door.close();
});

test('no error that a client can cause is an unexpected one', () => {
  expect(here.logged).toEqual([]);
});
