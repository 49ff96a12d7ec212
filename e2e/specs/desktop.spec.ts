/** The Electron door: the shipped main.js and preload.cjs on the stand-in, each point of its security among it. */
import { join } from 'node:path';
import { test as base, expect } from 'playwright/test';
import { makeScratch, putExtension, type Scratch } from '../harness/scratch.ts';
import { type Desktop, startDesktop } from '../shells/desktop.ts';
import { details, row } from '../shells/window.ts';

const test = base.extend<{ scratch: Scratch; desktop: Desktop }>({
  // biome-ignore lint/correctness/noEmptyPattern: Playwright reads the names of the fixtures from the pattern
  scratch: async ({}, use) => {
    const scratch = makeScratch('desktop');
    scratch.put('tree/usr/lib/os-release', 'ID=debian\nVERSION_ID=12\n');
    putExtension(scratch, 'tree/var/lib/extensions', 'alpha', 'ID=_any\n', { 'usr/bin/alpha': '' });
    putExtension(scratch, 'tree/var/lib/extensions', 'beta', 'ID=debian\nVERSION_ID=11\n');
    await use(scratch);
    scratch.remove();
  },
  desktop: async ({ scratch }, use) => {
    const desktop = await startDesktop(scratch, ['--some-switch-of-chromium', `--root=${join(scratch.path, 'tree')}`]);
    await use(desktop);
    await desktop.close();
  },
});

const REFUSED = { type: 'exception', value: { type: 'error', value: 'This is not offered.', members: [] } };

test('shows the same window over a message port', async ({ desktop, scratch }) => {
  const { page } = desktop;
  await expect(row(page, 'alpha')).toContainText('Any OS');
  await row(page, 'beta').click();
  await expect(details(page)).toContainText('It needs debian 11, this host is debian 12.');
  putExtension(scratch, 'tree/var/lib/extensions', 'gamma', 'ID=_any\n');
  await expect(row(page, 'gamma'), 'live over the port').toContainText('Any OS');
  await page.reload();
  await expect(row(page, 'gamma'), 'a new port after a reload').toContainText('Any OS');
});

test('offers the native comforts, through the facade alone', async ({ desktop, scratch }) => {
  const { page, told } = desktop;
  await row(page, 'alpha').click();
  await details(page).getByRole('button', { name: 'Show in folder' }).click();
  await expect
    .poll(() => told.find(({ what }) => what === 'showItemInFolder')?.args)
    .toEqual([join(scratch.path, 'tree/var/lib/extensions/alpha')]);
  await page.getByRole('button', { name: 'Settings' }).click();
  await expect(page.getByText(/node \d+/)).toBeVisible();
});

test('makes a window that is locked down', async ({ desktop }) => {
  const options = desktop.told.find(({ what }) => what === 'window options')?.args[0] as { webPreferences: object };
  expect(options.webPreferences).toMatchObject({
    sandbox: true,
    contextIsolation: true,
    nodeIntegration: false,
    webSecurity: true,
  });
  expect(desktop.told.some(({ what }) => what === 'enableSandbox')).toBe(true);
  expect(desktop.told.find(({ what }) => what === 'schemes')?.args[0]).toEqual([
    { scheme: 'app', privileges: { standard: true, secure: true, supportFetchAPI: true, codeCache: true } },
  ]);
  const leaks = await desktop.page.evaluate(() =>
    ['require', 'process', 'ipcRenderer', 'standInIpc'].filter((name) => name in globalThis),
  );
  expect(leaks, 'nothing of Node or of the preload in the page').toEqual([]);
});

test('stays on its own page and opens no other', async ({ desktop }) => {
  const { page, told } = desktop;
  await page.evaluate(() => {
    location.href = 'http://evil.test/';
  });
  await expect
    .poll(() => told.find(({ what }) => what === 'navigation prevented')?.args)
    .toEqual(['http://evil.test/']);
  await page.evaluate(() => void window.open('http://evil.test/popup'));
  await expect
    .poll(() => told.find(({ what }) => what === 'window.open')?.args)
    .toEqual(['http://evil.test/popup', 'deny']);
  expect(told.some(({ what }) => what === 'openExternal')).toBe(false);
  await page.evaluate(() => void window.open('https://uapi-group.org/specifications/'));
  await expect
    .poll(() => told.find(({ what }) => what === 'openExternal')?.args)
    .toEqual(['https://uapi-group.org/specifications/']);
  await expect(row(page, 'alpha')).toBeVisible();
});

