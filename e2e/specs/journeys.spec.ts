/**
 * What a first-time user comes for, with as few clicks as it should take. The numbers are those of the ten journeys that were
 * measured in the first edition; those with configuration extensions and services stand with the booted systems in e2e/testbed.
 */

import { rmSync } from 'node:fs';
import { join } from 'node:path';
import { expect } from 'playwright/test';
import { serveFolder, type WebServer } from '../harness/nginx.ts';
import { imageOf, writeSums } from '../harness/remotes.ts';
import { putExtension } from '../harness/scratch.ts';
import { makeSquashfs } from '../harness/squashfs.ts';
import { entry, view } from '../shells/catalog.ts';
import { doIt, type Hand, makeHand, switchOf } from '../shells/hand.ts';
import { test as base } from '../shells/sandbox.ts';
import { band, bringUp, confirmInstall, details, drop, review, row, sheet } from '../shells/window.ts';

const test = base.extend<{ hand: Hand }>({
  // biome-ignore lint/correctness/noEmptyPattern: Playwright reads the names of the fixtures from the pattern
  hand: async ({}, use) => use(makeHand()),
});

let server: WebServer | null = null;
test.afterEach(async () => {
  await server?.stop();
  server = null;
});

test('1: what is merged, and why one is not', async ({ page, sandbox: _, hand }) => {
  await expect(band(page)).toContainText('Not merged');
  await expect(row(page, 'gpu-runtime')).toContainText('Needs level 2.0');
  expect(hand.clicks()).toBe(0);
  await hand.click(row(page, 'gpu-runtime'));
  await expect(details(page).getByRole('button', { name: 'Find a build that fits' })).toBeVisible();
  expect(hand.clicks()).toBe(1);
});

test('2 and 7: a broken image stops all; two off, one on, apply, undo', async ({ page, sandbox, hand }) => {
  await hand.click(page.getByRole('button', { name: 'Leave it out and merge…' }));
  await hand.click(doIt(review(page)));
  await expect(band(page)).toContainText('5 of 7 enabled extensions');
  expect(hand.clicks(), 'whatever their number').toBe(2);

  for (const name of ['editor', 'metrics', 'old-shell']) await hand.click(switchOf(row(page, name)));
  await hand.click(page.getByRole('button', { name: 'Apply', exact: true }));
  await expect(row(page, 'editor')).toContainText('Disabled');
  expect(sandbox.inside('usr/bin/editor')).toBeNull();
  await hand.click(page.getByRole('region', { name: 'Result' }).getByRole('button', { name: 'Undo' }));
  await expect(page.getByRole('region', { name: 'Result' })).toContainText('Undone');
  expect(sandbox.inside('usr/bin/editor')).not.toBeNull();
  expect(hand.clicks()).toBe(2 + 3 + 1 + 1);
});

test('2 by keys alone', async ({ page, sandbox: _, hand }) => {
  for (const name of ['editor', 'metrics']) {
    await row(page, name).focus();
    await page.keyboard.press(' ');
  }
  await page.keyboard.press('Control+Enter');
  await expect(row(page, 'editor')).toContainText('Disabled');
  await page.keyboard.press('Control+z');
  await expect(page.getByRole('region', { name: 'Result' })).toContainText('Undone');
  expect(hand.clicks()).toBe(0);
});

test('3: a file is dropped, installed and merged, and its row is there to see', async ({
  page,
  sandbox,
  scratch,
  hand,
}) => {
  await hand.click(switchOf(row(page, 'broken')));
  await hand.click(page.getByRole('button', { name: 'Apply', exact: true }));
  await expect(row(page, 'broken')).toContainText('Disabled');
  const before = hand.clicks();
  putExtension(scratch, 'sources', 'tool', 'ID=_any\nSYSEXT_VERSION_ID=1.0\n', { 'usr/bin/tool': 'tool' });
  makeSquashfs(join(scratch.path, 'sources/tool'), join(scratch.path, 'tool-1.0.raw'));
  await drop(page, join(scratch.path, 'tool-1.0.raw'));
  await expect(sheet(page)).toContainText('Install tool 1.0?');
  await confirmInstall(page, 'merge');
  await expect(row(page, 'tool')).toHaveAttribute('aria-selected', 'true');
  await expect(row(page, 'tool')).toContainText('Active');
  expect(sandbox.inside('usr/bin/tool')).toBe('tool');
  expect(hand.clicks() - before, 'beside the one in the sheet').toBe(0);
});

