/** Changes below /etc while configuration extensions are merged over it, which keeps everybody from writing there. */
import { expect } from 'playwright/test';
import type { Plan } from '../../shared/model/plan.ts';
import { doIt, makeHand, switchOf } from '../shells/hand.ts';
import { band, confirm, dismiss, review, row } from '../shells/window.ts';
import { type Bed, test } from './bed.ts';
import { makeImage } from './images.ts';

const shell = (bed: Bed, command: string) => bed.machine.run('sh', '-c', command);
const isReadOnly = (bed: Bed) => shell(bed, 'touch /etc/probe').stderr.includes('Read-only file system');

function succeed(bed: Bed, ...args: string[]): void {
  const { status, stdout, stderr } = bed.veneer(...args);
  expect(status, `${args.join(' ')}: ${stdout}${stderr}`).toBe(0);
}

/** Two extensions and a configuration extension. */
function putAll(bed: Bed): void {
  for (const name of ['one', 'two']) succeed(bed, 'install', bed.give(makeImage(bed.scratch, { name })));
  shell(
    bed,
    'd=/var/lib/confexts/net/etc && mkdir -p $d/extension-release.d && echo ID=_any > $d/extension-release.d/extension-release.net && echo on > $d/net.conf',
  );
}

/** The same, all merged. */
function mergeAll(bed: Bed, between: string): void {
  putAll(bed);
  shell(bed, between);
  for (const one of ['sysext', 'confext']) succeed(bed, 'merge', `--class=${one}`);
  expect(bed.merged()).toEqual(['one', 'two']);
  expect(isReadOnly(bed)).toBe(true);
}

/** What stands in /etc as it is without what is merged. */
function maskOnDisk(bed: Bed, name: string): boolean {
  bed.machine.run('systemd-confext', 'unmerge');
  return bed.machine.run('test', '-d', `/etc/extensions/${name}`).status === 0;
}

test('an extension is disabled and enabled again while /etc is merged', async ({ bed }) => {
  putAll(bed);
  const plan = () => JSON.parse(bed.veneer('plan', 'disable', 'one', '--now', '--json').stdout) as Plan;
  const opened = () => plan().warnings.filter(({ id }) => id === 'etc-opened');
  expect(opened(), 'nothing is merged over /etc').toEqual([]);
  for (const one of ['sysext', 'confext']) succeed(bed, 'merge', `--class=${one}`);
  expect(bed.merged()).toEqual(['one', 'two']);
  expect(opened()).toHaveLength(1);
  expect(plan()).toMatchObject({
    blockers: [],
    outcomes: [
      { class: 'sysext', before: ['one', 'two'], after: ['two'] },
      { class: 'confext', before: ['net'], after: ['net'] },
    ],
  });
  expect(isReadOnly(bed), 'a plan changes nothing').toBe(true);
  succeed(bed, 'disable', 'one', '--now');
  expect(bed.merged()).toEqual(['two']);
  expect(isReadOnly(bed), 'it is merged again').toBe(true);
  expect(shell(bed, 'cat /etc/net.conf').stdout).toBe('on\n');
  succeed(bed, 'enable', 'one', '--now');
  expect(bed.merged()).toEqual(['one', 'two']);
  expect(shell(bed, 'cat /etc/net.conf').stdout).toBe('on\n');
  expect(maskOnDisk(bed, 'one')).toBe(false);
});

test('journey 8: /etc is merged and an extension disabled after it with two clicks each, and read-only is said before', async ({
  bed,
  page,
}) => {
  putAll(bed);
  succeed(bed, 'merge', '--class=sysext');
  await bed.open(page);
  const hand = makeHand();
  await hand.click(band(page).getByRole('button', { name: 'Merge', exact: true }));
  await expect(review(page)).toContainText('/etc becomes read-only.');
  expect(isReadOnly(bed), 'said before it is so').toBe(false);
  shell(bed, 'rm /etc/probe');
  await hand.click(doIt(review(page)));
  await expect.poll(() => isReadOnly(bed)).toBe(true);
  // And one that says that it works.
  await hand.click(page.getByRole('dialog').getByRole('button', { name: 'Keep', exact: true }));
  expect(hand.clicks()).toBe(2 + 1);
  await expect(row(page, 'net')).toContainText('Active');

  await hand.click(switchOf(row(page, 'one')));
  await hand.click(page.getByRole('button', { name: 'Apply', exact: true }));
  await expect(row(page, 'one')).toContainText('Disabled');
  expect(hand.clicks()).toBe(2 + 1 + 2);
  expect(bed.merged()).toEqual(['two']);
  expect(isReadOnly(bed), 'it is merged again').toBe(true);
  expect(shell(bed, 'cat /etc/net.conf').stdout).toBe('on\n');
});

