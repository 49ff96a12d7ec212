/** Install, merge, mask, replace, roll back and remove, on a whole system, by an ordinary user; systemd is the judge. */
import { join } from 'node:path';
import { expect, type Page } from 'playwright/test';
import { BOOT_REFRESH_UNIT } from '../../shared/systemd/boot-refresh-unit.ts';
import { linesHeld, wordsOf } from '../harness/documents.ts';
import { storedIn } from '../harness/stored-images.ts';
import {
  band,
  confirm,
  confirmInstall,
  details,
  lookAt,
  mergeWithoutBroken,
  openTab,
  review,
  row,
  toggle,
} from '../shells/window.ts';
import { test } from './bed.ts';
import { makeImage } from './images.ts';

test('merges squashfs, erofs and a disk image, and their programs run', async ({ bed, page }) => {
  for (const form of ['squashfs', 'erofs', 'disk'] as const) {
    const image = bed.give(makeImage(bed.scratch, { name: `from-${form}`, form }));
    expect(bed.veneer('install', image)).toMatchObject({ status: 0 });
  }
  await bed.open(page);
  for (const form of ['squashfs', 'erofs', 'disk'])
    await expect(row(page, `from-${form}`)).toContainText('Merged next time');
  await band(page).getByRole('button', { name: 'Merge' }).click();
  await confirm(page);
  await expect(band(page)).toContainText('3 of 3 enabled extensions');
  expect(bed.merged().sort()).toEqual(['from-disk', 'from-erofs', 'from-squashfs']);
  for (const form of ['squashfs', 'erofs', 'disk']) {
    expect(bed.machine.run(`/usr/bin/from-${form}`).stdout).toBe(`from-${form} 1\n`);
  }
});

test('masks and unmasks', async ({ bed, page }) => {
  for (const name of ['one', 'two']) {
    expect(bed.veneer('install', '--now', bed.give(makeImage(bed.scratch, { name })))).toMatchObject({ status: 0 });
  }
  expect(bed.merged()).toEqual(['one', 'two']);
  await bed.open(page);
  await toggle(page, 'one');
  await page.getByRole('button', { name: 'Apply' }).click();
  await expect(row(page, 'one')).toContainText('Disabled');
  await expect.poll(() => bed.merged()).toEqual(['two']);
  await toggle(page, 'one');
  await page.getByRole('button', { name: 'Apply' }).click();
  await expect.poll(() => bed.merged()).toEqual(['one', 'two']);
});

/** Applies what the open review shows, and waits until it is done. */
async function applyReview(page: Page): Promise<void> {
  await confirm(page);
  const result = page.getByRole('region', { name: 'Result' });
  await expect(result).toContainText('Done');
  await result.getByRole('button', { name: 'Dismiss' }).click();
}

async function installInWindow(page: Page, path: string): Promise<void> {
  await lookAt(page, path);
  await confirmInstall(page, 'merge');
  const result = page.getByRole('region', { name: 'Result' });
  await expect(result).toContainText('Done');
  await result.getByRole('button', { name: 'Dismiss' }).click();
}

test('installs by file, replaces by a newer version, rolls back, undoes and removes', async ({ bed, page }) => {
  const [first, second] = ['1.0', '2.0'].map((version) =>
    bed.give(makeImage(bed.scratch, { name: 'tool', version })),
  ) as [string, string];
  const version = () => bed.machine.run('/usr/bin/tool').stdout.trim();
  await bed.open(page);
  await installInWindow(page, first);
  expect(version()).toBe('tool 1.0');
  await installInWindow(page, second);
  expect(version()).toBe('tool 2.0');
  await row(page, 'tool').click();
  await openTab(page, 'Versions');
  await details(page).getByRole('button', { name: 'Use this' }).click();
  await applyReview(page);
  expect(version()).toBe('tool 1.0');
  await page.getByRole('button', { name: 'History' }).click();
  await page
    .getByRole('list', { name: 'Changes' })
    .getByRole('listitem')
    .first()
    .getByRole('button', { name: 'Undo' })
    .click();
  await applyReview(page);
  expect(version()).toBe('tool 2.0');
  expect(bed.veneer('rollback', '--now', 'tool')).toMatchObject({ status: 0 });
  expect(version()).toBe('tool 1.0');
  await page.getByRole('button', { name: 'Extensions' }).click();
  // Beside the details, whose buttons offer the newer version first as soon as that is known.
  await row(page, 'tool').click({ button: 'right' });
  await page.getByRole('menuitem', { name: 'Remove…' }).click();
  await applyReview(page);
  expect(bed.merged()).toEqual([]);
  expect(storedIn(join(bed.machine.root, 'var/lib/extensions.d/tool'))).toHaveLength(2);
  expect(bed.veneer('remove', 'tool').status).toBe(3);
});

