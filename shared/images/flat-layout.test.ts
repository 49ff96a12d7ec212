import { expect, test } from 'vitest';
import { parseTransferFile } from '../sysupdate/transfer-file.ts';
import { type FlatLayout, flatLayoutOf, flatVersion } from './flat-layout.ts';

const HOST = { a: 'x86-64', w: '43' };

/** As fedora-sysexts/fedora publishes them (`NAME.conf`). */
const published = (name: string, more = '') =>
  parseTransferFile(
    [
      `[Transfer]\nVerify=false\n${more}[Source]\nType=url-file\nPath=https://extensions.fcos.fr/fedora/${name}/\nMatchPattern=${name}-@v-%w-%a.raw\n[Target]\nInstancesMax=2\nType=regular-file\nPath=/var/lib/extensions.d/\nMatchPattern=${name}-@v-%w-%a.raw\nCurrentSymlink=/var/lib/extensions/${name}.raw\n`,
    ],
    HOST,
    257,
  );
const layouts = (...names: string[]) => names.map((name) => flatLayoutOf(published(name)) as FlatLayout);
const versionIn = (all: readonly FlatLayout[], name: string, fileName: string, systemdVersion = 262) =>
  flatVersion(all, { class: 'sysext', name }, '/var/lib/extensions.d', fileName, systemdVersion);

const TREE = 'tree-2.2.1-4.fc43-43-x86-64.raw';
const KUBERNETES = 'kubernetes-1.35-1.35.4-1.fc43-43-x86-64.raw';

test('the published transfer file is one of the flat layout', () => {
  expect(flatLayoutOf(published('tree', 'ProtectVersion=1.0\n'))).toEqual({
    class: 'sysext',
    name: 'tree',
    store: '/var/lib/extensions.d',
    patterns: ['tree-@v-43-x86-64.raw'],
    protectedVersions: ['1.0'],
  });
  const { target, ...rest } = published('tree');
  expect(flatLayoutOf({ ...rest, target: { ...target, path: '/var/lib/extensions.d/tree' } })).toBe(null);
  expect(flatLayoutOf({ ...rest, target: { ...target, currentSymlink: '/srv/extensions/tree.raw' } })).toBe(null);
  expect(flatLayoutOf({ ...rest, target: { ...target, type: 'directory' } })).toBe(null);
});

test('an image is of the name whose own pattern fits it closest', () => {
  expect(versionIn(layouts('tree'), 'tree', TREE)).toBe('2.2.1-4.fc43');
  expect(versionIn(layouts('tree'), 'tree', TREE, 257)).toBe('2.2.1-4.fc43');
  expect(versionIn(layouts('tree'), 'tree', TREE.replace('-43-', '-42-'))).toBe(null);
  expect(versionIn([], 'tree', TREE)).toBe(null);
  expect(versionIn(layouts('tree'), 'btop', TREE)).toBe(null);
  const both = layouts('kubernetes', 'kubernetes-1.35');
  expect(versionIn(both, 'kubernetes-1.35', KUBERNETES)).toBe('1.35.4-1.fc43');
  expect(versionIn(both, 'kubernetes', KUBERNETES)).toBe(null);
  expect(versionIn(both, 'kubernetes', 'kubernetes-1.34.1-1.fc43-43-x86-64.raw')).toBe('1.34.1-1.fc43');
  // By its own transfer file alone it is one, for systemd-sysupdate as well.
  expect(versionIn(layouts('kubernetes'), 'kubernetes', KUBERNETES)).toBe('1.35-1.35.4-1.fc43');
});

test('what two names call alike is of neither', () => {
  const [tree] = layouts('tree') as [FlatLayout];
  const all = [tree, { ...tree, name: 'other' }];
  expect([versionIn(all, 'tree', TREE), versionIn(all, 'other', TREE)]).toEqual([null, null]);
});
