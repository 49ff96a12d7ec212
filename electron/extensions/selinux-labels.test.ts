/** Labels inside of images and folders against the policy of the host; labels are set as root, with no SELinux in the kernel. */
import { mkdirSync, renameSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { isRoot } from '../../e2e/harness/mount-namespace.ts';
import { run } from '../../e2e/harness/programs.ts';
import { makeScratch, putExtension, type Scratch } from '../../e2e/harness/scratch.ts';
import { makeSquashfs } from '../../e2e/harness/squashfs.ts';
import { insideOf } from '../../shared/diagnosis/subject.ts';
import { readFindings } from './findings.ts';
import { readSystem } from './system.ts';
import { ownMounts } from './target.ts';

const CONTEXTS = `/usr/.*	system_u:object_r:usr_t:s0
/usr/(.*/)?bin(/.*)?	system_u:object_r:bin_t:s0
/usr/lib/systemd/system(/.*)?	system_u:object_r:systemd_unit_t:s0
`;
const LABELS = {
  'usr/bin/right': 'bin_t',
  'usr/bin/built': 'user_home_t',
  'usr/bin/built-too': 'user_home_t',
  'usr/bin/strange': 'unlabeled_t',
  'usr/lib/systemd/system/x.service': 'user_home_t',
  // No service runs it.
  'usr/share/data': 'user_home_t',
} as const;

let scratch: Scratch;
beforeAll(() => {
  if (!isRoot) return;
  scratch = makeScratch('selinux-labels');
  const files = Object.fromEntries([...Object.keys(LABELS), 'usr/share/none'].map((path) => [path, '']));
  putExtension(scratch, 'source', 'x', 'ID=_any\n', files);
  const at = (path: string) => join(scratch.path, 'source/x', path);
  const label = (path: string, type: string) =>
    run('setfattr', ['-n', 'security.selinux', '-v', `system_u:object_r:${type}:s0`, at(path)]);
  for (const [path, type] of Object.entries(LABELS)) label(path, type);
  label('usr/lib/extension-release.d/extension-release.x', 'usr_t');
  run('chmod', ['755', ...['right', 'built', 'built-too', 'strange'].map((name) => at(`usr/bin/${name}`))]);
  scratch.put('root/usr/lib/os-release', 'ID=debian\nVERSION_ID=13\n');
  scratch.put('root/etc/selinux/config', 'SELINUX=enforcing\nSELINUXTYPE=default\n');
  scratch.put('root/etc/selinux/default/contexts/files/file_contexts', CONTEXTS);
  mkdirSync(join(scratch.path, 'root/var/lib/extensions'), { recursive: true });
});
afterAll(() => {
  if (isRoot) scratch.remove();
});

const PACKERS: Readonly<Record<string, (source: string, image: string) => void>> = {
  squashfs: (source, image) => {
    makeSquashfs(source, image);
  },
  erofs: (source, image) => {
    run('mkfs.erofs', ['--quiet', image, source]);
  },
  ext4: (source, image) => {
    run('mke2fs', ['-q', '-t', 'ext4', '-d', source, image, '4M']);
  },
  folder: (source, image) => {
    run('cp', ['--archive', source, image.replace(/\.raw$/, '')]);
  },
};

test.runIf(isRoot).each(Object.keys(PACKERS))(
  'programs and units with labels of other places, in %s (needs root)',
  async (form) => {
    const root = join(scratch.path, 'root');
    const image = join(root, 'var/lib/extensions/x.raw');
    PACKERS[form]?.(join(scratch.path, 'source/x'), image);
    try {
      const target = { root, asSystemd: 257, mounts: ownMounts(root) };
      const system = await readSystem(target, null);
      const [extension] = system.extensions;
      if (extension === undefined) throw new Error('there is no extension');
      const { findings } = await readFindings(target, system, extension);
      const told = findings.filter(({ id }) => id.endsWith('labelled'));
      expect(
        told.map(({ id, subject, message }) => [id, insideOf(subject), message.values['expected']]).sort(),
      ).toEqual([
        ['mislabelled', 'usr/bin/built', 'bin_t'],
        ['mislabelled', 'usr/lib/systemd/system/x.service', 'systemd_unit_t'],
        ['unlabelled', 'usr/bin/strange', undefined],
        ['unlabelled', 'usr/share/none', undefined],
      ]);
      renameSync(join(root, 'etc/selinux/config'), join(root, 'etc/selinux/off'));
      expect(
        (await readFindings(target, system, extension)).findings.filter(({ id }) => id.endsWith('labelled')),
      ).toEqual([]);
      renameSync(join(root, 'etc/selinux/off'), join(root, 'etc/selinux/config'));
    } finally {
      for (const path of [image, image.replace(/\.raw$/, '')]) rmSync(path, { recursive: true, force: true });
    }
  },
);
