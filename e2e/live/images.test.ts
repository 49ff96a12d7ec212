/** Images of every form against the kernel's own reading of them, and verdicts that do not depend on the form. */
import { closeSync, mkdirSync, openSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { readFindings } from '../../electron/extensions/findings.ts';
import { readSystem } from '../../electron/extensions/system.ts';
import { ownMounts } from '../../electron/extensions/target.ts';
import { openFolder } from '../../electron/images/folder.ts';
import { openImage } from '../../electron/images/open.ts';
import { openFile } from '../../electron/images/source.ts';
import { writeSquashfs } from '../../electron/images/squashfs/write.ts';
import { insideOf } from '../../shared/diagnosis/subject.ts';
import { isRoot, type MountNamespace, openMountNamespace } from '../harness/mount-namespace.ts';
import { run } from '../harness/programs.ts';
import { listFolder, listTree, makeLargeTree, makeSampleTree } from '../harness/sample-tree.ts';
import { makeScratch, putExtension, type Scratch } from '../harness/scratch.ts';
import { makeSquashfs } from '../harness/squashfs.ts';

let namespace: MountNamespace;
let scratch: Scratch;
beforeAll(async () => {
  namespace = await openMountNamespace();
  scratch = makeScratch('live-images');
});
afterAll(() => {
  namespace.close();
  scratch.remove();
});

/** Packs a folder in each form that can be made without a device; in a large one, the search for duplicates takes minutes. */
const FORMS: Readonly<Record<string, (folder: string, image: string, isLarge?: boolean) => void | Promise<void>>> = {
  'squashfs of our own': async (folder, image) => {
    const fd = openSync(image, 'wx');
    await writeSquashfs(openFolder(folder, 'folder'), fd, null);
    closeSync(fd);
  },
  squashfs: (folder, image, isLarge = false) =>
    makeSquashfs(folder, image, '-comp', 'zstd', ...(isLarge ? ['-no-duplicates'] : [])),
  erofs: (folder, image) =>
    void run('mkfs.erofs', ['--quiet', '-zlz4hc,12', '-C65536', '-Efragments,ztailpacking', image, folder]),
  ext4: (folder, image, isLarge = false) =>
    void run('mke2fs', ['-q', '-t', 'ext4', '-i', '4096', '-d', folder, image, isLarge ? '100m' : '16m']),
};

/** Made for the first form that wants it. */
let large: string | null = null;

async function expectAsKernel(form: string, folder: string, isLarge: boolean): Promise<void> {
  const image = `${folder}.${form}.raw`;
  await FORMS[form]?.(folder, image, isLarge);
  const mount = `${image}.mount`;
  mkdirSync(mount);
  expect(namespace.run('mount', '-o', 'loop,ro', image, mount).output).toBe('');
  const theirs = listFolder(`/proc/${namespace.pid}/root${mount}`);
  const opened = await openImage(openFile(image));
  if (opened.kind !== 'tree') throw new Error(`it was taken for ${opened.kind}`);
  const ours = await listTree(opened.tree);
  opened.tree.close();
  expect(namespace.run('umount', mount).status).toBe(0);
  // Maps of this size are compared as one, for a matcher takes minutes to walk them.
  const differing = [...new Set([...ours.keys(), ...theirs.keys()])].filter(
    (path) => ours.get(path) !== theirs.get(path),
  );
  expect(differing.slice(0, 20).map((path) => [path, ours.get(path), theirs.get(path)])).toEqual([]);
  expect(ours.size).toBe(theirs.size);
}

describe.each(Object.keys(FORMS))('%s', (form) => {
  test.runIf(isRoot)('is listed as the kernel lists it on a loop mount', async () => {
    await expectAsKernel(form, makeSampleTree(scratch, `${form}-tree`), false);
  });

  test.runIf(isRoot)(
    'is listed as the kernel lists it, 10,000 files',
    async () => {
      large ??= makeLargeTree(scratch, 'large', 10);
      await expectAsKernel(form, large, true);
    },
    240_000,
  );
});

/** The tools change the owner last, at which the kernel takes the setuid bit away. */
function withoutSetuid(listing: ReadonlyMap<string, string>): Map<string, string> {
  return new Map([...listing].map(([path, line]) => [path, line.replace(/^(\w+) [24](\d{3}) /, '$1 $2 ')]));
}

/** Lets the form's own tools take an image apart into a folder. */
const TOOLS: Readonly<Record<string, (image: string, target: string) => void>> = {
  squashfs: (image, target) => void run('unsquashfs', ['-quiet', '-no-progress', '-dest', target, image]),
  erofs: (image, target) => void run('fsck.erofs', [`--extract=${target}`, image]),
  ext4: (image, target) => {
    mkdirSync(target);
    run('debugfs', ['-R', `rdump / ${target}`, image]);
  },
};

describe.each(Object.keys(TOOLS))('%s', (form) => {
  test.runIf(isRoot)('holds what its own tools take out of it', async () => {
    const folder = makeSampleTree(scratch, `${form}-tools-tree`);
    const image = join(scratch.path, `${form}-tools.raw`);
    await FORMS[form]?.(folder, image);
    const target = join(scratch.path, `${form}-tools`);
    TOOLS[form]?.(image, target);
    const opened = await openImage(openFile(image));
    if (opened.kind !== 'tree') throw new Error(`it was taken for ${opened.kind}`);
    const ours = await listTree(opened.tree);
    opened.tree.close();
    expect(withoutSetuid(ours)).toEqual(withoutSetuid(listFolder(target)));
  });
});

test('judges an image as the folder that it was made from, its strict attribute included', async () => {
  const cases: readonly (readonly [string, string, string, string | null])[] = [
    ['fits', 'extension-release.fits', 'ID=_any\n', null],
    ['wrong-version', 'extension-release.wrong-version', 'ID=debian\nVERSION_ID=11\n', null],
    ['other-name', 'extension-release.else', 'ID=_any\n', null],
    ['relaxed', 'extension-release.else', 'ID=_any\n', 'false'],
    ['strict', 'extension-release.else', 'ID=_any\n', 'true'],
    ['not-utf8', 'extension-release.not-utf8', 'ID=_any\nNAME=\\xff\0\n', null],
  ];
  const trees = new Map<string, Map<string, unknown>>();
  // Our own writer keeps no extended attributes: under the name that the release file has, none is needed.
  const forms = Object.keys(FORMS).filter((form) => form !== 'squashfs of our own');
  for (const form of ['folder', ...forms]) {
    const tree = `host-${form}`;
    scratch.put(`${tree}/usr/lib/os-release`, 'ID=debian\nVERSION_ID=12\n');
    mkdirSync(join(scratch.path, tree, 'var/lib/extensions'), { recursive: true });
    for (const [name, file, text, strict] of cases) {
      const place = form === 'folder' ? `${tree}/var/lib/extensions/${name}` : `sources-${form}/${name}`;
      scratch.put(`${place}/usr/lib/extension-release.d/${file}`, text);
      if (strict !== null) {
        const path = join(scratch.path, place, 'usr/lib/extension-release.d', file);
        run('setfattr', ['-n', 'user.extension-release.strict', '-v', strict, path]);
      }
      await FORMS[form]?.(join(scratch.path, place), join(scratch.path, tree, 'var/lib/extensions', `${name}.raw`));
    }
    const root = join(scratch.path, tree);
    const { extensions } = await readSystem({ root, asSystemd: 257, mounts: ownMounts(root) }, null);
    trees.set(form, new Map(extensions.map(({ name, verdict }) => [name, verdict])));
  }
  const folder = trees.get('folder');
  expect(folder?.size).toBe(cases.length);
  // systemd 257 leaves out a folder without a release file that counts; an image without one stops the whole merge.
  const stops = ['other-name', 'strict'];
  const judged = (of: ReadonlyMap<string, unknown> | undefined) =>
    new Map([...(of ?? [])].filter(([name]) => !stops.includes(name)));
  for (const form of forms) {
    expect(judged(trees.get(form)), form).toEqual(judged(folder));
    for (const name of stops) {
      expect(folder?.get(name), name).toMatchObject({ compatible: false, code: 'no-release-file' });
      expect(trees.get(form)?.get(name), `${form} ${name}`).toMatchObject({ compatible: false, code: 'blocks-merge' });
    }
  }
});

test('finds what should be known before an extension is trusted', async () => {
  const root = join(scratch.path, 'findings');
  scratch.put('findings/usr/lib/os-release', 'ID=debian\nVERSION_ID=12\n');
  putExtension(scratch, 'findings/var/lib/extensions', 'x', 'ID=_any\n', {
    'srv/lost': '',
    'usr/lib/os-release': 'ID=x\n',
  });
  const bin = 'findings/var/lib/extensions/x/usr/bin';
  scratch.put(`${bin}/raised`, '#!/bin/sh\n', 0o4755);
  // A program whose libraries this empty base does not have.
  run('cp', ['--dereference', '/bin/ls', join(scratch.path, bin, 'needs')]);
  const target = { root, asSystemd: 257, mounts: ownMounts(root) };
  const system = await readSystem(target, null);
  const [extension] = system.extensions;
  if (extension === undefined) throw new Error('there is no extension');
  const { findings, problem } = await readFindings(target, system, extension);
  if (isRoot) expect(problem).toBeNull();
  else expect(problem).toContain('is for root to see');
  expect(findings.map(({ id, subject }) => [id, insideOf(subject)]).sort()).toEqual([
    ['carries-os-release', 'usr/lib/os-release'],
    ['missing-library', 'usr/bin/needs'],
    ['setuid', 'usr/bin/raised'],
    ['without-effect', 'srv'],
  ]);
  expect(findings.find(({ id }) => id === 'missing-library')?.message.text).toContain('libc.so.6');
});

test.runIf(isRoot)('sees capabilities in an image', async () => {
  const root = join(scratch.path, 'capabilities');
  scratch.put('capabilities/usr/lib/os-release', 'ID=debian\nVERSION_ID=12\n');
  mkdirSync(join(root, 'var/lib/extensions'), { recursive: true });
  putExtension(scratch, 'capable', 'x', 'ID=_any\n');
  scratch.put('capable/x/usr/bin/capable', '#!/bin/sh\n', 0o755);
  // cap_net_raw=ep, as the kernel stores it.
  const value = '0x0100000200200000000000000000000000000000';
  run('setfattr', ['-n', 'security.capability', '-v', value, join(scratch.path, 'capable/x/usr/bin/capable')]);
  makeSquashfs(join(scratch.path, 'capable/x'), join(root, 'var/lib/extensions/x.raw'));
  const target = { root, asSystemd: 257, mounts: ownMounts(root) };
  const system = await readSystem(target, null);
  const [extension] = system.extensions;
  if (extension === undefined) throw new Error('there is no extension');
  expect((await readFindings(target, system, extension)).findings).toMatchObject([
    { id: 'capabilities', subject: { inside: 'usr/bin/capable' } },
  ]);
});

test.runIf(isRoot)('sees which files of an image have no SELinux label, where the host enforces them', async () => {
  const root = join(scratch.path, 'labels');
  scratch.put('labels/usr/lib/os-release', 'ID=debian\nVERSION_ID=12\n');
  mkdirSync(join(root, 'var/lib/extensions'), { recursive: true });
  putExtension(scratch, 'labelled', 'x', 'ID=_any\n', { 'usr/share/with': '', 'usr/share/without': '' });
  const label = ['-n', 'security.selinux', '-v', 'system_u:object_r:usr_t:s0'];
  const source = join(scratch.path, 'labelled/x');
  for (const path of ['usr/share/with', 'usr/lib/extension-release.d/extension-release.x']) {
    run('setfattr', [...label, join(source, path)]);
  }
  makeSquashfs(source, join(root, 'var/lib/extensions/x.raw'));
  const target = { root, asSystemd: 257, mounts: ownMounts(root) };
  const system = await readSystem(target, null);
  const [extension] = system.extensions;
  if (extension === undefined) throw new Error('there is no extension');
  expect((await readFindings(target, system, extension)).findings).toEqual([]);
  scratch.put('labels/sys/fs/selinux/enforce', '1');
  expect((await readFindings(target, system, extension)).findings).toMatchObject([
    { id: 'unlabelled', subject: { inside: 'usr/share/without' } },
  ]);
});
