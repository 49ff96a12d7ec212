/** What is said of a merge before it, against what happens when this machine's systemd-sysext merges. */
import { spawnSync } from 'node:child_process';
import { chmodSync, chownSync, copyFileSync, existsSync, mkdirSync, readFileSync, symlinkSync } from 'node:fs';
import { machine } from 'node:os';
import { basename, join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { findConflicts } from '../../electron/extensions/conflicts.ts';
import { dangersOfMerge } from '../../electron/extensions/dangers/dangers.ts';
import { surveyOf } from '../../electron/extensions/dangers/survey.ts';
import { readSystem } from '../../electron/extensions/system.ts';
import { readKernelFacts } from '../../electron/host/kernel.ts';
import { insideOf } from '../../shared/diagnosis/subject.ts';
import type { Diagnosis } from '../../shared/model/diagnosis.ts';
import { makeHost, merged, prediction, put } from '../harness/merged-host.ts';
import { isRoot, type MountNamespace, openMountNamespace } from '../harness/mount-namespace.ts';
import { run } from '../harness/programs.ts';
import { makeScratch, putExtension, type Scratch } from '../harness/scratch.ts';
import { makeSquashfs } from '../harness/squashfs.ts';

let namespace: MountNamespace;
let scratch: Scratch;
beforeAll(async () => {
  namespace = await openMountNamespace();
  scratch = makeScratch('dangers');
});
afterAll(() => {
  namespace.close();
  scratch.remove();
});

describe('says before what happens', () => {
  test('to links of the base, as of a merged sbin and of usr/local', async () => {
    const host = makeHost(
      scratch,
      [
        ['usr/bin/useradd', 'file'],
        ['var/usrlocal/bin/mine', 'file'],
      ],
      {
        'x-a': [
          ['usr/sbin/tool', 'file'],
          ['usr/local/bin/foo', 'file'],
        ],
      },
    );
    symlinkSync('bin', join(host.root, 'usr/sbin'));
    symlinkSync('../var/usrlocal', join(host.root, 'usr/local'));
    expect(existsSync(join(host.root, 'usr/sbin/useradd'))).toBe(true);
    expect(existsSync(join(host.root, 'usr/local/bin/mine'))).toBe(true);
    expect(await prediction(host)).toMatchObject([
      { id: 'hides-link', severity: 'danger', subject: { name: 'x-a', inside: 'usr/local' } },
      { id: 'hides-link', severity: 'danger', subject: { name: 'x-a', inside: 'usr/sbin' } },
    ]);
    const after = merged(namespace, host);
    expect(after.has('usr/sbin/useradd')).toBe(false);
    expect(after.has('usr/local/bin/mine')).toBe(false);
    expect(after.has('usr/sbin/tool')).toBe(true);
  });

  test('to folders of the base under links and files', async () => {
    const host = makeHost(scratch, [['usr/lib64/ld.so', 'file']], { 'x-a': [['usr/lib64', 'link']] });
    expect(await prediction(host)).toMatchObject([
      { id: 'hides-folder', severity: 'danger', subject: { inside: 'usr/lib64' } },
    ]);
    expect(merged(namespace, host).has('usr/lib64/ld.so')).toBe(false);
  });

  test('to the mode of folders', async () => {
    const host = makeHost(
      scratch,
      [
        ['usr/bin/ls', 'file'],
        ['usr/share/doc', 'folder'],
      ],
      {
        'x-a': [
          ['usr/bin/tool', 'file'],
          ['usr/share/doc/x', 'file'],
        ],
      },
    );
    const own = join(host.root, 'var/lib/extensions/x-a/usr');
    for (const folder of ['bin', 'share', 'share/doc']) chmodSync(join(own, folder), 0o700);
    chmodSync(own, 0o700);
    const found = await prediction(host);
    expect(found).toMatchObject([{ id: 'folder-rights', severity: 'danger', subject: { inside: 'usr/bin' } }]);
    expect(found[0]?.message.text).toMatch(/^This and 2 more folders get mode 700 .* instead of mode 755 /);
    const after = merged(namespace, host);
    for (const folder of ['usr/bin', 'usr/share', 'usr/share/doc']) expect(after.get(folder)).toMatch(/^d 700 /);
  });

  test.runIf(isRoot)('to the owner of folders', async () => {
    const host = makeHost(scratch, [['usr/bin/ls', 'file']], { 'x-a': [['usr/bin/tool', 'file']] });
    chownSync(join(host.root, 'var/lib/extensions/x-a/usr/bin'), 1000, 1000);
    expect(await prediction(host)).toMatchObject([
      { id: 'folder-rights', severity: 'warning', subject: { inside: 'usr/bin' } },
    ]);
    expect(merged(namespace, host).get('usr/bin')).toBe('d 755 1000:1000');
  });

  test('only of the topmost layer that has the folder', async () => {
    const host = makeHost(scratch, [['usr/bin/ls', 'file']], {
      'x-a': [['usr/bin/a', 'file']],
      'x-b': [['usr/bin/b', 'file']],
    });
    chmodSync(join(host.root, 'var/lib/extensions/x-a/usr/bin'), 0o700);
    expect(await prediction(host)).toEqual([]);
    expect(merged(namespace, host).get('usr/bin')).toMatch(/^d 755 /);
  });

  test.runIf(isRoot).each(['squashfs', 'erofs', 'ext4'])('to what is under marks in an image of %s', async (form) => {
    const host = makeHost(
      scratch,
      [
        ['usr/lib/systemd/system/multi-user.target.d/10-base.conf', 'file'],
        ['usr/share/keep/gone', 'file'],
      ],
      {},
    );
    putExtension(scratch, `marked-${form}`, 'x-a', 'ID=_any\n');
    const source = join(scratch.path, `marked-${form}/x-a`);
    put(source, ['usr/lib/systemd/system/multi-user.target.d', 'opaque']);
    put(source, ['usr/share/keep/gone', 'whiteout']);
    mkdirSync(join(host.root, 'var/lib/extensions'), { recursive: true });
    const image = join(host.root, 'var/lib/extensions/x-a.raw');
    if (form === 'squashfs') makeSquashfs(source, image);
    else if (form === 'erofs') run('mkfs.erofs', ['--quiet', '-zlz4', image, source]);
    else run('mke2fs', ['-q', '-t', 'ext4', '-d', source, image, '4m']);
    const found = await prediction(host);
    expect(found.map(({ id, subject }) => [id, insideOf(subject)])).toEqual([
      ['opaque', 'usr/lib/systemd/system/multi-user.target.d'],
      ['whiteout', 'usr/share/keep/gone'],
    ]);
    expect(found[0]?.message.text).toContain('10-base.conf');
    const { conflicts, vanishing } = await findConflicts(host.target, await readSystem(host.target, null), 'sysext');
    expect(conflicts, 'what is deleted is not overridden').toEqual([]);
    expect(vanishing.map(({ id }) => id)).toEqual(['opaque', 'whiteout']);
    const after = merged(namespace, host);
    expect(after.has('usr/lib/systemd/system/multi-user.target.d')).toBe(true);
    expect(after.has('usr/lib/systemd/system/multi-user.target.d/10-base.conf')).toBe(false);
    expect(after.has('usr/share/keep/gone')).toBe(false);
  });

  test('to programs for another machine', async () => {
    const host = makeHost(scratch, [['usr/bin/ls', 'file']], { 'x-a': [] });
    const program = readFileSync('/bin/true');
    // The number of a machine that no kernel runs beside its own: SPARC V9, or IA-64 there.
    program.writeUInt16LE(machine() === 'sparc64' ? 50 : 43, 18);
    for (const name of ['one', 'two']) {
      scratch.put(`${basename(host.root)}/var/lib/extensions/x-a/usr/bin/${name}`, program, 0o755);
    }
    const found = await prediction(host);
    expect(found).toMatchObject([{ id: 'foreign-machine', severity: 'danger', subject: { name: 'x-a' } }]);
    expect(found[0]?.message.text).toMatch(/^2 programs, like this one, are built for /);
    expect(spawnSync('/bin/true').status).toBe(0);
    expect(spawnSync('bash', ['-c', join(host.root, 'var/lib/extensions/x-a/usr/bin/one')])).toMatchObject({
      status: 126,
    });
  });

  test.runIf(isRoot)('to what is mounted below, up to 256', async () => {
    const host = makeHost(scratch, [['usr/mounted', 'folder']], { 'x-a': [['usr/bin/tool', 'file']] });
    const place = join(host.root, 'usr/mounted');
    namespace.run('mount', '-t', 'tmpfs', 'tmpfs', place);
    namespace.run('touch', join(place, 'inside'));
    const mountinfo = `/proc/${namespace.pid}/mountinfo`;
    const target = { ...host.target, mounts: { root: host.root, prefix: '', mountinfo } };
    const dangers = async (asSystemd: number) => {
      const system = await readSystem({ ...target, asSystemd }, null);
      return dangersOfMerge(target, system, 'sysext', ['x-a']);
    };
    expect(await dangers(252)).toMatchObject([{ id: 'mounts-below', severity: 'danger', subject: { kind: 'class' } }]);
    expect((await dangers(252))[0]?.message.text).toContain('/usr/mounted');
    expect(await dangers(257)).toEqual([]);
    expect(await dangers(262)).toEqual([]);
    expect(merged(namespace, host).has('usr/mounted/inside')).toBe(false);
    namespace.run('umount', place);
  });
});

test('what an image needs of the kernel is what it was made with, and what the kernel is said to have it mounts', async () => {
  const { root, target } = makeHost(scratch, [], {});
  mkdirSync(join(root, 'var/lib/extensions'), { recursive: true });
  putExtension(scratch, 'formats', 'x', 'ID=_any\n', { 'usr/share/text': 'compressible '.repeat(5000) });
  const source = join(scratch.path, 'formats/x');
  const made = new Map<string, { type: string; compressors: string[] }>();
  const image = (name: string, type: string, ...compressors: string[]) => {
    made.set(name, { type, compressors });
    return join(root, 'var/lib/extensions', `${name}.raw`);
  };
  for (const compressor of ['gzip', 'xz', 'lzo', 'lz4', 'zstd']) {
    const path = image(`squashfs-${compressor}`, 'squashfs', compressor);
    run('mksquashfs', [source, path, '-quiet', '-no-progress', '-comp', compressor]);
  }
  run('mkfs.erofs', ['--quiet', image('erofs-plain', 'erofs'), source]);
  run('mkfs.erofs', ['--quiet', '-zlz4', image('erofs-lz4', 'erofs', 'lz4'), source]);
  // This mkfs.erofs may be too old for the others.
  for (const compressor of ['lzma', 'deflate', 'zstd']) {
    const fixture = new URL(`../fixtures/images/erofs-${compressor}.raw`, import.meta.url);
    copyFileSync(fixture, image(`erofs-${compressor}`, 'erofs', compressor));
  }
  run('mke2fs', ['-q', '-t', 'ext4', '-d', source, image('ext', 'ext4'), '4m']);
  const system = await readSystem(target, null);
  const kernel = readKernelFacts();
  const mountPoint = join(scratch.path, 'mounted');
  mkdirSync(mountPoint);
  for (const [name, needs] of made) {
    const extension = system.extensions.find((one) => one.name === name);
    if (extension === undefined) throw new Error(`${name} is not listed`);
    expect((await surveyOf(target, system, extension))?.fileSystems, name).toEqual([needs]);
    if (!isRoot || kernel.fileSystem(needs.type) !== true) continue;
    const { status, output } = namespace.run('mount', '-o', 'ro,loop', join(root, extension.path), mountPoint);
    const dangers = await dangersOfMerge(target, system, 'sysext', [name]);
    expect(
      dangers.some(({ id }) => id === 'kernel-format'),
      `${name}: ${output}`,
    ).toBe(status !== 0);
    if (status === 0) namespace.run('umount', mountPoint);
  }
});

test('what lies under a merge is told to be unknown, and what shines through is not', async () => {
  const host = makeHost(
    scratch,
    [
      ['usr/bin/ls', 'file'],
      ['usr/hidden', 'folder'],
    ],
    {
      'x-a': [
        ['usr/bin/a', 'file'],
        ['usr/hidden', 'link'],
      ],
    },
  );
  expect(namespace.run('systemd-sysext', `--root=${host.root}`, 'merge')).toMatchObject({ status: 0 });
  try {
    // Read from inside, as a host that shows its own merge is.
    const tell = new URL('../harness/tell-dangers.ts', import.meta.url).pathname;
    const { status, output } = namespace.run(process.execPath, '--no-warnings', tell, host.root);
    expect(status, output).toBe(0);
    const found = JSON.parse(output) as Diagnosis[];
    expect(found).toMatchObject([{ id: 'base-unknown', severity: 'note', subject: { name: 'x-a' } }]);
    expect(found[0]?.message.text).toContain('at 2 paths');
  } finally {
    namespace.run('systemd-sysext', `--root=${host.root}`, 'unmerge');
  }
});
