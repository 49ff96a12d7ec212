/**
 * A cloud vendor's tools on an OEM partition, as Flatcar keeps them: what its start and its updater do is done here by the same
 * commands (flatcar/bootengine: initrd-setup-root-after-ignition; flatcar/update_engine: flatcar-postinst).
 */
import { expect } from 'playwright/test';
import { contentOfAnswer } from '../harness/answers.ts';
import { details, row } from '../shells/window.ts';
import { type Bed, test } from './bed.ts';
import { makeImage } from './images.ts';

const LINK = '/etc/extensions/oem-test.raw';
const versionsOf = (bed: Bed) => bed.veneer('versions', 'oem-test').stdout.split('\n').slice(1).filter(Boolean);
const sh = ({ machine }: Bed, script: string) => expect(machine.run('sh', '-ec', script)).toMatchObject({ status: 0 });

/** The start of an OS: its version decides which image the link leads to. */
const start = (bed: Bed, version: string) =>
  sh(bed, `mkdir -p /etc/extensions; ln -fs /oem/sysext/oem-test-${version}.raw ${LINK}; systemd-sysext refresh`);

test('images of an OEM partition are a source of their own, which the OS leads and cleans', async ({ bed, page }) => {
  const { machine, scratch } = bed;
  try {
    sh(bed, 'mkdir -p /oem && mount -t tmpfs -o size=8M oem-of-veneer-test /oem && mkdir /oem/sysext');
    for (const version of ['1.0', '2.0']) {
      const image = bed.give(makeImage(scratch, { name: 'oem-test', version }));
      sh(bed, `mv ${image} /oem/sysext/oem-test-${version}.raw`);
    }
    sh(bed, 'touch /oem/sysext/active-oem-test');
    start(bed, '1.0');
    expect(bed.merged()).toEqual(['oem-test']);
    expect(machine.run('oem-test').stdout).toBe('oem-test 1.0\n');
    expect(versionsOf(bed)).toEqual([
      expect.stringMatching(/^2\.0 +stored +OEM partition, by the OS$/),
      expect.stringMatching(/^1\.0 +current, stored +OEM partition, by the OS$/),
    ]);

    // The OS was updated and started anew; both of its partitions still have an image.
    start(bed, '2.0');
    expect(machine.run('oem-test').stdout).toBe('oem-test 2.0\n');
    expect(versionsOf(bed)[0]).toMatch(/^2\.0 +current, stored/);
    await bed.open(page);
    await row(page, 'oem-test').click();
    await details(page)
      .getByRole('tab', { name: /^Versions/ })
      .click();
    await expect(details(page).getByText('OEM partition, by the OS')).toHaveCount(2);
    await expect(details(page).getByRole('button', { name: 'Use this…' })).toHaveCount(0);
    for (const words of [
      ['vacuum', 'oem-test', '--keep', '0'],
      ['rollback', 'oem-test'],
    ])
      expect(bed.veneer(...words).stderr).toContain('The OS keeps the images of oem-test itself.');
    expect(bed.veneer('update', 'oem-test').stderr).toContain('oem-test is kept by Flatcar');
    expect(machine.run('ls', '/oem/sysext').stdout).toContain('oem-test-1.0.raw');

    // The updater of the OS deletes what is of neither.
    sh(bed, 'rm -f /oem/sysext/oem-test-1.0.raw');
    expect(versionsOf(bed)).toHaveLength(1);

    // In a tree of it, or before it is mounted, the link leads nowhere; systemd passes it over, and it is no stray.
    sh(bed, 'systemd-sysext unmerge && umount /oem && systemd-sysext refresh');
    expect(bed.merged()).toEqual([]);
    const { items } = contentOfAnswer(bed.veneer('doctor', '--json').stdout) as { items: { id: string }[] };
    const ids = items.map(({ id }) => id);
    expect(ids).not.toContain('dangling');
    expect(bed.veneer('inspect', 'oem-test').stdout).toContain('/oem/sysext/oem-test-2.0.raw');
  } finally {
    machine.run('systemd-sysext', 'unmerge');
    machine.run('umount', '--quiet', '/oem');
    machine.run('rm', '--recursive', '--force', '/oem', LINK);
  }
});
