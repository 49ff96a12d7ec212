/**
 * What a first-time user comes for, with as few clicks as it should take. The numbers are those of the ten journeys that were
 * measured in the first edition; the ones with a remote, configuration extensions and services stand with what they need:
 * catalog.spec.ts, and the booted systems in e2e/testbed.
 */
import { join } from 'node:path';
import { expect, type Locator } from 'playwright/test';
import { putExtension } from '../harness/scratch.ts';
import { makeSquashfs } from '../harness/squashfs.ts';
import { test as base } from '../shells/sandbox.ts';
import { band, confirmInstall, details, drop, review, row, sheet } from '../shells/window.ts';

interface Hand {
  /** So many times it was pressed. */
  clicks(): number;
  click(what: Locator): Promise<void>;
}

const test = base.extend<{ hand: Hand }>({
  // biome-ignore lint/correctness/noEmptyPattern: Playwright reads the names of the fixtures from the pattern
  hand: async ({}, use) => {
    let clicks = 0;
    await use({
      clicks: () => clicks,
      async click(what) {
        clicks++;
        await what.click();
      },
    });
  },
});

const switchOf = (one: Locator): Locator => one.locator('.toggle');
const doIt = (of: Locator): Locator => of.locator('.modal-actions .button-primary');

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
