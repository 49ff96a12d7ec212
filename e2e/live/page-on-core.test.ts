/** The page's own store, bridge and commands on a real core behind the real door; what it changes it changes on disk. */
import { existsSync, lstatSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, afterEach, beforeAll, describe, expect, test, vi } from 'vitest';
import { createApi } from '../../electron/api/router.ts';
import type { Session } from '../../electron/session/session.ts';
import { createSettings } from '../../electron/session/settings.ts';
import { type Door, openDoor } from '../../electron/web/server.ts';
import type { State } from '../../renderer/state/store.ts';
import { MAX_MESSAGE } from '../../shared/window/max-message.ts';
import { isRoot } from '../harness/mount-namespace.ts';
import { becomePage, type PageGlobals } from '../harness/page.ts';
import { programFile } from '../harness/program-files.ts';
import { imageOf } from '../harness/remotes.ts';
import { makeScratch, putExtension, type Scratch } from '../harness/scratch.ts';
import { openSession } from '../harness/session.ts';

const HELPER = { program: process.execPath, args: ['--no-warnings', fileURLToPath(programFile('helper'))] };
const IMAGES = fileURLToPath(new URL('../../assets/sandbox', import.meta.url));
const IN_TIME = { timeout: 60_000 };

let scratch: Scratch;
let session: Session;
let door: Door;
let page: PageGlobals;
let store: typeof import('../../renderer/state/store.ts');
let commands: typeof import('../../renderer/commands/run.ts');
const ordered: string[] = [];
const logged: unknown[] = [];

beforeAll(async () => {
  scratch = makeScratch('store-on-core');
  scratch.put('tree/usr/lib/os-release', 'ID=debian\nVERSION_ID=12\n');
  putExtension(scratch, 'tree/var/lib/extensions', 'alpha', 'ID=_any\n');
  putExtension(scratch, 'tree/var/lib/extensions', 'beta', 'ID=debian\nVERSION_ID=11\n');
  const opened = await openSession(scratch, join(scratch.path, 'tree'), { helper: HELPER, sandboxImages: IMAGES });
  session = opened.session;
  const log = { path: '/log', error: (_where: string, error: unknown) => logged.push(error), newest: () => [] };
  const api = createApi(session, createSettings(join(scratch.path, 'settings')), log);
  door = await openDoor({ api, session, folder: scratch.path, listen: 0 });
  page = becomePage(door.url);
  store = await import('../../renderer/state/store.ts');
  commands = await import('../../renderer/commands/run.ts');
  store.keepInStep(
    (id) => ordered.push(id),
    () => {},
  );
  await until({ connection: 'open' });
});
afterAll(async () => {
  await door.close();
  session.close();
  scratch.remove();
});
afterEach(() => expect(logged.splice(0)).toEqual([]));

const state = (): State => store.store.getState();
const until = (part: object) => vi.waitFor(() => expect(state()).toMatchObject(part), IN_TIME);
const names = () => state().snapshot?.extensions.map(({ name, state: how }) => `${name} ${how}`) ?? [];
const shows = (...expected: string[]) => vi.waitFor(() => expect(names().sort()).toEqual(expected), IN_TIME);
const ended = () =>
  vi.waitFor(() => expect(state()).toMatchObject({ operation: null, ended: expect.anything() }), IN_TIME);
const masked = (name: string) => lstatSync(join(scratch.path, 'tree/etc/extensions', name), { throwIfNoEntry: false });
const turnOff = (name: string) => ({ verb: 'disable', class: 'sysext', name }) as const;

test('shows the host that it was opened for, and what changes there', async () => {
  expect(state()).toMatchObject({ host: session.first, firstHost: session.first });
  await shows('alpha ready', 'beta blocked');
  putExtension(scratch, 'tree/var/lib/extensions', 'gamma', 'ID=_any\n');
  await shows('alpha ready', 'beta blocked', 'gamma ready');
  rmSync(join(scratch.path, 'tree/var/lib/extensions/gamma'), { recursive: true });
  await shows('alpha ready', 'beta blocked');
  expect(state().problem).toBeNull();
});

