/** Portable services in the Host view: what is there, how one is attached, and what portabled would refuse. */
import { join } from 'node:path';
import { expect, test } from 'playwright/test';
import { putPortables } from '../harness/portable-tree.ts';
import { makeScratch } from '../harness/scratch.ts';
import { startServer } from '../shells/server.ts';
import { expectAccessible, openWindow, review } from '../shells/window.ts';

test('images are listed, one is attached after a review, and nothing is shown without any', async ({ page }) => {
  const scratch = makeScratch('portable-window');
  scratch.put('tree/usr/lib/os-release', 'ID=debian\nVERSION_ID=13\n');
  const args = ['--root', join(scratch.path, 'tree'), '--as-systemd', '257'];
  const server = await startServer(scratch, { user: 'own', args });
  try {
    await openWindow(page, server.url);
    await page.getByRole('navigation').getByRole('button', { name: 'Host', exact: true }).click();
    await expect(page.getByRole('region', { name: 'At boot' })).toBeVisible();
    const section = page.getByRole('region', { name: 'Portable services' });
    await expect(section).toHaveCount(0);
    // It follows what others put there.
    putPortables(scratch, 'tree');
    const line = (name: string) => section.getByRole('listitem').filter({ has: page.getByText(name, { exact: true }) });
    await expect(line('app')).toContainText('app.service');
    await expect(line('app')).toContainText('Not attached');
    await expect(line('tools')).toContainText('Extension');
    await expect(line('web')).toContainText('Attached');
    await expect(line('web')).toContainText('no profile');
    await expect(line('web')).toContainText('Its services run without the restrictions of any profile.');
    await expect(line('web').getByRole('button', { name: 'Detach web' })).toBeVisible();
    await expectAccessible(page, 'portable services');

    await line('app').getByRole('button', { name: 'Attach app' }).focus();
    await page.keyboard.press('Enter');
    const dialog = page.getByRole('dialog', { name: 'Attach app' });
    await dialog.getByText('late', { exact: true }).click();
    // os-release(5): an extension has to have the VERSION_ID of what it is put on.
    await expect(dialog.getByRole('status')).toContainText('Its VERSION_ID is 2, that of the image is 1.');
    await expect(dialog.getByRole('button', { name: 'Review…' })).toBeDisabled();
    await dialog.getByText('late', { exact: true }).click();
    await dialog.getByText('tools', { exact: true }).click();
    await dialog.getByRole('button', { name: 'Profile: default' }).click();
    await page.getByRole('menuitemradio', { name: 'strict' }).click();
    await expectAccessible(page, 'how one is attached');
    await dialog.getByRole('button', { name: 'Review…' }).click();
    await expect(review(page)).toContainText(
      'Attach app + tools with the profile strict, start its services, have them started at boot',
    );
    await expect(page.getByRole('dialog')).toHaveCount(1);
    await page.keyboard.press('Escape');
    await line('web').getByRole('button', { name: 'Detach web' }).click();
    await expect(review(page)).toContainText('Detach web');
  } finally {
    await page.goto('about:blank');
    await server.stop();
    scratch.remove();
  }
});
