/** Everything long is one list, the same in every window, whoever began it. */
import { truncateSync } from 'node:fs';
import { join } from 'node:path';
import { expect } from 'playwright/test';
import { serveFolder, type WebServer } from '../harness/nginx.ts';
import { imageOf, writeSums } from '../harness/remotes.ts';
import { putExtension } from '../harness/scratch.ts';
import { makeSquashfs } from '../harness/squashfs.ts';
import { stopInstaller } from '../harness/stopped-helper.ts';
import { addRemote, download, downloads, downloadsButton, jobs, openDownloads, view } from '../shells/catalog.ts';
import { test } from '../shells/sandbox.ts';
import { confirmInstall, expectAccessible, lookAt, openWindow } from '../shells/window.ts';

let server: WebServer | null = null;
/** Of a helper that is held. */
let goOn = () => {};
test.afterEach(async () => {
  goOn();
  await server?.stop();
  server = null;
});

test('two windows see the same list, whichever of them began what is in it', async ({
  page,
  context,
  scratch,
  sandbox,
}) => {
  scratch.put('served/large-1.0.raw', Buffer.concat([imageOf(scratch, { name: 'large' }), Buffer.alloc(30_000_000)]));
  writeSums(scratch, 'served');
  // As slow as a bad line, so that there is something to see.
  server = await serveFolder(scratch, 'served', { limits: 'limit_rate 300k; limit_rate_after 1m;' });
  putExtension(scratch, 'sources', 'tool', 'ID=_any\n', { 'usr/bin/tool': 'echo' });
  const image = join(scratch.path, 'tool-1.0.raw');
  makeSquashfs(join(scratch.path, 'sources/tool'), image);
  truncateSync(image, 64 * 1024 ** 2);

  const other = await context.newPage();
  await openWindow(other, sandbox.url);
  await view(page, 'Settings').click();
  await addRemote(page, 'slow', server.url);
  await view(page, 'Catalog').click();
  await download(page, 'large', '1.0');
  await view(other, 'Catalog').click();
  for (const one of [page, other]) {
    await openDownloads(one);
    await expect(downloads(one)).toContainText(/large 1\.0.* a second/);
  }
  await other.keyboard.press('Escape');
  await page.keyboard.press('Escape');

  await lookAt(page, image);
  const stopped = stopInstaller(sandbox.tree);
  await confirmInstall(page, 'store');
  goOn = await stopped;
  await expect(jobs(other)).toContainText(/^1 job · \d+%/);
  await expect(jobs(other).getByRole('listitem').first()).toContainText('Applying, step 1 of');
  await expectAccessible(other, 'jobs');
  // A window that comes later knows it too.
  await other.reload();
  await expect(jobs(other)).toContainText(/^1 job · \d+%/);
  const list = jobs(other).getByRole('list');
  await jobs(other)
    .getByRole('button', { name: /· Fold the list$/ })
    .click();
  await expect(list).toBeHidden();
  await jobs(other)
    .getByRole('button', { name: /· Show the list$/ })
    .click();
  await expect(list).toBeVisible();
  await jobs(other).getByRole('button', { name: 'Stop after this step' }).click();
  await expect(jobs(other)).toContainText('Stops after this step');
  goOn();
  goOn = () => {};
  for (const one of [page, other]) await expect(jobs(one)).toBeHidden();
  await view(other, 'Catalog').click();
  await expect(downloadsButton(other)).toContainText(/^1 download · \d+%/);
  await openDownloads(other);
  await downloads(other).getByRole('button', { name: 'Delete the download of large 1.0' }).click();
  for (const one of [page, other]) await expect(downloadsButton(one)).toBeHidden();
});
