/** Finding an extension, having it, keeping it current and going back, in the window, from a real server. */
import { existsSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect } from 'playwright/test';
import { serveFolder, type WebServer } from '../harness/nginx.ts';
import { imageOf, makeBakery, makeFolders, makeSysextmgr, writeSums } from '../harness/remotes.ts';
import { storedIn } from '../harness/stored-images.ts';
import {
  addRemote,
  chooseToInstall,
  download,
  downloads,
  downloadsButton,
  entry,
  openDownloads,
  remote,
  showAll,
  version,
  view,
} from '../shells/catalog.ts';
import { test } from '../shells/sandbox.ts';
import { type Server, startServer } from '../shells/server.ts';
import { confirmInstall, details, expectAccessible, openWindow, sheet } from '../shells/window.ts';

let server: WebServer | null = null;
/** Beside that of the sandbox. */
let veneer: Server | null = null;
test.afterEach(async () => {
  await veneer?.stop();
  await server?.stop();
  veneer = null;
  server = null;
});

test('from an empty catalog to an extension that is merged, kept current, and taken back', async ({
  page,
  scratch,
  sandbox,
}) => {
  // It would make every merge fail.
  rmSync(join(sandbox.tree, 'var/lib/extensions/broken.raw'));
  makeBakery(scratch, 'served');
  server = await serveFolder(scratch, 'served');
  await view(page, 'Catalog').click();
  await expect(page.getByRole('heading', { name: 'No remote is on' })).toBeVisible();
  await expect(page.getByText('Run by Timothée Ravier').first()).toBeVisible();
  const known = page.getByRole('region', { name: 'Known remotes' });
  await expect(known).toContainText('Flatcar sysext bakery');
  const link = known.getByRole('link', { name: 'https://extensions.flatcar.org/extensions/' });
  await expect(link).toHaveAttribute('target', '_blank');
  await expect(link).toHaveAttribute('rel', 'noreferrer');
  await expectAccessible(page, 'catalog without remotes');

  await page.getByRole('button', { name: 'Add a remote…' }).click();
  const dialog = page.getByRole('dialog');
  await dialog.getByRole('textbox', { name: 'Name' }).fill('bakery');
  await dialog.getByRole('textbox', { name: /^Address/ }).fill('http://example.org/');
  await dialog.getByRole('button', { name: 'Add', exact: true }).click();
  await expect(dialog.getByRole('alert')).toContainText('is not an address that Veneer fetches from');
  await dialog.getByRole('textbox', { name: /^Address/ }).fill(server.url);
  await expectAccessible(page, 'remote dialog');
  await dialog.getByRole('button', { name: 'Add', exact: true }).click();

  await expect(entry(page, 'kubernetes')).toContainText('v10.0');
  // Whether it fits before anything is downloaded: by the first blocks of the images.
  await expect(entry(page, 'kubernetes').getByRole('button', { name: 'Install kubernetes v10.0' })).toBeVisible();
  await expect(page.getByText('1 that does not fit is hidden')).toBeVisible();
  await expect(entry(page, 'docker')).toBeHidden();
  await page.getByRole('button', { name: 'Show', exact: true }).click();
  await expect(entry(page, 'docker')).toContainText('Flatcar only');
  await entry(page, 'docker').click();
  await expect(details(page)).toContainText('It was built for flatcar, this host is sandbox.');
  await page.getByRole('searchbox', { name: 'Search the catalog' }).fill('kube');
  await expect(entry(page, 'docker')).toBeHidden();
  await entry(page, 'kubernetes').click();
  await expect(details(page)).toContainText('Fits this host');
  await expect(details(page)).toContainText('Read from the first blocks of the image, before the download.');
  const versions = details(page).getByRole('radiogroup', { name: 'Versions' }).getByRole('radio');
  await expect(versions).toHaveCount(6);
  await expectAccessible(page, 'catalog');

  // The newest one is there for two architectures; the main button is for the one of this host.
  await expect(version(page, 'v10.0')).toBeChecked();
  await expect(details(page).getByRole('radio', { name: /^v10\.0 arm64.*Built for arm64$/ })).toBeVisible();
  const main = details(page).getByRole('button', { name: 'Install v10.0… kubernetes' });
  await expect(main).toHaveClass(/button-primary/);
  await chooseToInstall(page, 'kubernetes', 'v2.0');
  await expect(sheet(page)).toContainText('Install kubernetes v2.0?');
  await expect(sheet(page)).toContainText('Keep current from where it comes');
  await confirmInstall(page, 'merge');
  await expect(sheet(page)).toBeHidden();
  const store = join(sandbox.tree, 'var/lib/extensions.d/kubernetes');
  expect(storedIn(store)).toEqual(['kubernetes-v2.0-x86-64.raw']);
  expect(sandbox.inside('usr/share/kubernetes')).toContain('SYSEXT_VERSION_ID=2.0');
  const transfer = join(sandbox.tree, 'etc/sysupdate.kubernetes.d');
  expect(readdirSync(transfer)).toHaveLength(1);
  await expect(downloadsButton(page)).toBeHidden();
  // What is installed is shown as that, with where it is and the way out.
  await expect(details(page).getByRole('radio', { name: /^v2\.0 .*installed$/ })).toBeVisible();
  await expect(details(page).getByRole('button', { name: 'Remove…' })).toBeVisible();
  await expect(entry(page, 'kubernetes').getByRole('button', { name: 'Update to v10.0: kubernetes' })).toBeVisible();

  await view(page, 'Updates 1').click();
  await expect(page.getByRole('main')).toContainText('v2.0 → v10.0');
  await page.getByRole('button', { name: 'Check now' }).click();
  await expect(page.getByRole('main')).toContainText('Checked just now');
  await expect(page.getByRole('region', { name: '1 update' })).toContainText('Fits');
  await expectAccessible(page, 'updates');
  await page.getByRole('button', { name: 'More for kubernetes' }).click();
  await page.getByRole('menuitem', { name: 'Pin to v2.0' }).click();
  await expect(page.getByRole('main')).toContainText('Pinned to v2.0');
  await expect(view(page, 'Updates')).toBeVisible();
  await expect(page.getByRole('button', { name: 'Update all' })).toBeDisabled();
  await expect(page.getByRole('region', { name: 'Held back' })).toContainText('v10.0 is available · pinned to v2.0');
  await page.getByRole('button', { name: 'Unpin kubernetes' }).click();
  await page.getByRole('button', { name: 'Update kubernetes to v10.0' }).click();
  await expect(async () => expect(sandbox.inside('usr/share/kubernetes')).toContain('SYSEXT_VERSION_ID=10.0')).toPass();
  await expect(page.getByRole('region', { name: 'Result' })).toContainText('Done');
  expect(storedIn(store)).toEqual(['kubernetes-v10.0-x86-64.raw', 'kubernetes-v2.0-x86-64.raw']);

  await page.getByRole('button', { name: 'Undo' }).click();
  await expect(async () => expect(sandbox.inside('usr/share/kubernetes')).toContain('SYSEXT_VERSION_ID=2.0')).toPass();
});

