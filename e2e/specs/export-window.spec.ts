/** The window exports the host that it shows, as the command line does, and says what is not in the file. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { test as base, expect, type Page } from 'playwright/test';
import { makeScratch, putExtension, type Scratch } from '../harness/scratch.ts';
import { startServer } from '../shells/server.ts';
import { expectAccessible, openWindow } from '../shells/window.ts';

const test = base.extend<{ host: { readonly scratch: Scratch; readonly url: string } }>({
  // biome-ignore lint/correctness/noEmptyPattern: Playwright reads the names of the fixtures from the pattern
  host: async ({}, use) => {
    const scratch = makeScratch('export-window');
    scratch.put('tree/usr/lib/os-release', 'ID=debian\nVERSION_ID=12\n');
    putExtension(scratch, 'tree/var/lib/extensions', 'loose', 'ID=_any\n', { 'usr/bin/loose': '' });
    const server = await startServer(scratch, { user: 'own', args: ['--root', join(scratch.path, 'tree')] });
    await use({ scratch, url: server.url });
    await server.stop();
    scratch.remove();
  },
});

test.use({ permissions: ['clipboard-read', 'clipboard-write'] });

const dialog = (page: Page) => page.getByRole('dialog', { name: 'Export this host' });

test('shows, copies and saves the host in each form', async ({ page, host }) => {
  await openWindow(page, host.url);
  await page.keyboard.press('Control+4');
  await page.getByRole('button', { name: 'Export…' }).click();
  await expect(dialog(page).locator('pre')).toContainText('- name: loose');
  await expectAccessible(page, 'the export');
  await dialog(page).getByRole('radio', { name: 'Ansible' }).click();
  await expect(dialog(page).locator('pre')).toContainText('max_fail_percentage: 0');
  await expect(dialog(page)).toContainText(
    'Not in it/var/lib/extensions/loose is a folder; what is in it is not here.',
  );
  await dialog(page).getByRole('button', { name: 'Copy text' }).click();
  await expect(dialog(page).getByRole('button', { name: 'Copied' })).toBeVisible();
  const shown = await dialog(page).locator('pre').textContent();
  expect(await page.evaluate(() => navigator.clipboard.readText())).toBe(shown);
  const saving = page.waitForEvent('download');
  await dialog(page).getByRole('button', { name: 'Save…' }).click();
  const saved = await saving;
  expect(saved.suggestedFilename()).toBe('host-playbook.yaml');
  expect(readFileSync(await saved.path(), 'utf8')).toBe(shown);
  await dialog(page).getByRole('radio', { name: 'Shell' }).click();
  await expect(dialog(page).getByRole('button', { name: 'Copy text' }), 'that text was not').toBeVisible();
});
