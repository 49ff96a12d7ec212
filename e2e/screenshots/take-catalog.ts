/** The catalog, downloads, updates and remotes. */
import { rmSync } from 'node:fs';
import { join } from 'node:path';
import { expect, type Page, test } from 'playwright/test';
import { counted, t } from '../../shared/messages/translate.ts';
import { type Serving, serveFolder } from '../harness/nginx.ts';
import { imageOf, makeBakery, writeSums } from '../harness/remotes.ts';
import { makeScratch, type Scratch } from '../harness/scratch.ts';
import { download, downloads, entry, fillInRemote, openDownloads, showAll, view } from '../shells/catalog.ts';
import { startServer } from '../shells/server.ts';
import { confirmInstall, details, dismiss, openWindow, sheet } from '../shells/window.ts';
import { camera, inEachSizeAndLanguage } from './camera.ts';

/** Of a row, where the details of a small window do not lie over it. */
const CLEAR = { x: 40, y: 20 };

const SLOW: Serving = { limits: 'location ~ ^/large { limit_rate 300k; }' };

inEachSizeAndLanguage(() => {
  test('catalog', async ({ page }) => {
    const shot = camera(page);
    const scratch = makeScratch('screenshots');
    const server = await startServer(scratch, { user: 'ordinary', args: ['--sandbox'] });
    rmSync(join(server.home, '.local/share/veneer/sandbox/root/var/lib/extensions/broken.raw'));
    makeRemote(scratch);
    const nginx = await serveFolder(scratch, 'served', SLOW);
    try {
      await openWindow(page, server.url);
      await view(page, t('Updates')).click();
      await shot('39-no-updates');
      await view(page, t('Catalog')).click();
      await expect(page.getByText(t('No remote is on'))).toBeVisible();
      await shot('40-no-remotes');
      const dialog = await fillInRemote(page, 'bakery', nginx.url);
      await dialog.getByText(t('This key')).click();
      await shot('41-remote');
      await dialog.getByText(t('Not signed')).click();
      await dialog.getByRole('button', { name: t('Add'), exact: true }).click();
      await expect(entry(page, 'kubernetes').getByRole('button')).toHaveText(t('Install'));
      await entry(page, 'kubernetes').click({ position: CLEAR });
      await expect(details(page)).toContainText(t('Read from the first blocks of the image, before the download.'));
      await shot('42-catalog');
      await closeDetails(page);
      await showAll(page);
      await entry(page, 'docker').click({ position: CLEAR });
      await expect(details(page)).toContainText(t('Does not fit this host'));
      await shot('43-incompatible');
      await closeDetails(page);
      await download(page, 'large', '1.0');
      await download(page, 'gone', '1.0');
      await download(page, 'tilde', '1.0');
      await closeDetails(page);
      await openDownloads(page);
      await expect(downloads(page)).toContainText(t('Downloaded and verified'));
      await expect(downloads(page)).toContainText(t('{amount} a second', { amount: '' }).trim());
      await shot('44-downloads');
      await downloads(page)
        .getByRole('button', { name: `${t('Install')}…` })
        .click();
      await expect(sheet(page)).toContainText(t('Keep current from where it comes'));
      await shot('45-sheet');
      await confirmInstall(page, 'merge');
      await expect(sheet(page)).toBeHidden();
      await dismiss(page);
      for (const name of ['large 1.0', 'gone 1.0'])
        await page.getByRole('button', { name: t('Delete the download of {name}', { name }) }).click();
      scratch.put(
        'served/tilde-2.0-x86-64.raw',
        imageOf(scratch, { name: 'tilde', files: { 'usr/more': 'x'.repeat(9000) } }),
      );
      writeSums(scratch, 'served');
      await view(page, new RegExp(`^${t('Updates')}`)).click();
      await page.getByRole('button', { name: t('Check now') }).click();
      const updates = page.getByRole('region', { name: counted(1, '{count} update', '{count} updates') });
      await expect(updates).toContainText(t('Fits'));
      await shot('46-updates');
      await page.getByRole('button', { name: t('More for {name}', { name: 'tilde' }) }).click();
      await shot('47-decide');
      await page.getByRole('menuitem', { name: t('Pin to {version}', { version: '1.0' }) }).click();
      await expect(page.getByRole('main')).toContainText(t('Pinned to {version}', { version: '1.0' }));
      await dismiss(page);
      await shot('48-pinned');
      await view(page, t('Settings')).click();
      await expect(page.getByText(t('Off: it is not asked.')).first()).toBeVisible();
      await page.getByRole('heading', { name: t('Remotes') }).scrollIntoViewIfNeeded();
      await shot('49-remotes');
      await nginx.stop();
      await view(page, t('Catalog')).click();
      await page.getByRole('button', { name: t('Read again') }).click();
      await expect(
        page.getByText(t('Shown is what it had at {time}.', { time: '…' }).split('…')[0] ?? ''),
      ).toBeVisible();
      await shot('50-offline');
    } finally {
      await page.goto('about:blank');
      await nginx.stop();
      await server.stop();
      scratch.remove();
    }
  });
});

const closeDetails = (page: Page) => page.getByRole('button', { name: t('Close details') }).click();

function makeRemote(scratch: Scratch): void {
  makeBakery(scratch, 'served');
  scratch.put('served/tilde-1.0-x86-64.raw', imageOf(scratch, { name: 'tilde' }));
  scratch.put(
    'served/large-1.0-x86-64.raw',
    Buffer.concat([imageOf(scratch, { name: 'large' }), Buffer.alloc(40_000_000)]),
  );
  writeSums(scratch, 'served', `${'a'.repeat(64)}  gone-1.0-x86-64.raw\n`);
}