test('grants no permission but to copy text', async ({ desktop }) => {
  const ask = (permission: string, origin: string) => desktop.command({ do: 'permission', permission, origin });
  for (const permission of ['media', 'geolocation', 'notifications', 'local-network', 'clipboard-read']) {
    expect((await ask(permission, 'app://veneer')).args).toEqual([false, false]);
  }
  expect((await ask('clipboard-sanitized-write', 'app://veneer')).args).toEqual([true, true]);
  expect((await ask('clipboard-sanitized-write', 'http://evil.test')).args).toEqual([false, false]);
});

test('serves nothing from outside its folder on app://', async ({ desktop }) => {
  for (const path of ['veneer/..%2fcli.js', 'veneer/%2e%2e/main.js', 'elsewhere/index.html', 'veneer/nothing.js']) {
    expect((await desktop.command({ do: 'request', path })).args, path).toEqual([404]);
  }
  expect((await desktop.command({ do: 'request', path: 'veneer/' })).args).toEqual([200]);
});

test('refuses a port and remote calls of a foreign frame', async ({ desktop }) => {
  for (const origin of ['http://evil.test', 'app://veneer.evil.test', 'null', 'none']) {
    const connect = await desktop.command({ do: 'foreign sender', origin, channel: 'connect' });
    expect(connect.args[0], origin).toEqual(['closed']);
    const remote = await desktop.command({ do: 'foreign sender', origin, channel: 'REMOTE_BROWSER_GET_GLOBAL' });
    expect(remote.args[1]).toMatchObject({ type: 'exception' });
  }
  const own = await desktop.command({ do: 'foreign sender', origin: 'app://veneer', channel: 'connect' });
  expect(own.args[0]).toEqual(['started']);
});

test('lets @electron/remote reach the facade and nothing behind it', async ({ desktop }) => {
  const context = '1-attack';
  const facade = (await desktop.sendSync('REMOTE_BROWSER_GET_GLOBAL', context, 'veneerNative')) as { id: number };
  expect(facade.id).toBeGreaterThan(0);
  const versions = await desktop.sendSync('REMOTE_BROWSER_MEMBER_CALL', context, facade.id, 'versions', []);
  expect(versions).toMatchObject({ type: 'value', value: expect.stringContaining('node ') });
  const attacks: readonly (readonly [string, ...unknown[]])[] = [
    ['REMOTE_BROWSER_REQUIRE', 'child_process'],
    ['REMOTE_BROWSER_GET_BUILTIN', 'app'],
    ['REMOTE_BROWSER_GET_CURRENT_WINDOW'],
    ['REMOTE_BROWSER_GET_CURRENT_WEB_CONTENTS'],
    ['REMOTE_BROWSER_GET_GLOBAL', 'process'],
    ['REMOTE_BROWSER_GET_GLOBAL', '__proto__'],
    ['REMOTE_BROWSER_MEMBER_GET', facade.id, 'constructor'],
    ['REMOTE_BROWSER_MEMBER_GET', facade.id, 'versions'],
    ['REMOTE_BROWSER_MEMBER_SET', facade.id, 'versions', [{ type: 'value', value: 1 }]],
    ['REMOTE_BROWSER_MEMBER_CONSTRUCTOR', facade.id, 'versions', []],
    ['REMOTE_BROWSER_MEMBER_CALL', facade.id, 'constructor', []],
    ['REMOTE_BROWSER_MEMBER_CALL', facade.id, '__defineGetter__', []],
    ['REMOTE_BROWSER_MEMBER_CALL', facade.id + 1, 'versions', []],
    ['REMOTE_BROWSER_CONSTRUCTOR', facade.id, [{ type: 'value', value: 'return process' }]],
    ['REMOTE_BROWSER_FUNCTION_CALL', facade.id, []],
  ];
  for (const [channel, ...args] of attacks) {
    expect(await desktop.sendSync(channel, context, ...args), `${channel} ${args.join(' ')}`).toEqual(REFUSED);
  }
});