test('settings are the core’s', async () => {
  await state().changeSettings({ keep: 7, language: 'de' });
  store.store.setState({ settings: { ...state().settings, keep: 1 } });
  await state().loadSettings();
  expect(state().settings).toMatchObject({ keep: 7, language: 'de' });
  await state().changeSettings({ keep: 1000 });
  expect(state().problem).toMatchObject({ code: 'invalid-input' });
  await state().loadSettings();
  expect(state().settings.keep).toBe(7);
  store.store.setState({ problem: null });
  await state().changeSettings({ language: 'en' });
});

test('what is handed over from outside is a command, or files of the sheet', async () => {
  session.openRequests.offer({ kind: 'command', id: 'show-history' });
  await vi.waitFor(() => expect(ordered).toEqual(['show-history']), IN_TIME);
  scratch.put('files/page.html', 'This is no image.');
  session.openRequests.offer({ kind: 'files', paths: [join(scratch.path, 'files/page.html')] });
  await until({
    arrivals: [{ label: 'page.html', status: 'ready', examined: { inspected: { verdict: { code: 'not-an-image' } } } }],
  });
  state().takeAway(state().arrivals[0]?.key ?? 0);
  state().addPaths([join(scratch.path, 'files/nothing.raw')]);
  await until({ arrivals: [{ label: 'nothing.raw', status: 'failed', problem: { code: 'not-found' } }] });
  state().closeInstall();
  expect(state().arrivals).toEqual([]);
});

test('what is too long for one message is refused, and the connection stays', async () => {
  const before = page.opened();
  const long = { message: 'x'.repeat(MAX_MESSAGE), stack: '' };
  await expect(store.client().support.log(long)).rejects.toMatchObject({ data: { code: 'too-large' } });
  expect(await store.client().support.about()).toMatchObject({ version: expect.any(String) });
  expect(page.opened()).toBe(before);
});

test('a connection that is cut is opened again, and what changed meanwhile is shown', async () => {
  page.cut();
  await until({ connection: 'lost' });
  await expect((async () => store.client().support.about())()).rejects.toBeDefined();
  expect(commands.obstacleTo('show-history', state())).toBe('There is no connection.');
  putExtension(scratch, 'tree/var/lib/extensions', 'meanwhile', 'ID=_any\n');
  store.retryConnection();
  await until({ connection: 'open' });
  await shows('alpha ready', 'beta blocked', 'meanwhile ready');
  rmSync(join(scratch.path, 'tree/var/lib/extensions/meanwhile'), { recursive: true });
  await shows('alpha ready', 'beta blocked');
});

test('another host is shown by a command, with what is staged on the first waiting for it', async () => {
  await state().stage(turnOff('alpha'));
  commands.runCommand('open-sandbox');
  await vi.waitFor(() => expect(names()).toContain('editor ready'), IN_TIME);
  expect(state()).toMatchObject({ host: 'sandbox', staged: [], snapshot: { host: { sandbox: true } } });
  expect(commands.obstacleTo('open-sandbox', state())).toBe('This is the sandbox.');
  state().showHost(session.first);
  await shows('alpha ready', 'beta blocked');
  expect(state().staged).toEqual([turnOff('alpha')]);
  commands.runCommand('discard');
  expect(state().staged).toEqual([]);
});

