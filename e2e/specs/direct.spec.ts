/** Root merges at once: real images on loop devices over a tree, in a mount namespace of the test. */
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { test as base, expect } from 'playwright/test';
import { isRoot, type MountNamespace, openMountNamespace } from '../harness/mount-namespace.ts';
import { makeScratch, putExtension, type Scratch } from '../harness/scratch.ts';
import { makeSquashfs } from '../harness/squashfs.ts';
import { runVeneer, type Server, startServer } from '../shells/server.ts';
import { band, confirm, details, openWindow, review, row, toggle } from '../shells/window.ts';

interface Host {
  readonly scratch: Scratch;
  readonly tree: string;
  readonly namespace: MountNamespace;
  readonly server: Server;
  inside(path: string): string | null;
  veneer(...args: string[]): { readonly status: number | null; readonly stdout: string; readonly stderr: string };
}

const test = base.extend<{ host: Host }>({
  host: async ({ page }, use) => {
    const scratch = makeScratch('direct');
    const tree = join(scratch.path, 'tree');
    scratch.put('tree/usr/lib/os-release', 'ID=debian\nVERSION_ID=12\nPRETTY_NAME="Test host"\n');
    scratch.put('tree/opt/.keep', '');
    for (const [name, release] of [
      ['alpha', 'ID=_any\n'],
      ['beta', 'ID=debian\nVERSION_ID=12\n'],
      ['gamma', 'ID=fedora\nVERSION_ID=41\n'],
    ] as const) {
      const files = { [`usr/bin/${name}`]: `${name}\n`, 'usr/share/common': `from ${name}\n` };
      putExtension(scratch, 'sources', name, release, files);
      scratch.put('tree/var/lib/extensions/.keep', '');
      makeSquashfs(join(scratch.path, 'sources', name), join(tree, 'var/lib/extensions', `${name}.raw`));
    }
    const namespace = await openMountNamespace();
    const start = { user: 'own', args: ['--root', tree], enter: namespace.enter } as const;
    const server = await startServer(scratch, start);
    await openWindow(page, server.url);
    await use({
      scratch,
      tree,
      namespace,
      server,
      inside(path) {
        const { status, output } = namespace.run('cat', join(tree, path));
        return status === 0 ? output : null;
      },
      veneer: (...args) => runVeneer(scratch, { ...start, args: [...args, '--root', tree] }),
    });
    await server.stop();
    namespace.close();
    scratch.remove();
  },
});

test.skip(!isRoot, 'only root may loop-mount images');

test('merges images, disables one, and sees its files vanish', async ({ page, host }) => {
  await page.getByRole('button', { name: 'Merge', exact: true }).click();
  await confirm(page);
  await expect(band(page)).toContainText('2 of 3 enabled extensions');
  expect(host.inside('usr/bin/alpha')).toBe('alpha\n');
  expect(host.inside('usr/share/common'), 'the later name wins').toBe('from beta\n');
  expect(host.inside('usr/bin/gamma')).toBeNull();
  await row(page, 'gamma').click();
  await expect(details(page)).toContainText('It was built for fedora, this host is debian.');

  await toggle(page, 'beta');
  await page.getByRole('button', { name: 'Apply' }).click();
  await expect(band(page)).toContainText('1 of 2 enabled extensions');
  expect(host.inside('usr/bin/beta')).toBeNull();
  expect(host.inside('usr/share/common')).toBe('from alpha\n');
  await page.getByRole('button', { name: 'Undo' }).click();
  await expect(band(page)).toContainText('2 of 3 enabled extensions');
  await expect.poll(() => host.inside('usr/share/common')).toBe('from beta\n');
});

test('takes in by force what does not fit', async ({ page, host }) => {
  await page.keyboard.press('Control+k');
  await page.keyboard.type('without checking');
  await page.getByRole('option', { name: 'Re-merge without checking what fits' }).click();
  await confirm(page);
  await expect(band(page)).toContainText('3 of 3 enabled extensions');
  expect(host.inside('usr/bin/gamma')).toBe('gamma\n');
});

