/** The Host view: the stack, and how it would be on another release of the OS. */
import { mkdirSync, readFileSync, symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, type Locator, type Page } from 'playwright/test';
import { serveFolder, type WebServer } from '../harness/nginx.ts';
import { imageOf, writeSums } from '../harness/remotes.ts';
import { addRemote } from '../shells/catalog.ts';
import { test as inTree } from '../shells/desk.ts';
import { test } from '../shells/sandbox.ts';
import { details, expectAccessible, row } from '../shells/window.ts';

const show = (page: Page, view: string) =>
  page.getByRole('navigation').getByRole('button', { name: view, exact: true }).click();
const plate = (page: Page, name: string): Locator =>
  page.locator('.plate').filter({ has: page.getByText(name, { exact: true }) });
const question = (page: Page): Locator => page.getByRole('button', { name: /^What if this host ran/ });

async function choose(page: Page, release: string | RegExp): Promise<void> {
  await question(page).click();
  await page.getByRole('menuitemradio', { name: release }).click();
}

test('one click tells what breaks with the next release: it is chosen by itself', async ({ page, sandbox: _ }) => {
  await show(page, 'Host');
  // gpu-runtime was built for it.
  await expect(question(page)).toContainText('Sandbox, level 2.0');
  await expect(page.getByRole('status').filter({ hasText: 'drops out' })).toHaveText('1 drops out1 comes in4 stay');
  await expect(plate(page, 'editor')).toContainText('Built for level 1.0; that release offers 2.0');
  await expect(plate(page, 'editor')).toContainText('drops out');
  await expect(plate(page, 'gpu-runtime')).toContainText('comes in');
  await expect(plate(page, 'debug-tools')).toContainText('stays');
  await expectAccessible(page, 'Host');
});

test('other releases take three clicks, and the host as it is two', async ({ page, sandbox: _ }) => {
  await show(page, 'Host');
  await choose(page, 'What it runs now');
  await expect(page.getByText('drops out')).toHaveCount(0);
  await expect(plate(page, 'gpu-runtime')).toHaveCount(0);
  await choose(page, 'Another release…');
  await page.getByRole('textbox', { name: 'SYSEXT_LEVEL' }).fill('3.0');
  await expect(plate(page, 'editor')).toContainText('that release offers 3.0');
  await expect(plate(page, 'gpu-runtime')).toHaveCount(0);
  await expect(page.getByRole('textbox', { name: 'CONFEXT_LEVEL' })).toBeVisible();
});

test('the stack is in the order of the merge, the base below, and what is left out folded with the reason', async ({
  page,
  sandbox: _,
}) => {
  await show(page, 'Host');
  await choose(page, 'What it runs now');
  const stack = page.getByRole('region', { name: 'Layers of /usr and /opt' });
  const names = stack.getByRole('listitem').locator('strong');
  // systemd lays them over each other by name, so that the last one wins (systemd-sysext(8)).
  await expect(names).toHaveText(['terminal', 'metrics', 'field-kit', 'editor', 'debug-tools', 'Veneer sandbox 1.0']);
  await expect(stack.getByText('Not merged yet: the top would win where files collide')).toBeVisible();
  await expect(stack.getByText('Every merge fails as things are.')).toBeVisible();
  await stack.getByRole('button', { name: '4 left out' }).click();
  await expect(plate(page, 'gpu-runtime')).toContainText('It was built for extension level 2.0, this host offers 1.0.');
  await expect(plate(page, 'old-shell')).toContainText('Disabled');
  // A disabled one is judged too.
  await choose(page, 'Another release…');
  await expect(plate(page, 'old-shell')).toContainText('It fits any OS.');
});

test('a plate leads to its extension, and a conflict to who and which', async ({ page, sandbox: _ }) => {
  await show(page, 'Host');
  await expect(plate(page, 'field-kit')).toContainText(
    'replaces /usr/bin/hello of the OS · hides 1 file of debug-tools',
  );
  await plate(page, 'field-kit')
    .getByRole('button', { name: /^replaces/ })
    .click();
  const dialog = page.getByRole('dialog', { name: 'Files that collide: field-kit' });
  await expect(dialog.getByRole('heading', { name: 'field-kit wins over debug-tools' })).toContainText('1 file');
  await expect(dialog).toContainText('/usr/bin/inspect');
  await expect(dialog.getByRole('heading', { name: 'field-kit replaces files of the OS' })).toContainText('1 file');
  await expectAccessible(page, 'Files that collide');
  await page.keyboard.press('Escape');
  await page.getByRole('button', { name: 'Show field-kit in Extensions' }).click();
  await expect(details(page)).toContainText('field-kit');
  await expect(row(page, 'field-kit')).toBeVisible();
});

