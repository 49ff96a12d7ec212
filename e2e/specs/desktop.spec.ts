/** The Electron door: the shipped main.js and preload.cjs on the stand-in, each point of its security among it. */
import { expect } from 'playwright/test';
import { putExtension } from '../harness/scratch.ts';
import { test } from '../shells/desktop-test.ts';
import { details, row } from '../shells/window.ts';

const REFUSED = { type: 'exception', value: { type: 'error', value: 'This is not offered.', members: [] } };

test('shows the same window over a message port', async ({ desktop, scratch }) => {
  const { page } = desktop;
  await expect(row(page, 'alpha')).toContainText('Merged next time');
  await row(page, 'beta').click();
  await expect(details(page)).toContainText('It needs debian 11, this host is debian 12.');
  putExtension(scratch, 'tree/var/lib/extensions', 'gamma', 'ID=_any\n');
  await expect(row(page, 'gamma'), 'live over the port').toContainText('Merged next time');
  await page.reload();
  await expect(row(page, 'gamma'), 'a new port after a reload').toContainText('Merged next time');
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

test('grants no device and no picture of the screen', async ({ desktop: { told } }) => {
  expect(told.find(({ what }) => what === 'device permission')?.args).toEqual([false]);
  expect(told.find(({ what }) => what === 'display media')?.args).toEqual([null]);
});

test('lets no frame, redirect or webview lead elsewhere', async ({ desktop }) => {
  const prevented = async (name: string, url: string) =>
    (await desktop.command({ do: 'contents event', name, url })).args[0];
  for (const name of ['will-navigate', 'will-frame-navigate', 'will-redirect']) {
    for (const url of [
      'https://evil.test/',
      'app://veneer.evil.test/',
      'app://evil/',
      'file:///etc/passwd',
      'nonsense',
    ]) {
      expect(await prevented(name, url), `${name} ${url}`).toBe(true);
    }
    expect(await prevented(name, 'app://veneer/'), name).toBe(false);
  }
  expect(await prevented('will-attach-webview', 'app://veneer/')).toBe(true);
});

test('serves nothing from outside its folder on app://', async ({ desktop }) => {
  for (const path of ['veneer/..%2fcli.cjs', 'veneer/%2e%2e/main.js', 'elsewhere/index.html', 'veneer/nothing.js']) {
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
  const accent = await desktop.sendSync('REMOTE_BROWSER_MEMBER_CALL', context, facade.id, 'accent', []);
  expect(accent).toEqual({ type: 'value', value: '' });
  const attacks: readonly (readonly [string, ...unknown[]])[] = [
    ['REMOTE_BROWSER_REQUIRE', 'child_process'],
    ['REMOTE_BROWSER_GET_BUILTIN', 'app'],
    ['REMOTE_BROWSER_GET_CURRENT_WINDOW'],
    ['REMOTE_BROWSER_GET_CURRENT_WEB_CONTENTS'],
    ['REMOTE_BROWSER_GET_GLOBAL', 'process'],
    ['REMOTE_BROWSER_GET_GLOBAL', '__proto__'],
    ['REMOTE_BROWSER_MEMBER_GET', facade.id, 'constructor'],
    ['REMOTE_BROWSER_MEMBER_GET', facade.id, 'accent'],
    ['REMOTE_BROWSER_MEMBER_SET', facade.id, 'accent', [{ type: 'value', value: 1 }]],
    ['REMOTE_BROWSER_MEMBER_CONSTRUCTOR', facade.id, 'accent', []],
    ['REMOTE_BROWSER_MEMBER_CALL', facade.id, 'constructor', []],
    ['REMOTE_BROWSER_MEMBER_CALL', facade.id, '__defineGetter__', []],
    ['REMOTE_BROWSER_MEMBER_CALL', facade.id + 1, 'accent', []],
    ['REMOTE_BROWSER_CONSTRUCTOR', facade.id, [{ type: 'value', value: 'return process' }]],
    ['REMOTE_BROWSER_FUNCTION_CALL', facade.id, []],
  ];
  for (const [channel, ...args] of attacks) {
    expect(await desktop.sendSync(channel, context, ...args), `${channel} ${args.join(' ')}`).toEqual(REFUSED);
  }
});
