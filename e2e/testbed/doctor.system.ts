/** What the Doctor says of the services of extensions: each trouble made by systemd itself, and gone once it is mended. */
import { expect } from 'playwright/test';
import type { DoctorReport } from '../../shared/model/doctor.ts';
import { type Bed, test } from './bed.ts';
import { makeImage } from './images.ts';

const SYSTEM = 'usr/lib/systemd/system';
const FILES = {
  [`${SYSTEM}/runs.service`]: '[Service]\nExecStart=/usr/bin/sleep infinity\n',
  'usr/lib/sysusers.d/tool.conf': 'u of-doctor - "Of a test"\n',
  [`${SYSTEM}/fails.service`]: '[Service]\nExecStart=/bin/sh -c "test -e /run/mended"\nType=oneshot\n',
};
const RULES = ['service-failed', 'service-of-old-version', 'service-without-files', 'user-not-made'];

/** The keys of what it found by these rules, and the rules by which nothing was. */
function look({ veneer }: Bed): { readonly found: string[]; readonly passed: string[] } {
  const { items, passed } = JSON.parse(veneer('doctor', '--json').stdout) as DoctorReport;
  const found = items.filter(({ diagnosis }) => RULES.includes(diagnosis.id)).map(({ key }) => key);
  return { found, passed: passed.filter((id) => RULES.includes(id)).sort() };
}

function install(bed: Bed, version: string): void {
  const image = bed.give(makeImage(bed.scratch, { name: 'tool', version, files: FILES }));
  expect(bed.veneer('install', '--now', image)).toMatchObject({ status: 0 });
}

test.afterEach(({ bed: { machine } }) => {
  for (const unit of ['runs.service', 'fails.service']) machine.run('systemctl', 'stop', unit);
  machine.run('systemctl', 'reset-failed');
  machine.run('rm', '--force', '/run/mended');
  machine.run('userdel', 'of-doctor');
});

test('a service that failed, one of an older version and one without files, until each is mended', async ({ bed }) => {
  const { machine } = bed;
  install(bed, '1');
  machine.run('systemctl', 'start', 'runs.service');
  expect(look(bed)).toEqual({ found: ['user-not-made=tool'], passed: RULES.slice(0, 3) });
  const [, make = ''] = /To make them: (systemd-sysusers .*)$/m.exec(bed.veneer('doctor', 'tool').stdout) ?? [];
  machine.run('sh', '-c', make);
  expect(look(bed)).toEqual({ found: [], passed: RULES });

  machine.run('systemctl', 'start', 'fails.service');
  expect(look(bed)).toMatchObject({ found: ['service-failed=fails.service'], passed: RULES.slice(1) });
  machine.run('touch', '/run/mended');
  const [, fix = ''] = /Fix: (systemctl start fails\.service)$/m.exec(bed.veneer('doctor', 'tool').stdout) ?? [];
  machine.run('sh', '-c', fix);
  expect(look(bed).found).toEqual([]);

  install(bed, '2');
  expect(look(bed).found).toEqual(['service-of-old-version=runs.service']);
  machine.run('systemctl', 'restart', 'runs.service');
  expect(look(bed).found).toEqual([]);

  machine.run('systemd-sysext', 'unmerge');
  expect(look(bed).found).toEqual(['service-without-files=runs.service']);
  machine.run('systemctl', 'stop', 'runs.service');
  expect(look(bed).found).toEqual([]);
});
