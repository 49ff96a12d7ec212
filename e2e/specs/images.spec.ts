/** Images of every form, looked into through the window and on the command line, by an ordinary user. */
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { test as base, expect } from 'playwright/test';
import { readKernelFacts } from '../../electron/host/kernel.ts';
import { makeImageTree } from '../harness/image-tree.ts';
import { makeScratch, type Scratch } from '../harness/scratch.ts';
import { runVeneer, type Server, startServer } from '../shells/server.ts';
import { details, expectAccessible, openTab, openWindow, row } from '../shells/window.ts';

interface Images extends Server {
  readonly tree: string;
}

const test = base.extend<{ scratch: Scratch; images: Images }>({
  // biome-ignore lint/correctness/noEmptyPattern: Playwright reads the names of the fixtures from the pattern
  scratch: async ({}, use) => {
    const scratch = makeScratch('images');
    await use(scratch);
    scratch.remove();
  },
  images: async ({ scratch, page }, use) => {
    const tree = makeImageTree(scratch);
    const server = await startServer(scratch, { user: 'ordinary', args: ['--root', tree] });
    await openWindow(page, server.url);
    await use({ ...server, tree });
    await server.stop();
  },
});

test('judges every form, and names what is none', async ({ page, images: _ }) => {
  for (const [name, form] of [
    ['in-squashfs', 'squashfs'],
    ['in-erofs', 'erofs'],
    ['in-ext4', 'ext4'],
  ] as const) {
    await expect(row(page, name)).toContainText(/Merged next time|Replaces/);
    await row(page, name).click();
    await expect(details(page)).toContainText(form);
  }
  // Signed, so that systemd sets dm-verity up: it depends on this machine's kernel (measured without it on 252, 257, 262).
  const verity = readKernelFacts().verity();
  const pill = verity === null ? 'Unknown' : verity ? 'Merged next time' : 'Stops every merge';
  await expect(row(page, 'fixture')).toContainText(pill);
  await row(page, 'fixture').click();
  await expect(details(page)).toContainText('GPT');
  await row(page, 'page').click();
  await expect(details(page)).toContainText('The file is a web page, not an image. Download the file itself');
});

test('shows a file, what overrides it, and what will have no effect', async ({ page, images: _ }) => {
  await row(page, 'in-erofs').click();
  await openTab(page, 'Files');
  const contents = details(page).getByRole('grid', { name: 'Files' });
  await details(page).getByRole('searchbox').fill('shared');
  const shared = contents.getByRole('row').filter({ hasText: 'shared' });
  await expect(shared).toContainText('hidden by 2 others');
  await expect(shared.getByTitle('in-ext4, in-squashfs').or(shared.getByTitle('in-squashfs, in-ext4'))).toBeVisible();
  // Those that nobody else has are left out by the chip.
  const service = contents.getByRole('row').filter({ hasText: 'in-erofs.service' });
  await details(page).getByRole('searchbox').fill('');
  await details(page)
    .getByRole('radio', { name: /^Conflicts \d+$/ })
    .check({ force: true });
  await expect(shared).toBeVisible();
  await expect(service).toHaveCount(0);
  await details(page).getByRole('radio', { name: 'All', exact: true }).check({ force: true });
  await details(page).getByRole('searchbox').fill('service');
  await expect(service).toBeVisible();
  await contents.getByRole('row').filter({ hasText: 'in-erofs.service' }).click();
  const dialog = page.getByRole('dialog', { name: 'usr/lib/systemd/system/in-erofs.service' });
  await expect(dialog).toContainText('ExecStart=/usr/bin/true');
  await expect(dialog.locator('.file-section')).toHaveText('[Service]');
  // Of a unit its state stands above the text.
  await expect(dialog.locator('.unit-of-file')).toContainText('in-erofs.service');
  await page.context().grantPermissions(['clipboard-read', 'clipboard-write']);
  await dialog.getByRole('button', { name: 'Copy path' }).click();
  await expect
    .poll(() => page.evaluate(() => navigator.clipboard.readText()))
    .toBe('/usr/lib/systemd/system/in-erofs.service');
  await expectAccessible(page, 'A file');
  await page.keyboard.press('Escape');
  await openTab(page, 'Overview');
  await expect(details(page)).toContainText('1 of its files lies outside /usr and /opt');
});

test('shows who vouches for a disk image and checks every block', async ({ page, images }) => {
  await row(page, 'fixture').click();
  await expect(details(page)).toContainText('root-x86-64-verity');
  await expect(details(page)).toContainText('matches its tree');
  await expect(details(page)).toContainText('304370f5c188f1d168f1b160e15eaee6a662d39ce00332655afbfd7630e99acb');
  await details(page).getByRole('button', { name: 'Check every block' }).click();
  await expect(details(page)).toContainText('Every block is what its root hash stands for.');
  const image = join(images.tree, 'var/lib/extensions/fixture.raw');
  const bytes = readFileSync(image);
  bytes[60_000] = (bytes[60_000] ?? 0) ^ 1;
  writeFileSync(image, bytes);
  await details(page).getByRole('button', { name: 'Check every block' }).click();
  await expect(details(page)).toContainText('root: Data block 9');
});

test('lists, prints and compares on the command line', async ({ images, scratch }) => {
  const veneer = (...args: string[]) =>
    runVeneer(scratch, { user: 'ordinary', args: [...args, '--root', images.tree] });
  const entries = veneer('ls', 'in-ext4', '--json')
    .stdout.trim()
    .split('\n')
    .map((line) => JSON.parse(line));
  expect(entries.map(({ path }) => path)).toEqual(entries.map(({ path }) => path).sort());
  expect(entries.find(({ path }) => path === 'usr/share/shared')).toMatchObject({
    type: 'file',
    size: 7,
    target: null,
    xattrs: {},
  });
  expect(veneer('cat', 'in-squashfs', 'usr/share/shared').stdout).toBe('in-squashfs');
  expect(JSON.parse(veneer('cat', 'in-ext4', 'usr/share/shared', '--json').stdout)).toMatchObject({
    size: 7,
    text: 'in-ext4',
  });
  expect(veneer('cat', 'in-squashfs', 'usr/share/nothing').status).toBe(3);
  expect(JSON.parse(veneer('conflicts', '--json').stdout)).toMatchObject({
    baseKnown: true,
    conflicts: [{ path: 'usr/share/shared', owners: ['in-erofs', 'in-ext4', 'in-squashfs'], winner: 'in-squashfs' }],
  });
  const fixture = join(images.tree, 'var/lib/extensions/fixture.raw');
  expect(veneer('verify', fixture)).toMatchObject({ status: 0 });
  expect(veneer('ls', join(images.tree, 'var/lib/extensions/page.raw'))).toMatchObject({
    status: 13,
    stderr: expect.stringContaining('the file is a web page, not an image'),
  });
});
