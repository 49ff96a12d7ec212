/** What the list and its views say at once: numbers that agree, buttons where they belong, and what a thing is. */
import { expect } from 'playwright/test';
import { putInto, test } from '../shells/sandbox.ts';
import { band, details, review, row } from '../shells/window.ts';

test('the chip Problems counts what the group Needs attention has', async ({ page, sandbox: _ }) => {
  // What the images have of each other is read after the list.
  await expect(row(page, 'field-kit')).toContainText('Replaces 1 file of the OS');
  const heading = page.getByRole('grid', { name: 'Extensions' }).getByRole('button', { name: /^Needs attention/ });
  const count = /\d+/.exec((await heading.textContent()) ?? '')?.[0];
  expect(count).toBe('4');
  await expect(page.getByRole('radio', { name: `Problems ${count}` })).toBeAttached();
  await expect(page.getByRole('button', { name: /in use/ })).toBeVisible();
  // Who comes back to the list finds it as it was, at once.
  const rail = page.getByRole('navigation');
  await rail.getByRole('button', { name: 'Updates' }).click();
  await expect(page.getByRole('heading', { name: 'Updates', level: 1 })).toBeVisible();
  await rail.getByRole('button', { name: 'Extensions' }).click();
  const shown = await page.evaluate(() => document.querySelector('.extensions')?.textContent);
  expect(shown).toMatch(/Needs attention *4.*Replaces 1 file of the OS.*in use/);
});

test('what merges stands in Extensions alone', async ({ page, sandbox: _ }) => {
  const merges = page.getByRole('main').getByRole('button', { name: /^(Merge|Re-merge|Unmerge|Refresh)$/ });
  await expect(merges).toHaveText(['Merge']);
  for (const view of ['Catalog', 'Updates', 'History', 'Settings']) {
    await page.getByRole('navigation').getByRole('button', { name: view }).click();
    await expect(page.getByRole('heading', { name: view, level: 1 })).toBeVisible();
    await expect(merges, view).toHaveCount(0);
  }
});

test('the details begin with what it is, and facts stand at the left', async ({ page, sandbox: _ }) => {
  await row(page, 'gpu-runtime').click();
  await expect(details(page)).toContainText('Built for the next level');
  await row(page, 'old-shell').click();
  await expect(details(page)).toContainText('Disabled in /etc/extensions');
  const value = details(page).locator('dd').first();
  await expect(value).toHaveCSS('text-align', 'start');
});

test.describe('by the rules of systemd 257', () => {
  test.use({ args: ['--sandbox', '--as-systemd', '257'] });

  test('a configuration extension is told by its tile, and has a chip and a line of its own', async ({
    page,
    sandbox,
  }) => {
    const chip = page.getByRole('radio', { name: /^Configuration/ });
    await expect(row(page, 'metrics')).toBeVisible();
    await expect(chip).toHaveCount(0);
    putInto(sandbox.tree, {
      'var/lib/confexts/tuning/etc/extension-release.d/extension-release.tuning': 'ID=_any\n',
      'var/lib/confexts/tuning/etc/tuning.conf': 'on\n',
    });
    await expect(chip).toHaveAccessibleName('Configuration 1');
    await expect(band(page)).toContainText('/etc');
    const radius = (name: string) =>
      row(page, name)
        .locator('.tile')
        .evaluate((tile) => getComputedStyle(tile).borderTopLeftRadius);
    await chip.press('Space');
    await expect(page.getByRole('grid', { name: 'Extensions' }).locator('.row-title')).toHaveText(['tuning']);
    const circle = await radius('tuning');
    await page.getByRole('radio', { name: /^All/ }).press('Space');
    expect(circle).not.toBe(await radius('metrics'));
  });
});

test('why a file stops every merge is said in full above the list and in the details, and nowhere again', async ({
  page,
  sandbox: _,
}) => {
  const sentence = /file is plain text, not an image/;
  const card = page.locator('.notice').filter({ hasText: '1 file stops every merge' });
  await expect(card).toContainText(sentence);
  await expect(row(page, 'broken')).toContainText('Stops every merge');
  await expect(row(page, 'broken')).not.toContainText(sentence);
  await row(page, 'broken').click();
  await expect(details(page)).toContainText(sentence);
  await page.getByRole('button', { name: 'Merge', exact: true }).click();
  await expect(review(page)).toContainText('This cannot work.');
  await expect(review(page)).toContainText('broken.raw stops every merge.');
  await expect(review(page)).not.toContainText(sentence);
});
