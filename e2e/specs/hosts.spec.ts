/** The hosts of one Veneer: the sandbox, trees that were opened before, and this machine, in one window and in several. */
import { mkdirSync, rmSync } from 'node:fs';
import { hostname } from 'node:os';
import { join } from 'node:path';
import { expect, type Page } from 'playwright/test';
import { putExtension } from '../harness/scratch.ts';
import { test } from '../shells/sandbox.ts';
import { startServer } from '../shells/server.ts';
import { expectAccessible, openWindow, row, toggle } from '../shells/window.ts';

const hostCard = (page: Page) => page.locator('.host-card');

async function show(page: Page, host: string): Promise<void> {
  await hostCard(page).click();
  await page.getByRole('menuitemradio', { name: host, exact: true }).click();
}

test('leads to each host, where what is staged waits', async ({ page, scratch, sandbox, browser }) => {
  const tree = join(scratch.path, 'tree');
  scratch.put('tree/usr/lib/os-release', 'ID=debian\nVERSION_ID=12\nPRETTY_NAME=A tree\n');
  putExtension(scratch, 'tree/var/lib/extensions', 'of-the-tree', 'ID=_any\n');
  const gone = join(scratch.path, 'gone');
  mkdirSync(gone);
  for (const root of [gone, tree]) {
    // A window that is opened for a tree has it offered by later ones, of a Veneer that runs already too.
    const other = await startServer(scratch, { user: 'ordinary', args: ['--root', root] });
    await other.stop();
  }
  rmSync(gone, { recursive: true });
  await toggle(page, 'editor');
  await expect(page.getByRole('button', { name: 'Apply' })).toBeVisible();

  await hostCard(page).click();
  await expect(page.getByRole('menuitemradio')).toHaveCount(4);
  const lost = page.getByRole('menuitemradio', { name: gone });
  await expect(lost).toBeDisabled();
  await expect(lost).toContainText(`${gone} is not there any more.`);
  await expectAccessible(page, 'the hosts');
  await page.getByRole('menuitemradio', { name: tree }).click();
  await expect(row(page, 'of-the-tree')).toBeVisible();
  await expect(row(page, 'editor')).toHaveCount(0);
  await expect(hostCard(page)).toContainText('A tree');
  await expect(page.getByRole('button', { name: 'Apply' })).toHaveCount(0);
  await expect(page.getByText('Samples in a folder of yours')).toHaveCount(0);

  // Another window of the same Veneer goes on with the sandbox.
  const second = await browser.newPage();
  await openWindow(second, sandbox.url);
  await expect(row(second, 'editor')).toBeVisible();
  putExtension(scratch, 'tree/var/lib/extensions', 'put-there', 'ID=_any\n');
  await expect(row(page, 'put-there')).toBeVisible();
  await expect(row(second, 'put-there')).toHaveCount(0);
  await second.close();

  await show(page, 'This machine');
  await expect(hostCard(page)).toContainText(hostname());
  await show(page, 'Sandbox');
  await expect(row(page, 'editor')).toBeVisible();
  await expect(row(page, 'of-the-tree')).toHaveCount(0);
  await expect(page.getByRole('button', { name: 'Apply' })).toBeVisible();
  const note = page.getByText('Samples in a folder of yours');
  await expect(note).toBeVisible();
  const lines = await note.evaluate((line) => line.clientHeight / Number.parseFloat(getComputedStyle(line).lineHeight));
  expect(lines, 'one line tells of the state').toBeLessThan(1.5);

  await show(page, 'This machine');
  await expect(hostCard(page)).toContainText(hostname());

  await page.getByRole('button', { name: 'Settings' }).click();
  const trees = page.getByRole('region', { name: gone });
  await expect(trees).toContainText(`${gone} is not there any more.`);
  await expectAccessible(page, 'the trees in the settings');
  await page.getByRole('button', { name: `Remove ${gone}` }).click();
  await expect(trees).toHaveCount(0);
  await expect(page.getByRole('region', { name: tree, exact: true })).toBeVisible();
});

test('the release of the OS is read on the card', async ({ page, scratch }) => {
  // Debian's own, which is longer than a line of the card.
  scratch.put('debian/usr/lib/os-release', 'ID=debian\nVERSION_ID=12\nPRETTY_NAME="Debian GNU/Linux 12 (bookworm)"\n');
  const server = await startServer(scratch, { user: 'ordinary', args: ['--root', join(scratch.path, 'debian')] });
  try {
    await openWindow(page, server.url);
    const system = page.getByText('Debian GNU/Linux 12 (bookworm)');
    await expect(system).toBeVisible();
    const size = await system.evaluate(({ clientWidth, scrollWidth, clientHeight, scrollHeight }) => [
      [clientWidth, clientHeight],
      [scrollWidth, scrollHeight],
    ]);
    expect(size[1]).toEqual(size[0]);
  } finally {
    await server.stop();
  }
});
