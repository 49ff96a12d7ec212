/** What the Doctor finds of real trees of files, through the contract that a window uses. */
import { copyFileSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, expect, test } from 'vitest';
import { makeScratch, putExtension, type Scratch } from '../../e2e/harness/scratch.ts';
import { openSession } from '../../e2e/harness/session.ts';
import { makeSquashfs } from '../../e2e/harness/squashfs.ts';
import { lookOver } from './doctor-calls.ts';
import type { Session } from './session.ts';

let tree: Scratch;
let session: Session;

afterEach(() => {
  session.close();
  tree.remove();
});

async function opened(name: string) {
  tree = makeScratch(name);
  tree.put('usr/lib/os-release', 'ID=debian\nVERSION_ID=12\n');
  tree.put('usr/bin/tool', 'base');
  const { session: mine, host } = await openSession(tree, tree.path);
  session = mine;
  return { host, look: () => lookOver(session, host, null) };
}

test('of a healthy tree nothing is found, and every rule that had something to look at passed', async () => {
  const { look } = await opened('doctor-healthy');
  putExtension(tree, 'var/lib/extensions', 'a', 'ID=_any\n', { 'usr/bin/new': 'from a' });
  const report = await look();
  expect(report.items).toEqual([]);
  expect(report.unread).toEqual([]);
  expect(report.looked).toEqual({ extensions: 1, remotes: 0, services: null, boot: false });
  expect(report.passed).toContain('merge-fails');
  expect(report.passed).toContain('mask-without-target');
  expect(report.passed).toContain('hides-file');
  // A tree has no boot, and nothing is followed here.
  expect(report.passed).not.toContain('not-merged-at-boot');
  expect(report.passed).not.toContain('transfer-unusable');
  expect(report.passed).not.toContain('remote-unusable');
});

test('one that ends every merge is said once, with what systemd prints; a mask at nothing has its fix', async () => {
  const { look } = await opened('doctor-troubles');
  mkdirSync(join(tree.path, 'var/lib/extensions'), { recursive: true });
  tree.put('sources/a/usr/lib/extension-release.d/extension-release.b', 'ID=_any\n');
  makeSquashfs(join(tree.path, 'sources/a'), join(tree.path, 'var/lib/extensions/a.raw'));
  mkdirSync(join(tree.path, 'etc/extensions/gone'), { recursive: true });
  const { items, passed } = await look();
  expect(items.map(({ key, diagnosis }) => [key, diagnosis.severity])).toEqual([
    ['merge-fails=/var/lib/extensions/a.raw', 'danger'],
    ['mask-without-target=/etc/extensions/gone', 'warning'],
  ]);
  expect(items[0]?.proof[0]).toMatchObject({ path: '/var/lib/extensions/a.raw', text: expect.stringContaining('a') });
  expect(items[1]?.diagnosis.fix?.changes).toHaveLength(1);
  expect(passed).not.toContain('merge-fails');
});

test('what is inside is one row for each extension, and what another one brings is not missing', async () => {
  const { look } = await opened('doctor-inside');
  putExtension(tree, 'var/lib/extensions', 'a', 'ID=_any\n', { 'srv/lost': '' });
  const bin = 'var/lib/extensions/a/usr/bin';
  tree.put(`${bin}/raised`, '#!/bin/sh\n', 0o4755);
  tree.put(`${bin}/raised-too`, '#!/bin/sh\n', 0o4755);
  // A program whose libraries this empty base does not have.
  copyFileSync('/bin/ls', join(tree.path, bin, 'needs'));
  const rows = async () => (await look()).items.map(({ key, proof }) => [key, proof.map(({ path }) => path)]);
  expect(await rows()).toEqual([
    ['setuid=a', ['/usr/bin/raised', '/usr/bin/raised-too']],
    ['without-effect=a', ['/srv']],
    ['missing-library=a', ['/usr/bin/needs']],
  ]);
  const needed = (await look()).items.find(({ key }) => key === 'missing-library=a')?.diagnosis.message.values;
  const libraries = String(needed?.['libraries']).split(', ');
  putExtension(
    tree,
    'var/lib/extensions',
    'b',
    'ID=_any\n',
    Object.fromEntries(libraries.map((name) => [`usr/lib/${name}`, ''])),
  );
  expect(await rows()).toEqual([
    ['setuid=a', ['/usr/bin/raised', '/usr/bin/raised-too']],
    ['without-effect=a', ['/srv']],
  ]);
});

test('an image that cannot be looked through is said to be unread, and stands in the way of no other', async () => {
  const { look } = await opened('doctor-unread');
  putExtension(tree, 'var/lib/extensions', 'a', 'ID=_any\n');
  mkdirSync(join(tree.path, 'var/lib/extensions'), { recursive: true });
  tree.put('sources/b/usr/lib/extension-release.d/extension-release.b', 'ID=_any\n');
  const image = join(tree.path, 'var/lib/extensions/b.raw');
  makeSquashfs(join(tree.path, 'sources/b'), image);
  // The table of inodes is gone, not the superblock.
  const bytes = readFileSync(image);
  bytes.fill(0xff, 96, 200);
  writeFileSync(image, bytes);
  const { unread, looked, items } = await look();
  expect(unread.map(({ subject }) => subject)).toContainEqual({
    kind: 'extension',
    class: 'sysext',
    name: 'b',
    inside: '',
  });
  expect(looked.extensions).toBe(2);
  expect(items.map(({ key }) => key)).toEqual(['merge-fails=/var/lib/extensions/b.raw']);
});

test('what is silenced stays so in the next look, with its reason, and on its own host alone', async () => {
  const { host, look } = await opened('doctor-silenced');
  mkdirSync(join(tree.path, 'etc/extensions/gone'), { recursive: true });
  const key = 'mask-without-target=/etc/extensions/gone';
  const silenced = async () => (await look()).items.find((one) => one.key === key)?.silenced;
  expect(await silenced()).toBeNull();
  session.silences.silence('root:/elsewhere', key, 'another host');
  expect(await silenced()).toBeNull();
  session.silences.silence(host.id, key, 'it comes back');
  expect(await silenced()).toMatchObject({ reason: 'it comes back' });
  session.silences.unsilence(host.id, key);
  expect(await silenced()).toBeNull();
});