test('three shapes of servers and a folder, together', async ({ page, scratch }) => {
  scratch.put('tree/usr/lib/os-release', 'ID=debian\nVERSION_ID=12\n');
  veneer = await startServer(scratch, { user: 'ordinary', args: ['--root', join(scratch.path, 'tree')] });
  await openWindow(page, veneer.url);
  makeBakery(scratch, 'served/bakery');
  makeFolders(scratch, 'served/folders');
  makeSysextmgr(scratch, 'served/opensuse');
  scratch.put('usb/usb-tool.raw', imageOf(scratch, { name: 'usb-tool' }), 0o644);
  server = await serveFolder(scratch, 'served');
  await view(page, 'Settings').click();
  for (const shape of ['bakery', 'folders', 'opensuse']) await addRemote(page, `my-${shape}`, `${server.url}${shape}`);
  await addRemote(page, 'stick', join(scratch.path, 'usb'));
  await expect(remote(page, 'my-folders')).toContainText('2 extensions');
  await expect(remote(page, 'my-opensuse')).toContainText('2 extensions');
  await expect(remote(page, 'stick')).toContainText('1 extension');
  await expect(remote(page, 'flatcar')).toContainText('Off: it is not asked.');
  await expectAccessible(page, 'settings with remotes');
  await view(page, 'Catalog').click();
  // From the name alone: the newest that is not for another release.
  await expect(entry(page, 'tree')).toContainText('2.2.1-1.fc12-12');
  const fits = (name: string) => expect(entry(page, name).getByRole('button', { name: /^Install / })).toBeVisible();
  for (const name of ['tree', 'debug', 'usb-tool']) await fits(name);
  await expect(entry(page, 'gcc')).toBeHidden();
  await showAll(page);
  await expect(entry(page, 'gcc')).toContainText('only');
  await entry(page, 'debug').click({ position: { x: 60, y: 20 } });
  await expect(details(page)).toContainText('Read from its manifest, before the download.');
  await page.getByRole('button', { name: 'Remote: Any remote' }).click();
  await page.getByRole('menuitemradio', { name: 'my-folders' }).click();
  await expect(page.getByRole('grid', { name: 'Catalog' }).getByRole('row')).toHaveCount(2);
  await page.getByRole('button', { name: 'Remote: my-folders' }).click();
  await page.getByRole('menuitemradio', { name: 'Any remote' }).click();
  for (const name of ['usb-tool', 'debug']) {
    await entry(page, name).click({ position: { x: 60, y: 20 } });
    await details(page)
      .getByRole('button', { name: /^Download only/ })
      .click();
  }
  await openDownloads(page);
  await expect(downloads(page).getByRole('button', { name: 'Install all 2…' })).toBeVisible();
  await page.keyboard.press('Escape');
  await expect(downloads(page)).toBeHidden();
  await view(page, 'Settings').click();
  await remote(page, 'stick').getByRole('button', { name: 'Remove… stick' }).click();
  await page.getByRole('dialog').getByRole('button', { name: 'Remove' }).click();
  await expect(remote(page, 'stick')).toBeHidden();
});

