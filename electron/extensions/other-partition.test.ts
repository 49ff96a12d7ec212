/** The other of two partitions, in disk images as sfdisk and mkfs make them. */
import { execFileSync } from 'node:child_process';
import { closeSync, mkdirSync, openSync, readFileSync, symlinkSync, truncateSync, writeSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { makeScratch, type Scratch } from '../../e2e/harness/scratch.ts';
import { parseMountinfo } from '../../shared/systemd/mount-table.ts';
import { otherLabel, readOtherPartition, runningPartition } from './other-partition.ts';

const MIB = 1024 * 1024;
const [A, B] = [
  { number: 1, at: 1 },
  { number: 2, at: 5 },
];

let scratch: Scratch;
beforeAll(() => {
  scratch = makeScratch('other-partition');
  const usr = (name: string, version: string) => {
    scratch.put(`${name}/lib/os-release`, `ID=flatcar\nVERSION_ID=${version}\n`);
    scratch.put(`${name}/lib/systemd/libsystemd-shared-257.so`, '');
    return join(scratch.path, name);
  };
  const [old, fresh] = [usr('old', '4152.2.3'), usr('fresh', '4230.2.0')];
  const [squashfs, ext] = [join(scratch.path, 'a.squashfs'), join(scratch.path, 'b.ext4')];
  execFileSync('mksquashfs', [old, squashfs, '-quiet', '-no-progress']);
  execFileSync('mkfs.ext4', ['-q', '-d', fresh, ext, '3M']);
  // Flatcar's names; the attributes are those that its update_engine and GRUB keep.
  disk('versions', squashfs, ext, ['USR-A', 'USR-B']);
  disk('priority', squashfs, ext, ['USR-A', 'USR-B'], ['GUID:48,56', 'GUID:49,52']);
  disk('tried', squashfs, ext, ['USR-A', 'USR-B'], ['GUID:48,56', 'GUID:49']);
  disk('alone', squashfs, ext, ['USR-A', 'OEM']);
  disk('strange', squashfs, join(scratch.path, 'fresh/lib/os-release'), ['root_a', 'root_b']);
}, 60_000);
afterAll(() => scratch.remove());

const place = (name: string) => join(scratch.path, `${name}.disk`);

function disk(name: string, a: string, b: string, labels: readonly string[], attributes: readonly string[] = []): void {
  scratch.put(`${name}.disk`, '');
  truncateSync(place(name), 10 * MIB);
  const rows = [A, B].map(({ at }, one) => {
    const attribute = attributes[one] === undefined ? '' : `, attrs="${attributes[one]}"`;
    return `start=${at}MiB, size=4MiB, name="${labels[one]}"${attribute}`;
  });
  execFileSync('sfdisk', ['--quiet', place(name)], { input: `label: gpt\n${rows.join('\n')}\n` });
  const fd = openSync(place(name), 'r+');
  for (const [one, { at }] of [
    [a, A],
    [b, B],
  ] as const) {
    const bytes = readFileSync(one);
    writeSync(fd, bytes, 0, bytes.length, at * MIB);
  }
  closeSync(fd);
}

const other = async (name: string, { number }: { readonly number: number }, version: string) => {
  const found = await readOtherPartition({ disk: place(name), number }, version, 257);
  return found === null ? null : [found.label, found.fields.get('VERSION_ID'), found.systemdVersion, found.isNext];
};

test('from A that is B, and from B that is A; the newer is next', async () => {
  expect(await other('versions', A, '4152.2.3')).toEqual(['USR-B', '4230.2.0', 257, true]);
  expect(await other('versions', B, '4230.2.0')).toEqual(['USR-A', '4152.2.3', 257, false]);
});

test('where the boot loader has priorities it goes by them, and not to what was tried and did not come up', async () => {
  expect(await other('priority', A, '9999')).toMatchObject(['USR-B', '4230.2.0', 257, true]);
  expect(await other('priority', B, '1')).toMatchObject(['USR-A', '4152.2.3', 257, false]);
  expect(await other('tried', A, '1')).toMatchObject(['USR-B', '4230.2.0', 257, false]);
});

test('a partition that is none of a pair has no other, and one that cannot be read says so', async () => {
  expect(await other('alone', A, '1')).toBeNull();
  expect(await other('alone', { number: 7 }, '1')).toBeNull();
  await expect(other('strange', A, '1')).rejects.toMatchObject({ code: 'unsupported' });
  expect(['USR-A', 'root_b', 'ROOT', 'A', 'beta'].map(otherLabel)).toEqual(['USR-B', 'root_a', null, null, null]);
});

test('what runs is found below dm-verity, and below what is merged over it', () => {
  // As sysfs has them: /dev/mapper/usr of Flatcar over the third partition of the first disk.
  const sda = 'sys/devices/pci/block/sda';
  const partition = (number: number, label: string) => {
    scratch.put(`${sda}/sda${number}/partition`, `${number}\n`);
    scratch.put(`${sda}/sda${number}/uevent`, `DEVNAME=sda${number}\nPARTN=${number}\nPARTNAME=${label}\n`);
  };
  partition(3, 'USR-A');
  const dm = 'sys/devices/virtual/block/dm-0';
  mkdirSync(join(scratch.path, dm, 'slaves'), { recursive: true });
  symlinkSync('../../../../pci/block/sda/sda3', join(scratch.path, dm, 'slaves/sda3'));
  mkdirSync(join(scratch.path, 'sys/dev/block'), { recursive: true });
  symlinkSync('../../devices/virtual/block/dm-0', join(scratch.path, 'sys/dev/block/254:0'));
  const mounts = parseMountinfo(
    [
      '22 1 8:9 / / rw - ext4 /dev/sda9 rw',
      '29 22 254:0 / /usr ro - ext4 /dev/mapper/usr ro',
      '90 22 0:60 / /usr ro - overlay sysext ro',
      '',
    ].join('\n'),
  );
  const sys = join(scratch.path, 'sys');
  expect(runningPartition(mounts, sys), 'no pair').toBeNull();
  partition(4, 'USR-B');
  expect(runningPartition(mounts, sys)).toEqual({ disk: '/dev/sda', number: 3 });
  expect(runningPartition(mounts.slice(0, 1), sys)).toBeNull();
});