test('installs into a versioned directory where the host has one, and rolls back there', async ({ bed, page }) => {
  const [first, second] = ['1.0', '2.0'].map((version) => makeImage(bed.scratch, { name: 'tool', version })) as [
    string,
    string,
  ];
  const version = () => bed.machine.run('/usr/bin/tool').stdout.trim();
  bed.machine.run('mkdir', '--parents', '/var/lib/extensions/tool.raw.v');
  bed.machine.run('cp', bed.give(first), '/var/lib/extensions/tool.raw.v/tool_1.0.raw');
  bed.machine.run('systemd-sysext', 'merge');
  expect(version()).toBe('tool 1.0');
  await bed.open(page);
  await installInWindow(page, bed.give(second));
  expect(version()).toBe('tool 2.0');
  expect(bed.machine.run('ls', '/var/lib/extensions').stdout).toBe('tool.raw.v\n');
  await row(page, 'tool').click();
  await openTab(page, 'Versions');
  await details(page).getByRole('button', { name: 'Use this' }).click();
  await applyReview(page);
  expect(version()).toBe('tool 1.0');
  expect(bed.veneer('remove', '--now', 'tool')).toMatchObject({ status: 0 });
  expect(bed.merged()).toEqual([]);
});

test('starts a service, by systemd itself or by us, and stops it when its files go', async ({ bed }) => {
  const unit = '[Service]\nExecStart=/usr/bin/sleep infinity\n';
  const files = (name: string) => ({
    [`usr/lib/systemd/system/${name}.service`]: unit,
    [`usr/lib/systemd/system/multi-user.target.d/10-${name}.conf`]: `[Unit]\nUpholds=${name}.service\n`,
  });
  const reload = makeImage(bed.scratch, {
    name: 'reloads',
    release: 'EXTENSION_RELOAD_MANAGER=1\n',
    files: files('reloads'),
  });
  const plain = makeImage(bed.scratch, { name: 'plain', files: files('plain') });
  const active = (name: string) => bed.machine.run('systemctl', 'is-active', `${name}.service`).stdout.trim();
  expect(bed.veneer('install', '--now', bed.give(reload))).toMatchObject({ status: 0 });
  await expect.poll(() => active('reloads')).toBe('active');
  expect(bed.veneer('install', '--now', bed.give(plain))).toMatchObject({ status: 0 });
  expect(bed.veneer('refresh', '--services')).toMatchObject({ status: 0 });
  expect(bed.veneer('remove', '--now', 'plain')).toMatchObject({ status: 0 });
  bed.machine.run('systemctl', 'stop', 'reloads.service', 'plain.service');
  expect(bed.veneer('install', '--now', '--services', bed.give(plain))).toMatchObject({ status: 0 });
  await expect.poll(() => active('plain')).toBe('active');
  expect(bed.veneer('unmerge', '--services')).toMatchObject({ status: 0 });
  await expect.poll(() => active('plain')).not.toBe('active');
});

test('names the broken image that blocks every merge, and moves on once it is masked', async ({ bed, page }) => {
  expect(bed.veneer('install', bed.give(makeImage(bed.scratch, { name: 'good' })))).toMatchObject({ status: 0 });
  bed.machine.run('sh', '-c', 'head -c 100000 /dev/urandom > /var/lib/extensions/broken.raw');
  expect(bed.machine.run('systemd-sysext', 'refresh').status).not.toBe(0);
  await bed.open(page);
  await expect(page.getByText('1 file stops every merge')).toBeVisible();
  await mergeWithoutBroken(page);
  await expect(band(page)).toContainText('1 of 1 enabled extension');
  expect(bed.merged()).toEqual(['good']);
});

test('two windows change the same thing at the same moment', async ({ bed, page, context }) => {
  expect(bed.veneer('install', bed.give(makeImage(bed.scratch, { name: 'tool' })))).toMatchObject({ status: 0 });
  const other = await context.newPage();
  for (const one of [page, other]) {
    await bed.open(one);
    await band(one).getByRole('button', { name: 'Merge' }).click();
    await expect(review(one)).toBeVisible();
  }
  await Promise.all([page, other].map(confirm));
  const results = [page, other].map((one) => one.getByRole('region', { name: 'Result' }));
  // Whoever comes second is told so, by us or by systemd itself, or finds the new state and merges it once more.
  for (const result of results) {
    await expect(result).toContainText(
      /^Done|Another change|The system changed since this was planned|Re-merge instead, or unmerge first/,
    );
  }
  const texts = await Promise.all(results.map((result) => result.textContent()));
  expect(texts.some((text) => text?.startsWith('Done'))).toBe(true);
  expect(bed.merged()).toEqual(['tool']);
});

