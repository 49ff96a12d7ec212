/** Files that are dropped on the window, chosen or named, for an ordinary user in a sandbox: looked at, sent, installed. */
import { appendFileSync, chmodSync, existsSync, mkdirSync, readdirSync, truncateSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect } from 'playwright/test';
import { putExtension, type Scratch } from '../harness/scratch.ts';
import { makeSquashfs } from '../harness/squashfs.ts';
import { storedIn } from '../harness/stored-images.ts';
import { test } from '../shells/sandbox.ts';
import { runVeneer } from '../shells/server.ts';
import {
  band,
  bringUp,
  confirm,
  confirmInstall,
  details,
  dragOver,
  drop,
  expectAccessible,
  lookAt,
  review,
  row,
  sheet,
  toggle,
} from '../shells/window.ts';

/** An image that everybody may read, in a folder that everybody may enter. */
function makeImage(scratch: Scratch, name: string, release: string, files: Record<string, string> = {}): string {
  putExtension(scratch, `sources-${name}`, name, release, files);
  const image = join(scratch.path, `${name}-1.0.raw`);
  makeSquashfs(join(scratch.path, `sources-${name}`, name), image);
  return image;
}

/** Files that were sent and are still there. */
function left(home: string): string[] {
  const folder = join(home, '.cache/veneer/incoming');
  return existsSync(folder)
    ? readdirSync(folder, { recursive: true })
        .map(String)
        .filter((path) => path.endsWith('.raw'))
    : [];
}

const button = (page: Parameters<typeof sheet>[0], name: string) =>
  sheet(page).getByRole('button', { name, exact: true });

test('takes several files at once, says what each is, and installs and merges those that can be', async ({
  page,
  sandbox,
  scratch,
}) => {
  await toggle(page, 'broken');
  await page.getByRole('button', { name: 'Apply' }).click();
  await expect(row(page, 'broken')).toContainText('Disabled');
  await page.getByRole('button', { name: 'Dismiss' }).click();
  const fits = makeImage(scratch, 'tool', 'ID=_any\n', { 'usr/bin/tool': 'echo', 'usr/bin/debug-tools': 'mine' });
  const other = makeImage(scratch, 'other', 'ID=fedora\nVERSION_ID=41\n');
  scratch.put('page.raw', '<!doctype html><title>404</title>');
  scratch.put('zero.raw', '');
  const all = [fits, other, join(scratch.path, 'page.raw'), join(scratch.path, 'zero.raw')];
  const release = await dragOver(page, ...all);
  await expect(page.getByText('Drop to install')).toBeVisible();
  await release();
  await expect(page.getByText('Drop to install')).toHaveCount(0);
  const card = (name: string) => sheet(page).getByRole('region', { name });
  await expect(card('tool-1.0.raw')).toContainText('It fits any OS.');
  await expect(card('other-1.0.raw')).toContainText('It was built for fedora, this host is sandbox.');
  await expect(card('page.raw')).toContainText('The file is a web page, not an image.');
  await expect(card('zero.raw')).toContainText('is empty: it has zero bytes');
  await expect(sheet(page)).toContainText('Install 2 of 4 files?');
  // What nothing can be made of goes when its answer is there.
  await expect.poll(() => left(sandbox.home), 'what can be installed is kept').toHaveLength(3);
  await expectAccessible(page, 'Several files');
  // What is below the edge of a small window is not missed.
  await page.setViewportSize({ width: 800, height: 560 });
  await expect(sheet(page).getByText('More below')).toBeVisible();
  await sheet(page)
    .locator('.modal-body')
    .evaluate((body) => body.scrollTo(0, body.scrollHeight));
  await expect(sheet(page).getByText('More below')).toHaveCount(0);
  await page.setViewportSize({ width: 1180, height: 760 });
  await card('other-1.0.raw').getByRole('button', { name: 'Leave out' }).click();
  await confirmInstall(page, 'merge');
  await expect(page.getByRole('region', { name: 'Result' })).toContainText('Done');
  await expect(sheet(page)).toHaveCount(0);
  expect(sandbox.inside('usr/bin/tool')).toBe('echo');
  await expect(row(page, 'tool')).toContainText('Active');
  // What was installed is what is explained.
  await expect(details(page).getByRole('heading', { name: 'tool', exact: true })).toBeVisible();
  await expect.poll(() => left(sandbox.home), 'nothing that was sent is left').toEqual([]);
});

test('shows everything about one file before it asks', async ({ page, sandbox, scratch }) => {
  const release = 'ID=_any\nSYSEXT_VERSION_ID=3\nPRETTY_NAME="Counts what is measured"\n';
  putExtension(scratch, 'sources', 'metrics', release, {
    'usr/lib/systemd/system/extra.service': '[Service]\nExecStart=/usr/bin/true\n',
    'usr/bin/inspect': 'mine',
    'srv/lost': '',
  });
  const image = join(scratch.path, 'whatever.raw');
  makeSquashfs(join(scratch.path, 'sources/metrics'), image);
  await drop(page, image);
  await expect(sheet(page)).toContainText('Install metrics 3?');
  await expect(sheet(page)).toContainText('Counts what is measured');
  await expect(sheet(page)).toContainText('metrics, from its release file; the file is called whatever');
  await expect(sheet(page)).toContainText('extra.service');
  await expect(sheet(page)).toContainText('Local file, not signed');
  await expect(sheet(page)).toContainText('Compare its checksum with the publisher’s.');
  // Which file, and whose.
  await expect(sheet(page)).toContainText(/Conflicts.*replaces 1 file of .*: \/usr\/bin\/inspect/);
  await expect(sheet(page)).toContainText(/[0-9a-f]{64}/);
  await expect(sheet(page)).toContainText('/var/lib/extensions/metrics.raw');
  await expect(sheet(page)).toContainText('/srv');
  await expectAccessible(page, 'One file');
  await sheet(page).getByText('Until reboot').click();
  await confirmInstall(page, 'store');
  await bringUp(page, row(page, 'metrics').filter({ hasText: 'Shadowed' }));
  expect(storedIn(join(sandbox.tree, 'run/extensions.d/metrics'))).toEqual(['metrics-3.raw']);
});

