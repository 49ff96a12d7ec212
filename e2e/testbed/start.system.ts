/** What kept the start of the machine from merging, told as the service manager and the journal have it. */
import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect } from 'playwright/test';
import type { DoctorReport } from '../../shared/model/doctor.ts';
import { type Bed, test } from './bed.ts';
import { makeImage } from './images.ts';

const UNIT = 'systemd-sysext.service';
const FOLDER = '/var/lib/extensions';
const RULES = ['merge-service-failed', 'merge-service-skipped', 'mounted-after-merge'];

function dropIn({ machine }: Bed, lines: string): void {
  const folder = join(machine.root, `/run/systemd/system/${UNIT}.d`);
  mkdirSync(folder, { recursive: true });
  writeFileSync(join(folder, 'test.conf'), lines);
  machine.run('systemctl', 'daemon-reload');
}

let enablement = '';
test.beforeEach(({ bed: { machine } }) => {
  enablement = machine.run('systemctl', 'is-enabled', UNIT).stdout.trim();
});

test.afterEach(({ bed: { machine } }) => {
  if (enablement === 'disabled') machine.run('systemctl', 'disable', '--quiet', UNIT);
  machine.run('umount', '--quiet', FOLDER);
  machine.run('rm', '--recursive', '--force', `/run/systemd/system/${UNIT}.d`);
  machine.run('systemctl', 'daemon-reload');
  machine.run('systemctl', 'reset-failed');
});

// One window and one test, for what is told is read anew each time.
test('the service failed, was passed over, and ran before the disk was there', async ({ bed, page }) => {
  const { machine } = bed;
  // systemd forgets the conditions of a unit that nothing asks for, as one that is disabled (sid).
  machine.run('systemctl', 'enable', '--quiet', UNIT);
  machine.run('systemctl', 'daemon-reload');
  const image = bed.give(makeImage(bed.scratch, { name: 'tool' }));
  await bed.open(page, 'root');
  const told = async (...texts: (string | RegExp)[]) => {
    await page.reload();
    await page.getByRole('button', { name: 'Host', exact: true }).click();
    await expect(page.getByRole('complementary', { name: 'About this host' })).toBeVisible();
    const notices = page.locator('.host-drawing');
    for (const text of texts) await expect(notices).toContainText(text);
    return (await notices.textContent()) ?? '';
  };
  const ids = () => {
    const { items } = JSON.parse(bed.veneer('doctor', '--json').stdout) as DoctorReport;
    return items.map(({ diagnosis }) => diagnosis.id).filter((id) => RULES.includes(id));
  };
  expect(await told()).not.toMatch(/failed|did nothing|Mounted only/);
  expect(ids()).toEqual([]);

  machine.run('sh', '-c', `mkdir -p ${FOLDER}; echo rubbish > ${FOLDER}/broken.raw`);
  expect(machine.run('systemctl', 'restart', UNIT).status).not.toBe(0);
  const reason = /Failed to .*broken.*|.*broken\.raw: .*/;
  await told(`${UNIT} failed.`, reason, `Once the cause is gone: systemctl restart ${UNIT}`);
  expect(ids()).toEqual(['merge-service-failed']);

  // systemd takes an unmet condition for no failure, and forgets the one before.
  machine.run('rm', `${FOLDER}/broken.raw`);
  machine.run('install', '--mode=644', image, `${FOLDER}/tool.raw`);
  dropIn(bed, '[Unit]\nConditionPathExists=/nowhere\n');
  machine.run('systemctl', 'reset-failed');
  expect(machine.run('systemctl', 'restart', UNIT)).toMatchObject({ status: 0 });
  expect(bed.merged()).toEqual([]);
  const skipped = `${UNIT} did nothing when it was started last`;
  expect(await told(skipped, 'ConditionPathExists=/nowhere')).not.toContain(`${UNIT} failed.`);
  expect(ids()).toEqual(['merge-service-skipped']);

  dropIn(bed, '[Unit]\n');
  expect(machine.run('systemctl', 'restart', UNIT)).toMatchObject({ status: 0 });
  expect(bed.merged()).toEqual(['tool']);
  expect(await told()).not.toContain(skipped);
  expect(ids()).toEqual([]);

  machine.run('systemd-sysext', 'unmerge');
  machine.run('mount', '-t', 'tmpfs', 'none', FOLDER);
  machine.run('install', '--mode=644', image, `${FOLDER}/tool.raw`);
  await told(`Mounted only after the merge at boot: ${FOLDER}, with tool.`, 'without noauto and nofail');
  expect(ids()).toEqual(['mounted-after-merge']);
});
