/** Keeping several extensions current in the window, by hand and by itself, from a real server. */
import { rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { expect, type Page } from 'playwright/test';
import { serveFolder, type WebServer } from '../harness/nginx.ts';
import { imageOf, writeSums } from '../harness/remotes.ts';
import type { Scratch } from '../harness/scratch.ts';
import { storedIn } from '../harness/stored-images.ts';
import {
  addRemote,
  chooseToInstall,
  chooseVersion,
  download,
  downloads,
  downloadsButton,
  entry,
  openDownloads,
  view,
} from '../shells/catalog.ts';
import { test } from '../shells/sandbox.ts';
import { confirm, confirmInstall, details, expectAccessible, review, sheet } from '../shells/window.ts';

let server: WebServer | null = null;
test.afterEach(async () => {
  await server?.stop();
  server = null;
});

const NAMES = ['anvil', 'bellows', 'chisel'];

function publish(scratch: Scratch, version: string): void {
  for (const name of NAMES) {
    const image = {
      name,
      release: `ID=_any\nSYSEXT_VERSION_ID=${version}\n`,
      files: { [`usr/share/${name}-v`]: version },
    };
    scratch.put(`served/${name}-${version}.raw`, imageOf(scratch, image));
  }
  writeSums(scratch, 'served');
}

const row = (page: Page, name: string) =>
  page.getByRole('listitem').filter({ has: page.getByText(name, { exact: true }) });

async function decide(page: Page, name: string, what: string): Promise<void> {
  await page.getByRole('button', { name: `More for ${name}` }).click();
  await page.getByRole('menuitem', { name: what }).click();
}

/** Has all of them in version 1.0, from the catalog. */
async function installAll(page: Page, scratch: Scratch): Promise<void> {
  publish(scratch, '1.0');
  server = await serveFolder(scratch, 'served');
  await view(page, 'Settings').click();
  await addRemote(page, 'smithy', server.url);
  await view(page, 'Catalog').click();
  for (const name of NAMES) {
    await download(page, name, '1.0');
  }
  await openDownloads(page);
  await downloads(page).getByRole('button', { name: 'Install all 3…' }).click();
  await expect(sheet(page)).toContainText('Install 3 files?');
  await confirmInstall(page, 'merge');
  await expect(sheet(page)).toBeHidden();
  await expect(page.getByRole('region', { name: 'Result' })).toContainText('Done');
}

test('several at once, but for what is held', async ({ page, scratch, sandbox }) => {
  // It would make every merge fail.
  rmSync(join(sandbox.tree, 'var/lib/extensions/broken.raw'));
  await installAll(page, scratch);
  const versions = () => NAMES.map((name) => sandbox.inside(`usr/share/${name}-v`));
  expect(versions()).toEqual(['1.0', '1.0', '1.0']);
  await view(page, /^Updates/).click();
  await expect(page.getByRole('region', { name: /^\d+ update/ })).toBeHidden();

  publish(scratch, '2.0');
  await page.getByRole('button', { name: 'Check now' }).click();
  await expect(view(page, 'Updates 3')).toBeVisible();
  await decide(page, 'chisel', 'Hold updates');
  await expect(row(page, 'chisel')).toContainText('Held');
  await expect(view(page, 'Updates 2')).toBeVisible();
  await expectAccessible(page, 'updates, one held');
  await page.getByRole('button', { name: 'Update all 2' }).click();
  await expect(async () => expect(versions()).toEqual(['2.0', '2.0', '1.0'])).toPass();
  await expect(page.getByRole('region', { name: 'Result' })).toContainText('Done');
  await expect(page.getByRole('button', { name: 'Update all' })).toBeDisabled();
  await expect(downloadsButton(page)).toBeHidden();

  await page.getByRole('button', { name: 'Release chisel' }).click();
  await page.getByRole('button', { name: 'Update chisel to 2.0' }).click();
  await expect(async () => expect(versions()).toEqual(['2.0', '2.0', '2.0'])).toPass();
  await expect(view(page, 'Updates')).toBeVisible();
  for (const name of NAMES) expect(storedIn(join(sandbox.tree, 'var/lib/extensions.d', name))).toHaveLength(2);
});

test('what changes is told before an update, of the files once it is here, and of a way back', async ({
  page,
  scratch,
  sandbox,
}) => {
  rmSync(join(sandbox.tree, 'var/lib/extensions/broken.raw'));
  const unit = 'usr/lib/systemd/system/anvil.service';
  const release = (version: string) => `ID=_any\nSYSEXT_VERSION_ID=${version}\n`;
  const files = { 'usr/share/anvil-v': '1.0', 'usr/share/gone': 'x', [unit]: '[Service]\nExecStart=/usr/bin/true\n' };
  scratch.put('served/anvil-1.0.raw', imageOf(scratch, { name: 'anvil', release: release('1.0'), files }));
  writeSums(scratch, 'served');
  server = await serveFolder(scratch, 'served');
  await view(page, 'Settings').click();
  await addRemote(page, 'smithy', server.url);
  await view(page, 'Catalog').click();
  await chooseToInstall(page, 'anvil', '1.0');
  await confirmInstall(page, 'merge');
  await expect(sheet(page)).toBeHidden();
  const later = { 'usr/share/anvil-v': '2.0', 'usr/share/new': 'y', [unit]: '[Service]\nExecStart=/usr/bin/false\n' };
  scratch.put('served/anvil-2.0.raw', imageOf(scratch, { name: 'anvil', release: release('2.0'), files: later }));
  writeSums(scratch, 'served');

  await view(page, /^Updates/).click();
  await page.getByRole('button', { name: 'Check now' }).click();
  await page.getByRole('button', { name: 'What changes in anvil' }).click();
  const changes = page.getByRole('region', { name: 'What changes in anvil' });
  await expect(changes).toContainText('known once it is downloaded');
  await expect(changes).not.toContainText('→');
  await changes.getByRole('button', { name: 'Download only: anvil' }).click();
  // The release file and its copy in usr/share say the version.
  await expect(changes).toContainText('1.0 → 2.0: 1 file new, 4 changed, 1 gone · 1 service changed · same size');
  const listed = changes.getByRole('listitem');
  await expect(listed.filter({ hasText: '/usr/share/new' })).toHaveText('+/usr/share/new');
  await expect(listed.filter({ hasText: '/usr/share/gone' })).toHaveText('−/usr/share/gone');
  await expect(listed.filter({ hasText: `/${unit}` })).toHaveText(`~/${unit}`);
  await expect(changes).toContainText('changed: anvil.service');
  await expectAccessible(page, 'what changes in an update');
  expect(sandbox.inside('usr/share/anvil-v')).toBe('1.0');

  await page.getByRole('button', { name: 'Update anvil to 2.0' }).click();
  await expect(async () => expect(sandbox.inside('usr/share/anvil-v')).toBe('2.0')).toPass();
  await page.getByRole('button', { name: 'Go back… anvil' }).click();
  const back = review(page).getByRole('region', { name: 'Files' });
  await expect(back).toContainText('1 file new, 4 changed, 1 gone · 1 service changed · same size');
  await expect(back.getByRole('listitem').filter({ hasText: '/usr/share/gone' })).toHaveText('+/usr/share/gone');
  await expectAccessible(page, 'what changes on the way back');
  await confirm(page);
  await expect(async () => expect(sandbox.inside('usr/share/anvil-v')).toBe('1.0')).toPass();
  // The newer one that is stored is here to be compared.
  await page.getByRole('button', { name: 'What changes in anvil' }).click();
  await expect(changes).toContainText('1.0 → 2.0: 1 file new, 4 changed, 1 gone');
});

test('back and forth between stored versions, and nothing is claimed offline', async ({ page, scratch, sandbox }) => {
  rmSync(join(sandbox.tree, 'var/lib/extensions/broken.raw'));
  publish(scratch, '1.0');
  server = await serveFolder(scratch, 'served');
  await view(page, 'Settings').click();
  await addRemote(page, 'smithy', server.url);
  await view(page, 'Catalog').click();
  await chooseToInstall(page, 'anvil', '1.0');
  await confirmInstall(page, 'merge');
  await expect(sheet(page)).toBeHidden();
  publish(scratch, '2.0');
  await view(page, /^Updates/).click();
  await page.getByRole('button', { name: 'Check now' }).click();
  await page.getByRole('button', { name: 'What changes in anvil' }).click();
  await expect(page.getByRole('region', { name: 'What changes in anvil' })).toContainText('the same by name');
  await page.getByRole('button', { name: 'Update anvil to 2.0' }).click();
  const version = () => sandbox.inside('usr/share/anvil-v');
  await expect(async () => expect(version()).toBe('2.0')).toPass();

  await page.getByRole('button', { name: 'Go back… anvil' }).click();
  await confirm(page);
  await expect(async () => expect(version()).toBe('1.0')).toPass();
  // What is stored and newer is said, with the way to it.
  const held = page.getByRole('region', { name: 'Held back' });
  await expect(held).toContainText('2.0 is stored here, but not in use');
  // The catalog says and offers the same, and no download of what is here.
  await view(page, 'Catalog').click();
  await expect(entry(page, 'anvil').getByRole('button')).toHaveText('Use 2.0…');
  await chooseVersion(page, 'anvil', '2.0');
  await expect(details(page)).toContainText('2.0 is stored here, but not in use');
  await expect(details(page).getByRole('button', { name: 'Use 2.0… anvil' })).toHaveClass(/button-primary/);
  await expect(details(page).getByRole('button', { name: /^(?:Install|Download)/ })).toHaveCount(0);
  await view(page, /^Updates/).click();

  await server.stop();
  server = null;
  await page.getByRole('button', { name: 'Check now' }).click();
  await expect(page.getByRole('region', { name: 'Not asked' })).toContainText(
    /Could not reach 127\.0\.0\.1:\d+ What it has newer is not known\. Last read /,
  );
  await expect(page.getByRole('main')).toContainText(/^Updates.*Last read /);
  await held.getByRole('button', { name: 'Use 2.0… anvil' }).click();
  await confirm(page);
  await expect(async () => expect(version()).toBe('2.0')).toPass();
});

test('by itself it looks and downloads, where that is wanted, and installs nothing', async ({
  page,
  scratch,
  sandbox,
}) => {
  rmSync(join(sandbox.tree, 'var/lib/extensions/broken.raw'));
  await installAll(page, scratch);
  publish(scratch, '2.0');
  await view(page, 'Settings').click();
  const choice = page.getByRole('radiogroup', { name: 'Check for updates' });
  await expect(choice.getByRole('radio', { name: 'Off' })).toBeChecked();
  await choice.getByRole('radio', { name: 'Download too' }).click();
  await expect(view(page, 'Updates')).toBeVisible();
  // Half a minute after it was switched on, once a day from then on.
  await expect(view(page, 'Updates 3')).toBeVisible({ timeout: 60_000 });
  await view(page, 'Updates 3').click();
  await openDownloads(page);
  await expect(downloads(page).getByText('Downloaded and verified')).toHaveCount(3);
  for (const name of NAMES) expect(sandbox.inside(`usr/share/${name}-v`)).toBe('1.0');
  await page.getByRole('button', { name: 'Update all 3' }).click();
  await expect(async () => expect(sandbox.inside('usr/share/anvil-v')).toBe('2.0')).toPass();
});

test('what turns out not to fit waits for a word of the person, and the others are updated', async ({
  page,
  scratch,
  sandbox,
}) => {
  rmSync(join(sandbox.tree, 'var/lib/extensions/broken.raw'));
  await installAll(page, scratch);
  publish(scratch, '2.0');
  // Packed, so that nobody can look into it before it is there.
  rmSync(join(scratch.path, 'served/chisel-2.0.raw'));
  const other = { name: 'chisel', release: 'ID=other\nVERSION_ID=1\nSYSEXT_VERSION_ID=2.0\n' };
  scratch.put('served/chisel-2.0.raw.gz', gzipSync(imageOf(scratch, other)));
  writeSums(scratch, 'served');
  await view(page, /^Updates/).click();
  await page.getByRole('button', { name: 'Check now' }).click();
  await page.getByRole('button', { name: 'Update all 3' }).click();
  await expect(review(page)).toContainText('chisel will not be merged all the same: It was built for other');
  const versions = () => NAMES.map((name) => sandbox.inside(`usr/share/${name}-v`));
  expect(versions()).toEqual(['2.0', '2.0', '1.0']);
  await page.keyboard.press('Escape');
  await expect(review(page)).toBeHidden();
  expect(storedIn(join(sandbox.tree, 'var/lib/extensions.d/chisel'))).toEqual(['chisel-1.0.raw']);

  // Who wants it all the same has it, and a merge without it.
  await page.getByRole('button', { name: 'Update chisel to 2.0' }).click();
  await confirm(page);
  await expect(async () => expect(versions()).toEqual(['2.0', '2.0', null])).toPass();
});

test('what nobody can tell to be new is not called kept current', async ({ page, scratch, sandbox }) => {
  const cuda = (content: string) => imageOf(scratch, { name: 'cuda', release: `ID=_any\nX_CONTENT=${content}\n` });
  writeFileSync(join(sandbox.tree, 'var/lib/extensions/cuda.raw'), cuda('1'), { mode: 0o644 });
  scratch.put('served/cuda.raw.gz', gzipSync(cuda('2')));
  writeSums(scratch, 'served');
  server = await serveFolder(scratch, 'served');
  await view(page, 'Settings').click();
  await addRemote(page, 'smithy', server.url);
  await view(page, /^Updates/).click();
  await page.getByRole('button', { name: 'Check now' }).click();
  const left = page.getByRole('region', { name: 'Not known' });
  await expect(left).toContainText('Whether smithy has another cuda is not known');
  await expect(left).toContainText('Download cuda from there and install it once');
  await expect(page.getByRole('region', { name: 'Up to date' })).toBeHidden();
  await expectAccessible(page, 'updates that nobody can tell');
});
