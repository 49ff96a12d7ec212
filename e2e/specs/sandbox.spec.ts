/** The main job, for an ordinary user: a real merge in a sandbox, seen and changed through the window. */
import { existsSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect } from 'playwright/test';
import { holderOf, test } from '../shells/sandbox.ts';
import { runVeneer } from '../shells/server.ts';
import {
  band,
  bringUp,
  confirm,
  details,
  expectAccessible,
  isOn,
  mergeWithoutBroken,
  openTab,
  review,
  row,
  toggle,
} from '../shells/window.ts';

test('lists every kind of extension with its pill and reason', async ({ page, sandbox }) => {
  expect(existsSync(sandbox.tree)).toBe(true);
  await expect(row(page, 'editor')).toContainText('Merged next time');
  await expect(row(page, 'gpu-runtime')).toContainText('Needs level 2.0');
  await expect(row(page, 'speech-model')).toContainText(/Built for (arm64|x86-64)/);
  await expect(row(page, 'old-shell')).toContainText('Disabled');
  await expect(row(page, 'broken')).toContainText('Stops every merge');
  await expect(band(page)).toContainText('8 extensions are enabled; none of them is in /usr or /opt.');
  await expect(page.getByRole('main').getByText('Sandbox', { exact: true })).toBeVisible();
  const shadowed = row(page, 'terminal').filter({ hasText: '1.0' });
  await bringUp(page, shadowed);
  await expect(shadowed).toContainText('Shadowed');
});

test('the switch means enabled in every state, and the way from a shadowed one leads to the other', async ({
  page,
  sandbox: _,
}) => {
  for (const name of ['editor', 'gpu-runtime', 'broken']) expect(await isOn(page, name), name).toBe(true);
  expect(await isOn(page, 'old-shell')).toBe(false);
  const shadowed = row(page, 'terminal').filter({ hasText: '1.0' });
  await bringUp(page, shadowed);
  await expect(shadowed.getByRole('switch')).toHaveCount(0);
  await shadowed.getByRole('button', { name: 'Show the other one' }).click();
  await expect(details(page)).toContainText('/run/extensions/terminal');
  await expect(row(page, 'terminal').filter({ hasText: '1.1' })).toHaveAttribute('aria-selected', 'true');
});

test('what stops every merge comes first, and one plan leaves it out', async ({ page, sandbox }) => {
  writeFileSync(join(sandbox.tree, 'var/lib/extensions/torn.raw'), 'no image');
  await expect(page.getByText('2 files stop every merge')).toBeVisible();
  const list = page.getByRole('grid', { name: 'Extensions' }).getByRole('row');
  await expect(list.nth(1)).toContainText('broken');
  await page.getByRole('button', { name: 'Leave both out and merge…' }).click();
  await confirm(page);
  await expect(band(page)).toContainText('Merged into /usr');
  await expect(page.getByText('stop every merge')).toHaveCount(0);
  await expect(row(page, 'torn')).toContainText('Disabled');
});

test('what comes along says so in its row, to the eye and to a screen reader', async ({ page, sandbox: _ }) => {
  await toggle(page, 'editor');
  await page.getByRole('button', { name: 'Apply' }).click();
  await expect(row(page, 'editor')).toContainText('Disabled');
  await mergeWithoutBroken(page);
  await expect(band(page)).toContainText('4 of 6 enabled extensions');
  await toggle(page, 'editor');
  await expect(row(page, 'editor')).toContainText('Will be merged');
  await expect(page.getByRole('row', { name: 'editor 2.4.1, Disabled, Will be merged' })).toBeVisible();
  await expect(page.getByRole('switch', { name: 'Enable editor, Will be merged' })).toBeChecked();
  await page.getByRole('button', { name: 'Discard' }).click();
  await expect(row(page, 'editor')).toContainText('Disabled');
});