test('conflicts stand by pairs, and a file of the OS is compared line by line', async ({ page, sandbox }) => {
  const theirs = readFileSync(join(sandbox.tree, 'usr/bin/hello'), 'utf8').trimEnd().split('\n').at(-1) ?? '';
  await show(page, 'Host');
  const conflicts = page.getByRole('region', { name: 'Conflicts' });
  await expect(conflicts.getByRole('button', { name: 'field-kit over debug-tools: 1 file' })).toBeVisible();
  await conflicts.getByRole('button', { name: 'field-kit over the OS: 1 file' }).click();
  const dialog = page.getByRole('dialog', { name: 'Files that collide: field-kit' });
  await dialog.getByRole('button', { name: '/usr/bin/hello' }).click();
  const difference = page.getByRole('region', { name: 'What differs from the OS' });
  await expect(difference.locator('del')).toContainText(theirs);
  await expect(page.locator('[role=dialog]')).toHaveCount(1);
  await expectAccessible(page, 'a file of the OS compared');
  await page.keyboard.press('Escape');
  await dialog.getByRole('button', { name: 'Disable debug-tools…' }).click();
  await expect(page.getByRole('dialog').getByRole('heading', { level: 2 })).toHaveText(/^Disable debug-tools/);
});

test('no remote that is on has a build: that is said, with the way to the catalog', async ({ page, sandbox: _ }) => {
  await show(page, 'Host');
  await page.getByRole('button', { name: 'Look for builds that fit Sandbox, level 2.0…' }).click();
  await expect(page.getByText('No remote that is on has a build that fits.')).toBeVisible();
  await page.getByRole('button', { name: 'Open the catalog' }).click();
  await expect(page.getByRole('heading', { level: 1 })).toHaveText('Catalog');
});

test.describe('copying', () => {
  test.use({ permissions: ['clipboard-read', 'clipboard-write'] });

  test('the report has what the stack shows', async ({ page, sandbox: _ }) => {
    await show(page, 'Host');
    await expect(page.getByText('drops out').first()).toBeVisible();
    await page.getByRole('button', { name: 'Copy report' }).click();
    await expect(page.getByRole('button', { name: 'Copied' })).toBeVisible();
    const text = await page.evaluate(() => navigator.clipboard.readText());
    expect(text).toContain('What if this host ran Sandbox, level 2.0');
    expect(text).toContain('drops out: editor 2.4.1 · Built for level 1.0; that release offers 2.0');
    expect(text).toContain('left out: old-shell · It fits any OS.');
  });
});

test.describe('on a systemd before 254', () => {
  test.use({ args: ['--sandbox', '--as-systemd', '252'] });

  test('configuration extensions are told of, though nothing looks at them', async ({ page, sandbox }) => {
    mkdirSync(join(sandbox.tree, 'var/lib/confexts/tuning/etc'), { recursive: true });
    await page.reload();
    await expect(page.getByText('/var/lib/confexts/tuning')).toBeVisible();
    await expect(page.getByText('systemd 252 has no configuration extensions.')).toBeVisible();
  });
});

for (const [width, height] of [
  [800, 560],
  [1180, 760],
  [1920, 1080],
  [590, 380],
] as const) {
  test(`nothing is cut off at ${width}x${height}`, async ({ page, sandbox: _ }) => {
    await page.setViewportSize({ width, height });
    await show(page, 'Host');
    await expect(plate(page, 'editor')).toBeVisible();
    await page.getByRole('button', { name: /left out/ }).click();
    const side = page.getByRole('complementary', { name: 'About this host' });
    await side.getByRole('region', { name: 'Storage' }).scrollIntoViewIfNeeded();
    await expect(side.getByRole('region', { name: 'Storage' })).toBeInViewport();
    const wide = await page.evaluate(() =>
      [...document.querySelectorAll('.host, .host *')]
        .filter((one) => one.getBoundingClientRect().right > window.innerWidth + 1)
        .map((one) => one.className),
    );
    expect(wide).toEqual([]);
  });
}

