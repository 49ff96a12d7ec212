/** Pictures of portable services in the Host view. */
import { join } from 'node:path';
import { expect, test } from 'playwright/test';
import { t } from '../../shared/messages/translate.ts';
import { putPortables } from '../harness/portable-tree.ts';
import { makeScratch } from '../harness/scratch.ts';
import { view } from '../shells/catalog.ts';
import { startServer } from '../shells/server.ts';
import { openWindow } from '../shells/window.ts';
import { camera, inEachSizeAndLanguage } from './camera.ts';

inEachSizeAndLanguage(() => {
  test('portable', async ({ page }) => {
    const shot = camera(page);
    const scratch = makeScratch('screenshots');
    scratch.put('tree/usr/lib/os-release', 'ID=debian\nVERSION_ID=13\nPRETTY_NAME="Debian 13"\n');
    putPortables(scratch, 'tree');
    const server = await startServer(scratch, { user: 'own', args: ['--root', join(scratch.path, 'tree')] });
    try {
      await openWindow(page, server.url);
      await view(page, t('Host')).click();
      const section = page.getByRole('region', { name: t('Portable services') });
      await section.scrollIntoViewIfNeeded();
      await expect(section.getByRole('listitem').first()).toBeVisible();
      await shot('38-portable');
      await section.getByRole('button', { name: t('Attach {name}', { name: 'app' }) }).click();
      await expect(page.getByRole('dialog')).toBeVisible();
      await shot('39-portable-attach');
    } finally {
      await page.goto('about:blank');
      await server.stop();
      scratch.remove();
    }
  });
});
