/** The Doctor in the window: real troubles of a tree, with the way out of each. */
import { mkdirSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { test as base, expect, type Locator, type Page } from 'playwright/test';
import { makeScratch, putExtension, type Scratch } from '../harness/scratch.ts';
import { makeSquashfs } from '../harness/squashfs.ts';
import { startServer } from '../shells/server.ts';
import { expectAccessible, openWindow, row } from '../shells/window.ts';

const MISNAMED = 'tree/var/lib/extensions/debug-2.1.raw';
const MASK = 'tree/etc/extensions/gone';

const test = base.extend<{ host: { readonly scratch: Scratch; readonly url: string } }>({
  // biome-ignore lint/correctness/noEmptyPattern: Playwright reads the names of the fixtures from the pattern
  host: async ({}, use) => {
    const scratch = makeScratch('doctor-window');
    scratch.put('tree/usr/lib/os-release', 'ID=debian\nVERSION_ID=12\n');
    putExtension(scratch, 'tree/var/lib/extensions', 'fine', 'ID=_any\n', { 'usr/bin/fine': '' });
    putExtension(scratch, 'sources', 'other', 'ID=_any\n');
    makeSquashfs(join(scratch.path, 'sources/other'), join(scratch.path, MISNAMED));
    mkdirSync(join(scratch.path, MASK), { recursive: true });
    const server = await startServer(scratch, {
      user: 'own',
      args: ['--root', join(scratch.path, 'tree'), '--as-systemd', '257'],
    });
    await use({ scratch, url: server.url });
    await server.stop();
    scratch.remove();
  },
});

test.use({ permissions: ['clipboard-read', 'clipboard-write'] });

const findings = (page: Page): Locator => page.getByRole('list', { name: /^(What is wrong|Was nicht stimmt)$/ });
const finding = (page: Page, text: string): Locator => findings(page).getByRole('listitem').filter({ hasText: text });
const inRail = (page: Page, name: RegExp): Locator => page.getByRole('navigation').getByRole('button', { name });

test('counts what is wrong unasked, shows why and where, and stages what mends it', async ({ page, host }) => {
  await openWindow(page, host.url);
  // Nobody opened it.
  await expect(inRail(page, /^Doctor 2$/)).toBeVisible();
  await page.keyboard.press('Control+5');
  await expect(page.getByRole('heading', { level: 1 })).toHaveText('Doctor');
  await expect(page).toHaveURL(/#\/doctor$/);
  await expect(page.getByRole('status').filter({ hasText: 'Looked at 3 extensions' })).toBeVisible();
  await expect(findings(page).locator('> li')).toHaveCount(2);
  const misnamed = finding(page, 'debug-2.1.raw');
  await expect(findings(page).locator('> li').first(), 'the worst first').toContainText('Every merge fails while');
  await expect(misnamed.getByRole('img', { name: 'Danger' })).toBeVisible();
  await expect(misnamed).toContainText('Its release file is named extension-release.other');
  // What systemd 257 prints of it; see shared/diagnosis/merge-fails.ts.
  await expect(misnamed).toContainText('Failed to read metadata for image debug-2.1: No medium found');
  await expect(finding(page, 'It masks a name that no other folder offers.').getByRole('img')).toHaveAttribute(
    'aria-label',
    'Warning',
  );
  await misnamed.getByRole('button', { name: /^Explain/ }).focus();
  await page.keyboard.press('Enter');
  await expect(misnamed).toContainText('systemd merges all or nothing');
  await expectAccessible(page, 'the Doctor');

  await page.getByRole('button', { name: 'Copy report' }).click();
  await expect(page.getByRole('button', { name: 'Copied' })).toBeVisible();
  const copied = await page.evaluate(() => navigator.clipboard.readText());
  expect(copied).toContain('merge-fails=/var/lib/extensions/debug-2.1.raw');
  expect(copied).toContain('mask-without-target=/etc/extensions/gone');

  await misnamed.getByRole('button', { name: 'Rename to other.raw…' }).click();
  const review = page.getByRole('dialog');
  await expect(review).toContainText('Rename debug-2.1 to other');
  await page.keyboard.press('Escape');
  await misnamed.getByRole('button', { name: 'Disable debug-2.1' }).focus();
  await page.keyboard.press('Enter');
  await expect(page.getByRole('region', { name: 'Staged changes' })).toContainText('1 change');
  await misnamed.getByRole('button', { name: 'Show debug-2.1.raw in Extensions' }).click();
  await expect(row(page, 'debug-2.1')).toContainText('Will be disabled');
  await page.getByRole('button', { name: 'Leave it out and merge…' }).click();
  await expect(review).toContainText('Disable debug-2.1');
});

test('what is silenced with a reason is counted no more, until it is taken back', async ({ page, host }) => {
  await openWindow(page, `${host.url}`);
  await page.keyboard.press('Control+5');
  await finding(page, 'It masks a name')
    .getByRole('button', { name: /^Silence/ })
    .focus();
  await page.keyboard.press('Enter');
  const dialog = page.getByRole('dialog', { name: 'Silence this?' });
  await expect(dialog).toContainText('It masks a name');
  await expect(dialog.getByRole('button', { name: 'Silence' }), 'not without a reason').toBeDisabled();
  await expectAccessible(page, 'silencing');
  await page.keyboard.type('the package comes tomorrow');
  await page.keyboard.press('Enter');
  await expect(dialog).toHaveCount(0);
  await expect(findings(page).locator('> li')).toHaveCount(1);
  await expect(inRail(page, /^Doctor 1$/)).toBeVisible();
  await expect(page.getByRole('group', { name: 'Findings' }), 'the focus is not lost').toBeFocused();
  await page.getByRole('region', { name: 'Result' }).getByRole('button', { name: 'Undo' }).click();
  await expect(findings(page).locator('> li')).toHaveCount(2);
  await expect(inRail(page, /^Doctor 2$/)).toBeVisible();

  await finding(page, 'It masks a name')
    .getByRole('button', { name: /^Silence/ })
    .click();
  await page.keyboard.type('the package comes tomorrow');
  await page.keyboard.press('Enter');
  await expect(findings(page).locator('> li')).toHaveCount(1);
  // The core keeps it.
  await openWindow(page, host.url);
  await page.keyboard.press('Control+5');
  await page.getByRole('radio', { name: 'Silenced 1' }).click();
  const silenced = page.getByRole('list', { name: 'What is silenced' });
  await expect(silenced).toContainText(/Silenced .*: the package comes tomorrow/);
  await silenced.getByRole('button', { name: /^Count again/ }).click();
  await expect(page.getByText('Nothing is silenced')).toBeVisible();
  await expect(inRail(page, /^Doctor 2$/)).toBeVisible();
});

test('hundreds of findings are drawn a hundred at a time, and stay quick', async ({ page, host }) => {
  for (let at = 0; at < 500; at++)
    mkdirSync(join(host.scratch.path, `tree/etc/extensions/gone-${String(at).padStart(3, '0')}`), { recursive: true });
  await openWindow(page, host.url);
  await page.keyboard.press('Control+5');
  await expect(findings(page).locator('> li')).toHaveCount(100);
  await expect(findings(page).locator('> li').first()).toContainText('Every merge fails while');
  const more = page.getByRole('button', { name: 'Show 100 more findings' });
  await expect(page.getByText('402 are not shown.')).toBeVisible();
  const start = Date.now();
  await more.click();
  await expect(findings(page).locator('> li')).toHaveCount(200);
  // Within what a person waits for, also where a machine is busy (WINDOW.md has 100 ms on a quiet one).
  expect(Date.now() - start).toBeLessThan(3000);
});

test.describe('in German', () => {
  test.use({ locale: 'de-DE' });

  test('what is mended elsewhere goes by itself, and that nothing is wrong is said with what was looked at', async ({
    page,
    host,
  }) => {
    await openWindow(page, host.url);
    await inRail(page, /^Diagnose/).click();
    await expect(finding(page, 'debug-2.1.raw')).toContainText('Jedes Zusammenführen scheitert');
    await page.setViewportSize({ width: 800, height: 560 });
    const isWider = await page.evaluate(() => document.documentElement.scrollWidth > innerWidth);
    expect(isWider, 'nothing stands beside a small window').toBe(false);
    await page.getByRole('radio', { name: /^Bestanden/ }).click();
    await expect(page.getByRole('list', { name: 'Was bestanden ist' })).toContainText('still-merged');
    await expectAccessible(page, 'what passed');
    await page.getByRole('radio', { name: /^Offen/ }).click();
    rmSync(join(host.scratch.path, MISNAMED));
    rmSync(join(host.scratch.path, MASK), { recursive: true });
    await expect(page.getByText('Alles ist in Ordnung')).toBeVisible();
    await expect(page.getByText('Angesehen: 1 Erweiterung.')).toBeVisible();
    await expect(inRail(page, /^Diagnose$/)).toBeVisible();
  });
});
