/** What the band and the card above the list merge: with what is staged, and without what stops it. */
import { existsSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { expect } from 'playwright/test';
import { putInto, test } from '../shells/sandbox.ts';
import { band, confirm, review, row, toggle } from '../shells/window.ts';

test('Merge of the band takes what is staged along', async ({ page, sandbox }) => {
  await toggle(page, 'broken');
  await toggle(page, 'editor');
  await expect(row(page, 'editor')).toContainText('Will be disabled');
  await band(page).getByRole('button', { name: 'Merge', exact: true }).click();
  await expect(review(page)).not.toContainText('This cannot work.');
  await confirm(page);
  await expect(band(page)).toContainText('Merged into /usr');
  await expect(row(page, 'editor')).toContainText('Disabled');
  await expect(row(page, 'metrics')).toContainText('Active');
  await expect(page.getByRole('button', { name: 'Discard' }), 'nothing is staged any more').toHaveCount(0);
  expect(readdirSync(join(sandbox.tree, 'etc/extensions')).sort()).toEqual(
    expect.arrayContaining(['broken', 'editor'].map((name) => expect.stringMatching(name))),
  );
});

test('what no mask can hide is moved aside by the same plan, which says so before', async ({ page, sandbox }) => {
  putInto(sandbox.tree, { 'etc/extensions/here.raw': 'no image' });
  await expect(page.getByText('2 files stop every merge')).toBeVisible();
  await page.getByRole('button', { name: 'Leave both out and merge…' }).click();
  await expect(review(page).getByRole('checkbox', { name: 'Move it aside' })).toBeChecked();
  await confirm(page);
  await expect(band(page)).toContainText('Merged into /usr');
  expect(existsSync(join(sandbox.tree, 'etc/extensions/here.raw'))).toBe(false);
  expect(existsSync(join(sandbox.tree, 'etc/extensions.disabled/here.raw'))).toBe(true);
});

test('many that stop every merge stand in the order of their names, and go by one button', async ({
  page,
  sandbox,
}) => {
  putInto(
    sandbox.tree,
    Object.fromEntries(
      ['var/lib/extensions/bad-10', 'run/extensions/bad-2', 'var/lib/extensions/bad-1', 'run/extensions/bad-3'].map(
        (one) => [`${one}.raw`, 'no image'],
      ),
    ),
  );
  await expect(page.getByText('5 files stop every merge')).toBeVisible();
  const card = page.locator('.stops-list').getByRole('listitem');
  await expect(card.locator('strong')).toHaveText(['bad-1.raw', 'bad-2.raw', 'bad-3.raw', 'bad-10.raw']);
  await expect(card.last()).toHaveText('and 1 more');
  await page.getByRole('button', { name: 'Leave all 5 out and merge…' }).click();
  await confirm(page);
  await expect(band(page)).toContainText('Merged into /usr');
  await expect(row(page, 'bad-10')).toContainText('Disabled');
});
