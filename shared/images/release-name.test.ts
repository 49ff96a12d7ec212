import { readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { isSourcePattern } from '../sysupdate/transfer.ts';
import { withoutOtherImages } from './os-image-name.ts';
import { ANY_NAMING, listedAs, type Naming, nameAmong, parseReleaseName, versionInFileName } from './release-name.ts';

const told = (fileName: string, naming: Partial<Naming> = {}) => {
  const found = parseReleaseName(fileName, { ...ANY_NAMING, ...naming });
  return found === null ? null : [found.name, found.version, found.osVersion, found.architecture, found.pattern];
};

describe('922 names that publishers use', () => {
  const rows = readFileSync(new URL('../../e2e/fixtures/names/names.tsv', import.meta.url), 'utf8')
    .split('\n')
    .filter((line) => line !== '' && !line.startsWith('#'))
    .map((line) => line.split('\t'));
  const publishers = [...new Set(rows.map(([, publisher = '']) => publisher))];

  /** What the layout of a publisher tells: Fedora's folders are called after the extensions, the others have one folder. */
  const namingOf = (publisher: string, fileName: string): Naming => {
    if (publisher.startsWith('flatcar bakery')) return { name: null, osRelease: 'never' };
    if (!publisher.startsWith('fedora-sysexts')) return ANY_NAMING;
    const folders = rows.filter((row) => row[1] === publisher).map(([, , name = '']) => name);
    return { name: nameAmong([...new Set(folders)], fileName), osRelease: 'fedora' };
  };

  test.each(publishers)('of %s', (publisher) => {
    const mine = rows.filter((row) => row[1] === publisher);
    const read = mine.map(([fileName = '']) => {
      const found = parseReleaseName(fileName, namingOf(publisher, fileName));
      if (found === null) return [fileName, publisher, '-', '-', '-', '-', 'none'];
      const { name, version, osVersion, architecture, class: kind } = found;
      return [fileName, publisher, name, version ?? '-', osVersion ?? '-', architecture ?? '-', kind];
    });
    expect(read).toEqual(mine);
  });

  test('and of those an unknown server has, all but names that end in a number are read without the layout', () => {
    const wrong = rows.filter(([fileName = '', , ...columns]) => {
      const found = parseReleaseName(fileName);
      const read = [found?.name, found?.version, found?.osVersion].map((one) => one ?? '-');
      return read.join() !== columns.slice(0, 3).join();
    });
    expect(rows).toHaveLength(922);
    expect(wrong).toHaveLength(84);
    for (const [, , name] of wrong) expect(name).toMatch(/^kubernetes(-cri-o)?-1\.\d+$/);
  });
});

test.each([
  // Flatcar's bakery
  ['kubernetes-v1.30.0-x86-64.raw', ['kubernetes', 'v1.30.0', null, 'x86-64', 'kubernetes-@v-%a.raw']],
  ['docker_compose-2.22.0-arm64.raw', ['docker_compose', '2.22.0', null, 'arm64', 'docker_compose-@v-%a.raw']],
  ['k3s-v1.31.5+k3s1-x86-64.raw', ['k3s', 'v1.31.5+k3s1', null, 'x86-64', 'k3s-@v-%a.raw']],
  // openSUSE's sysextmgr
  ['k3s-1.31.5+k3s1-29.1.x86-64.raw', ['k3s-1.31.5+k3s1', '29.1', null, 'x86-64', 'k3s-1.31.5+k3s1-@v.%a.raw']],
  // Fedora's RPM builds
  ['tree-2.2.1-1.fc42-42-x86-64.raw', ['tree', '2.2.1-1.fc42', '42', 'x86-64', 'tree-@v-%w-%a.raw']],
  // snosi's Debian packages, and others with the release of an OS in the name
  [
    'docker_5+29.7.2-1~debian.13~trixie_13_x86-64.raw.zst',
    ['docker', '5+29.7.2-1~debian.13~trixie', '13', 'x86-64', 'docker_@v_%w_%a.raw.zst'],
  ],
  ['my-2-tool_1.0_x86-64.raw', ['my-2-tool', '1.0', null, 'x86-64', 'my-2-tool_@v_%a.raw']],
  ['htop-7.2.0-22.04-arm64.raw', ['htop', '7.2.0', '22.04', 'arm64', 'htop-@v-%w-%a.raw']],
  ['punktfunk-0.4.1-2-x86-64.raw', ['punktfunk', '0.4.1-2', null, 'x86-64', 'punktfunk-@v-%a.raw']],
  ['tool-1.2-qemux86-64.raw', ['tool', '1.2-qemux86-64', null, null, 'tool-@v.raw']],
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
  const inFolder = (fileName: string, name: string) => told(fileName, { name, osRelease: 'fedora' });
  expect(inFolder('nvidia-driver-580-1-2-43-x86-64.raw', 'nvidia-driver-580')).toEqual([
    'nvidia-driver-580',
    '1-2',
    '43',
    'x86-64',
    'nvidia-driver-580-@v-%w-%a.raw',
  ]);
  expect(inFolder('other-1-43-x86-64.raw', 'tree')).toBe(null);
  // What is bound to no release will have none in its name (fedora-sysexts/community#2).
  expect(inFolder('glab-1.100.0-1-arm64.raw', 'glab')).toEqual(['glab', '1.100.0-1', null, 'arm64', 'glab-@v-%a.raw']);
  const names = ['kubernetes', 'kubernetes-cri-o', 'kubernetes-cri-o-1.32'];
  expect(nameAmong(names, 'kubernetes-cri-o-1.32-1.32.3-1.fc42-42-x86-64.raw')).toBe('kubernetes-cri-o-1.32');
  expect(nameAmong(names, 'kubernetesx-1.raw')).toBe(null);
  expect(nameAmong(names, 'kubernetes.raw')).toBe('kubernetes');
});

test('what only looks like the release of an OS is told apart from what the layout says', () => {
  const isSure = (fileName: string) => parseReleaseName(fileName)?.isOsVersionSure;
  expect(isSure('sysexts-manager-0.3.3-44-x86-64.raw')).toBe(false);
  expect(isSure('docker_1.0.0_39_x86-64.raw')).toBe(true);
  expect(isSure('libgda-1-6.0.0-11.fc42-43-arm64.raw')).toBe(true);
});

test('what is no image is none', () => {
  for (const fileName of ['SHA256SUMS', 'tool.conf', 'tool-1.manifest.gz', '.raw', 'tool.tar.xz'])
    expect(parseReleaseName(fileName)).toBe(null);
  expect(parseReleaseName('tool-1.confext.raw')?.class).toBe('confext');
});

test('beside images that say their class, the others are none', () => {
  const left = (...paths: string[]) => withoutOtherImages(paths.map((path) => ({ path }))).map(({ path }) => path);
  expect(left('a-1.raw', 'b-1.raw.xz')).toEqual(['a-1.raw', 'b-1.raw.xz']);
  expect(
    left('vykar_1_x86-64.raw', 'vykar_1_x86-64.sysext.raw', 'uki-rescue-1.x86-64.sysext.raw', 'vykar.manifest'),
  ).toEqual(['vykar_1_x86-64.sysext.raw', 'vykar.manifest']);
  expect(left('os.raw.xz', 'a-1.confext.raw.zst')).toEqual(['a-1.confext.raw.zst']);
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

test('what a catalog calls an extension whose name has a version in it', () => {
  expect(listedAs('debug-29.1.x86-64')).toEqual({ name: 'debug', version: '29.1' });
  expect(listedAs('k3s-1.31.5+k3s1-29.1.x86-64')).toEqual({ name: 'k3s-1.31.5+k3s1', version: '29.1' });
  for (const name of ['debug', 'debug-29.1', 'kubernetes-1.35', 'tool-1.0-x86-64', 'a.b'])
    expect(listedAs(name)).toBe(null);
});