test('4: from a remote installed, updated and taken back, both ways in Updates', async ({
  page,
  sandbox,
  scratch,
  hand,
}) => {
  // It would make every merge fail.
  rmSync(join(sandbox.tree, 'var/lib/extensions/broken.raw'));
  const publish = (version: string) => {
    const release = `ID=_any\nSYSEXT_VERSION_ID=${version}\n`;
    const files = { 'usr/share/anvil-v': version };
    scratch.put(`served/anvil-${version}.raw`, imageOf(scratch, { name: 'anvil', release, files }));
    writeSums(scratch, 'served');
  };
  const merged = (version: string) =>
    expect(async () => expect(sandbox.inside('usr/share/anvil-v')).toBe(version)).toPass();
  publish('1.0');
  server = await serveFolder(scratch, 'served');

  await hand.click(view(page, 'Catalog'));
  await hand.click(page.getByRole('button', { name: 'Add a remote…' }));
  await sheet(page).getByRole('textbox', { name: 'Name' }).fill('smithy');
  await sheet(page)
    .getByRole('textbox', { name: /^Address/ })
    .fill(server.url);
  await hand.click(sheet(page).getByRole('button', { name: 'Add', exact: true }));
  await hand.click(entry(page, 'anvil').getByRole('button', { name: 'Install anvil 1.0' }));
  await expect(sheet(page)).toContainText('Install anvil 1.0?');
  await hand.click(doIt(sheet(page)));
  await merged('1.0');
  expect(hand.clicks(), 'install').toBe(5);

  publish('2.0');
  await hand.click(view(page, /^Updates/));
  await hand.click(page.getByRole('button', { name: 'Update anvil to 2.0' }));
  await merged('2.0');
  expect(hand.clicks(), 'update').toBe(5 + 2);

  await hand.click(page.getByRole('button', { name: 'Go back… anvil' }));
  await hand.click(doIt(review(page)));
  await merged('1.0');
  expect(hand.clicks(), 'roll back').toBe(5 + 2 + 2);
  // And the other way, in the same place.
  await expect(page.getByRole('button', { name: 'Use 2.0… anvil' })).toBeVisible();
});

test('5: what breaks with the next OS', async ({ page, sandbox: _, hand }) => {
  await hand.click(page.getByRole('button', { name: 'Host', exact: true }));
  await expect(page.getByRole('main')).toContainText('1 drops out');
  await expect(page.getByRole('listitem').filter({ hasText: 'editor 2.4.1' })).toContainText('drops out');
  expect(hand.clicks()).toBe(1);
});

test('6: disabled, shadowed or not fitting is told by the row, and the other one is a click away', async ({
  page,
  sandbox: _,
  hand,
}) => {
  await expect(row(page, 'old-shell')).toContainText('Disabled');
  await expect(row(page, 'gpu-runtime')).toContainText('Needs level 2.0');
  const shadowed = row(page, 'terminal').filter({ hasText: '1.0' });
  await bringUp(page, shadowed);
  await expect(shadowed).toContainText('Shadowed');
  await hand.click(shadowed.getByRole('button', { name: 'Show the other one' }));
  await expect(details(page)).toContainText('/run/extensions/terminal');
  expect(hand.clicks()).toBe(1);
});

test('10: which extension brings a program', async ({ page, sandbox: _, hand }) => {
  await expect(row(page, 'field-kit')).toBeVisible();
  await page.keyboard.press('Control+k');
  await page.keyboard.type('/usr/bin/inspect');
  await expect(page.getByRole('dialog').getByRole('option').first()).toContainText('field-kit');
  expect(hand.clicks()).toBe(0);
});
