/** The catalog, downloads, updates and remotes, in four sizes, light and dark. */
import { rmSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'playwright/test';
import { type Serving, serveFolder } from '../harness/nginx.ts';
import { imageOf, makeBakery, writeSums } from '../harness/remotes.ts';
import { makeScratch, type Scratch } from '../harness/scratch.ts';
import { download, downloads, entry, openDownloads, showAll, view } from '../shells/catalog.ts';
import { startServer } from '../shells/server.ts';
import { confirmInstall, openWindow, sheet } from '../shells/window.ts';
import { camera, SIZES } from './camera.ts';

const SLOW: Serving = { limits: 'location ~ ^/large { limit_rate 300k; }' };

for (const colorScheme of ['light', 'dark'] as const) {
  for (const viewport of SIZES) {
    test.describe(`${colorScheme} ${viewport.width}`, () => {
      test.use({ colorScheme, viewport });

      test('catalog', async ({ page }) => {
        const shot = camera(page, `${colorScheme}-${viewport.width}`);
        const scratch = makeScratch('screenshots');
        const server = await startServer(scratch, { user: 'ordinary', args: ['--sandbox'] });
        rmSync(join(server.home, '.local/share/veneer/sandbox/root/var/lib/extensions/broken.raw'));
        makeRemote(scratch);
        const nginx = await serveFolder(scratch, 'served', SLOW);
        try {
          await openWindow(page, server.url);
          await view(page, 'Catalog').click();
          await expect(page.getByText('No remote is on')).toBeVisible();
          await shot('40-no-remotes');
          await page.getByRole('button', { name: 'Add a remote…' }).click();
          const dialog = page.getByRole('dialog');
          await dialog.getByRole('textbox', { name: 'Name' }).fill('bakery');
          await dialog.getByRole('textbox', { name: /^Address/ }).fill(nginx.url);
          await dialog.getByText('This key').click();
          await shot('41-remote');
          await dialog.getByText('Not signed').click();
          await dialog.getByRole('button', { name: 'Add', exact: true }).click();
          await expect(entry(page, 'kubernetes').getByRole('button')).toHaveText('Install');
          await entry(page, 'kubernetes').click({ position: { x: 40, y: 20 } });
          await expect(page.getByRole('complementary')).toContainText('Read from the first blocks');
          await shot('42-catalog');
          await page.getByRole('button', { name: 'Close details' }).click();
          await showAll(page);
          await entry(page, 'docker').click({ position: { x: 40, y: 20 } });
          await expect(page.getByRole('complementary')).toContainText('Does not fit this host');
          await shot('43-incompatible');
          await page.getByRole('button', { name: 'Close details' }).click();
          await download(page, 'large', '1.0');
          await download(page, 'gone', '1.0');
          await download(page, 'tilde', '1.0');
          await page.getByRole('button', { name: 'Close details' }).click();
          await openDownloads(page);
          await expect(downloads(page)).toContainText('Downloaded and verified');
          await expect(downloads(page)).toContainText('a second');
          await shot('44-downloads');
          await downloads(page).getByRole('button', { name: 'Install…' }).click();
          await expect(sheet(page)).toContainText('Keep current from where it comes');
          await shot('45-sheet');
          await confirmInstall(page, 'merge');
          await expect(sheet(page)).toBeHidden();
          await page.getByRole('button', { name: 'Dismiss' }).click();
          for (const name of ['large 1.0', 'gone 1.0'])
            await page.getByRole('button', { name: `Delete the download of ${name}` }).click();
          scratch.put(
            'served/tilde-2.0-x86-64.raw',
            imageOf(scratch, { name: 'tilde', files: { 'usr/more': 'x'.repeat(9000) } }),
          );
          writeSums(scratch, 'served');
          await view(page, /^Updates/).click();
          await page.getByRole('button', { name: 'Check now' }).click();
          await expect(page.getByRole('region', { name: '1 update' })).toContainText('Fits');
          await shot('46-updates');
          await page.getByRole('button', { name: 'More for tilde' }).click();
          await shot('47-decide');
          await page.getByRole('menuitem', { name: 'Pin to 1.0' }).click();
          await expect(page.getByRole('main')).toContainText('Pinned to 1.0');
          await page.getByRole('button', { name: 'Dismiss' }).click();
          await shot('48-pinned');
          await view(page, 'Settings').click();
          await expect(page.getByText('Off: it is not asked.').first()).toBeVisible();
          await shot('49-remotes');
          await nginx.stop();
          await view(page, 'Catalog').click();
          await page.getByRole('button', { name: 'Read again' }).click();
          await expect(page.getByText('Shown is what it had at')).toBeVisible();
          await shot('50-offline');
          await view(page, 'Settings').click();
          await page.getByRole('radio', { name: 'Deutsch' }).click();
          await shot('51-settings-german');
          await page.getByRole('button', { name: 'Katalog', exact: true }).click();
          await entry(page, 'kubernetes').click({ position: { x: 40, y: 20 } });
          await shot('52-catalog-german');
          await page.getByRole('button', { name: /^Aktualisierungen/ }).click();
          await shot('53-updates-german');
        } finally {
          await page.goto('about:blank');
          await nginx.stop();
          await server.stop();
          scratch.remove();
        }
      });
    });
  }
}

function makeRemote(scratch: Scratch): void {
  makeBakery(scratch, 'served');
  scratch.put('served/tilde-1.0-x86-64.raw', imageOf(scratch, { name: 'tilde' }));
  scratch.put(
    'served/large-1.0-x86-64.raw',
    Buffer.concat([imageOf(scratch, { name: 'large' }), Buffer.alloc(40_000_000)]),
  );
  writeSums(scratch, 'served', `${'a'.repeat(64)}  gone-1.0-x86-64.raw\n`);
}
