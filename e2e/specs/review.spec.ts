/** What is said before a change, and after it: the review, the toast, and the history. */
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { expect, type Page } from 'playwright/test';
import { imageOf } from '../harness/remotes.ts';
import { storedIn } from '../harness/stored-images.ts';
import { test } from '../shells/sandbox.ts';
import { band, confirm, details, drop, mergeWithoutBroken, review, row, sheet, toggle } from '../shells/window.ts';

const toast = (page: Page) => page.getByRole('region', { name: 'Result' });

test('a toast is one line that goes by itself, waits for who reads it, and leaves Undo behind', async ({
  page,
  sandbox: _,
}) => {
  await mergeWithoutBroken(page);
  await toggle(page, 'editor');
  await toggle(page, 'metrics');
  await page.getByRole('button', { name: 'Apply' }).click();
  const status = toast(page).getByRole('status');
  await expect(status).toContainText('Disabled editor and metrics');
  const box = await toast(page).boundingBox();
  expect(box?.height, 'one line').toBeLessThan(60);
  expect(box?.width).toBeLessThanOrEqual(480);
  await toast(page).hover();
  await page.waitForTimeout(9000);
  await expect(toast(page), 'the pointer holds it').toBeVisible();
  await page.mouse.move(10, 10);
  await expect(toast(page)).toBeHidden({ timeout: 60_000 });
  // What it offered is not gone with it.
  await page.keyboard.press('Control+k');
  await page.keyboard.type('undo the last change');
  await page.keyboard.press('Enter');
  await expect(status).toHaveText(/Undone$/);
  await expect(row(page, 'editor')).toContainText('Active');
  await expect(toast(page).getByRole('button', { name: 'Undo' })).toHaveCount(0);
});

test('the review says what comes, what is replaced and what stays, with a verb on its button', async ({
  page,
  sandbox: _,
}) => {
  await mergeWithoutBroken(page);
  await band(page).getByRole('button', { name: 'Unmerge' }).click();
  await expect(review(page).getByRole('heading', { level: 2 })).toHaveText('Unmerge 5 extensions');
  await page.keyboard.press('Escape');
  await toggle(page, 'editor');
  await page.getByRole('button', { name: 'Review…' }).click();
  await expect(review(page).getByRole('heading', { level: 2 })).toHaveText('Disable editor');
  await expect(review(page).getByRole('listitem')).toHaveCount(1);
  await review(page).getByRole('button', { name: '4 stay as they are' }).click();
  await expect(review(page)).toContainText('debug-tools, field-kit, metrics, terminal');
  await expect(review(page).getByRole('button', { name: 'Disable' })).toBeEnabled();
});

test('a removal names what stays, deletes it where that is asked for, and says what Undo brings back', async ({
  page,
  sandbox,
  scratch,
}) => {
  const stored = () => storedIn(join(sandbox.tree, 'var/lib/extensions.d/tool'));
  await toggle(page, 'broken');
  await page.getByRole('button', { name: 'Apply' }).click();
  for (const version of ['1.0', '2.0']) {
    scratch.put(
      `tool-${version}.raw`,
      imageOf(scratch, { name: 'tool', release: `ID=_any\nSYSEXT_VERSION_ID=${version}\n` }),
    );
    await drop(page, join(scratch.path, `tool-${version}.raw`));
    await sheet(page)
      .getByRole('button', { name: /^Install$/ })
      .click();
    await expect(sheet(page)).toBeHidden();
  }
  expect(stored()).toEqual(['tool-1.0.raw', 'tool-2.0.raw']);
  await row(page, 'tool').click();
  await details(page).getByRole('button', { name: 'Remove…' }).click();
  await expect(review(page).getByRole('heading', { level: 2 })).toHaveText('Remove tool');
  await expect(review(page)).toContainText('Undo brings it back from its stored version.');
  await review(page)
    .getByText(/^Delete its 2 stored versions too/)
    .click();
  await expect(review(page).getByRole('listitem').filter({ hasText: 'tool 1.0' })).toBeVisible();
  await expect(review(page)).toContainText('It cannot be undone');
  await expect(review(page).locator('.button-danger')).toHaveText('Remove');
  await confirm(page);
  await expect(row(page, 'tool')).toHaveCount(0);
  expect(existsSync(join(sandbox.tree, 'var/lib/extensions.d/tool'))).toBe(false);
});

test('the history speaks of days and of what was done, and finds it', async ({ page, sandbox: _ }) => {
  await mergeWithoutBroken(page);
  await page.keyboard.press('Control+6');
  const entries = page.getByRole('list', { name: 'Changes' }).getByRole('listitem');
  await expect(page.getByRole('region', { name: 'Today' })).toBeVisible();
  await expect(entries).toHaveCount(1);
  await expect(entries).toContainText('Disabled broken, merged 5 extensions');
  await expect(entries, 'the merge is told once').not.toContainText('Merged system extensions');
  await page.getByRole('searchbox', { name: 'Find a change' }).fill('nothing like it');
  await expect(entries).toHaveCount(0);
  await expect(page.getByRole('main')).toContainText('No change has “nothing like it” in it.');
  // By what a merge took along, too.
  await page.getByRole('searchbox', { name: 'Find a change' }).fill('FIELD-kit');
  await expect(entries).toHaveCount(1);
});