test('a recipe is built by the core, its image waits in the sheet, and what fails says why', async () => {
  await state().loadRecipes();
  expect(state().recipes).toContainEqual(expect.objectContaining({ name: 'docker', isPublished: true }));
  expect(state().recipes).toContainEqual(expect.objectContaining({ name: 'settings', class: 'confext' }));
  const text = `name: hello
version: "1.0"
target: {architectures: [any]}
sources: {bin: {file: bin}}
steps: [{take: {from: bin, path: hello, to: /usr/bin/}}]
`;
  scratch.put('own/bin/hello', '#!/bin/sh\n', 0o755);
  scratch.put('own/hello.recipe.yaml', text);
  await state().showRecipe({ path: join(scratch.path, 'own/hello.recipe.yaml') });
  expect(state()).toMatchObject({ view: 'build', recipe: { text, folder: join(scratch.path, 'own') } });
  await state().buildRecipe();
  await until({ building: null, arrivals: [{ label: 'hello.raw', status: 'ready' }] });
  const path = state().arrivals[0]?.examined?.inspected.path ?? '';
  state().closeInstall();
  await vi.waitFor(() => expect(existsSync(path)).toBe(false), IN_TIME);

  state().changeRecipe({ text: text.replace('path: hello', 'path: gone') });
  await state().buildRecipe();
  expect(state()).toMatchObject({ building: null, buildProblem: { code: 'invalid-input' }, arrivals: [] });
  state().changeRecipe({ text: 'name: [' });
  expect(state().buildProblem).toBeNull();
  await state().buildRecipe();
  expect(state().buildProblem).toMatchObject({ code: 'invalid-input' });

  await state().showRecipe({ path: join(scratch.path, 'own/gone.recipe.yaml') });
  expect(state()).toMatchObject({ problem: { code: 'not-found' } });
  await state().showRecipe({ file: { text: async () => 'name: dropped' } });
  expect(state()).toMatchObject({ recipe: { text: 'name: dropped', folder: null } });
  state().openRecipe(null);
  state().setView({ view: 'extensions' });
  state().dismiss();
});

test.each([
  ['show-catalog', { view: 'catalog' }],
  ['show-updates', { view: 'updates' }],
  ['show-host', { view: 'host' }],
  ['show-doctor', { view: 'doctor' }],
  ['show-history', { view: 'history' }],
  ['show-fleet', { view: 'fleet' }],
  ['show-build', { view: 'build' }],
  ['show-settings', { view: 'settings' }],
  ['show-extensions', { view: 'extensions' }],
  ['open-palette', { paletteOpen: true }],
  ['show-shortcuts', { shortcutsOpen: true }],
  ['about', { aboutOpen: true }],
  ['install-file', { installOpen: true }],
  ['add-remote', { remoteDialog: 'new' }],
] as const)('%s', (id, shown) => {
  expect(state()).not.toMatchObject(id === 'show-extensions' ? { view: 'extensions' } : shown);
  commands.runCommand(id);
  expect(state()).toMatchObject(shown);
  // One dialog at a time: a command opens none behind another.
  state().setView({ paletteOpen: false, shortcutsOpen: false, aboutOpen: false });
  state().closeInstall();
  state().openRemote(null);
});

test('how services do is mirrored with the reason why nobody knows, and what is asked of one is refused with it', async () => {
  const unit = 'usr/lib/systemd/system/served.service';
  putExtension(scratch, 'tree/var/lib/extensions', 'served', 'ID=_any\n', {
    [unit]: '[Service]\nExecStart=/bin/true\n',
  });
  const [served] = [{ name: 'served.service', extension: 'served', class: 'sysext', status: 'unknown' }] as const;
  await until({ services: { services: [served], problem: { id: 'service.tree-has-no-services' } } });
  await state().lookAtServices();
  await state().runService('start', served);
  // Who may not change the tree hears of that first.
  expect(state().ended?.status ?? state().problem?.code).toMatch(/^(?:failed|not-authorized)$/);
  state().dismiss();
  expect(state()).toMatchObject({ ended: null, problem: null });
  rmSync(join(scratch.path, 'tree/var/lib/extensions/served'), { recursive: true });
  await until({ services: { services: [] } });
});

test('a host that is forgotten is offered no more, and the one that is shown stays', async () => {
  await state().loadHosts();
  const before = state().hosts.map(({ id }) => id);
  expect(before).toContain(session.first);
  await state().forgetHost('root:/nowhere');
  expect(state()).toMatchObject({ host: session.first, hosts: before.map((id) => ({ id })) });
  store.store.setState({ problem: null });
});

