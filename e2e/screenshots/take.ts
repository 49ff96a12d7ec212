/** Walks through every state of the window and takes a picture of each. */
import { join } from 'node:path';
import { expect, type Page, test } from 'playwright/test';
import { say } from '../../shared/messages/say.ts';
import { t } from '../../shared/messages/translate.ts';
import { makeImageTree } from '../harness/image-tree.ts';
import { makeScratch, putExtension } from '../harness/scratch.ts';
import { makeSquashfs } from '../harness/squashfs.ts';
import { view } from '../shells/catalog.ts';
import { startServer } from '../shells/server.ts';
import {
  band,
  bringUp,
  confirm,
  confirmInstall,
  details,
  dismiss,
  dragOver,
  drop,
  openTab,
  openWindow,
  review,
  row,
  sheet,
  toggle,
} from '../shells/window.ts';
import { camera, inEachSizeAndLanguage } from './camera.ts';

/** Of a row, where the details of a small window do not lie over it. */
const CLEAR = { x: 40, y: 20 };

inEachSizeAndLanguage(() => {
  test('sandbox', async ({ page }) => {
    const shot = camera(page);
    const scratch = makeScratch('screenshots');
    const server = await startServer(scratch, { user: 'ordinary', args: ['--sandbox'] });
    try {
      await openWindow(page, server.url);
      await expect(row(page, 'gpu-runtime')).toBeVisible();
      await shot('01-blocked');
      await row(page, 'gpu-runtime').click();
      await shot('02-incompatible');
      await bringUp(page, row(page, 'metrics'));
      await row(page, 'metrics').click({ position: CLEAR });
      await openTab(page, 'Services');
      await expect(details(page).getByText('metrics.service')).toBeVisible();
      await shot('03-details');
      await page.getByRole('button', { name: t('Close details') }).click();
      await band(page)
        .getByRole('button', { name: t('Merge') })
        .click();
      await expect(page.getByText(t('This cannot work.'))).toBeVisible();
      await shot('04-review-blocked');
      await page.keyboard.press('Escape');
      await page.getByRole('button', { name: t('Leave it out and merge…') }).click();
      await expect(review(page)).toBeVisible();
      await shot('06-review');
      await confirm(page);
      await expect(result(page)).toBeVisible();
      await shot('07-done');
      await dismiss(page);
      await bringUp(page, row(page, 'field-kit'));
      await row(page, 'field-kit').click({ position: CLEAR });
      await openTab(page, 'Files');
      await expect(page.getByText(t('replaces {names}', { names: 'debug-tools' }))).toBeVisible();
      await shot('08-active');
      await toggle(page, 'editor');
      await bringUp(page, row(page, 'editor'));
      await expect(row(page, 'editor')).toContainText(t('Will be disabled'));
      await shot('05-staged');
      await page.getByRole('button', { name: t('Discard') }).click();
      await row(page, 'editor').click({ modifiers: ['Shift'], position: CLEAR });
      await shot('09-selection');
      await page.keyboard.press('Control+k');
      await expect(page.getByRole('dialog')).toBeVisible();
      await shot('10-palette');
      await page.keyboard.type('/usr/bin/');
      await expect(page.getByRole('option').filter({ hasText: '/usr/bin/' }).first()).toBeVisible();
      await shot('33-palette-files');
      await page.keyboard.press('Escape');
      await page.getByRole('button', { name: t('Sort by') }).click();
      await shot('11-menu');
      await page.keyboard.press('Escape');
      await page.locator('.host-card').click();
      await expect(page.getByRole('menuitemradio').first()).toBeVisible();
      await shot('34-hosts');
      await page.keyboard.press('Escape');
      await view(page, t('Host')).click();
      await expect(page.getByRole('main')).toContainText(t('drops out'));
      await shot('12-host');
      await page.getByRole('button', { name: new RegExp(`^${t('What if this host ran')}`) }).click();
      await shot('35-releases');
      await page.keyboard.press('Escape');
      await page.keyboard.press('Control+5');
      await expect(
        page.getByRole('radio', { name: new RegExp(`^${t('Passed {count}', { count: '' })}`) }),
      ).toBeVisible();
      await shot('37-doctor');
      await view(page, t('History')).click();
      await expect(page.getByRole('list', { name: t('Changes') })).toBeVisible();
      await shot('22-history');
      await view(page, t('Extensions')).click();
      await page.keyboard.press('Control+o');
      await expect(sheet(page)).toContainText(t('Choose files…'));
      await shot('25-install-empty');
      await page.keyboard.press('Escape');
      const own = join(server.home, '.local/share/veneer/sandbox/root/var/lib/extensions/metrics.raw');
      const release = await dragOver(page, own);
      await shot('26-drop');
      await release();
      await expect(sheet(page)).toContainText(t('Fits this host'));
      await shot('23-install');
      await sheet(page).getByText(t('Until reboot')).click();
      await confirmInstall(page, 'store');
      await expect(result(page)).toBeVisible();
      await dismiss(page);
      scratch.put('page.raw', '<!doctype html><title>404</title>');
      putExtension(scratch, 'sources', 'other', 'ID=fedora\nVERSION_ID=41\n');
      makeSquashfs(join(scratch.path, 'sources/other'), join(scratch.path, 'other-41.raw'));
      await drop(page, own, join(scratch.path, 'other-41.raw'), join(scratch.path, 'page.raw'));
      await expect(sheet(page)).toContainText(say({ id: 'extension.web-page', values: {}, text: 'a web page' }));
      await shot('27-install-several');
      await sheet(page)
        .getByRole('button', { name: t('Cancel') })
        .click();
      await page.keyboard.press('?');
      await expect(page.getByRole('dialog')).toBeVisible();
      await shot('28-shortcuts');
      await page.keyboard.press('Escape');
      await page.keyboard.press('F1');
      await expect(page.getByRole('dialog')).toContainText('node ');
      await shot('29-about');
      await page.keyboard.press('Escape');
      await bringUp(page, row(page, 'debug-tools'));
      await row(page, 'debug-tools').click({ button: 'right', position: CLEAR });
      await expect(page.getByRole('menu')).toBeVisible();
      await shot('30-row-menu');
      await page.keyboard.press('Escape');
      await bringUp(page, row(page, 'metrics'));
      await row(page, 'metrics').first().click({ position: CLEAR });
      await openTab(page, 'Versions');
      await shot('24-versions');
      await view(page, t('Settings')).click();
      await shot('13-settings');
      await view(page, t('Extensions')).click();
      await server.stop();
      await expect(page.locator('.connection-lost')).toBeVisible();
      await shot('14-lost');
    } finally {
      await server.stop();
      scratch.remove();
    }
  });

  test('empty', async ({ page }) => {
    const shot = camera(page);
    const scratch = makeScratch('screenshots');
    scratch.put('tree/usr/lib/os-release', 'ID=flatcar\nVERSION_ID=4081.2.0\nPRETTY_NAME="Flatcar 4081.2.0"\n');
    const server = await startServer(scratch, { user: 'ordinary', args: ['--root', join(scratch.path, 'tree')] });
    try {
      await openWindow(page, server.url);
      await expect(page.getByText(t('No extensions here yet'))).toBeVisible();
      await shot('15-empty');
      await view(page, t('Host')).click();
      await expect(page.getByText(t('{paths} as the OS ships them', { paths: '' }).trim())).toBeVisible();
      await shot('16-host-empty');
      await view(page, t('History')).click();
      await shot('36-history-empty');
      await view(page, t('Extensions')).click();
    } finally {
      await page.goto('about:blank');
      await server.stop();
      scratch.remove();
    }
  });

  test('images', async ({ page }) => {
    const shot = camera(page);
    const scratch = makeScratch('screenshots');
    const server = await startServer(scratch, { user: 'ordinary', args: ['--root', makeImageTree(scratch)] });
    try {
      await openWindow(page, server.url);
      await bringUp(page, row(page, 'page'));
      await row(page, 'page').click({ position: CLEAR });
      await shot('17-no-image');
      await bringUp(page, row(page, 'in-erofs'));
      await row(page, 'in-erofs').click({ position: CLEAR });
      const contents = details(page).getByRole('grid', { name: t('Files') });
      await expect(details(page)).toContainText(t('Worth knowing'));
      await shot('18-findings');
      await openTab(page, 'Files');
      await details(page).getByRole('searchbox').fill('shared');
      await expect(contents.getByRole('row').filter({ hasText: 'shared' })).toBeVisible();
      await shot('19-contents');
      await details(page).getByRole('searchbox').fill('service');
      await contents.getByRole('row').filter({ hasText: 'in-erofs.service' }).click();
      await expect(page.getByRole('dialog')).toContainText('ExecStart');
      await shot('20-file');
      await page.keyboard.press('Escape');
      await bringUp(page, row(page, 'fixture'));
      await row(page, 'fixture').click({ position: CLEAR });
      await openTab(page, 'Overview');
      const check = details(page).getByRole('button', { name: t('Check every block') });
      await check.click();
      await expect(details(page)).toContainText(t('Every block is what its root hash stands for.'));
      await check.scrollIntoViewIfNeeded();
      await shot('21-verity');
    } finally {
      await page.goto('about:blank');
      await server.stop();
      scratch.remove();
    }
  });
});

const result = (page: Page) => page.getByRole('region', { name: t('Result'), exact: true });
