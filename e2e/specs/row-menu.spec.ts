/** What the menu of a row leads to, each entry to what it names. */
import { rmSync } from 'node:fs';
import { join } from 'node:path';
import { expect, type Locator, type Page } from 'playwright/test';
import { serveFolder, type WebServer } from '../harness/nginx.ts';
import { imageOf, writeSums } from '../harness/remotes.ts';
import { addRemote, chooseToInstall, view } from '../shells/catalog.ts';
import { test } from '../shells/sandbox.ts';
import {
  bringUp,
  confirm,
  confirmInstall,
  details,
  expectAccessible,
  mergeWithoutBroken,
  review,
  row,
  sheet,
} from '../shells/window.ts';

let server: WebServer | null = null;
test.afterEach(async () => {
  await server?.stop();
  server = null;
});

/** Asks a row for its menu and takes an entry of it. */
async function choose(page: Page, of: Locator, entry: string): Promise<void> {
  await openMenu(page, of);
  await page.getByRole('menuitem', { name: entry, exact: true }).click();
}

async function openMenu(page: Page, of: Locator): Promise<void> {
  await bringUp(page, of);
  await of.click({ button: 'right' });
  await expect(page.getByRole('menu')).toBeVisible();
}

test('a name is copied, the release file is opened, and other views are shown at it', async ({ page, sandbox: _ }) => {
  await page.context().grantPermissions(['clipboard-read', 'clipboard-write']);
  await choose(page, row(page, 'metrics'), 'Copy name');
  await expect.poll(() => page.evaluate(() => navigator.clipboard.readText())).toBe('metrics');

  await choose(page, row(page, 'metrics'), 'Open release file');
  await expect(details(page).getByRole('tab', { name: /^Files/ })).toHaveAttribute('aria-selected', 'true');
  await details(page).getByText('extension-release.metrics').click();
  await expect(page.getByRole('dialog')).toContainText('ID=');
  await page.keyboard.press('Escape');

  await choose(page, row(page, 'metrics'), 'Show in Catalog');
  await expect(page.getByRole('heading', { name: 'Catalog', exact: true })).toBeVisible();
  await expect(page.getByRole('navigation').getByRole('button', { name: 'Catalog' })).toHaveAttribute(
    'aria-current',
    'page',
  );
  await view(page, 'Extensions').click();

  await openMenu(page, row(page, 'metrics'));
  await expect(page.getByRole('menuitem', { name: 'Show in Host' }), 'nothing is merged').toHaveCount(0);
  await page.keyboard.press('Escape');
  await mergeWithoutBroken(page);
  await choose(page, row(page, 'metrics'), 'Show in Host');
  await expect(page.getByRole('main')).toContainText('metrics');
  await expect(page.getByRole('navigation').getByRole('button', { name: 'Host' })).toHaveAttribute(
    'aria-current',
    'page',
  );
});

test('a folder cannot be removed, and the menu says why', async ({ page, sandbox: _ }) => {
  await openMenu(page, row(page, 'terminal').filter({ hasText: '1.1' }));
  const remove = page.getByRole('menuitem', { name: /^Remove…/ });
  await expect(remove).toHaveAttribute('aria-disabled', 'true');
  await expect(remove).toContainText('Veneer deletes no folder. Disable it, or delete the folder by hand.');
  await expectAccessible(page, 'the menu of a folder');
  await page.keyboard.press('Escape');
  await openMenu(page, row(page, 'broken'));
  await expect(page.getByRole('menuitem', { name: 'Remove…' }), 'a file').not.toHaveAttribute('aria-disabled', 'true');
});

test('its versions, its update, and a newer one that is stored', async ({ page, scratch, sandbox }) => {
  rmSync(join(sandbox.tree, 'var/lib/extensions/broken.raw'));
  const publish = (version: string) => {
    const release = `ID=_any\nSYSEXT_VERSION_ID=${version}\n`;
    const image = { name: 'anvil', release, files: { 'usr/share/anvil-v': version } };
    scratch.put(`served/anvil-${version}.raw`, imageOf(scratch, image));
    writeSums(scratch, 'served');
  };
  publish('1.0');
  server = await serveFolder(scratch, 'served');
  await view(page, 'Settings').click();
  await addRemote(page, 'smithy', server.url);
  await view(page, 'Catalog').click();
  await chooseToInstall(page, 'anvil', '1.0');
  await confirmInstall(page, 'merge');
  await expect(sheet(page)).toBeHidden();
  publish('2.0');
  await view(page, /^Updates/).click();
  await page.getByRole('button', { name: 'Check now' }).click();
  await expect(view(page, 'Updates 1')).toBeVisible();

  await view(page, 'Extensions').click();
  await choose(page, row(page, 'anvil'), 'Versions');
  await expect(details(page).getByRole('tab', { name: /^Versions/ })).toHaveAttribute('aria-selected', 'true');
  await expect(details(page).getByRole('tabpanel')).toContainText('1.0');
  await choose(page, row(page, 'anvil'), 'Update to 2.0');
  await expect(page.getByRole('heading', { name: 'Updates', exact: true })).toBeVisible();
  await expect(async () => expect(sandbox.inside('usr/share/anvil-v')).toBe('2.0')).toPass();

  // After the way back, what Updates and the catalog say of the newer one.
  await page.getByRole('button', { name: 'Go back… anvil' }).click();
  await confirm(page);
  await expect(async () => expect(sandbox.inside('usr/share/anvil-v')).toBe('1.0')).toPass();
  await view(page, /^Extensions/).click();
  await expect(details(page)).toContainText('2.0 is stored here, but not in use');
  await choose(page, row(page, 'anvil'), 'Use 2.0…');
  await expect(review(page)).toContainText('1.0 → 2.0');
});