test('tells what happened where systemd fails on an image that could not be judged', async ({ page, host }) => {
  expect(host.veneer('merge').status).toBe(0);
  await expect(band(page)).toContainText('2 of 3 enabled extensions');
  // The magic number of btrfs and nothing behind it: unknown to us, and no image to the kernel.
  const torn = Buffer.alloc(1 << 17);
  torn.write('_BHRfS_M', 65_600, 'latin1');
  writeFileSync(join(host.tree, 'var/lib/extensions/torn.raw'), torn);
  await expect(row(page, 'torn')).toContainText('Unknown');
  await toggle(page, 'alpha');
  await expect(page.getByRole('region', { name: 'Staged changes' })).toBeVisible();
  await page.getByRole('button', { name: 'Apply' }).click();
  const result = page.getByRole('region', { name: 'Result' });
  await expect(result).toContainText('It did not work');
  await expect(result).toContainText('Done before that: Disable alpha.');
  await expect(result).toContainText('Still merged: alpha, beta.');
  await expect(result).toContainText('Disable torn, or repair it, and try again.');
  expect(host.inside('usr/bin/beta')).toBe('beta\n');
  await page.getByRole('button', { name: 'History', exact: true }).click();
  const entry = page.getByRole('list', { name: 'Changes' }).getByRole('listitem').first();
  await expect(entry).toContainText('Failed: Disable alpha');
  await expect(entry).toContainText('Done before that: Disable alpha.');
  await entry.getByRole('button', { name: 'Try again…' }).click();
  await expect(review(page).getByRole('heading', { level: 2 })).toBeVisible();
  await page.keyboard.press('Escape');
  await page.getByRole('button', { name: 'Extensions', exact: true }).click();
  await result.getByRole('button', { name: 'Undo' }).click();
  await expect(row(page, 'alpha')).not.toContainText('Disabled');
});

test('does not apply a plan that was made for another state of the disk', async ({ page, host }) => {
  await band(page).getByRole('button', { name: 'Merge' }).click();
  const dialog = review(page);
  await expect(dialog.getByRole('img', { name: 'Added' }).first()).toBeVisible();
  // Broken at the moment of the click: whichever the window hears of first, nothing may be merged.
  const image = join(host.tree, 'var/lib/extensions/beta.raw');
  const whole = readFileSync(image);
  // The button may be off by then, and stays so.
  const click = dialog
    .getByRole('button', { name: 'Merge' })
    .click({ timeout: 5000 })
    .catch(() => {});
  // The superblock and no more: the rest of the file may be padding.
  writeFileSync(image, whole.subarray(0, 200));
  await click;
  await expect(
    page.getByRole('region', { name: 'Result' }).or(dialog.getByText('This cannot work.')).first(),
  ).toBeVisible();
  expect(host.inside('usr/bin/alpha'), 'nothing was merged').toBeNull();
});

test('does the same from the command line, with the exit codes that it documents', async ({ page, host }) => {
  expect(host.veneer('merge').status).toBe(0);
  expect(host.veneer('merge')).toMatchObject({ status: 5, stderr: expect.stringContaining('merged already') });
  const status = JSON.parse(host.veneer('status', '--json').stdout);
  expect(status.hierarchies[0]).toMatchObject({
    path: '/usr',
    merged: true,
    extensions: ['alpha', 'beta'],
    mutable: 'no',
  });
  const { systemdVersion } = status.host as { systemdVersion: number };
  expect(host.veneer('status').stdout).toMatch(new RegExp(`· systemd ${systemdVersion}\n`));
  const other = String(systemdVersion + 1);
  expect(host.veneer('status', '--as-systemd', other).stdout).toContain(
    `systemd ${systemdVersion}, judged as ${other}\n`,
  );
  expect(host.veneer('disable', 'alpha', '--now').status).toBe(0);
  expect(host.inside('usr/bin/alpha')).toBeNull();
  await expect(row(page, 'alpha')).toContainText('Disabled');
  const { extensions } = JSON.parse(host.veneer('list', '--json').stdout);
  const of = (name: string) => extensions.filter((one: { name: string }) => one.name === name);
  expect(of('alpha')).toMatchObject([
    { masks: true, listed: true, type: 'directory' },
    { masked: true, listed: false, merged: false, type: 'raw' },
  ]);
  expect(of('beta')).toMatchObject([{ merged: true, verdict: { compatible: true, code: 'version-matches' } }]);
  expect(of('gamma')).toMatchObject([{ merged: false, verdict: { compatible: false, code: 'id' } }]);
  expect(host.veneer('enable', 'alpha').status).toBe(0);
  expect(host.veneer('refresh').status).toBe(0);
  expect(host.inside('usr/bin/alpha')).toBe('alpha\n');
  expect(host.veneer('unmerge').status).toBe(0);
  expect(host.veneer('enable', 'nobody').status).toBe(3);
  expect(host.veneer('frobnicate').status).toBe(2);
});