test('opens the review where merging cannot work yet, and keeps the files meanwhile', async ({
  page,
  sandbox,
  scratch,
}) => {
  await drop(page, makeImage(scratch, 'tool', 'ID=_any\n'));
  await expect(sheet(page)).toContainText('Merging cannot work yet.');
  await confirmInstall(page, 'merge');
  await review(page).getByRole('button', { name: 'Disable broken as well' }).click();
  await confirm(page);
  await expect(page.getByRole('region', { name: 'Result' })).toContainText('Done');
  await expect(band(page)).toContainText('Merged into /usr');
  await expect(sheet(page)).toHaveCount(0);
  expect(readdirSync(join(sandbox.tree, 'var/lib/extensions'))).toContain('tool.raw');
});

test('a file that is sent can be stopped, and is gone then', async ({ page, sandbox, scratch }) => {
  const large = join(scratch.path, 'large.raw');
  writeFileSync(large, '');
  truncateSync(large, 6 * 1024 ** 3);
  await drop(page, large);
  await expect(sheet(page).getByRole('progressbar')).toBeVisible();
  await expect.poll(() => left(sandbox.home)).toHaveLength(1);
  await button(page, 'Cancel').click();
  await expect(sheet(page)).toHaveCount(0);
  await expect.poll(() => left(sandbox.home)).toEqual([]);
});

test('explains what cannot be looked at by its path', async ({ page, sandbox: _, scratch }) => {
  scratch.put('empty-folder/usr/bin/x', '');
  const secret = makeImage(scratch, 'secret', 'ID=_any\n');
  chmodSync(secret, 0o000);
  const cases: readonly (readonly [string, string])[] = [
    [join(scratch.path, 'empty-folder'), 'has no release file, so it is no extension. Put usr/lib/extension-release.d'],
    [join(scratch.path, 'gone.raw'), 'It may have been moved or deleted.'],
    [secret, 'You may not read'],
  ];
  for (const [path, sentence] of cases) {
    await lookAt(page, path);
    await expect(sheet(page)).toContainText('It cannot be installed.');
    await expect(sheet(page)).toContainText(sentence);
    await button(page, 'Close').click();
    await expect(sheet(page)).toHaveCount(0);
  }
});

test('refuses a file that changed after it was looked at, and keeps it in the sheet', async ({
  page,
  sandbox,
  scratch,
}) => {
  const image = makeImage(scratch, 'tool', 'ID=_any\n');
  await lookAt(page, image);
  await expect(sheet(page)).toContainText('Install tool 1.0?');
  // Still the image of that name, and other bytes.
  appendFileSync(image, Buffer.alloc(4096, 'x'));
  await confirmInstall(page, 'store');
  await expect(sheet(page).getByRole('alert')).toContainText('not the one that was looked at before');
  expect(readdirSync(join(sandbox.tree, 'var/lib/extensions'))).not.toContain('tool.raw');
  await expect(button(page, 'Install')).toBeEnabled();
});

test('packs a folder as an image; a browser cannot hand one over', async ({ page, sandbox, scratch }) => {
  putExtension(scratch, 'folders', 'kit', 'ID=_any\nSYSEXT_VERSION_ID=4\n', { 'usr/bin/kit': 'kit' });
  const folder = join(scratch.path, 'folders/kit');
  await drop(page, folder);
  await expect(sheet(page)).toContainText('A browser cannot hand over a folder');
  await button(page, 'Close').click();
  await lookAt(page, folder);
  await expect(sheet(page)).toContainText('packed from the folder');
  await confirmInstall(page, 'store');
  await row(page, 'kit').click();
  await expect(details(page)).toContainText('squashfs');
  expect(storedIn(join(sandbox.tree, 'var/lib/extensions.d/kit'))).toEqual(['kit-4.raw']);
  expect(left(sandbox.home)).toEqual([]);
});

test('names two files of one extension, and takes the first', async ({ page, sandbox: _, scratch }) => {
  const one = makeImage(scratch, 'tool', 'ID=_any\n');
  mkdirSync(join(scratch.path, 'again'));
  const other = join(scratch.path, 'again/tool-2.0.raw');
  makeSquashfs(join(scratch.path, 'sources-tool/tool'), other);
  await drop(page, one, other);
  await expect(sheet(page)).toContainText('Another file here is tool as well.');
  await expect(button(page, 'Install 1')).toBeEnabled();
});

test('the command line installs folders and several files, and refuses two of one name', async ({ scratch }) => {
  putExtension(scratch, 'folders', 'kit', 'ID=_any\n');
  scratch.put('tree/usr/lib/os-release', 'ID=debian\nVERSION_ID=12\n');
  const [one, folder] = [makeImage(scratch, 'tool', 'ID=_any\n'), join(scratch.path, 'folders/kit')];
  const veneer = (...args: string[]) =>
    runVeneer(scratch, { user: 'own', args: [...args, '--root', join(scratch.path, 'tree')] });
  const plan = veneer('plan', 'install', one, folder);
  expect(plan.stdout).toContain('Install tool 1.0');
  expect(plan.stdout).toContain('Install kit 0.');
  expect(veneer('plan', 'install', one, one)).toMatchObject({
    status: 2,
    stderr: expect.stringContaining('More than one of the files is an extension named tool.'),
  });
});
