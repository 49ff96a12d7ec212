/** The card with the first steps: what it leads to, what it has ticked, and that it goes for good. */
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, type Page } from 'playwright/test';
import { standInFor } from '../harness/publishers/known.ts';
import { entry } from '../shells/catalog.ts';
import { test } from '../shells/desk.ts';
import { test as inSandbox } from '../shells/sandbox.ts';
import { band, confirm, details, expectAccessible, row } from '../shells/window.ts';

const card = (page: Page) => page.getByRole('region', { name: 'First steps' });
const step = (page: Page, name: string) => card(page).getByRole('button', { name, exact: true });
const show = (page: Page, view: string) =>
  page.getByRole('navigation').getByRole('button', { name: view, exact: true }).click();

test('the remote made for this host is offered first, and leads to the catalog', async ({ page, desk }) => {
  const { osRelease, publish } = standInFor('fedora');
  const { hosts } = publish(desk.scratch);
  await desk.open(`PRETTY_NAME="Fedora CoreOS 43"\n${osRelease}`, ...hosts);
  await show(page, 'Extensions');
  await expect(card(page)).toContainText('You run Fedora CoreOS 43: Fedora packages as extensions');
  await expect(step(page, 'See what it does')).toBeDisabled();
  await expect(step(page, 'Merge it')).toBeDisabled();
  await expectAccessible(page, 'first steps');
  await card(page).getByRole('button', { name: 'Turn on fedora' }).click();
  await expect(page.getByRole('heading', { level: 1 })).toHaveText('Catalog');
  await expect(entry(page, 'tree')).toBeVisible({ timeout: 60_000 });
  await show(page, 'Extensions');
  await expect(card(page)).not.toContainText('You run');
});

test('what is done is ticked, and after the merge the card is gone for good', async ({ page, desk }) => {
  const release = join(desk.scratch.path, 'tree/var/lib/extensions/tool/usr/lib/extension-release.d');
  mkdirSync(release, { recursive: true });
  writeFileSync(join(release, 'extension-release.tool'), 'ID=_any\n');
  await desk.open('ID=debian\nVERSION_ID=12\n');
  await show(page, 'Extensions');
  await expect(step(page, 'Find one in the catalog, done')).toBeVisible();
  await step(page, 'See what it does').click();
  await expect(details(page).getByRole('heading', { name: 'tool', exact: true })).toBeVisible();
  await expect(step(page, 'See what it does, done')).toBeVisible();
  await page.reload();
  await expect(step(page, 'See what it does, done')).toBeVisible();
  await step(page, 'Merge it').click();
  await confirm(page);
  await expect(band(page)).toContainText('Merged into /usr');
  await expect(card(page)).toHaveCount(0);
  await page.getByRole('button', { name: 'Unmerge' }).click();
  await confirm(page);
  await expect(band(page)).toContainText('Not merged');
  await page.reload();
  await expect(row(page, 'tool')).toBeVisible();
  await expect(card(page)).toHaveCount(0);
});

test('closed, it stays away until Settings shows it again', async ({ page, desk }) => {
  await desk.open('ID=debian\nVERSION_ID=12\n');
  await show(page, 'Extensions');
  await card(page).getByRole('button', { name: 'Close the first steps' }).click();
  await expect(card(page)).toHaveCount(0);
  const kept = join(desk.scratch.path, 'home/.config/veneer/settings.json');
  // It is made with the first setting that is kept.
  await expect(() =>
    expect(readFileSync(`/proc/${desk.namespace.pid}/root${kept}`, 'utf8')).toContain('"firstSteps": "closed"'),
  ).toPass();
  await page.reload();
  await expect(page.getByText('No extensions here yet')).toBeVisible();
  await expect(card(page)).toHaveCount(0);
  await show(page, 'Settings');
  const again = page.getByRole('switch', { name: 'First steps' });
  await expect(again).not.toBeChecked();
  await page.locator('.toggle').filter({ has: again }).click();
  await show(page, 'Extensions');
  await expect(card(page)).toBeVisible();
});

inSandbox('the sandbox has samples instead', async ({ page, sandbox: _ }) => {
  await expect(row(page, 'editor')).toBeVisible();
  await expect(card(page)).toHaveCount(0);
});
