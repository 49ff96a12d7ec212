/** Who quits while a change is applied gets it whole; downloads end without the window, or go on with the next start. */
import { readdirSync, readFileSync, statSync, truncateSync } from 'node:fs';
import { join } from 'node:path';
import { expect, type Page } from 'playwright/test';
import { isRoot } from '../harness/mount-namespace.ts';
import { hashOf, imageOf } from '../harness/remotes.ts';
import { putExtension, type Scratch } from '../harness/scratch.ts';
import { type SlowServer, serveSlowly } from '../harness/slow-server.ts';
import { makeSquashfs } from '../harness/squashfs.ts';
import { stopInstaller } from '../harness/stopped-helper.ts';
import { storedIn } from '../harness/stored-images.ts';
import { addRemote, download, downloads, openDownloads, view } from '../shells/catalog.ts';
import { test as desktopTest } from '../shells/desktop-test.ts';
import { test as sandboxTest } from '../shells/sandbox.ts';
import { startServer } from '../shells/server.ts';
import { confirmInstall, lookAt, openWindow } from '../shells/window.ts';

/** So large that there is something to copy. */
const SIZE = 256 * 1024 ** 2;

function makeLarge(scratch: Scratch): string {
  putExtension(scratch, 'sources', 'tool', 'ID=_any\n', { 'usr/bin/tool': 'echo' });
  const image = join(scratch.path, 'tool-1.0.raw');
  makeSquashfs(join(scratch.path, 'sources/tool'), image);
  truncateSync(image, SIZE);
  return image;
}

/** @returns lets the helper go on, which is stopped in the middle of it */
async function startInstalling(page: Page, image: string, tree: string): Promise<() => void> {
  await lookAt(page, image);
  const stopped = stopInstaller(tree);
  await confirmInstall(page, 'store');
  const goOn = await stopped;
  await expect(page.getByRole('button', { name: 'Stop after this step' }).first()).toBeVisible();
  return goOn;
}

/** The image is whole, and nothing half-way is left. */
function expectWhole(tree: string, home: string): void {
  const store = join(tree, 'var/lib/extensions.d/tool');
  expect(storedIn(store)).toEqual(['tool-1.0.raw']);
  expect(statSync(join(store, 'tool-1.0.raw')).size).toBe(SIZE);
  const history = readFileSync(join(home, '.local/state/veneer/history.jsonl'), 'utf8').trim().split('\n');
  const statuses = history.map((line) => (JSON.parse(line) as { readonly status: string }).status);
  expect(statuses.slice(-2)).toEqual(['running', 'succeeded']);
}

sandboxTest('a server that is asked to stop ends with the change', async ({ page, sandbox, scratch }) => {
  const goOn = await startInstalling(page, makeLarge(scratch), sandbox.tree);
  const stopped = sandbox.stop();
  await expect.poll(sandbox.said).toContain('A change is being applied. Veneer ends when that has ended.');
  goOn();
  await stopped;
  expectWhole(sandbox.tree, sandbox.home);
});

desktopTest(
  'a window that is closed goes out of sight, and Veneer ends with the change',
  async ({ desktop, scratch }) => {
    desktopTest.skip(!isRoot, 'only root changes a tree without asking');
    const { page } = desktop;
    const goOn = await startInstalling(page, makeLarge(scratch), join(scratch.path, 'tree'));
    const closed = desktop.close();
    await expect.poll(() => desktop.told.map(({ what }) => what)).toContain('hidden');
    goOn();
    await closed;
    expectWhole(join(scratch.path, 'tree'), join(scratch.path, 'home'));
    const names = readdirSync(join(scratch.path, 'tree/var/lib/extensions'));
    expect(names.filter((name) => name.startsWith('tool'))).toHaveLength(1);
  },
);

/** A remote whose image comes as slowly as over a bad line, and the download of it in the window. */
async function startDownload(page: Page, scratch: Scratch): Promise<SlowServer> {
  const image = Buffer.concat([imageOf(scratch, { name: 'large' }), Buffer.alloc(8_000_000)]);
  const sums = Buffer.from(`${hashOf(image)}  large-1.0.raw\n`);
  const server = await serveSlowly({ 'large-1.0.raw': image, SHA256SUMS: sums });
  await view(page, 'Settings').click();
  await addRemote(page, 'slow', server.url);
  await view(page, 'Catalog').click();
  await download(page, 'large', '1.0');
  await openDownloads(page);
  await expect(downloads(page)).toContainText(/large 1\.0.* a second/);
  return server;
}

/** What is kept of the only download. */
function downloadIn(home: string): { readonly status: string; readonly path: string | null } {
  const [id = ''] = readdirSync(join(home, '.cache/veneer/downloads'));
  return JSON.parse(readFileSync(join(home, '.cache/veneer/downloads', id, 'job.json'), 'utf8'));
}

sandboxTest(
  'a server that is asked to stop leaves a download to the next start',
  async ({ page, sandbox, scratch }) => {
    const server = await startDownload(page, scratch);
    try {
      // Over that line the download does not end, so nothing waited for it.
      expect(await sandbox.stop()).toBe(0);
      expect(downloadIn(sandbox.home)).toMatchObject({ status: 'running', path: null });
      server.hurry();
      const next = await startServer(scratch, { user: 'ordinary', args: ['--sandbox'] });
      try {
        await openWindow(page, next.url);
        await view(page, 'Catalog').click();
        await openDownloads(page);
        await expect(downloads(page)).toContainText('Downloaded and verified', { timeout: 60_000 });
      } finally {
        await next.stop();
      }
    } finally {
      await server.stop();
    }
  },
);

desktopTest('a window that is closed asks about downloads, which may end without it', async ({ desktop, scratch }) => {
  const { page, told } = desktop;
  const server = await startDownload(page, scratch);
  try {
    const home = join(scratch.path, 'home');
    await desktop.command({ do: 'close and answer', answer: 2 });
    await expect.poll(() => told.map(({ what }) => what)).toContain('question');
    await expect(downloads(page)).toContainText('a second');
    expect(told.map(({ what }) => what)).not.toContain('hidden');
    await desktop.command({ do: 'close and answer', answer: 0 });
    server.hurry();
    await expect.poll(() => told.map(({ what }) => what), { timeout: 60_000 }).toContain('quit');
    expect(told.map(({ what }) => what)).toContain('hidden');
    expect(downloadIn(home)).toMatchObject({ status: 'ready', path: expect.stringContaining('large-1.0') });
  } finally {
    await server.stop();
  }
});
