/** The window exports the host that it shows, as the command line does, and keeps what is enabled under a name. */
import { mkdirSync, readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { test as base, expect, type Page } from 'playwright/test';
import { makeScratch, putExtension, type Scratch } from '../harness/scratch.ts';
import { startServer } from '../shells/server.ts';
import { expectAccessible, openWindow, row } from '../shells/window.ts';

const test = base.extend<{ host: { readonly scratch: Scratch; readonly url: string; readonly home: string } }>({
  // biome-ignore lint/correctness/noEmptyPattern: Playwright reads the names of the fixtures from the pattern
  host: async ({}, use) => {
    const scratch = makeScratch('export-window');
    scratch.put('tree/usr/lib/os-release', 'ID=debian\nVERSION_ID=12\n');
    putExtension(scratch, 'tree/var/lib/extensions', 'loose', 'ID=_any\n', { 'usr/bin/loose': '' });
    const server = await startServer(scratch, { user: 'own', args: ['--root', join(scratch.path, 'tree')] });
    await use({ scratch, url: server.url, home: server.home });
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

test('what is enabled is kept as a set, and staged when the set is used', async ({ page, host }) => {
  const { scratch, url, home } = host;
  await openWindow(page, url);
  await page.keyboard.press('Control+4');
  const sets = page.getByRole('region', { name: 'Sets' });
  await sets.getByRole('button', { name: /^Save what is enabled/ }).click();
  await page.getByRole('textbox', { name: 'Name' }).fill('Demo 1');
  await page.keyboard.press('Enter');
  const use = sets.getByRole('button', { name: 'Use the set Demo 1' });
  await use.click();
  await expect(sets).toContainText('It is so already.');
  await expectAccessible(page, 'a set');
  const text = readFileSync(join(home, '.config/veneer/sets/Demo 1.yaml'), 'utf8');
  expect(text).toBe('veneer: 1\nextensions:\n  - name: loose\n    enabled: true\n');

  mkdirSync(join(scratch.path, 'tree/etc/extensions/loose'), { recursive: true });
  await use.click();
  await expect(page.getByRole('region', { name: 'Staged changes' })).toContainText('1 change');
  await expect(row(page, 'loose').first()).toContainText('Will be');

  rmSync(join(scratch.path, 'tree/var/lib/extensions/loose'), { recursive: true });
  await page.keyboard.press('Control+4');
  await use.click();
  await expect(sets).toContainText('Not as the set has it: loose');
  await sets.getByRole('button', { name: 'More about the set Demo 1' }).click();
  await page.getByRole('menuitem', { name: 'Delete the set' }).click();
  await expect(use).toHaveCount(0);
});
