import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { kernelOf, readKernelFacts } from './kernel.ts';

const NOTHING = { fileSystems: null, modules: null, config: null, modprobe: '' };

test('where nothing tells, nothing is known', () => {
  const kernel = kernelOf(NOTHING);
  expect(kernel.fileSystem('erofs')).toBeNull();
  expect(kernel.option('EROFS_FS')).toBeNull();
  expect(
    kernelOf({ ...NOTHING, fileSystems: 'nodev\tsysfs\n\text4\n' }).fileSystem('erofs'),
    'it may be a module',
  ).toBeNull();
});

test('a file system that is there, built in, or a module', () => {
  expect(kernelOf({ ...NOTHING, fileSystems: 'nodev\tsysfs\n\terofs\n' }).fileSystem('erofs')).toBe(true);
  const modules = 'kernel/fs/ext4/ext4.ko\nkernel/fs/squashfs/squashfs.ko.xz: kernel/lib/x.ko.xz\n';
  expect(kernelOf({ ...NOTHING, modules }).fileSystem('squashfs')).toBe(true);
  expect(kernelOf({ ...NOTHING, modules }).fileSystem('erofs')).toBe(false);
});

test('a file system that is left out, or that the host forbids', () => {
  const config =
    'CONFIG_SQUASHFS=m\n# CONFIG_EROFS_FS is not set\nCONFIG_SQUASHFS_XZ=y\n# CONFIG_SQUASHFS_ZSTD is not set\n';
  const kernel = kernelOf({ ...NOTHING, config });
  expect(kernel.fileSystem('erofs')).toBe(false);
  expect(kernel.fileSystem('squashfs'), 'a module that may not be installed').toBeNull();
  expect(kernel.option('SQUASHFS_XZ')).toBe(true);
  expect(kernel.option('SQUASHFS_ZSTD')).toBe(false);
  const modules = 'kernel/fs/squashfs/squashfs.ko\n';
  const modprobe = '# hardening\ninstall squashfs /bin/false\n';
  expect(kernelOf({ ...NOTHING, modules, modprobe }).fileSystem('squashfs')).toBe(false);
  expect(kernelOf({ ...NOTHING, fileSystems: '\tsquashfs', modprobe }).fileSystem('squashfs'), 'loaded already').toBe(
    true,
  );
});

test('the kernel that runs knows what it lists', () => {
  const listed = readFileSync('/proc/filesystems', 'utf8')
    .split('\n')
    .flatMap((line) => line.split('\t')[1] ?? []);
  expect(listed.length).toBeGreaterThan(3);
  const kernel = readKernelFacts();
  for (const type of listed) expect(kernel.fileSystem(type), type).toBe(true);
});
