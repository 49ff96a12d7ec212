/** What the Doctor says of a merge that is not what stands on the disk, by ids: each trouble made with systemd itself, and gone once it is mended. */
import { expect } from 'playwright/test';
import type { DoctorReport } from '../../shared/model/doctor.ts';
import { type Bed, test } from './bed.ts';
import { makeImage } from './images.ts';

const FOLDER = '/var/lib/extensions';
/** Loop devices are the machine's: no other system has an image of that name. */
const TOOL = 'of-the-doctor';
const SYSUPDATE = '/usr/lib/systemd/systemd-sysupdate';
const BOOT_UNITS = ['systemd-sysext.service', 'systemd-confext.service'];
const FILES = {
  'usr/lib/systemd/system/late.service':
    '[Service]\nExecStart=/usr/bin/sleep infinity\n[Install]\nWantedBy=multi-user.target\n',
  'usr/lib/tmpfiles.d/tool.conf': 'd /var/lib/of-tool\n',
};
/** As where a desktop is, whose agent asks for polkit. */
const DESKTOP = 'WAYLAND_DISPLAY=wayland-0';

function sh({ machine }: Bed, script: string): void {
  expect(machine.run('sh', '-c', script), script).toMatchObject({ status: 0 });
}

/** What is found by an ordinary user; those that only say how the beds are made are left out. */
function found({ machine }: Bed, environment: string = DESKTOP): string[] {
  const { stdout } = machine.runAsUser('env', environment, 'node', '/usr/lib/veneer/cli.cjs', 'doctor', '--json');
  const ids = (JSON.parse(stdout) as DoctorReport).items.map(({ diagnosis }) => diagnosis.id);
  return ids.filter((id) => id !== 'images-unseen').sort();
}

const imageOf = (bed: Bed, version: string, more: Parameters<typeof makeImage>[1] | object = {}) =>
  bed.give(makeImage(bed.scratch, { name: TOOL, version, ...more }));

/** As a person puts an image there by hand: in the place of the one that is there. */
const put = (bed: Bed, image: string) =>
  sh(bed, `mkdir -p ${FOLDER} && install -m 644 ${image} ${FOLDER}/.new && mv ${FOLDER}/.new ${FOLDER}/${TOOL}.raw`);

let enabled: readonly string[] = [];
test.beforeEach(({ bed }) => {
  const isOn = (unit: string) => bed.machine.run('systemctl', 'is-enabled', '--quiet', unit).status === 0;
  enabled = BOOT_UNITS.filter(isOn);
  sh(bed, `systemctl enable --quiet ${BOOT_UNITS.join(' ')}`);
});
test.afterEach(({ bed: { machine } }) => {
  const off = BOOT_UNITS.filter((unit) => !enabled.includes(unit));
  if (off.length > 0) machine.run('systemctl', 'disable', '--quiet', ...off);
  machine.run('systemctl', 'stop', 'late.service');
  machine.run('systemd-sysext', 'unmerge');
  machine.run('sh', '-c', `mv ${SYSUPDATE}.away ${SYSUPDATE}; mv /usr/lib/os-release.before /usr/lib/os-release`);
  machine.run('sh', '-c', 'rm -rf /var/lib/of-tool /etc/systemd/system/multi-user.target.wants/late.service');
});

test('what a host lacks, until it is there', ({ bed }) => {
  expect(found(bed)).toEqual([]);
  expect(found(bed, 'NO_DESKTOP=1')).toEqual(['nobody-asks']);
  sh(bed, 'systemctl disable --quiet systemd-sysext.service');
  expect(found(bed)).toEqual(['not-merged-at-boot']);
  sh(bed, `systemctl enable --quiet systemd-sysext.service; mv ${SYSUPDATE} ${SYSUPDATE}.away`);
  expect(found(bed)).toEqual(['no-sysupdate']);
});

test('what came, was replaced or went since the merge, until it is merged again', ({ bed }) => {
  put(bed, imageOf(bed, '1'));
  expect(found(bed), 'nothing is merged yet').toEqual(['merge-differs']);
  sh(bed, 'systemd-sysext merge');
  expect(found(bed)).toEqual([]);
  put(bed, imageOf(bed, '2', { files: { 'usr/share/two': '' } }));
  expect(found(bed)).toEqual(['image-replaced']);
  sh(bed, 'systemd-sysext refresh');
  expect(found(bed)).toEqual([]);
  sh(bed, `rm ${FOLDER}/${TOOL}.raw`);
  expect(found(bed)).toEqual(['still-merged']);
  sh(bed, 'systemd-sysext refresh');
  expect(found(bed)).toEqual([]);
});

test('a unit that was never started, and a path that nobody made, until both are', ({ bed }) => {
  put(bed, imageOf(bed, '1', { files: FILES }));
  sh(bed, 'systemd-sysext merge; systemctl daemon-reload; systemctl enable --quiet late.service');
  // It is not started by the next start either.
  const stays = 'not-started-at-boot';
  expect(found(bed)).toEqual(['not-started', stays, 'path-not-made']);
  sh(bed, 'systemctl start late.service; systemd-tmpfiles --create /usr/lib/tmpfiles.d/tool.conf');
  expect(found(bed)).toEqual([stays]);
});

test('another version that counts than is merged, and one that fell out with the OS', async ({ bed }) => {
  const release = '. /etc/os-release; echo "ID=$ID"; [ -z "$VERSION_ID" ] || echo "VERSION_ID=$VERSION_ID"';
  const { stdout } = bed.machine.run('sh', '-c', release);
  const install = (version: string, ...args: string[]) =>
    expect(bed.veneer('install', ...args, imageOf(bed, version, { release: stdout }))).toMatchObject({ status: 0 });
  install('1', '--now');
  expect(found(bed)).toEqual([]);
  install('2');
  expect(found(bed)).toEqual(['other-version-merged']);
  sh(bed, 'systemd-sysext refresh');
  expect(found(bed)).toEqual([]);
  sh(bed, 'systemd-sysext unmerge; cp --archive /usr/lib/os-release /usr/lib/os-release.before');
  sh(bed, `printf 'ID=debian\\nVERSION_ID=99\\nPRETTY_NAME="Debian 99"\\n' > /usr/lib/os-release`);
  // What is so within ten seconds of a change of Veneer's is taken for its own (OWN_MS), for no OS is updated in that time.
  await expect.poll(() => found(bed), { timeout: 30_000 }).toEqual(['lost-with-os']);
  sh(bed, 'mv /usr/lib/os-release.before /usr/lib/os-release; systemd-sysext merge');
  expect(found(bed)).toEqual([]);
});