test('says at boot or not', async ({ bed, page }) => {
  const enabled = () => bed.machine.run('systemctl', 'is-enabled', 'systemd-sysext.service').stdout.trim();
  // As README has it.
  const lines = linesHeld('boot');
  expect(lines).toHaveLength(1);
  for (const line of lines) expect(bed.veneer(...wordsOf(line).slice(1)), line).toMatchObject({ status: 0 });
  expect(enabled()).toBe('enabled');
  expect(bed.veneer('at-boot', 'off')).toMatchObject({ status: 0 });
  expect(enabled()).toBe('disabled');
  await bed.open(page);
  await page.getByRole('button', { name: 'Host', exact: true }).click();
  // The words beside the switch turn it as well; what lies over them is its label.
  await page.getByText('Merge extensions', { exact: true }).click({ force: true });
  await applyReview(page);
  await expect.poll(enabled).toBe('enabled');
});

test('what is merged until the next restart only says so above the list, with the way to keep it', async ({
  bed,
  page,
}) => {
  const image = bed.give(makeImage(bed.scratch, { name: 'tool' }));
  expect(bed.veneer('at-boot', 'off')).toMatchObject({ status: 0 });
  expect(bed.veneer('install', image)).toMatchObject({ status: 0 });
  await bed.open(page);
  const notice = page.getByText('This lasts until the next restart');
  await expect(row(page, 'tool')).toContainText('Merged next time');
  await expect(notice, 'nothing is merged that could be lost').toHaveCount(0);
  await band(page).getByRole('button', { name: 'Merge' }).click();
  await applyReview(page);
  await expect(notice).toBeVisible();
  await expect(page.getByText('systemd-sysext.service is disabled')).toBeVisible();
  await page.getByRole('button', { name: 'Merge at every start…' }).click();
  await applyReview(page);
  const enabled = () => bed.machine.run('systemctl', 'is-enabled', 'systemd-sysext.service').stdout.trim();
  expect(enabled()).toBe('enabled');
  await expect(notice).toHaveCount(0);
  expect(bed.veneer('at-boot', 'off')).toMatchObject({ status: 0 });
  await page.getByRole('button', { name: /^Doctor/ }).click();
  const found = page.getByRole('listitem').filter({ hasText: 'starts: systemd-sysext.service is disabled' });
  await found.getByRole('button', { name: 'Merge at every start…' }).click();
  await applyReview(page);
  expect(enabled()).toBe('enabled');
  await expect(found).toHaveCount(0);
});

test('starts the services of extensions at boot by a unit of its own, where systemd does not', async ({ bed }) => {
  const enabled = () => bed.machine.run('systemctl', 'is-enabled', BOOT_REFRESH_UNIT).stdout.trim();
  expect(bed.veneer('boot-refresh', 'on')).toMatchObject({ status: 0 });
  expect(enabled()).toBe('enabled');
  expect(bed.machine.run('systemd-analyze', 'verify', BOOT_REFRESH_UNIT)).toMatchObject({ status: 0, stderr: '' });
  expect(bed.veneer('boot-refresh', 'off')).toMatchObject({ status: 0 });
  expect(enabled()).not.toBe('enabled');
});

test('makes what is merged writable and read-only again', async ({ bed, page }) => {
  expect(bed.veneer('install', '--now', bed.give(makeImage(bed.scratch, { name: 'tool' })))).toMatchObject({
    status: 0,
  });
  const writes = () => bed.machine.run('touch', '/usr/written').status === 0;
  expect(writes()).toBe(false);
  expect(bed.veneer('refresh', '--mutable=ephemeral')).toMatchObject({ status: 0 });
  expect(writes()).toBe(true);
  await bed.open(page);
  await page.getByRole('button', { name: 'Host' }).click();
  const writable = page.getByRole('region', { name: 'While merged' });
  await expect(writable.getByRole('switch')).toBeChecked();
  await writable.locator('.toggle').click();
  await confirm(page);
  await expect(writable.getByRole('switch')).not.toBeChecked();
  expect(writes()).toBe(false);
});