test('the review of a merge leaves /etc out, or keeps it writable, where that is chosen', async ({ bed, page }) => {
  putAll(bed);
  // The root of this system is an overlay, on which no upper layer can be.
  shell(bed, 'mkdir -p /var/lib/extensions.mutable && mount -t tmpfs tmpfs /var/lib/extensions.mutable');
  await bed.open(page);
  // The band has a line for each class; a merge of both is in the palette.
  await page.keyboard.press('Control+k');
  await page.getByRole('combobox', { name: 'Search or run a command' }).fill('Merge');
  await expect(page.locator('[role=option][aria-selected=true]')).toHaveText('Merge');
  await page.keyboard.press('Enter');
  await expect(review(page)).toContainText('/etc becomes read-only.');
  await review(page).getByRole('checkbox', { name: 'Leave /etc out' }).press('Space');
  await expect(review(page)).not.toContainText('/etc');
  await expect(review(page)).not.toContainText('net');
  await confirm(page);
  await expect(row(page, 'one')).toContainText('Active');
  await expect(row(page, 'net')).toContainText('Merged next time');
  expect(bed.merged()).toEqual(['one', 'two']);
  expect(isReadOnly(bed)).toBe(false);
  shell(bed, 'rm /etc/probe');
  await dismiss(page);

  await band(page).getByRole('button', { name: 'Merge', exact: true }).click();
  await review(page).getByRole('checkbox', { name: 'Keep /etc writable' }).press('Space');
  await expect(review(page)).toContainText('/etc stays writable.');
  await confirm(page);
  await expect(row(page, 'net')).toContainText('Active');
  expect(shell(bed, 'cat /etc/net.conf').stdout).toBe('on\n');
  expect(isReadOnly(bed)).toBe(false);
  expect(shell(bed, 'ls /var/lib/extensions.mutable/etc').stdout).toBe('probe\n');
  shell(bed, 'systemd-confext unmerge; umount /var/lib/extensions.mutable; rm -r /var/lib/extensions.mutable');
});

test('where the change fails in the middle, /etc is as it was', async ({ bed }) => {
  // No mask can be made there, whatever lies over it.
  mergeAll(bed, 'mkdir -p /etc/extensions && mount -t tmpfs -o ro tmpfs /etc/extensions');
  const { status, stderr } = bed.veneer('disable', 'one', '--now');
  expect(status, stderr).not.toBe(0);
  expect(bed.merged()).toEqual(['one', 'two']);
  expect(isReadOnly(bed)).toBe(true);
  expect(shell(bed, 'cat /etc/net.conf').stdout).toBe('on\n');
  expect(maskOnDisk(bed, 'one')).toBe(false);
});

test('what was merged so that /etc can be written to needs no such thing', async ({ bed }) => {
  // The root of this system is an overlay, on which no upper layer can be.
  mergeAll(bed, 'mkdir -p /var/lib/extensions.mutable && mount -t tmpfs tmpfs /var/lib/extensions.mutable');
  succeed(bed, 'refresh', '--class=confext', '--mutable=yes');
  expect(isReadOnly(bed)).toBe(false);
  shell(bed, 'rm /etc/probe');
  expect(bed.veneer('disable', 'one', '--now').stdout).not.toContain('/etc');
  expect(bed.merged()).toEqual(['two']);
  shell(bed, 'systemd-confext unmerge; umount /var/lib/extensions.mutable; rm -r /var/lib/extensions.mutable');
});
