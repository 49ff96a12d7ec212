/** Fedora's flat layout: what Veneer deletes as old there, against the vacuum of the real systemd-sysupdate. */

import { expect } from 'playwright/test';
import type { UpdateItem } from '../../shared/model/update.ts';
import { contentOfAnswer } from '../harness/answers.ts';
import { type Bed, test } from './bed.ts';

const SYSUPDATE = '/usr/lib/systemd/systemd-sysupdate';
const STORE = '/var/lib/extensions.d';

const sh = ({ machine }: Bed, script: string) => machine.run('sh', '-c', script);
const image = (name: string, version: string, release = '43') => `${name}-${version}-${release}-x86-64.raw`;

/** As fedora-sysexts/fedora publishes it, on a Fedora 43. */
const transfer = (name: string, keep: number, more: string) => `[Transfer]
Verify=false
${more}
[Source]
Type=regular-file
Path=/srv/nothing
MatchPattern=${image(name, '@v')}
[Target]
InstancesMax=${keep + 1}
Type=regular-file
Path=${STORE}/
MatchPattern=${image(name, '@v')}
CurrentSymlink=/var/lib/extensions/${name}.raw`;

interface Case {
  readonly files: readonly string[];
  readonly keep: number;
  readonly more?: string;
  /** Other names that have a transfer file. */
  readonly followed?: readonly string[];
}

function setUp(bed: Bed, { files, keep, more = '', followed = [] }: Case): void {
  sh(bed, `rm -rf ${STORE} /etc/sysupdate.*.d; mkdir -p ${STORE} /var/lib/extensions /srv/nothing`);
  for (const file of files) sh(bed, `echo ${file} > ${STORE}/${file}`);
  for (const name of ['btop', ...followed]) {
    const text = transfer(name, keep, name === 'btop' ? more : '');
    sh(
      bed,
      `mkdir -p /etc/sysupdate.${name}.d && cat > /etc/sysupdate.${name}.d/${name}.transfer <<'END'\n${text}\nEND`,
    );
  }
  const [newest = ''] = files;
  sh(bed, `ln -sfn ../extensions.d/${newest} /var/lib/extensions/btop.raw`);
}

const left = (bed: Bed) => sh(bed, `ls ${STORE}`).stdout.split('\n').filter(Boolean).sort();

function byBoth(bed: Bed, one: Case) {
  setUp(bed, one);
  expect(bed.machine.run(SYSUPDATE, '--component=btop', 'vacuum')).toMatchObject({ status: 0 });
  const theirs = left(bed);
  setUp(bed, one);
  const ran = bed.veneer('vacuum', 'btop', `--keep=${one.keep}`);
  expect(ran, ran.stderr).toMatchObject({ status: 0 });
  return { theirs, ours: left(bed) };
}

const btop = (...versions: string[]) => versions.map((version) => image('btop', version));

test('the same files are left', ({ bed }) => {
  const cases: readonly Case[] = [
    { files: btop('1.4.10', '1.4.9', '1.4.5', '1.4.4'), keep: 1 },
    // The one that was put there last is not the newest.
    { files: [...btop('1.4.10'), ...btop('1.4.4', '1.4.9', '1.4.5')], keep: 2 },
    { files: btop('2', '1'), keep: 3 },
    // Of another release of the OS, of another name, and what no pattern fits.
    {
      files: [...btop('3', '2', '1'), image('btop', '0.1', '42'), image('tree', '2.2.1'), 'btop-1.raw', 'btop.txt'],
      keep: 1,
    },
    { files: btop('5', '4', '3', '2', '1'), keep: 1, more: 'ProtectVersion=2' },
    { files: btop('1-6.0.0-11.fc42', '1-6.0.0-2.fc42', '0-9.fc43'), keep: 1 },
    // Whose image that is nobody says, and its pattern fits.
    { files: [...btop('9', '8'), image('btop', 'themes-1')], keep: 1 },
  ];
  for (const one of cases) {
    const { theirs, ours } = byBoth(bed, one);
    expect(theirs.length, one.files.join(' ')).toBeLessThanOrEqual(one.files.length);
    expect(ours, one.files.join(' ')).toEqual(theirs);
  }
});

test('what is in use stays, though systemd-sysupdate deletes it for what it protects', ({ bed }) => {
  const more = 'ProtectVersion=2\nProtectVersion=1';
  const { theirs, ours } = byBoth(bed, { files: btop('5', '4', '3', '2', '1'), keep: 1, more });
  expect(theirs).toEqual(btop('1', '2'));
  expect(ours).toEqual(btop('1', '2', '5'));
});

test('what another transfer file has stays, though systemd-sysupdate deletes it', ({ bed }) => {
  const other = image('btop-1.35', '1.35.4');
  const { theirs, ours } = byBoth(bed, { files: [...btop('9', '8', '7'), other], keep: 1, followed: ['btop-1.35'] });
  expect(theirs).not.toContain(other);
  expect(ours).toEqual([...btop('9', '8'), other].sort());
  // It says so beforehand, as long as that is there.
  const problem = () => {
    const rows = contentOfAnswer(bed.veneer('update', '--check', '--json').stdout) as UpdateItem[];
    return rows.find(({ name }) => name === 'btop')?.problem;
  };
  expect(problem()).toMatchObject({
    id: 'other-image-taken',
    message: `systemd-sysupdate takes ${other} for a version of btop, and may delete it.`,
  });
  sh(bed, `rm ${STORE}/${other}`);
  expect(problem()).toBeNull();
});
