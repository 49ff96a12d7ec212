/** Services that run from files which an update takes the place of: restarted where a person or their publisher asks for it. */
import { expect, type Page } from 'playwright/test';
import { confirmInstall, details, lookAt, row, sheet } from '../shells/window.ts';
import { type Bed, test } from './bed.ts';
import { makeImage } from './images.ts';

const SYSTEM = 'usr/lib/systemd/system';

/** An image of `tool` whose service `calm` tells its version by its environment. */
function imageOf(bed: Bed, version: string, release = ''): string {
  const calm = `[Service]\nEnvironment=CAME=of-version-${version}\nExecStart=/usr/bin/sleep infinity\n`;
  const files = { [`${SYSTEM}/calm.service`]: calm };
  return bed.give(makeImage(bed.scratch, { name: 'tool', version, files, release }));
}

/** Version 1, merged, with its service running. */
function startFirst(bed: Bed): void {
  expect(bed.veneer('install', '--now', imageOf(bed, '1'))).toMatchObject({ status: 0 });
  bed.machine.run('systemctl', 'daemon-reload');
  bed.machine.run('systemctl', 'start', 'calm.service');
}

const show = ({ machine }: Bed, property: string) =>
  machine.run('systemctl', 'show', `--property=${property}`, 'calm.service').stdout.trim();

/** What the process itself was started with, whatever systemd knows of its unit. */
const runs = (bed: Bed) =>
  bed.machine.run('cat', `/proc/${show(bed, 'MainPID').replace('MainPID=', '')}/environ`).stdout.replaceAll('\0', ' ');

const result = (page: Page) => page.getByRole('region', { name: 'Result' });

test('restarts after an update what a person chose, as a step of it, and what its publisher asks for', async ({
  bed,
  page,
  suite,
}) => {
  const { machine } = bed;
  startFirst(bed);
  const first = show(bed, 'MainPID');
  const second = imageOf(bed, '2');
  expect(bed.veneer('plan', 'install', '--now', second).stdout).toContain(
    'calm.service goes on with the old version until it is restarted',
  );
  expect(bed.veneer('install', '--now', second)).toMatchObject({ status: 0 });
  expect(show(bed, 'MainPID'), 'nothing is restarted unasked').toBe(first);

  // The way back goes through the review.
  await bed.open(page);
  await row(page, 'tool').click();
  await details(page)
    .getByRole('tab', { name: /^Versions/ })
    .click();
  await details(page).getByRole('button', { name: 'Use this…' }).click();
  const review = page.getByRole('dialog');
  await expect(review).toContainText('calm.service goes on with the old version until it is restarted');
  const choice = review.getByRole('checkbox', { name: 'Restart calm.service afterwards' });
  await expect(choice).not.toBeChecked();
  await review.getByText('Restart calm.service afterwards').click();
  await expect(choice).toBeChecked();
  await expect(review).toContainText('calm.service will be restarted');
  await review.getByRole('button', { name: 'Go back' }).click();
  await expect(review).toHaveCount(0);
  await expect(result(page)).toContainText('Went back to tool 1', { timeout: 60_000 });
  await expect.poll(() => show(bed, 'MainPID')).not.toBe(first);
  expect(show(bed, 'Environment')).toContain('of-version-1');
  await page.getByRole('button', { name: 'History', exact: true }).click();
  await expect(page.getByRole('main'), 'kept with what was done').toContainText('calm.service restarted');

  // What its publisher asks for is done unasked: by systemd itself from 262 on.
  const before = show(bed, 'MainPID');
  const asking = imageOf(bed, '3', 'EXTENSION_RESTART_UNITS=calm.service\n');
  expect(bed.veneer('plan', 'install', '--now', asking).stdout).toContain(
    suite === 'sid' ? 'systemd restarts calm.service' : 'calm.service will be restarted',
  );
  expect(bed.veneer('install', '--now', asking)).toMatchObject({ status: 0 });
  await expect.poll(() => show(bed, 'MainPID')).not.toBe(before);
  await expect.poll(() => show(bed, 'Environment')).toContain('of-version-3');

  // 262 starts it where it does not run, which is said before as well.
  machine.run('systemctl', 'stop', 'calm.service');
  const stopped = imageOf(bed, '4', 'EXTENSION_RESTART_UNITS=calm.service\n');
  const said = bed.veneer('plan', 'install', '--now', stopped).stdout;
  expect(bed.veneer('install', '--now', stopped)).toMatchObject({ status: 0 });
  if (suite === 'sid') {
    expect(said).toContain('calm.service will start');
    await expect.poll(() => show(bed, 'ActiveState')).toBe('ActiveState=active');
  } else {
    expect(said).not.toContain('calm.service');
    expect(show(bed, 'ActiveState')).toBe('ActiveState=inactive');
  }
  machine.run('systemctl', 'stop', 'calm.service');
});

test('the sheet restarts what is chosen in it, and undo brings the old one back to work', async ({ bed, page }) => {
  startFirst(bed);
  expect(runs(bed)).toContain('of-version-1');
  await bed.open(page);
  await lookAt(page, imageOf(bed, '2'));
  const choice = sheet(page).getByRole('switch', { name: 'Restart calm.service afterwards' });
  await expect(choice, 'nothing is restarted unasked').not.toBeChecked();
  // Its words turn the switch as well; what lies over them is its label.
  await sheet(page).getByText('Restart calm.service afterwards').click({ force: true });
  await expect(choice).toBeChecked();
  await confirmInstall(page, 'merge');
  await expect(result(page)).toContainText('Done');
  await expect.poll(() => runs(bed)).toContain('of-version-2');

  await result(page).getByRole('button', { name: 'Undo' }).click();
  await expect(result(page)).toContainText('Undone');
  await expect.poll(() => runs(bed), 'it does not go on with what is taken away').toContain('of-version-1');
  bed.machine.run('systemctl', 'stop', 'calm.service');
});
