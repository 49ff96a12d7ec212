/** Remotes that are changed in Settings, and what the filters of the catalog leave in, in the window. */
import { readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { expect } from 'playwright/test';
import { serveFolder, type WebServer } from '../harness/nginx.ts';
import { makeSigningKey } from '../harness/openpgp-key.ts';
import { hashOf, imageOf, makeBakery, writeSums } from '../harness/remotes.ts';
import { addRemote, chooseToInstall, entry, remote, showAll, view } from '../shells/catalog.ts';
import { test } from '../shells/sandbox.ts';
import { confirmInstall, details, expectAccessible, row, sheet } from '../shells/window.ts';

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
  await dialog.getByRole('textbox', { name: 'OpenPGP public key' }).fill('no key');
  await dialog.getByRole('button', { name: 'Save' }).click();
  await expect(dialog.getByRole('alert')).toContainText(/key/);
  await dialog.getByRole('textbox', { name: 'OpenPGP public key' }).fill(key.armour);
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
  await page.getByRole('button', { name: 'Read again' }).click();
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
  await mine.getByRole('button', { name: 'Remove… mine' }).click();
  await page.getByRole('dialog').getByRole('button', { name: 'Cancel' }).click();
  await expect(mine).toBeVisible();
  const flatcar = remote(page, 'flatcar');
  for (const [line, name] of [
    [mine, 'mine'],
    [flatcar, 'flatcar'],
  ] as const) {
    await line.getByRole('button', { name: `Remove… ${name}` }).click();
    await page.getByRole('dialog').getByRole('button', { name: 'Remove' }).click();
    await expect(line).toBeHidden();
    if (name === 'flatcar') continue;
    // As it was: on, at its address, with its key.
    await page.keyboard.press('Control+z');
    await expect(line).toContainText('2 extensions');
    await expect(line).toContainText('Pinned key');
    await expect(line).toContainText(`${server.url}two/`);
    await line.getByRole('button', { name: `Remove… ${name}` }).click();
    await page.getByRole('dialog').getByRole('button', { name: 'Remove' }).click();
    await expect(line).toBeHidden();
  }
  const toast = page.getByRole('region', { name: 'Result' });
  await expect(toast).toContainText('Removed the remote flatcar');
  await toast.getByRole('button', { name: 'Undo' }).click();
  await expect(toast).toContainText('Undone');
  await expect(flatcar).toContainText('Off: it is not asked.');
  await flatcar.getByRole('button', { name: 'Remove… flatcar' }).click();
  await page.getByRole('dialog').getByRole('button', { name: 'Remove' }).click();
  await expect(flatcar).toBeHidden();
  // A known one is taken back from a list.
  await page.getByRole('button', { name: 'Add…' }).click();
  await page.getByRole('dialog').getByRole('button', { name: 'flatcar' }).click();
  await expect(page.getByRole('dialog').getByRole('textbox', { name: /^Address/ })).toHaveValue(/flatcar\.org/);
  await page.getByRole('dialog').getByRole('button', { name: 'Cancel' }).click();
});

test('the filters leave in what fits, what is installed, and what one remote has', async ({
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
  await expect(names).toHaveText(['anywhere', 'kubernetes']);
  await showAll(page);
  // What does not fit comes last.
  await expect(names).toHaveText(['anywhere', 'kubernetes', 'board', 'docker']);
  await expect(entry(page, 'board')).toContainText('Built for arm64');
  await page.getByRole('button', { name: 'Remote: Any remote' }).click();
  await page.getByRole('menuitemradio', { name: 'plain' }).click();
  await expect(names).toHaveText(['anywhere']);
  await page.getByRole('button', { name: 'Remote: plain' }).click();
  await page.getByRole('menuitemradio', { name: 'Any remote' }).click();
  await page.getByRole('radio', { name: 'Installed', exact: true }).click();
  await expect(names).toHaveText([]);
  await showAll(page);

  await chooseToInstall(page, 'kubernetes', 'v2.0');
  const from = `From http://${new URL(server.url).host}, checksum matched`;
  await expect(sheet(page)).toContainText(from);
  await expect(sheet(page)).toContainText('Nobody signed the list of its checksum.');
  await confirmInstall(page, 'merge');
  await expect(sheet(page)).toBeHidden();
  await entry(page, 'anywhere').getByRole('button', { name: 'Install anywhere 1.0' }).click();
  await confirmInstall(page, 'merge');
  await expect(sheet(page)).toBeHidden();
  await page.getByRole('radio', { name: 'Installed', exact: true }).click();
  await expect(names).toHaveText(['anywhere', 'kubernetes']);
  await expect(entry(page, 'kubernetes').getByRole('button', { name: 'Update to v10.0: kubernetes' })).toBeVisible();
  await expect(entry(page, 'anywhere')).toContainText('Installed');
  await page.getByRole('searchbox', { name: 'Search the catalog' }).fill('nowhere');
  await expect(page.getByRole('heading', { name: 'Nothing matches “nowhere”' })).toBeVisible();
  // Nothing is explained that is not in the list.
  await expect(details(page)).toBeHidden();
  await page.getByRole('button', { name: 'Clear' }).click();
  await expect(names).toHaveText(['anywhere', 'kubernetes']);

  // What is shown in the pane leads to where it is installed, and there it is known who vouched for it.
  await entry(page, 'anywhere').click();
  await details(page).getByRole('button', { name: 'Show', exact: true }).click();
  await expect(details(page).getByRole('heading', { level: 2 })).toHaveText('anywhere');
  await expect(row(page, 'anywhere').getByRole('img', { name: from })).toBeVisible();
  // Nobody knows anything of what was put there by hand.
  await expect(row(page, 'editor')).toBeVisible();
  await expect(row(page, 'editor').getByRole('img', { name: /^(From|Signed|Local)/ })).toHaveCount(0);
  const trust = details(page).getByRole('button', { name: from });
  await expect(trust).toHaveAttribute('aria-expanded', 'false');
  await trust.click();
  const hash = hashOf(readFileSync(join(scratch.path, 'served/plain/anywhere-1.0.raw')));
  await expect(details(page)).toContainText(`SHA-256, from the list of the remote: ${hash}`);
  await expect(details(page)).toContainText('not signed');
  await expect(details(page)).toContainText(/Installed .* by user /);
  await expect(details(page)).toContainText('dm-verity: none');
  await expectAccessible(page, 'what vouches for an image');
});
