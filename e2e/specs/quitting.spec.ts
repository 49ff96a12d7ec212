/** Who quits while a change is applied gets it whole: the server and the window end with it. */
import { readdirSync, readFileSync, statSync, truncateSync } from 'node:fs';
import { join } from 'node:path';
import { expect, type Page } from 'playwright/test';
import { isRoot } from '../harness/mount-namespace.ts';
import { putExtension, type Scratch } from '../harness/scratch.ts';
import { makeSquashfs } from '../harness/squashfs.ts';
import { stopInstaller } from '../harness/stopped-helper.ts';
import { storedIn } from '../harness/stored-images.ts';
import { test as desktopTest } from '../shells/desktop-test.ts';
import { test as sandboxTest } from '../shells/sandbox.ts';
import { lookAt, sheet } from '../shells/window.ts';

/** From the wish to quit until the helper goes on. */
const A_MOMENT_MS = 1000;
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
  await sheet(page)
    .getByRole('button', { name: /^Install( 1)?$/ })
    .click();
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
  setTimeout(goOn, A_MOMENT_MS);
  await sandbox.stop();
  expectWhole(sandbox.tree, sandbox.home);
});

desktopTest(
  'a window that is closed goes out of sight, and Veneer ends with the change',
  async ({ desktop, scratch }) => {
    desktopTest.skip(!isRoot, 'only root changes a tree without asking');
    const { page } = desktop;
    const goOn = await startInstalling(page, makeLarge(scratch), join(scratch.path, 'tree'));
    setTimeout(goOn, A_MOMENT_MS);
    await desktop.close();
    expect(desktop.told.map(({ what }) => what)).toContain('hidden');
    expectWhole(join(scratch.path, 'tree'), join(scratch.path, 'home'));
    const names = readdirSync(join(scratch.path, 'tree/var/lib/extensions'));
    expect(names.filter((name) => name.startsWith('tool'))).toHaveLength(1);
  },
);
