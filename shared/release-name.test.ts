import { expect, test } from 'vitest';
import { parseReleaseName, versionInFileName } from './release-name.ts';
import { isSourcePattern } from './transfer.ts';

const told = (fileName: string, knownName: string | null = null, hasOsVersion = false) => {
  const found = parseReleaseName(fileName, knownName, hasOsVersion);
  return found === null ? null : [found.name, found.version, found.osVersion, found.architecture, found.pattern];
};

test.each([
  // Flatcar's bakery
  ['kubernetes-v1.30.0-x86-64.raw', ['kubernetes', 'v1.30.0', null, 'x86-64', 'kubernetes-@v-%a.raw']],
  ['docker_compose-2.22.0-arm64.raw', ['docker_compose', '2.22.0', null, 'arm64', 'docker_compose-@v-%a.raw']],
  ['k3s-v1.31.5+k3s1-x86-64.raw', ['k3s', 'v1.31.5+k3s1', null, 'x86-64', 'k3s-@v-%a.raw']],
  // openSUSE's sysextmgr
  ['k3s-1.31.5+k3s1-29.1.x86-64.raw', ['k3s', '1.31.5+k3s1-29.1', null, 'x86-64', 'k3s-@v.%a.raw']],
  // Fedora's RPM builds
  ['tree-2.2.1-1.fc42-42-x86-64.raw', ['tree', '2.2.1-1.fc42', '42', 'x86-64', 'tree-@v-%w-%a.raw']],
  // plain ones
  ['tool_1.2.raw.xz', ['tool', '1.2', null, null, 'tool_@v.raw.xz']],
  ['tool-1.2-x86_64.raw', ['tool', '1.2', null, 'x86-64', 'tool-@v-x86_64.raw']],
  ['tool-1.2-amd64.sysext.raw.zst', ['tool', '1.2', null, 'x86-64', 'tool-@v-amd64.sysext.raw.zst']],
  ['tool.raw', ['tool', null, null, null, null]],
  ['tool-arm64.raw', ['tool', null, null, 'arm64', null]],
])('%s', (fileName, expected) => {
  expect(told(fileName)).toEqual(expected);
  const pattern = expected[4];
  if (pattern !== null && pattern !== undefined) expect(isSourcePattern(pattern)).toBe(true);
});

test('a folder that is called after the extension tells where its version begins', () => {
  expect(told('nvidia-driver-580-1-2-43-x86-64.raw', 'nvidia-driver-580', true)).toEqual([
    'nvidia-driver-580',
    '1-2',
    '43',
    'x86-64',
    'nvidia-driver-580-@v-%w-%a.raw',
  ]);
  expect(told('other-1-43-x86-64.raw', 'tree', true)).toBe(null);
});

test('what is no image is none', () => {
  for (const fileName of ['SHA256SUMS', 'tool.conf', 'tool-1.manifest.gz', '.raw', 'tool.tar.xz'])
    expect(parseReleaseName(fileName, null, false)).toBe(null);
  expect(parseReleaseName('tool-1.confext.raw', null, false)?.class).toBe('confext');
});

test.each([
  ['kubernetes-v2.0-x86-64.raw', 'kubernetes', 'v2.0'],
  ['debug-29.1.x86-64.raw', 'debug', '29.1'],
  ['tree-2.2.1-1.fc41-41-x86-64.raw', 'tree', '2.2.1-1.fc41-41'],
  ['tool_1.0+3-0.raw', 'tool', '1.0+3-0'],
  ['tool-extra.raw', 'tool', null],
  ['other-1.raw', 'tool', null],
  ['tool.raw', 'tool', null],
])('the version in %s of %s is %s', (fileName, name, version) => {
  expect(versionInFileName(fileName, name)).toBe(version);
});