let server: WebServer | null = null;
inTree.afterEach(async () => {
  await server?.stop();
  server = null;
});

inTree('a build that fits the next release is found at a remote, and old versions can go', async ({ page, desk }) => {
  const { scratch } = desk;
  for (const [version, os] of [
    ['1.0', '12'],
    ['2.0', '13'],
  ]) {
    const release = `ID=debian\nVERSION_ID=${os}\nARCHITECTURE=x86-64\nSYSEXT_VERSION_ID=${version}\n`;
    scratch.put(`served/tool-${version}-x86-64.raw`, imageOf(scratch, { name: 'tool', release }));
  }
  writeSums(scratch, 'served');
  server = await serveFolder(scratch, 'served');
  const image = readFileSync(join(scratch.path, 'served/tool-1.0-x86-64.raw'));
  scratch.put('tree/var/lib/extensions.d/tool/tool-1.0-x86-64.raw', image);
  for (const old of ['0.7', '0.8', '0.9'])
    scratch.put(`tree/var/lib/extensions.d/tool/tool-${old}-x86-64.raw`, 'x'.repeat(1024));
  mkdirSync(join(scratch.path, 'tree/var/lib/extensions'));
  symlinkSync('/var/lib/extensions.d/tool/tool-1.0-x86-64.raw', join(scratch.path, 'tree/var/lib/extensions/tool.raw'));
  await desk.open('NAME="Debian GNU/Linux"\nID=debian\nVERSION_ID=12\n');
  await addRemote(page, 'smithy', server.url);
  // Below the list stands what they take of the disk; it leads to the whole.
  await show(page, 'Extensions');
  await page.getByRole('button', { name: /in use · 3 old versions, 3\.0 KiB · .+ free$/ }).click();
  await expect(plate(page, 'tool')).toContainText('drops out');
  await page.getByRole('button', { name: 'Look for builds that fit Debian GNU/Linux 13…' }).click();
  await expect(plate(page, 'tool')).toContainText('smithy has 2.0 for it');
  // What is installed did not come from there, so nothing is prepared without a person's choice.
  await expect(page.getByText('Builds that fit can be installed from the catalog.')).toBeVisible();
  // Of three old versions two stay, as Settings has it for a new person.
  const storage = page.getByRole('region', { name: 'Storage' });
  await expect(storage).toContainText('3 old versions');
  await storage.getByRole('button', { name: 'Delete 1 old version, 1.0 KiB…' }).click();
  await expect(page.getByRole('dialog')).toContainText('tool 0.');
});

inTree('of many layers some are shown and the rest is folded, what drops out first', async ({ page, desk }) => {
  const folder = join(desk.scratch.path, 'tree/var/lib/extensions');
  for (let at = 0; at < 60; at++) {
    const name = `tool-${String(at).padStart(2, '0')}`;
    const release = at < 5 ? 'ID=debian\nVERSION_ID=12\n' : 'ID=_any\n';
    mkdirSync(join(folder, name, 'usr/lib/extension-release.d'), { recursive: true });
    writeFileSync(join(folder, name, 'usr/lib/extension-release.d', `extension-release.${name}`), release);
  }
  await desk.open('NAME="Debian GNU/Linux"\nID=debian\nVERSION_ID=12\n');
  await show(page, 'Host');
  // Debian counts its releases one by one.
  await expect(question(page)).toContainText('Debian GNU/Linux 13');
  await expect(page.getByRole('status').filter({ hasText: 'drop' })).toHaveText('5 drop out55 stay');
  const stack = page.getByRole('region', { name: /^Layers of/ });
  // The base is one more.
  await expect(stack.locator('.plate')).toHaveCount(41);
  await expect(plate(page, 'tool-00')).toContainText('drops out');
  await stack.getByRole('button', { name: '20 more' }).click();
  await expect(stack.locator('.plate')).toHaveCount(61);
});
