/** Optional features of transfer files, listed and switched, against what systemd-sysupdate makes of them. */
import { expect } from 'playwright/test';
import { contentOfAnswer } from '../harness/answers.ts';
import { type Bed, test } from './bed.ts';

const SYSUPDATE = '/usr/lib/systemd/systemd-sysupdate';
const put = (bed: Bed, path: string, text: string) =>
  bed.machine.run('sh', '-c', `mkdir -p "$(dirname ${path})" && cat > ${path} <<'END'\n${text}\nEND`);

/** As Frostyard's snosi has them: a component with an extension that is off until somebody wants it. */
const TRANSFER = (name: string) => `[Transfer]
Verify=false
Features=${name}
[Source]
Type=regular-file
Path=/srv/source
MatchPattern=${name}_@v.raw
[Target]
Type=regular-file
Path=/var/lib/extensions
CurrentSymlink=${name}.raw`;

test('a feature is listed with what it brings, switched on, and left to whoever defines it', async ({ bed }) => {
  bed.machine.run(
    'sh',
    '-c',
    'rm -rf /srv/source; mkdir -p /srv/source /var/lib/extensions; touch /srv/source/docker_1.raw',
  );
  put(bed, '/etc/sysupdate.apps.d/docker.transfer', TRANSFER('docker'));
  put(
    bed,
    '/etc/sysupdate.apps.d/docker.feature',
    '[Feature]\nDescription=Containers\nDocumentation=https://docs.example/docker\nEnabled=false',
  );
  const list = () => contentOfAnswer(bed.veneer('features', '--json').stdout) as unknown;
  const row = {
    component: 'apps',
    name: 'docker',
    description: 'Containers',
    documentation: 'https://docs.example/docker',
    brings: ['docker'],
  };
  const rows = () => contentOfAnswer(bed.veneer('update', '--check', '--json').stdout) as unknown[];
  const theirs = () => bed.machine.run(SYSUPDATE, '--component=apps', '--json=short', 'list');

  expect(list()).toEqual([{ ...row, isOn: false }]);
  expect(rows()).toEqual([]);
  expect(theirs().status).not.toBe(0);

  expect(bed.veneer('features', 'docker', 'on')).toMatchObject({ status: 0 });
  expect(list()).toEqual([{ ...row, isOn: true }]);
  expect(rows()).toEqual([expect.objectContaining({ name: 'docker', newest: '1', way: 'sysupdate', problem: null })]);
  expect(theirs().stdout).toContain('"all":["1"]');
  expect(bed.machine.run(SYSUPDATE, '--component=apps', 'update').status).toBe(0);
  expect(bed.machine.run('readlink', '/var/lib/extensions/docker.raw').stdout.trim()).toBe('docker_1.raw');

  expect(bed.veneer('features', 'docker', 'default')).toMatchObject({ status: 0 });
  expect(list()).toEqual([{ ...row, isOn: false }]);
  expect(bed.machine.run('ls', '/etc/sysupdate.apps.d').stdout).toBe('docker.feature\ndocker.transfer\n');
  expect(bed.veneer('features', 'nothing', 'on')).toMatchObject({ status: 3 });
});