test('what is staged outlasts a reload of the page', async ({ page, sandbox: _ }) => {
  await toggle(page, 'editor');
  await expect(page.getByRole('region', { name: 'Staged changes' })).toContainText('Disable editor');
  await page.reload();
  await expect(page.getByRole('region', { name: 'Staged changes' })).toContainText('Disable editor');
  await expect(row(page, 'editor')).toContainText('Will be disabled');
  await page.getByRole('button', { name: 'Discard' }).click();
  await page.reload();
  await expect(row(page, 'editor')).toContainText('Merged next time');
});

test('explains why an extension is left out, field by field', async ({ page, sandbox: _ }) => {
  await row(page, 'gpu-runtime').click();
  await expect(details(page)).toContainText('Skipped: it does not fit');
  await expect(details(page)).toContainText('It was built for extension level 2.0, this host offers 1.0.');
  const level = details(page).getByRole('row').filter({ hasText: 'SYSEXT_LEVEL' });
  await expect(level).toContainText('1.0');
  await expect(level).toContainText('2.0');
  await expect(level).toContainText('differs');
  await expect(details(page).getByRole('table').getByRole('row').nth(1), 'the failing one first').toContainText(
    'SYSEXT_LEVEL',
  );
  await details(page).getByRole('button', { name: 'Find a build that fits' }).click();
  await expect(page.getByRole('heading', { level: 1 })).toHaveText('Catalog');
});

test('shows what is inside, and what overrides what', async ({ page, sandbox: _ }) => {
  await row(page, 'field-kit').click();
  await openTab(page, 'Files');
  const contents = details(page).getByRole('grid', { name: 'Files' });
  await expect(contents.getByRole('row').filter({ hasText: 'inspect' })).toContainText('replaces debug-tools');
  await expect(contents.getByRole('row').filter({ hasText: 'hello' })).toContainText('replaces the OS');
  await contents.getByRole('row').filter({ hasText: 'inspect' }).click();
  await page.getByRole('dialog').getByRole('radio', { name: 'Compare with debug-tools' }).click();
  const changes = page.getByRole('region', { name: 'What differs from debug-tools' });
  await expect(changes.getByRole('insertion')).toContainText('+ echo inspect from field-kit');
  await expect(changes.getByRole('deletion')).toContainText('− echo inspect from debug-tools');
  await expectAccessible(page, 'A comparison');
  await page.keyboard.press('Escape');
  await details(page).getByRole('searchbox').fill('hello');
  await expect(contents.getByRole('row').filter({ hasText: 'inspect' })).toHaveCount(0);
  await row(page, 'metrics').click();
  await openTab(page, 'Services');
  await expect(details(page)).toContainText('metrics.service');
  await expect(details(page)).toContainText('its services do not run');
});

test('notices what someone else changes meanwhile', async ({ page, sandbox }) => {
  rmSync(join(sandbox.tree, 'var/lib/extensions/broken.raw'));
  await expect(row(page, 'broken')).toHaveCount(0);
  await expect(page.getByText('stops every merge')).toHaveCount(0);
  mkdirSync(join(sandbox.tree, 'etc/extensions/debug-tools'));
  await expect(row(page, 'debug-tools')).toContainText('Disabled');
});

test('works by keyboard alone', async ({ page, sandbox }) => {
  await page.keyboard.press('Control+k');
  await expect(page.getByRole('combobox', { name: 'Search or run a command' })).toBeFocused();
  await page.keyboard.type('gpu');
  await expect(page.getByRole('group', { name: 'Extensions' }).getByRole('option')).toHaveCount(1);
  await page.keyboard.press('Enter');
  await expect(details(page)).toContainText('Skipped: it does not fit');
  await page.keyboard.press('Control+4');
  await expect(page.getByRole('heading', { level: 1 })).toHaveText('Host');
  await page.keyboard.press('Control+1');
  await page.keyboard.press('/');
  await page.keyboard.type('broken');
  await expect(row(page, 'gpu-runtime')).toHaveCount(0);
  await row(page, 'broken').focus();
  await page.keyboard.press(' ');
  await expect(page.getByRole('region', { name: 'Staged changes' })).toBeVisible();
  await page.keyboard.press('Control+Enter');
  await expect(row(page, 'broken')).toContainText('Disabled');
  expect(existsSync(join(sandbox.tree, 'etc/extensions/broken'))).toBe(true);
});