test('paused, gone on, and there again after a restart', async ({ page, scratch, sandbox }) => {
  const image = Buffer.concat([imageOf(scratch, { name: 'large' }), Buffer.alloc(30_000_000)]);
  scratch.put('served/large-1.0.raw', image);
  writeSums(scratch, 'served');
  // As slow as a bad line until there is nothing left to see of it, however long that takes.
  const slow = `if (!-f ${scratch.path}/served/fast) { set $limit_rate 300k; } limit_rate_after 6m;`;
  server = await serveFolder(scratch, 'served', { limits: `location ~ [.]raw$ { ${slow} }` });
  await view(page, 'Settings').click();
  await addRemote(page, 'slow', server.url);
  await view(page, 'Catalog').click();
  await download(page, 'large', '1.0');
  await openDownloads(page);
  await expect(downloads(page)).toContainText(/of 28\.6 MiB · \d+% · .* a second · .* left/);
  await expectAccessible(page, 'downloads');
  await downloads(page).getByRole('button', { name: 'Pause large 1.0' }).click();
  await expect(downloads(page)).toContainText('Paused');
  const parts = () => readdirSync(join(sandbox.home, '.cache/veneer/downloads'));
  const [id = ''] = parts();
  const size = readFileSync(join(sandbox.home, '.cache/veneer/downloads', id, 'part')).length;
  expect(size).toBeGreaterThan(0);
  await downloads(page).getByRole('button', { name: 'Resume large 1.0' }).click();
  await expect(downloads(page)).toContainText('a second');
  sandbox.kill();
  await expect(page.getByRole('alert')).toContainText('The connection to Veneer was lost.');
  expect(parts()).toEqual([id]);
  scratch.put('served/fast', '');
  veneer = await startServer(scratch, { user: 'ordinary', args: ['--sandbox'] });
  await openWindow(page, veneer.url);
  await view(page, 'Catalog').click();
  await openDownloads(page);
  await expect(downloads(page)).toContainText('Downloaded and verified', { timeout: 60_000 });
  await downloads(page).getByRole('button', { name: 'Install…' }).click();
  await expect(sheet(page)).toContainText('Install large 1.0?');
  await sheet(page).getByRole('button', { name: 'Cancel' }).click();
  await openDownloads(page);
  await downloads(page).getByRole('button', { name: 'Delete the download of large 1.0' }).click();
  await expect(downloadsButton(page)).toBeHidden();
  expect(parts()).toEqual([]);
});

test('what goes wrong is said, and nothing of it stays', async ({ page, scratch, sandbox }) => {
  scratch.put('served/wrong-1.0.raw', imageOf(scratch, { name: 'wrong' }));
  scratch.put('served/good-1.0.raw', imageOf(scratch, { name: 'good' }));
  writeSums(scratch, 'served', `${'a'.repeat(64)}  ../escape-1.raw\n${'a'.repeat(64)}  gone-1.0.raw\nnonsense\n`);
  server = await serveFolder(scratch, 'served');
  // Another file than the list tells of.
  writeFileSync(
    join(scratch.path, 'served/wrong-1.0.raw'),
    imageOf(scratch, { name: 'wrong', files: { 'usr/x': 'x' } }),
  );
  await view(page, 'Settings').click();
  await addRemote(page, 'bad', server.url);
  await addRemote(page, 'nobody', 'http://127.0.0.1:9/');
  await view(page, 'Catalog').click();
  await expect(page.getByRole('main')).toContainText('2 entries of its list lead elsewhere or cannot be read');
  await expect(page.getByRole('main')).toContainText('127.0.0.1:9 cannot be reached.');
  // What the list names and the server does not have is out of the way, and said where one asks for all.
  await expect(entry(page, 'gone')).toBeHidden();
  await showAll(page);
  await expect(entry(page, 'gone')).toContainText('Not on the server');
  await expect(entry(page, 'escape')).toBeHidden();
  for (const [name, said] of [
    ['wrong', 'The file is not the one that the list of the remote tells of. It was deleted.'],
    ['gone', 'has no such file.'],
  ] as const) {
    await download(page, name, '1.0');
    await openDownloads(page);
    await expect(downloads(page)).toContainText(said);
    await downloads(page)
      .getByRole('button', { name: `Delete the download of ${name} 1.0` })
      .click();
  }
  await expect(downloadsButton(page)).toBeHidden();
  expect(readdirSync(join(sandbox.home, '.cache/veneer/downloads'))).toEqual([]);
  // Offline, what was listed before is still there and says so.
  await server.stop();
  server = null;
  await page.getByRole('button', { name: 'Read again' }).click();
  await expect(page.getByRole('main')).toContainText('Shown is what it had at');
  await expect(entry(page, 'good')).toBeVisible();
  expect(existsSync(join(sandbox.tree, 'var/lib/extensions.d'))).toBe(false);
  rmSync(join(scratch.path, 'served'), { recursive: true });
});
