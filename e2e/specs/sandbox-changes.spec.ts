/** Changes in the sandbox, from the switch to the kernel: merged, reviewed, taken back. */
import { chownSync, existsSync, mkdirSync, readdirSync, statSync, symlinkSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { expect } from 'playwright/test';
import { putInto, test } from '../shells/sandbox.ts';
import { band, confirm, details, mergeWithoutBroken, review, row, toggle } from '../shells/window.ts';

test('merges for real, takes one away, and undoes it', async ({ page, sandbox }) => {
  // A broken image makes every merge fail, so it is in the way until it is disabled.
  await expect(page.getByText('1 file stops every merge')).toBeVisible();
  await mergeWithoutBroken(page);
  await expect(band(page)).toContainText('5 of 7 enabled extensions');
  expect(sandbox.inside('usr/bin/editor')).toContain('editor');
  expect(sandbox.inside('usr/bin/metrics')).toContain('metrics');
  expect(sandbox.inside('usr/bin/inspect')).toContain('field-kit');
  expect(sandbox.inside('usr/bin/gpu-info')).toBeNull();
  expect(existsSync(join(sandbox.tree, 'usr/bin/editor')), 'nothing of it outside').toBe(false);

  await toggle(page, 'editor');
  await expect(page.getByRole('region', { name: 'Staged changes' })).toContainText('Disable editor');
  await expect(row(page, 'editor')).toContainText('Will be disabled');
  expect(sandbox.inside('usr/bin/editor'), 'nothing before Apply').not.toBeNull();
  await page.getByRole('button', { name: 'Apply' }).click();
  await expect(page.getByRole('region', { name: 'Result' })).toContainText('Done');
  await expect(row(page, 'editor')).toContainText('Disabled');
  expect(sandbox.inside('usr/bin/editor')).toBeNull();
  expect(readdirSync(join(sandbox.tree, 'etc/extensions'))).toContain('editor');

  await page.getByRole('region', { name: 'Result' }).getByRole('button', { name: 'Undo' }).click();
  await expect(row(page, 'editor')).toContainText('Active');
  await expect.poll(() => sandbox.inside('usr/bin/editor')).not.toBeNull();
  expect(readdirSync(join(sandbox.tree, 'etc/extensions'))).not.toContain('editor');
});

test('what somebody else puts beside what is merged waits for a re-merge, which is offered', async ({
  page,
  sandbox,
}) => {
  await mergeWithoutBroken(page);
  const waits = page.getByText('Not merged, and taken in by the next merge: late.');
  await expect(waits).toHaveCount(0);
  putInto(sandbox.tree, {
    'var/lib/extensions/late/usr/lib/extension-release.d/extension-release.late': 'ID=_any\n',
    'var/lib/extensions/late/usr/bin/late': 'late',
  });
  await expect(row(page, 'late')).toContainText('Merged next time');
  await expect(waits).toBeVisible();
  await page.getByRole('button', { name: 'Re-merge…' }).click();
  await confirm(page);
  await expect(row(page, 'late')).toContainText('Active');
  await expect(waits).toHaveCount(0);
  expect(sandbox.inside('usr/bin/late')).toBe('late');
});

test('keeps a history over a restart of the page, and takes a change back from there', async ({ page, sandbox: _ }) => {
  await toggle(page, 'broken');
  await page.getByRole('button', { name: 'Apply' }).click();
  await expect(row(page, 'broken')).toContainText('Disabled');
  await page.reload();
  await page.getByRole('button', { name: 'History' }).click();
  const entry = page.getByRole('list', { name: 'Changes' }).getByRole('listitem');
  await expect(entry).toContainText('Disabled broken');
  await entry.getByRole('button', { name: 'Undo' }).click();
  await confirm(page);
  await expect(page.getByRole('list', { name: 'Changes' }).getByRole('listitem')).toHaveCount(2);
  await page.getByRole('button', { name: 'Extensions' }).click();
  await expect(row(page, 'broken')).toContainText('Stops every merge');
});

test('reviews a plan before anything is done, and unmerges', async ({ page, sandbox }) => {
  await page.getByRole('button', { name: 'Merge', exact: true }).click();
  const dialog = review(page);
  await expect(dialog).toContainText('This cannot work.');
  await dialog.getByRole('button', { name: 'Disable broken as well' }).click();
  await expect(dialog.getByRole('heading', { level: 2 })).toHaveText('Disable broken, merge 5 extensions');
  const fieldKit = dialog.getByRole('listitem').filter({ hasText: /^field-kit/ });
  await expect(fieldKit.getByRole('img', { name: 'Added' })).toBeVisible();
  await expect(dialog).toContainText('field-kit replaces /usr/bin/inspect of debug-tools');
  await confirm(page);
  await expect(band(page)).toContainText('Merged into /usr');

  await band(page).getByRole('button', { name: 'Unmerge' }).click();
  await expect(fieldKit.getByRole('img', { name: 'Taken out' })).toBeVisible();
  await expect(dialog).toContainText('metrics.service');
  await confirm(page);
  await expect(band(page)).toContainText('Not merged');
  expect(sandbox.inside('usr/bin/field-kit')).toBeNull();
});

test('says what a merge would spoil, in the details and before it is done', async ({ page, sandbox }) => {
  symlinkSync('share', join(sandbox.tree, 'usr/linked'));
  putExtensionAt(sandbox.tree, 'var/lib/extensions', 'spoils', 'usr/linked/file');
  await row(page, 'spoils').click();
  const finding = details(page).getByRole('listitem').filter({ hasText: 'usr/linked' });
  await expect(finding).toContainText('hides a link');
  await expect(finding).toContainText('what was reached through the link is gone');
  await page.getByRole('button', { name: 'Merge', exact: true }).click();
  const dialog = review(page);
  await dialog.getByRole('button', { name: 'Disable broken as well' }).click();
  await expect(dialog).toContainText('Danger in spoils at /usr/linked: A folder takes the place of a link of the base');
});

test('asks before an entry of /etc/extensions is moved aside', async ({ page, sandbox }) => {
  putWhereMasksStand(sandbox.tree, 'here');
  await mergeWithoutBroken(page);
  await toggle(page, 'here');
  await page.getByRole('button', { name: 'Apply' }).click();
  const dialog = review(page);
  await expect(dialog).toContainText('It cannot be disabled where it stands.');
  await expect(dialog.getByRole('button', { name: 'Disable' })).toBeDisabled();
  await dialog.getByText('Move it aside', { exact: true }).click();
  await confirm(page);
  await expect(row(page, 'here')).toContainText('Moved aside');
  expect(existsSync(join(sandbox.tree, 'etc/extensions.disabled/here/usr'))).toBe(true);
  await toggle(page, 'here');
  await page.getByRole('button', { name: 'Apply' }).click();
  await expect(row(page, 'here')).not.toContainText('Moved aside');
  await expect.poll(() => existsSync(join(sandbox.tree, 'etc/extensions/here/usr'))).toBe(true);
});

/** Puts a fitting extension to where masks stand. */
function putWhereMasksStand(tree: string, name: string): void {
  putExtensionAt(tree, 'etc/extensions', name, 'usr/share/nothing');
}

/** Puts a fitting extension with one file into a search directory, owned by the sandbox's own user. */
function putExtensionAt(tree: string, directory: string, name: string, file: string): void {
  const place = join(tree, directory, name);
  const release = `usr/lib/extension-release.d/extension-release.${name}`;
  for (const [path, content] of [
    [release, 'ID=_any\n'],
    [file, ''],
  ] as const) {
    mkdirSync(dirname(join(place, path)), { recursive: true });
    writeFileSync(join(place, path), content);
  }
  const { uid, gid } = statSync(tree);
  for (const path of [place, ...readdirSync(place, { recursive: true }).map((one) => join(place, String(one)))]) {
    chownSync(path, uid, gid);
  }
}
