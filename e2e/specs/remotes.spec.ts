/** Remotes that are changed in Settings, and what the filters of the catalog leave in, in the window. */
import { rmSync } from 'node:fs';
import { join } from 'node:path';
import { expect } from 'playwright/test';
import { serveFolder, type WebServer } from '../harness/nginx.ts';
import { makeSigningKey } from '../harness/openpgp-key.ts';
import { imageOf, makeBakery, writeSums } from '../harness/remotes.ts';
import { addRemote, entry, remote, view } from '../shells/catalog.ts';
import { test } from '../shells/sandbox.ts';
import { expectAccessible, sheet } from '../shells/window.ts';

let server: WebServer | null = null;
test.afterEach(async () => {
  await server?.stop();
  server = null;
});

test('a remote is changed, signed, switched off and on again, and removed', async ({ page, scratch, sandbox: _ }) => {
  scratch.put('served/one/tool-1.0.raw', imageOf(scratch, { name: 'tool' }));
  writeSums(scratch, 'served/one');
  scratch.put('served/two/tool-2.0.raw', imageOf(scratch, { name: 'tool' }));
  scratch.put('served/two/other-1.0.raw', imageOf(scratch, { name: 'other' }));
  writeSums(scratch, 'served/two');
  server = await serveFolder(scratch, 'served');
  await view(page, 'Settings').click();
  await addRemote(page, 'mine', `${server.url}one`);
  const mine = remote(page, 'mine');
  await expect(mine).toContainText('1 extension');
  await expect(mine).toContainText('Unsigned');

  const dialog = page.getByRole('dialog', { name: 'Remote mine' });
  await mine.getByRole('button', { name: 'Change mine' }).click();
  await expect(dialog.getByRole('textbox', { name: /^Address/ })).toHaveValue(`${server.url}one/`);
  await dialog.getByRole('textbox', { name: /^Address/ }).fill('ftp://example.org/');
  await dialog.getByRole('button', { name: 'Save' }).click();
  await expect(dialog.getByRole('alert')).toContainText('is not an address that Veneer fetches from');
  await dialog.getByRole('textbox', { name: /^Address/ }).fill(`${server.url}two`);
  await dialog.getByRole('button', { name: 'Save' }).click();
  await expect(dialog).toBeHidden();
  await expect(mine).toContainText('2 extensions');

  const key = makeSigningKey(scratch, 'maker');
  await mine.getByRole('button', { name: 'Change mine' }).click();
  await dialog.getByRole('radio', { name: 'This key' }).click();
  await expect(dialog.getByRole('button', { name: 'Save' })).toBeDisabled();
  await dialog.getByRole('textbox', { name: 'Public key of OpenPGP' }).fill('no key');
  await dialog.getByRole('button', { name: 'Save' }).click();
  await expect(dialog.getByRole('alert')).toContainText(/key/);
  await dialog.getByRole('textbox', { name: 'Public key of OpenPGP' }).fill(key.armour);
  await expectAccessible(page, 'remote with a key');
  await dialog.getByRole('button', { name: 'Save' }).click();
  await expect(dialog).toBeHidden();
  // The server has no signature yet, so that nothing of it is taken.
  await expect(mine).toContainText('Pinned key');
  await expect(mine).toContainText('is not used: nobody signed it.');
  await view(page, 'Catalog').click();
  await expect(entry(page, 'other')).toBeHidden();
  key.sign(join(scratch.path, 'served/two/SHA256SUMS'));
  key.close();
  await page.getByRole('button', { name: 'Ask again' }).click();
  await expect(entry(page, 'other')).toBeVisible();

  await view(page, 'Settings').click();
  await expect(mine).toContainText('2 extensions');
  await mine.locator('.toggle').click();
  await expect(mine).toContainText('Off: it is not asked.');
  await view(page, 'Catalog').click();
  await expect(page.getByRole('heading', { name: 'No remote is on' })).toBeVisible();
  await view(page, 'Settings').click();
  await mine.locator('.toggle').click();
  await expect(mine).toContainText('2 extensions');
  await mine.getByRole('button', { name: 'Remove mine' }).click();
  await expect(mine).toBeHidden();
  await expect(remote(page, 'flatcar')).toBeVisible();
});

test('the filters leave in what is installed, newer, for an architecture, of a remote', async ({
  page,
  scratch,
  sandbox,
}) => {
  // It would make every merge fail.
  rmSync(join(sandbox.tree, 'var/lib/extensions/broken.raw'));
  makeBakery(scratch, 'served/bakery');
  scratch.put(
    'served/bakery/board-1.0-arm64.raw',
    imageOf(scratch, { name: 'board', release: 'ID=_any\nARCHITECTURE=arm64\n' }),
  );
  writeSums(scratch, 'served/bakery');
  scratch.put('served/plain/anywhere-1.0.raw', imageOf(scratch, { name: 'anywhere' }));
  writeSums(scratch, 'served/plain');
  server = await serveFolder(scratch, 'served');
  await view(page, 'Settings').click();
  await addRemote(page, 'bakery', `${server.url}bakery`);
  await addRemote(page, 'plain', `${server.url}plain`);
  await view(page, 'Catalog').click();
  const names = page.getByRole('grid', { name: 'Catalog' }).locator('.row-title');
  await expect(names).toHaveText(['anywhere', 'board', 'docker', 'kubernetes']);

  await page.getByRole('radio', { name: 'arm64' }).click();
  await expect(names).toHaveText(['anywhere', 'board', 'kubernetes']);
  await page.getByRole('radio', { name: 'x86-64 (this host)' }).click();
  await expect(names).toHaveText(['anywhere', 'docker', 'kubernetes']);
  await page.getByRole('radio', { name: 'Any architecture' }).click();
  await page.getByRole('radio', { name: 'plain' }).click();
  await expect(names).toHaveText(['anywhere']);
  await page.getByRole('radio', { name: 'All remotes' }).click();
  await page.getByRole('radio', { name: 'Fits this host' }).click();
  await expect(names).toHaveText(['anywhere', 'kubernetes']);
  await page.getByRole('radio', { name: 'Installed' }).click();
  await expect(names).toHaveText([]);
  await page.getByRole('radio', { name: 'All', exact: true }).click();

  await entry(page, 'kubernetes').click();
  const versions = page.getByRole('region', { name: 'kubernetes v2.0 x86-64' });
  await versions.getByRole('button', { name: 'Install kubernetes v2.0…' }).click();
  await sheet(page).getByRole('button', { name: 'Install and merge' }).click();
  await expect(sheet(page)).toBeHidden();
  await entry(page, 'anywhere').click();
  await page.getByRole('button', { name: 'Install anywhere 1.0…' }).first().click();
  await sheet(page).getByRole('button', { name: 'Install and merge' }).click();
  await expect(sheet(page)).toBeHidden();
  await page.getByRole('radio', { name: 'Installed' }).click();
  await expect(names).toHaveText(['anywhere', 'kubernetes']);
  await page.getByRole('radio', { name: 'Newer 1' }).click();
  await expect(names).toHaveText(['kubernetes']);
  await expect(entry(page, 'kubernetes')).toContainText('v2.0 installed');
  await page.getByRole('searchbox', { name: 'Search the catalog' }).fill('any');
  await expect(page.getByText('No extension is of this kind.')).toBeVisible();
});
