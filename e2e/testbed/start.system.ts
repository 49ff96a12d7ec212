/** What kept the start of the machine from merging, told as the service manager has it. */
import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, type Page } from 'playwright/test';
import { type Bed, test } from './bed.ts';
import { makeImage } from './images.ts';

const UNIT = 'systemd-sysext.service';
const FOLDER = '/var/lib/extensions';

/** What the Host view says is wrong, and what to do. */
async function expectWrong(page: Page, bed: Bed, ...texts: (string | RegExp)[]): Promise<void> {
  await bed.open(page, 'root');
  await page.getByRole('button', { name: 'Host', exact: true }).click();
  await expect(page.getByRole('complementary', { name: 'About this host' })).toBeVisible();
  for (const text of texts) await expect(page.locator('.lacks').first()).toContainText(text);
}

function dropIn({ machine }: Bed, lines: string): void {
  const folder = join(machine.root, `/run/systemd/system/${UNIT}.d`);
  mkdirSync(folder, { recursive: true });
  writeFileSync(join(folder, 'test.conf'), lines);
  machine.run('systemctl', 'daemon-reload');
}

test.afterEach(({ bed: { machine } }) => {
  machine.run('umount', '--quiet', FOLDER);
  machine.run('rm', '--recursive', '--force', `/run/systemd/system/${UNIT}.d`);
  machine.run('systemctl', 'daemon-reload');
  machine.run('systemctl', 'reset-failed');
});

test('the service failed, with the reason of the journal', async ({ bed, page }) => {
  bed.machine.run('sh', '-c', `mkdir -p ${FOLDER}; echo rubbish > ${FOLDER}/broken.raw`);
  expect(bed.machine.run('systemctl', 'restart', UNIT).status).not.toBe(0);
  await expectWrong(page, bed, `${UNIT} failed.`, 'Failed to ', `systemctl restart ${UNIT}`);
});

test('a condition of a drop-in was not met', async ({ bed, page }) => {
  bed.machine.run(
    'install',
    '-D',
    '--mode=644',
    bed.give(makeImage(bed.scratch, { name: 'tool' })),
    `${FOLDER}/tool.raw`,
  );
  dropIn(bed, '[Unit]\nConditionPathExists=/nowhere\n');
  // systemd takes that for no failure.
  expect(bed.machine.run('systemctl', 'restart', UNIT)).toMatchObject({ status: 0 });
  expect(bed.merged()).toEqual([]);
  await expectWrong(page, bed, `${UNIT} did nothing when it was started last`, 'ConditionPathExists=/nowhere');
});

test('the folder is on a file system that came after the merge', async ({ bed, page }) => {
  const image = bed.give(makeImage(bed.scratch, { name: 'tool' }));
  bed.machine.run('mkdir', '--parents', FOLDER);
  bed.machine.run('mount', '-t', 'tmpfs', 'none', FOLDER);
  bed.machine.run('install', '--mode=644', image, `${FOLDER}/tool.raw`);
  await expectWrong(
    page,
    bed,
    `Mounted only after the merge at boot: ${FOLDER}, with tool.`,
    'without noauto and nofail',
  );
});
