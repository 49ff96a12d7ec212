/** The words beside a switch turn it, wherever words stand beside one: nobody aims at the knob. */
import { join } from 'node:path';
import { expect, type Locator } from 'playwright/test';
import { test } from '../shells/sandbox.ts';
import { lookAt, sheet } from '../shells/window.ts';

/** What lies over words is the label of their switch, so the hand is not kept off. */
const press = (words: Locator) => words.click({ force: true });

test('the words turn a switch of the sheet and of Settings', async ({ page, sandbox }) => {
  await lookAt(page, join(sandbox.tree, 'var/lib/extensions/metrics.raw'));
  const merge = sheet(page).getByRole('switch', { name: 'Merge now' });
  await expect(merge).toBeChecked();
  const later = sheet(page).getByText('It is stored and enabled, and the next merge takes it in.');
  await expect(later).toHaveCount(0);
  await press(sheet(page).getByText('Merge now, with everything that is enabled'));
  await expect(merge).not.toBeChecked();
  // What an install comes to without a merge is said as soon as that is chosen.
  await expect(later).toBeVisible();
  await sheet(page).getByRole('button', { name: 'Cancel' }).click();

  await page.getByRole('navigation').getByRole('button', { name: 'Settings' }).click();
  const steps = page.getByRole('switch', { name: 'First steps' });
  const before = await steps.isChecked();
  await press(page.locator('.line-label').filter({ hasText: 'First steps' }));
  await expect(steps).toBeChecked({ checked: !before });
});