test('keeps what the person chose', async ({ page, sandbox }) => {
  await page.getByRole('button', { name: 'Settings' }).click();
  await page.getByRole('radio', { name: 'Dark' }).click();
  await expect(page.locator('html')).toHaveAttribute('data-theme', 'dark');
  await page.locator('.line').filter({ hasText: 'Apply at once' }).locator('.toggle').click();
  const kept = join(sandbox.home, '.config/veneer/settings.json');
  await expect.poll(() => existsSync(kept) && readFileSync(kept, 'utf8')).toContain('"applyAtOnce": true');
  await page.reload();
  await expect(page.locator('html')).toHaveAttribute('data-theme', 'dark');
  await expect(page.getByRole('heading', { level: 1 }), 'the view stays over a reload').toHaveText('Settings');
  await page.getByRole('button', { name: 'Extensions' }).click();
  await toggle(page, 'broken');
  await expect(page.getByRole('region', { name: 'Result' })).toContainText('Done');
  await expect.poll(() => isOn(page, 'broken')).toBe(false);
});

test('has names and contrast: the list and the details', async ({ page, sandbox: _ }) => {
  await expectAccessible(page, 'Extensions');
  await row(page, 'metrics').click();
  await toggle(page, 'editor');
  await expectAccessible(page, 'Details and staged changes');
});

test('has names and contrast: dialogs', async ({ page, sandbox: _ }) => {
  await toggle(page, 'editor');
  await page.getByRole('button', { name: 'Review' }).click();
  await expect(review(page)).toBeVisible();
  await expectAccessible(page, 'Review');
  await page.keyboard.press('Escape');
  await page.keyboard.press('Control+k');
  await expectAccessible(page, 'Palette');
});

test('has names and contrast: host, history and settings', async ({ page, sandbox: _ }) => {
  await page.getByRole('button', { name: 'Host' }).click();
  await expect(page.getByText('/usr and /opt as the OS ships them')).toBeVisible();
  await expectAccessible(page, 'Host');
  await page.getByRole('button', { name: 'History' }).click();
  await expect(page.getByText('Nothing was changed with Veneer here yet')).toBeVisible();
  await expectAccessible(page, 'History');
  await page.getByRole('main').getByRole('button', { name: 'Show extensions' }).click();
  await expect(page.getByRole('heading', { level: 1 })).toHaveText('Extensions');
  await page.getByRole('button', { name: 'Settings' }).click();
  await expectAccessible(page, 'Settings');
});

test('says what to do once Veneer is gone', async ({ page, sandbox }) => {
  await expect(row(page, 'editor')).toBeVisible();
  await sandbox.stop();
  await expect(page.getByRole('alert')).toContainText('The connection to Veneer was lost');
  await expect(row(page, 'editor'), 'what was read stays in sight').toBeVisible();
});

test('leaves nothing behind', async ({ page, sandbox, scratch }) => {
  await mergeWithoutBroken(page);
  const holder = holderOf(sandbox.pid);
  await sandbox.stop();
  await expect.poll(() => existsSync(`/proc/${holder}`)).toBe(false);
  expect(readFileSync('/proc/self/mountinfo', 'utf8')).not.toContain(sandbox.tree);
  const { status, stdout } = runVeneer(scratch, { user: 'ordinary', args: ['list', '--json', '--root', sandbox.tree] });
  expect(status).toBe(0);
  expect(JSON.parse(stdout).extensions.filter((one: { merged: boolean }) => one.merged)).toEqual([]);
});
