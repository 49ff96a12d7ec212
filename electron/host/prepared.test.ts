/** What stands in /var/lib/veneer/for-os, as the helper writes it (`forOsText`, which systemd-tmpfiles carries out: next-os.system.ts). */
import { symlinkSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { makeScratch, type Scratch } from '../../e2e/harness/scratch.ts';
import {
  FOR_OS,
  forOsFileName,
  forOsStore,
  forOsText,
  type OsIdentity,
  osFolderName,
} from '../../shared/images/for-os.ts';
import { readPrepared } from './prepared.ts';

const OS: OsIdentity = { id: 'fedora', version: '43' };

let tree: Scratch;
beforeEach(() => {
  tree = makeScratch('prepared');
});
afterEach(() => tree.remove());

const place = (os: OsIdentity, fileName: string) => `${FOR_OS.slice(1)}/${osFolderName(os)}/${fileName}`;

function put(os: OsIdentity, name: string, target: string): void {
  tree.put(place(os, forOsFileName('sysext', name)), forOsText(os, 'sysext', name, target));
}

test('a version of a name for a release is read as it was written', () => {
  expect(readPrepared(tree.path)).toEqual([]);
  const { store } = forOsStore('sysext');
  put(OS, 'docker', `${store}/docker-28.1.raw`);
  put({ id: 'arch', version: null }, 'a b', `${store}/a b-1~rc1.raw`);
  expect(readPrepared(tree.path)).toMatchObject([
    { class: 'sysext', name: 'a b', version: '1~rc1', os: { id: 'arch', version: null } },
    { class: 'sysext', name: 'docker', version: '28.1', os: OS },
  ]);
});

test('what is none of its files, or leads elsewhere, counts as not there and hides no other', () => {
  put(OS, 'good', `${forOsStore('sysext').store}/good-2.raw`);
  put(OS, 'out', '/etc/out-1.raw');
  put(OS, 'other', `${forOsStore('sysext').store}/good-2.raw`);
  tree.put(place(OS, 'README'), 'a person wrote this');
  tree.put(place(OS, forOsFileName('sysext', 'empty')), '');
  tree.put(place(OS, forOsFileName('sysext', 'long')), `${'#'.repeat(17 * 1024)}`);
  tree.put(`${place(OS, forOsFileName('sysext', 'folder'))}/inside`, '');
  tree.put(`${FOR_OS.slice(1)}/now/is-fedora:43`, '');
  tree.put(`${FOR_OS.slice(1)}/file:1`, '');
  symlinkSync('/proc/self/mem', join(tree.path, place(OS, forOsFileName('sysext', 'link'))));
  expect(readPrepared(tree.path).map(({ name }) => name)).toEqual(['good']);
});
