/** The columns of a wide list: what stands in them, and what they sort by. */
import { expect, type Page } from 'playwright/test';
import { test } from '../shells/sandbox.ts';
import { openWindow, row } from '../shells/window.ts';

const head = (page: Page, name: string) => page.getByRole('columnheader', { name });

/** Names from the top of the list on, of one group. */
const namesIn = (page: Page, group: string) =>
  page.getByRole('rowgroup', { name: group }).locator('.row-title').allTextContents();

test('columns are sorted by their heads, by pointer and by key, and the choice is kept', async ({ page, sandbox }) => {
  await page.setViewportSize({ width: 1920, height: 1080 });
  await expect(head(page, 'Name')).toHaveAttribute('aria-sort', 'ascending');
  const byName = await namesIn(page, 'Merged next time');
  expect(byName).toEqual([...byName].sort());
  await expect(row(page, 'editor').locator('.row-services')).toHaveText('editor-sync.service');
  await expect(row(page, 'editor').locator('.row-source')).toHaveText('/var/lib/extensions');

  await head(page, 'Name').getByRole('button').click();
  await expect(head(page, 'Name')).toHaveAttribute('aria-sort', 'descending');
  await expect.poll(() => namesIn(page, 'Merged next time')).toEqual([...byName].reverse());

  await head(page, 'Services').getByRole('button').focus();
  await page.keyboard.press('Enter');
  await expect(head(page, 'Services')).toHaveAttribute('aria-sort', 'descending');
  await expect(head(page, 'Name')).toHaveAttribute('aria-sort', 'none');
  const services = page.getByRole('rowgroup', { name: 'Merged next time' }).locator('.row-services');
  const isFilled = async () => (await services.allTextContents()).map((text) => text !== '');
  await expect.poll(async () => (await isFilled())[0], 'most come first').toBe(true);
  const filled = await isFilled();
  expect(filled).toEqual([...filled].sort((a, b) => Number(b) - Number(a)));

  await openWindow(page, sandbox.url);
  await expect(head(page, 'Services')).toHaveAttribute('aria-sort', 'descending');
  await page.setViewportSize({ width: 1180, height: 760 });
  await expect(head(page, 'Services'), 'there is no room for columns').toBeHidden();
});