test('a remote that was removed is put back as it was, by Undo and once', async () => {
  const name = 'shelf';
  scratch.put('shelf/SHA256SUMS', '');
  const mine = () => session.catalog.remotes.list().find((one) => one.name === name);
  const remote = { name, url: `file://${scratch.path}/shelf/`, enabled: false, trust: 'unsigned', key: null } as const;
  await state().putRemote(remote, true);
  const before = mine();
  expect(before).toMatchObject({ url: remote.url, enabled: false });
  await state().removeRemote(remote);
  expect(mine()).toBeUndefined();
  expect(state().removed).toEqual({ remote, isBack: false });
  commands.runCommand('undo');
  await until({ removed: { remote, isBack: true } });
  expect(mine()).toEqual(before);
  await state().restoreRemote();
  expect(state().problem).toBeNull();
  state().forgetRemoved();
  expect(state().removed).toBeNull();
  await state().removeRemote(remote);
  state().forgetRemoved();
});

test('updates are looked for, and the host is read again', async () => {
  const { revision } = state().updates ?? { revision: 0 };
  commands.runCommand('check-updates');
  await vi.waitFor(() => expect(state().updates?.revision ?? 0).toBeGreaterThan(revision), IN_TIME);
  await until({ updates: { isChecking: false, checkedAt: expect.any(Number) } });
  expect(commands.obstacleTo('update-all', state())).toBe('Everything is up to date.');
  commands.runCommand('reload');
  await shows('alpha ready', 'beta blocked');
});

test('what would stop every merge is seen in the plan, and nothing is applied', async () => {
  scratch.put('tree/var/lib/extensions/broken.raw', 'This is no image.');
  await vi.waitFor(() => expect(names()).toHaveLength(3), IN_TIME);
  commands.runCommand('merge');
  await until({ review: { plan: { blockers: [expect.anything()] } } });
  expect(state().operation).toBeNull();
  rmSync(join(scratch.path, 'tree/var/lib/extensions/broken.raw'));
  await shows('alpha ready', 'beta blocked');
});

describe.runIf(isRoot)('as root', () => {
  test('what is staged is applied, shown, and taken back', async () => {
    await state().stage(turnOff('alpha'));
    expect(commands.obstacleTo('apply', state())).toBeNull();
    commands.runCommand('apply');
    await ended();
    expect(state()).toMatchObject({ ended: { status: 'succeeded' }, staged: [], problem: null });
    expect(masked('alpha')?.isDirectory()).toBe(true);
    await vi.waitFor(() => expect(names()).toContain('alpha masked'), IN_TIME);
    commands.runCommand('undo');
    await vi.waitFor(() => expect(masked('alpha')).toBeUndefined(), IN_TIME);
    await ended();
    await vi.waitFor(() => expect(names()).toContain('alpha ready'), IN_TIME);
  });

  test('a file is looked at and installed, and the sheet is done with it', async () => {
    scratch.put('files/tool-1.0.raw', imageOf(scratch, { name: 'tool', release: 'ID=_any\nSYSEXT_VERSION_ID=1.0\n' }));
    state().addPaths([join(scratch.path, 'files/tool-1.0.raw')]);
    await until({ arrivals: [{ status: 'ready', examined: { inspected: { name: 'tool', version: '1.0' } } }] });
    state().setMergeNow(false);
    await state().install();
    await ended();
    expect(state()).toMatchObject({ ended: { status: 'succeeded' }, arrivals: [], installOpen: false });
    expect(existsSync(join(scratch.path, 'tree/var/lib/extensions.d/tool/tool-1.0.raw'))).toBe(true);
    await vi.waitFor(() => expect(names()).toContain('tool ready'), IN_TIME);
    await state().decide({ verb: 'remove', class: 'sysext', name: 'tool', purge: true });
    await vi.waitFor(() => expect(names()).not.toContain('tool ready'), IN_TIME);
  });
});
