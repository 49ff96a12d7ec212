/** The palette: commands, extensions, files and services by name, and where a person is after one was chosen. */
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, type Page } from 'playwright/test';
import { test } from '../shells/sandbox.ts';
import { details, expectAccessible, row } from '../shells/window.ts';

const field = (page: Page) => page.getByRole('combobox', { name: 'Search or run a command' });
const option = (page: Page, name: string | RegExp) => page.getByRole('option', { name });
const active = (page: Page) => page.locator('[role=option][aria-selected=true]');

async function search(page: Page, text: string): Promise<void> {
  await page.keyboard.press('Control+k');
  await expect(field(page)).toBeFocused();
  await page.keyboard.type(text);
}

test('which extension brings a file is one key and a name away', async ({ page, sandbox: _ }) => {
  await search(page, 'usr/bin/inspect');
  // field-kit is the higher layer, as systemd orders them by name (systemd-sysext(8)).
  await expect(page.getByRole('group', { name: 'Files' }).getByRole('option')).toHaveText([
    /^\/usr\/bin\/inspect.*field-kit · would win over debug-tools/,
    /^\/usr\/bin\/inspect.*debug-tools · would be hidden by field-kit/,
  ]);
  await expect(page.getByRole('status').filter({ hasText: 'not known' })).toContainText('broken');
  await expectAccessible(page, 'Palette with files');
  await page.keyboard.press('ArrowDown');
  await page.keyboard.press('Enter');
  await expect(details(page).getByRole('heading', { name: 'debug-tools' })).toBeFocused();
  await expect(details(page).getByRole('tab', { name: /^Files/ })).toHaveAttribute('aria-selected', 'true');
  await expect(details(page).getByRole('grid').getByRole('row').last()).toContainText('inspect');
});

test('a name that turns the direction of reading is shown without that', async ({ page, sandbox }) => {
  writeFileSync(join(sandbox.tree, 'var/lib/extensions/editor/usr/bin/turned\u202etxt'), '');
  await search(page, 'usr/bin/turned');
  await expect(option(page, /turned/)).toContainText('/usr/bin/turned\ufffdtxt');
});

test('what no extension brings is said, with what the base has, and what is not known', async ({ page, sandbox }) => {
  writeFileSync(join(sandbox.tree, 'usr/lib/of-the-base'), '');
  await page.keyboard.press('Control+Shift+F');
  await expect(field(page)).toHaveValue('/');
  const notes = page.getByRole('dialog').getByRole('status');
  await field(page).fill('/usr/lib/of-the-base');
  await expect(notes).toContainText('No extension that can be read brings /usr/lib/of-the-base. The base does.');
  await field(page).fill('/usr/lib/nothing');
  await expect(notes).toContainText('brings /usr/lib/nothing. Nor does the base.');
  await expect(notes).toContainText('What is in 1 extension is not known: broken');
});

test('the best match comes first and is chosen by Enter, and has the focus then', async ({ page, sandbox: _ }) => {
  await page.keyboard.press('Control+k');
  await expect(active(page), 'the first one is active at once').toHaveText(/Install an image file/);
  await page.keyboard.type('term');
  await expect(active(page)).toHaveText(/^terminal/);
  await expect(option(page, /^terminal/)).toHaveCount(2);
  await expect(option(page, /^terminal/).nth(1), 'each tells where it is').toContainText('/extensions/terminal');
  await field(page).fill('gpu');
  await expect(active(page)).toHaveText(/^gpu-runtime.*Needs level 2\.0/);
  await page.keyboard.press('Enter');
  await expect(page.getByRole('dialog')).toHaveCount(0);
  await expect(row(page, 'gpu-runtime')).toBeFocused();
  await expect(details(page)).toContainText('gpu-runtime');
});

test('the filter of the list finds an extension by a file of it', async ({ page, sandbox: _ }) => {
  await expect(row(page, 'metrics')).toBeVisible();
  await page.keyboard.press('/');
  const rows = page.getByRole('grid', { name: 'Extensions' }).locator('[role=row][data-key]');
  for (const text of ['/usr/bin/inspect', 'inspect', 'bin/insp']) {
    await page.getByRole('searchbox', { name: 'Filter extensions' }).fill(text);
    await expect(rows, text).toHaveCount(2);
    await expect(row(page, 'field-kit'), text).toBeVisible();
    await expect(row(page, 'debug-tools'), text).toBeVisible();
  }
});

test('a service leads to the extension that brings it', async ({ page, sandbox: _ }) => {
  await search(page, 'editor-sync');
  await expect(option(page, /^editor-sync\.service/).first()).toBeVisible();
  await page.getByRole('group', { name: 'Services' }).getByRole('option').click();
  await expect(details(page).getByRole('tab', { name: /^Services/ })).toHaveAttribute('aria-selected', 'true');
  await expect(details(page).getByRole('heading', { name: 'editor', exact: true })).toBeFocused();
});

test('a command is run, and one that cannot be says why', async ({ page, sandbox: _ }) => {
  await search(page, 'discard');
  await expect(option(page, /Discard staged changes/)).toHaveAttribute('aria-disabled', 'true');
  await expect(option(page, /Discard staged changes/)).toContainText('Nothing is staged.');
  await field(page).fill('sett');
  await page.keyboard.press('Enter');
  await expect(page.getByRole('heading', { level: 1 })).toHaveText('Settings');
});

test('Escape closes it at once, whatever is typed', async ({ page, sandbox: _ }) => {
  await search(page, 'some text');
  await page.keyboard.press('Escape');
  await expect(page.getByRole('dialog')).toHaveCount(0);
  await page.keyboard.press('Control+k');
  await page.keyboard.press('Control+k');
  await expect(page.getByRole('dialog'), 'so does the key that opened it').toHaveCount(0);
});
