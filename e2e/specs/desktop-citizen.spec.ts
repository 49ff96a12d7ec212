/** What people expect of a program on their desktop: files, menus, windows, notifications. On the stand-in. */
import { spawnSync } from 'node:child_process';
import { chmodSync, existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { expect } from 'playwright/test';
import { putExtension } from '../harness/scratch.ts';
import { makeSquashfs } from '../harness/squashfs.ts';
import { type Desktop, startDesktop } from '../shells/desktop.ts';
import { test } from '../shells/desktop-test.ts';
import { runVeneer } from '../shells/server.ts';
import { confirm, details, drop, expectAccessible, row, sheet } from '../shells/window.ts';

const toldOf = ({ told }: Desktop, what: string) => told.filter((one) => one.what === what).map(({ args }) => args);

test.describe('files', () => {
  test('a file that is dropped is opened where it stands, and so is a folder', async ({ desktop, scratch }) => {
    putExtension(scratch, 'sources', 'tool', 'ID=_any\n');
    const image = join(scratch.path, 'tool-1.raw');
    makeSquashfs(join(scratch.path, 'sources/tool'), image);
    await drop(desktop.page, image, join(scratch.path, 'sources/tool'));
    await expect(sheet(desktop.page)).toContainText('Install 2 files?');
    await expect(sheet(desktop.page)).toContainText('Another file here is tool as well.');
    await expect(sheet(desktop.page).getByRole('progressbar')).toHaveCount(0);
  });

  test('the desktop’s own dialog, a second start and its own start lead to the sheet', async ({ desktop, scratch }) => {
    const { page } = desktop;
    scratch.put('one.raw', 'text');
    scratch.put('two.raw', 'text');
    await desktop.command({ do: 'choose', paths: [join(scratch.path, 'one.raw')] });
    await page.keyboard.press('Control+o');
    await sheet(page).getByRole('button', { name: 'Choose files…' }).click();
    await expect(sheet(page).getByRole('region', { name: 'one.raw' })).toContainText('not an image');
    const data = { files: [join(scratch.path, 'two.raw'), 'relative', 7] };
    await desktop.command({ do: 'second instance', data });
    await expect(sheet(page).getByRole('region', { name: 'two.raw' })).toContainText('not an image');
    await expect(sheet(page)).toContainText('None of 2 files can be installed');
    expect(toldOf(desktop, 'focused')).toHaveLength(1);
    await desktop.command({ do: 'second instance', data: { files: 'none' } });
  });

  test.describe('given at the start', () => {
    test.use({ args: ['--', '/nowhere/at-start.raw'] });
    test('are shown once the window is there', async ({ desktop }) => {
      await expect(sheet(desktop.page)).toContainText('at-start.raw');
      await expect(sheet(desktop.page)).toContainText('It may have been moved or deleted.');
      expect(toldOf(desktop, 'lock')).toEqual([[{ files: ['/nowhere/at-start.raw'] }]]);
    });
  });
});

test('menus have the commands of the palette, and run them in the page', async ({ desktop }) => {
  await desktop.page.locator('main:not([aria-busy=true])').waitFor();
  const send = (label: string) => desktop.command({ do: 'menu', label }).catch(() => null);
  void send('Show settings');
  await expect(desktop.page.getByRole('heading', { level: 1 })).toHaveText('Settings');
  void send('About Veneer');
  await expect(desktop.page.getByRole('dialog', { name: 'About Veneer' })).toContainText(/Veneer \d+\.\d+/);
  await expect(desktop.page.getByRole('dialog')).toContainText(/node \d+/);
  await expectAccessible(desktop.page, 'About');
});

test('a text has a native menu, a row its own', async ({ desktop }) => {
  const { page } = desktop;
  const data = { isEditable: true, selectionText: '', editFlags: { canPaste: true } };
  await desktop.command({ do: 'contents event', name: 'context-menu', data });
  await expect.poll(() => JSON.stringify(toldOf(desktop, 'popup'))).toContain('"paste"');
  await row(page, 'alpha').click({ button: 'right' });
  await page.getByRole('menuitem', { name: 'Show in folder' }).click();
  await expect
    .poll(() => toldOf(desktop, 'showItemInFolder').map(([path]) => String(path).split('/').at(-1)))
    .toEqual(['alpha']);
  await row(page, 'beta').click();
  await page.keyboard.press('Shift+F10');
  await expect(page.getByRole('menuitem', { name: 'Copy path' })).toBeVisible();
  await expectAccessible(page, 'The menu of a row');
  await page.keyboard.press('Escape');
  await expect(details(page)).toBeVisible();
});

test('keeps the place of the window, and gives it back where its display is still there', async ({ scratch }) => {
  const file = join(scratch.path, 'home/.local/state/veneer/window.json');
  scratch.put(
    'home/.local/state/veneer/window.json',
    JSON.stringify({ x: 2000, y: 50, width: 900, height: 600, maximized: true }),
  );
  const workArea = (x: number) => ({ x, y: 0, width: 1920, height: 1080 });
  const both = JSON.stringify([
    { id: 1, workArea: workArea(0) },
    { id: 2, workArea: workArea(1920) },
  ]);
  const place = async (displays: string) => {
    const desktop = await startDesktop(scratch, [`--root=${join(scratch.path, 'tree')}`], {
      STAND_IN_DISPLAYS: displays,
    });
    const [options] = toldOf(desktop, 'window options')[0] as [{ x?: number; y?: number; width: number }];
    const { x, y, width } = options;
    await desktop.close();
    return { x, y, width, maximized: toldOf(desktop, 'maximized').length };
  };
  expect(await place(both)).toEqual({ x: 2000, y: 50, width: 900, maximized: 1 });
  expect(JSON.parse(readFileSync(file, 'utf8'))).toMatchObject({ x: 2000, y: 50, width: 900, height: 600 });
  expect(await place(JSON.stringify([{ id: 1, workArea: workArea(0) }]))).toMatchObject({ x: undefined, width: 900 });
});

test.describe('in German, with an accent colour', () => {
  test.use({ pretended: { STAND_IN_LANGUAGE: 'de-AT', STAND_IN_ACCENT: '8a2be2ff' } });
  test('menus speak the language of the desktop, and its colour is taken over', async ({ desktop }) => {
    expect(JSON.stringify(toldOf(desktop, 'menu')[0])).toContain('Ansicht');
    const accent = () => desktop.page.evaluate(() => document.documentElement.style.getPropertyValue('--accent'));
    await expect.poll(accent).toBe('#8a2be2');
    await desktop.page.emulateMedia({ colorScheme: 'dark' });
    await expect.poll(accent, 'too dark to be read on a dark surface').toBe('');
  });
});

test('follows the settings: theme, language, tray', async ({ desktop, scratch }) => {
  const { page } = desktop;
  await page.getByRole('button', { name: 'Settings' }).click();
  await page.getByRole('radio', { name: 'Dark' }).click();
  await expect.poll(() => toldOf(desktop, 'theme').at(-1)).toEqual(['dark']);
  expect(toldOf(desktop, 'tray'), 'off by default').toEqual([]);
  await page.locator('.line').filter({ hasText: 'Icon in the tray' }).locator('.toggle').click();
  await expect.poll(() => toldOf(desktop, 'tray')).toHaveLength(1);
  expect(existsSync(String(toldOf(desktop, 'tray')[0]?.[0])), 'the icon is there').toBe(true);
  void desktop.command({ do: 'close' }).catch(() => {});
  await expect.poll(() => toldOf(desktop, 'hidden'), 'closing hides it').toHaveLength(1);
  await desktop.command({ do: 'app event', name: 'before-quit' });
  expect(toldOf(desktop, 'tray gone'), 'who quits is not kept').toHaveLength(1);
  await page.locator('.line').filter({ hasText: 'Icon in the tray' }).locator('.toggle').click();
  await page.locator('.line').filter({ hasText: 'Icon in the tray' }).locator('.toggle').click();
  await page.locator('.line').filter({ hasText: 'Icon in the tray' }).locator('.toggle').click();
  await expect.poll(() => toldOf(desktop, 'tray gone')).toHaveLength(2);
  await page.getByRole('radio', { name: 'Deutsch' }).click();
  await expect(page.getByRole('heading', { level: 1 })).toHaveText('Einstellungen');
  await expect.poll(() => JSON.stringify(toldOf(desktop, 'menu').at(-1))).toContain('Ansicht');
  expect(readFileSync(join(scratch.path, 'home/.config/veneer/settings.json'), 'utf8')).toContain('"language": "de"');
});

test('shows progress in the task bar while a change runs, and takes it away', async ({ desktop }) => {
  await desktop.page.getByRole('button', { name: 'Merge', exact: true }).click();
  await confirm(desktop.page);
  await expect.poll(() => toldOf(desktop, 'progress').at(-1)).toEqual([-1]);
});

test('tells of long work where the person looks at something else, and only there', async ({ desktop }) => {
  const { page } = desktop;
  const notify = () =>
    page.evaluate(() =>
      (globalThis as unknown as { veneerNative: { notify(title: string, body: string): void } }).veneerNative.notify(
        'Done',
        'Install docker 28',
      ),
    );
  await notify();
  await desktop.command({ do: 'look away' });
  expect(toldOf(desktop, 'notification'), 'the window was looked at').toEqual([]);
  await notify();
  await expect.poll(() => toldOf(desktop, 'notification')).toEqual([[{ title: 'Done', body: 'Install docker 28' }]]);
});

test('Electron is started with the files, on Wayland where there is one', ({ scratch }) => {
  const said = join(scratch.path, 'said');
  scratch.put('bin/electron', `#!/bin/sh\nprintf '%s\\n' "$@" > ${said}\n`, 0o755);
  scratch.put('said', '');
  chmodSync(said, 0o666);
  const file = join(scratch.path, 'a b.raw');
  scratch.put('a b.raw', '');
  const enter = ['env', 'DISPLAY=:9', `ELECTRON_OVERRIDE_DIST_PATH=${join(scratch.path, 'bin')}`];
  const { status } = runVeneer(scratch, { user: 'ordinary', enter, args: ['open', file, '--as-systemd', '257'] });
  expect(status).toBe(0);
  const args = readFileSync(said, 'utf8').trim().split('\n').slice(1);
  expect(args).toEqual(['--root=/', '--ozone-platform-hint=auto', '--as-systemd=257', '--', file]);
});

test('keeps what went wrong in the log, and gives it with the details', async ({ desktop, scratch }) => {
  const { page } = desktop;
  const loadedAgain = page.waitForEvent('load');
  await desktop.command({ do: 'contents event', name: 'render-process-gone', data: { reason: 'crashed' } });
  await expect.poll(() => toldOf(desktop, 'reload')).toHaveLength(1);
  await loadedAgain;
  await page.locator('main:not([aria-busy=true])').waitFor();
  await page.evaluate(() => setTimeout(() => Promise.reject(new Error('planted in the page'))));
  const log = join(scratch.path, 'home/.local/state/veneer/veneer.log');
  await expect.poll(() => readFileSync(log, 'utf8')).toContain('planted in the page');
  expect(readFileSync(log, 'utf8')).toContain('The process of the page ended: crashed.');
  await page.keyboard.press('F1');
  await page.getByRole('button', { name: 'Copy details' }).click();
  await expect(page.getByRole('button', { name: 'Copied' })).toBeVisible();
  await page.keyboard.press('Escape');
  await page.keyboard.press('Control+k');
  await page.keyboard.press('Control+v');
  await expect(page.getByRole('dialog').getByRole('combobox')).toHaveValue(/^Veneer \d.*planted in the page/);
});

test('keeps Chromium’s files out of the settings, and sends no crash anywhere', async ({ desktop }) => {
  expect(Object.fromEntries(toldOf(desktop, 'path') as [string, string][])).toMatchObject({
    userData: expect.stringMatching(/\.config\/veneer\/desktop$/),
    sessionData: expect.stringMatching(/\.cache\/veneer\/desktop$/),
    crashDumps: expect.stringMatching(/\.local\/state\/veneer\/crashes$/),
  });
  expect(toldOf(desktop, 'crash reporter')).toEqual([[{ uploadToServer: false }]]);
});

test('answers --help and --version before anything starts, and a second start ends', ({ scratch }) => {
  const home = join(scratch.path, 'home');
  const main = fileURLToPath(new URL('../../dist/main.js', import.meta.url));
  const register = fileURLToPath(new URL('../electron-stand-in/register.ts', import.meta.url));
  const start = (args: string[], env: Record<string, string> = {}) =>
    spawnSync(process.execPath, ['--no-warnings', '--import', register, main, ...args], {
      encoding: 'utf8',
      env: { PATH: '/usr/bin', HOME: home, ...env },
      timeout: 120_000,
    });
  expect(start(['--version'])).toMatchObject({ status: 0, stdout: expect.stringMatching(/^veneer \d+\.\d+\.\d+\n$/) });
  expect(existsSync(home), 'nothing was made for that').toBe(false);
  expect(start(['--help'])).toMatchObject({ status: 0, stdout: expect.stringContaining('Usage:') });
  expect(start([], { STAND_IN_SECOND: '1' }).status).toBe(0);
});
