/** An extension from a recipe in the window: chosen, looked at, put right where its line is shown, built and installed. */
import { chmodSync } from 'node:fs';
import { join } from 'node:path';
import { expect } from 'playwright/test';
import { test } from '../shells/sandbox.ts';
import { confirmInstall, drop, expectAccessible, mergeWithoutBroken, row, sheet } from '../shells/window.ts';

const RECIPE = `name: hello
version: "1.2"
description: Says hello <b>to all</b>
target: {architectures: [x86-64, arm64, any]}
sources:
  bin: {file: bin}
  gone: {file: gone}
steps:
  - take: {from: bin, path: hello, to: /usr/bin/, mode: "0755"}
`;

test('a recipe is chosen, put right, built and installed, by the keyboard', async ({ page, sandbox, scratch }) => {
  const folder = join(scratch.path, 'recipe');
  scratch.put('recipe/bin/hello', '#!/bin/sh\necho hello\n');
  scratch.put('recipe/hello.recipe.yaml', RECIPE);
  chmodSync(join(folder, 'bin/hello'), 0o755);
  await mergeWithoutBroken(page);
  await page.keyboard.press('Control+8');
  await expect(page.getByRole('heading', { level: 1 })).toHaveText('Build');
  await expect(page.getByRole('region', { name: 'From releases of their publishers' })).toContainText('containerd');
  await expectAccessible(page, 'the recipes');

  const shipped = page.getByRole('button', { name: /^containerd / });
  await shipped.focus();
  await page.keyboard.press('Enter');
  const text = page.getByRole('textbox', { name: 'Text of the recipe' });
  await expect(text).toBeFocused();
  const makes = page.getByRole('region', { name: 'What it makes' });
  await expect(makes).toContainText('github.com/opencontainers/runc');
  await expect(makes).toContainText('Will be fetched');
  await expect(makes.getByRole('listitem').last()).toHaveText(
    'Have multi-user.target start containerd.service and keep it running',
  );

  await page.getByRole('button', { name: 'All recipes' }).click();
  await page.getByRole('textbox', { name: /^Its path/ }).fill(join(folder, 'hello.recipe.yaml'));
  await page.keyboard.press('Enter');
  await expect(makes).toContainText('Says hello <b>to all</b>');
  await expect(makes.getByRole('listitem').filter({ hasText: 'gone' })).toContainText('Not there');
  const build = page.getByRole('button', { name: 'Build it' });
  await expect(build).toBeEnabled();

  await text.fill(RECIPE.replace('  gone: {file: gone}\n', '').replace('take:', 'tak:'));
  await expect(makes.getByRole('status').first()).toContainText(
    'Line 8, column 5: there is no field tak. Did you mean take?',
  );
  await expect(build).toBeDisabled();
  await expectAccessible(page, 'a recipe with a mistake');
  await makes.getByRole('button', { name: 'Show the line' }).press('Enter');
  await expect(text).toBeFocused();
  await page.keyboard.type('take: {from: bin, path: gone, to: /usr/bin/}');
  await makes.getByRole('button', { name: 'Architecture: ' }).click();
  await page.getByRole('menuitemradio', { name: 'any' }).click();
  await expect(build).toBeEnabled();
  await build.press('Enter');
  await expect(page.getByRole('alert')).toContainText('gone is not in bin. It has: hello');

  await text.fill((await text.inputValue()).replace('path: gone', 'path: hello'));
  // What is written outlasts a reload.
  await page.reload();
  await expect(text).toHaveValue(/path: hello/);
  await expect(build).toBeEnabled();
  await build.press('Enter');
  await expect(sheet(page)).toContainText('Install hello 1.2?');
  await expect(sheet(page)).toContainText('Fits this host');
  // It has no publisher.
  await expect(sheet(page)).toContainText('Built here from your recipe, not signed');
  await expect(sheet(page)).not.toContainText('Compare its checksum');
  await confirmInstall(page, 'merge');
  await expect(row(page, 'hello')).toContainText('Active');
  expect(sandbox.inside('usr/bin/hello')).toContain('echo hello');
});

test('a recipe that is dropped is opened, not installed', async ({ page, sandbox: _, scratch }) => {
  scratch.put('dropped.recipe.yaml', RECIPE);
  await drop(page, join(scratch.path, 'dropped.recipe.yaml'));
  await expect(page.getByRole('textbox', { name: 'Text of the recipe' })).toHaveValue(RECIPE);
});
