/** The History view: what is in it, and the way back to a point of it. */
import { expect, type Page } from 'playwright/test';
import { test } from '../shells/sandbox.ts';
import { confirm, expectAccessible, review, row, toggle } from '../shells/window.ts';

const show = (page: Page, view: string) =>
  page.getByRole('navigation').getByRole('button', { name: view, exact: true }).click();
const entries = (page: Page) => page.getByRole('list', { name: 'Changes' }).locator('> li');

/** Disables one, and waits until that is done. */
async function disable(page: Page, name: string): Promise<void> {
  await toggle(page, name);
  await page.getByRole('button', { name: 'Apply' }).click();
  await expect(row(page, name)).toContainText('Disabled');
  // Of what runs the bar tells; the next one can be staged once it is over.
  await expect(row(page, name).getByRole('switch')).toBeEnabled();
}

test('one press goes back to a point, as one change; steps and extensions are told', async ({ page, sandbox: _ }) => {
  for (const name of ['broken', 'editor', 'metrics']) await disable(page, name);
  await show(page, 'History');
  await expect(entries(page)).toHaveCount(3);

  await page.getByRole('button', { name: 'Changes of: All extensions' }).click();
  await page.getByRole('menuitemradio', { name: 'editor' }).click();
  await expect(entries(page)).toHaveCount(1);
  await expect(entries(page)).toContainText('Disabled editor');
  await page.getByRole('button', { name: 'Changes of: editor' }).click();
  await page.getByRole('menuitemradio', { name: 'All extensions' }).click();

  const first = entries(page).filter({ hasText: 'Disabled broken' });
  await page.getByRole('button', { name: 'Steps of “Disabled metrics”' }).click();
  await expect(page.getByRole('button', { name: 'Back to this point…' }), 'that is where one is').toHaveCount(0);
  await first.getByRole('button', { name: 'Steps of “Disabled broken”' }).click();
  await expect(first.getByRole('list', { name: 'Steps' })).toContainText('broken');
  await expect(first).toContainText('Takes back the 2 changes after it.');
  await first.getByRole('button', { name: 'What changed since' }).click();
  const moved = first.getByRole('list', { name: 'What changed' }).getByRole('listitem');
  await expect(moved).toHaveText([/^editor: .* → .*disabled$/, /^metrics: .* → .*disabled$/]);
  await first.getByRole('button', { name: 'Until: now' }).click();
  await page.getByRole('menuitemradio', { name: /Disabled editor$/ }).click();
  await expect(moved).toHaveText([/^editor: .* → .*disabled$/]);
  await expectAccessible(page, 'History with steps');
  await first.getByRole('button', { name: 'Back to this point…' }).click();
  await expect(review(page).getByRole('heading', { level: 2 })).toHaveText('Enable editor and metrics');
  await confirm(page);
  await expect(entries(page)).toHaveCount(4);
  await show(page, 'Extensions');
  for (const name of ['editor', 'metrics']) await expect(row(page, name)).not.toContainText('Disabled');
  await expect(row(page, 'broken')).toContainText('Disabled');
});
