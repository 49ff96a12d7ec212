/** What a list of files and switches is expected to do: folding, selecting, filtering, and saying what is cut or cannot be done. */
import { join } from 'node:path';
import { expect, type Page } from 'playwright/test';
import { test } from '../shells/sandbox.ts';
import { startServer } from '../shells/server.ts';
import { details, mergeWithoutBroken, openWindow, row } from '../shells/window.ts';

const heading = (page: Page, name: RegExp) =>
  page.getByRole('grid', { name: 'Extensions' }).getByRole('button', { name, exact: false });

test('a group is folded and opened again by hand', async ({ page, sandbox: _ }) => {
  await expect(row(page, 'metrics')).toBeVisible();
  await heading(page, /^Merged next time/).click();
  await expect(row(page, 'metrics')).toBeHidden();
  await expect(row(page, 'gpu-runtime'), 'other groups stay open').toBeVisible();
  await heading(page, /^Merged next time/).click();
  await expect(row(page, 'metrics')).toBeVisible();
});

test('Enter on a row goes to its details', async ({ page, sandbox: _ }) => {
  await row(page, 'metrics').click();
  await page.keyboard.press('Enter');
  const hasFocus = () => details(page).evaluate((pane) => pane.contains(document.activeElement));
  await expect.poll(hasFocus).toBe(true);
});

test('a filter that nothing meets says so, and is cleared with one click', async ({ page, sandbox: _ }) => {
  const filter = page.getByRole('searchbox', { name: 'Filter extensions' });
  await filter.fill('nothing is called so');
  await expect(page.getByRole('main')).toContainText('No extension matches');
  // The field has a sign for it as well.
  await page.getByRole('main').getByText('Clear the filter', { exact: true }).click();
  await expect(row(page, 'metrics')).toBeVisible();
  await expect(filter).toHaveValue('');
});

test('several rows: their names in order, their size, and what can be done with all of them', async ({
  page,
  sandbox: _,
}) => {
  // Rows that are scrolled away are not in the page.
  await page.setViewportSize({ width: 1180, height: 1100 });
  await page.context().grantPermissions(['clipboard-read', 'clipboard-write']);
  await row(page, 'terminal').first().click();
  await row(page, 'metrics').click({ modifiers: ['ControlOrMeta'] });
  await row(page, 'broken').click({ modifiers: ['ControlOrMeta'] });
  await expect(details(page)).toContainText(/broken, metrics, terminal · [\d.]+ KiB/);
  await details(page).getByRole('button', { name: 'Copy names' }).click();
  await expect.poll(() => page.evaluate(() => navigator.clipboard.readText())).toBe('broken\nmetrics\nterminal');
  // What is no image has nothing that could be removed.
  await details(page).getByRole('button', { name: 'Remove 2 extensions…' }).click();
  const dialog = page.getByRole('dialog');
  await expect(dialog).toContainText('broken');
  await expect(dialog).toContainText('metrics');
  await expect(dialog).not.toContainText('terminal');
  await dialog.getByRole('button', { name: 'Cancel' }).click();
  await expect(details(page)).not.toContainText('no switch');
  // The second of its name lies in the shadow of the first.
  await row(page, 'terminal')
    .last()
    .click({ modifiers: ['ControlOrMeta'] });
  await expect(details(page)).toContainText('1 of them has no switch: it is shadowed or a mask.');
});

test('what may be cut in a row is told in full where the pointer rests', async ({ page, sandbox: _ }) => {
  const pill = row(page, 'gpu-runtime').locator('.row-pill');
  await expect(pill).toHaveAttribute('title', 'Needs level 2.0');
  await expect(row(page, 'gpu-runtime').locator('.row-title')).toHaveAttribute('title', 'gpu-runtime');
});

test('while the connection is lost nothing can be switched', async ({ page, sandbox }) => {
  await mergeWithoutBroken(page);
  await expect(row(page, 'metrics').getByRole('switch')).toBeEnabled();
  sandbox.kill();
  await expect(page.getByRole('alert')).toContainText('The connection to Veneer was lost.');
  await expect(row(page, 'metrics').getByRole('switch')).toBeDisabled();
  for (const name of ['Unmerge', 'Install…']) await expect(page.getByRole('button', { name })).toBeDisabled();
});

test('what is not known of a tree is told as not known', async ({ page, sandbox: _ }) => {
  await page.getByRole('navigation').getByRole('button', { name: 'Host' }).click();
  await expect(page.getByRole('main')).toContainText('Not known: no systemd runs this system.');
});

test('who can only look is offered no install, in any place', async ({ page, scratch }) => {
  scratch.put('tree/usr/lib/os-release', 'ID=debian\nVERSION_ID=12\n');
  const server = await startServer(scratch, { user: 'ordinary', args: ['--root', join(scratch.path, 'tree')] });
  try {
    await openWindow(page, server.url);
    for (const [view, name] of [
      ['Extensions', /^Install/],
      ['Updates', 'Install a file…'],
    ] as const) {
      await page.getByRole('navigation').getByRole('button', { name: view }).click();
      const buttons = page.getByRole('main').or(page.getByRole('banner')).getByRole('button', { name });
      await expect(buttons).toHaveCount(view === 'Extensions' ? 2 : 1);
      for (const button of await buttons.all()) {
        await expect(button).toBeDisabled();
        await expect(button.locator('xpath=..')).toHaveAttribute('title', /^Only root can change the tree/);
      }
    }
  } finally {
    await server.stop();
  }
});
