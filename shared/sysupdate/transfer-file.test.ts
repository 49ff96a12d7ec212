import { expect, test } from 'vitest';
import { transferText } from './transfer.ts';
import { parseTransferFile } from './transfer-file.ts';

const SPECIFIERS = { a: 'x86-64', w: '42', o: 'fedora', m: null };
const read = (text: string, version = 262, ...dropIns: string[]) =>
  parseTransferFile([text, ...dropIns], SPECIFIERS, version);

test('reads what Veneer writes', () => {
  const text = transferText({
    name: 'tool',
    url: 'https://example.org/a%20b/',
    patterns: ['tool-@v-%a.raw', 'tool-@v.raw.xz'],
    verify: true,
    store: { place: 'kept', store: '/var/lib/extensions.d', directory: '/var/lib/extensions' },
    keep: 2,
  });
  expect(read(text)).toEqual({
    isOurs: true,
    minVersion: null,
    protectedVersions: [],
    verify: true,
    changeLogs: [],
    features: [],
    requisiteFeatures: [],
    source: {
      type: 'url-file',
      path: 'https://example.org/a%20b/',
      patterns: ['tool-@v-x86-64.raw', 'tool-@v.raw.xz'],
      relativeTo: 'root',
    },
    target: {
      type: 'regular-file',
      path: '/var/lib/extensions.d/tool',
      patterns: ['tool-@v-x86-64.raw', 'tool-@v.raw'],
      relativeTo: 'root',
      currentSymlink: '/var/lib/extensions/tool.raw',
      instancesMax: 3,
      isNamedBySource: false,
    },
  });
});

/** As the publishers have them (Flatcar's bakery, updex and snosi, Fedora). */
const FLATCAR = `[Transfer]
Verify=false
[Source]
Type=url-file
Path=https://extensions.example/extensions/docker/
MatchPattern=docker-@v-%a.raw
[Target]
InstancesMax=3
Type=regular-file
Path=/opt/extensions/docker
CurrentSymlink=/etc/extensions/docker.raw
`;

test('names are the source’s where the target has none', () => {
  const { target } = read(FLATCAR);
  expect(target).toMatchObject({ patterns: ['docker-@v-x86-64.raw'], isNamedBySource: true, instancesMax: 3 });
});

test('a relative link is one beside the images', () => {
  const text = FLATCAR.replace('/opt/extensions/docker', '/var/lib/extensions').replace(
    '/etc/extensions/docker.raw',
    'docker.raw',
  );
  expect(read(text).target.currentSymlink).toBe('/var/lib/extensions/docker.raw');
});

test('a comment does not end a value, quotes stand for themselves', () => {
  const text = FLATCAR.replace(
    'MatchPattern=docker-@v-%a.raw',
    'MatchPattern=docker-@v-%a.raw \\\n# old names\n  docker-@v.raw "docker_@v.raw"',
  );
  expect(read(text).source.patterns).toEqual(['docker-@v-x86-64.raw', 'docker-@v.raw', '"docker_@v.raw"']);
});

test('drop-ins go on where the file ends', () => {
  const file = read(FLATCAR, 257, '[Transfer]\nMinVersion=3\nProtectVersion=4\n[Target]\nPath=/srv/docker/\n');
  expect(file).toMatchObject({ minVersion: '3', protectedVersions: ['4'] });
  expect(file.target).toMatchObject({ path: '/srv/docker', currentSymlink: '/etc/extensions/docker.raw' });
});

test('a wrong value leaves what was there', () => {
  const file = read(
    `${FLATCAR}InstancesMax=x\nCurrentSymlink=\n[Transfer]\nVerify=maybe\nMinVersion=%w\nProtectVersion=1 2\nProtectVersion=%w\nMinVersion=1_0\n`,
  );
  expect(file.target).toMatchObject({ instancesMax: 3, currentSymlink: '/etc/extensions/docker.raw' });
  expect(file).toMatchObject({ verify: false, minVersion: '1_0', protectedVersions: ['42'] });
});

test('an empty version takes back what was set before, and letters count, since 262.1', () => {
  const text = `${FLATCAR}[Transfer]\nMinVersion=2\nMinVersion=\nProtectVersion=1\nProtectVersion=\n`;
  expect(read(text, 262)).toMatchObject({ minVersion: null, protectedVersions: [] });
  expect(read(text, 257)).toMatchObject({ minVersion: '2', protectedVersions: ['1'] });
  const withLetter = `${FLATCAR}[Transfer]\nMinVersion=9%a\n`;
  expect(read(withLetter, 262).minVersion).toBe('9x86-64');
  expect(read(withLetter, 257).minVersion).toBeNull();
});

test('features are known from 257 on', () => {
  const text = `${FLATCAR}[Transfer]\nFeatures=a "b c"\nRequisiteFeatures=d\n`;
  expect(read(text, 257)).toMatchObject({ features: ['a', 'b c'], requisiteFeatures: ['d'] });
  expect(read(text, 252)).toMatchObject({ features: [], requisiteFeatures: [] });
});

test('change-logs are a list that an empty one begins anew, from 257 on', () => {
  const text = `${FLATCAR}[Transfer]\nChangeLog=https://old.example.org\nChangeLog=\nChangeLog=https://example.org/%a/@v\nChangeLog=https://b.org/%m\n`;
  // sysupdate.d(5); what the machine cannot tell leaves the setting out.
  expect(read(text, 257).changeLogs).toEqual(['https://example.org/x86-64/@v']);
  expect(read(text, 252).changeLogs).toEqual([]);
});

test.each([
  ['', 'Type= in [Source]'],
  ['[Source]\nType=url-file\n', 'Path= is missing in [Source]'],
  ['MatchPattern=tool-@v\n', 'Type= in [Source]'],
  [FLATCAR.replace('MatchPattern=docker-@v-%a.raw', ''), 'MatchPattern= is missing'],
  [FLATCAR.replace('docker-@v-%a.raw', 'docker'), 'docker is no match pattern'],
  [FLATCAR.replace('docker-@v-%a.raw', 'docker*@v'), 'no match pattern'],
  [FLATCAR.replace('/opt/extensions/docker', '../x'), 'is no absolute path'],
  // What the machine cannot tell, and letters that are none, leave the setting out.
  [FLATCAR.replace('/opt/extensions/docker', '/opt/%m'), 'Path= is missing in [Target]'],
  [FLATCAR.replace('/opt/extensions/docker', '/opt/%k'), 'Path= is missing in [Target]'],
  [FLATCAR.replace('https:', 'ftp:'), 'is not one that systemd takes'],
  [FLATCAR.replace('regular-file', 'directory'), 'a url-file cannot become a directory'],
  [`${FLATCAR}PathRelativeTo=explicit\n`, 'PathRelativeTo=explicit'],
  [`${FLATCAR}[Oh"no]\n`, 'bad characters'],
  [`${FLATCAR}MatchPattern=**/docker-@v\n`, 'no match pattern there'],
])('what systemd refuses is refused, with why: %#', (text, why) => {
  expect(() => read(text)).toThrow(why);
});
