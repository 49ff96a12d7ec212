/** A host of awkward names, as each format has it: quoted for its language, with no key that the language does not have. */
import { spawnSync } from 'node:child_process';
import { expect, test } from 'vitest';
import { parse } from 'yaml';
import { englishOf } from '../messages/message.ts';
import { declarationText } from './declare.ts';
import { butaneText, ignitionText } from './ignition-text.ts';
import { onlyNamed, type Present, type PresentExtension } from './present.ts';
import { provisioningOf } from './provisioning.ts';
import { declaredIn } from './read.ts';
import { shellText } from './shell-text.ts';
import { parseYaml } from './yaml.ts';
import { ACTING_IN_FILE } from './yaml-text.ts';

const AWKWARD = `a'b"c $(touch x) \`y\` # {z}: \u202e&*!|>%@`;
const HASH = 'a'.repeat(64);

function extension(name: string, more: Partial<PresentExtension> = {}): PresentExtension {
  const realPath = `/var/lib/extensions.d/${name}/${name}-1.0.raw`;
  return {
    class: 'sysext',
    name,
    version: '1.0',
    releaseVersion: '1.0',
    enabled: true,
    ofOs: false,
    path: `/var/lib/extensions/${name}.raw`,
    realPath,
    isFolder: false,
    stream: '',
    origin: { remote: 'mine', address: `https://example.org/${name}-1.0.raw`, sha256: HASH, imageSha256: HASH },
    ...more,
  };
}

const origin = (address: string | null) => ({ remote: null, address, sha256: null, imageSha256: HASH });

const HOST: Present = {
  extensions: [
    extension('plain'),
    extension(AWKWARD, { enabled: false, origin: null }),
    extension('packed', { origin: origin('https://example.org/packed-1.0.raw.xz') }),
    extension('zipped', { origin: origin('https://example.org/zipped-1.0.raw.gz') }),
    extension('registry', { origin: { ...origin('oci://example.org/tools/x'), remote: 'tools' } }),
    extension('followed', { class: 'confext', stream: 'v1.32.' }),
    extension('vendor', { ofOs: true, path: '/usr/lib/extensions/vendor.raw', enabled: false }),
  ],
  masks: [{ class: 'sysext', name: AWKWARD, path: `/etc/extensions/${AWKWARD}` }],
  pins: [
    { class: 'sysext', name: 'plain', version: '1.0', held: false },
    { class: 'sysext', name: 'packed', version: null, held: true },
  ],
  transfers: [
    { class: 'sysext', name: 'plain', path: '/etc/sysupdate.plain.d/plain.transfer', text: "[Source]\n# it's 100%\n" },
  ],
  remotes: [{ name: 'mine', url: 'https://example.org/', enabled: true, trust: 'pinned', key: 'a key\nof lines\n' }],
  boot: { sysext: true, confext: false, services: null },
};

test('veneer.yaml reads back as it was written, and says what is not known', () => {
  const text = declarationText(HOST, englishOf);
  expect(declaredIn(parseYaml(text, 'veneer.yaml'))).toEqual({
    veneer: 1,
    extensions: [
      expect.objectContaining({ name: 'plain', version: '1.0', from: 'mine', enabled: true }),
      { name: AWKWARD, class: 'sysext', version: '1.0', enabled: false },
      // The checksum of what is served packed is not known.
      { name: 'packed', class: 'sysext', version: '1.0', enabled: true },
      { name: 'zipped', class: 'sysext', version: '1.0', enabled: true },
      { name: 'registry', class: 'sysext', version: '1.0', enabled: true, from: 'tools' },
      { name: 'followed', class: 'confext', stream: 'v1.32.*', enabled: true, from: 'mine' },
    ],
    remotes: HOST.remotes,
    pins: [
      { name: 'plain', class: 'sysext', version: '1.0', held: false },
      { name: 'packed', class: 'sysext', held: true },
    ],
    masks: [{ name: 'vendor', class: 'sysext' }],
    boot: { sysext: true, confext: false },
  });
  expect(text).toContain('  # packed: from where it came is not known.\n');
  expect(declaredIn(parseYaml(declarationText(onlyNamed(HOST, ['plain']), englishOf), 'veneer.yaml'))).toMatchObject({
    extensions: [{ name: 'plain' }],
    remotes: [{ name: 'mine' }],
    pins: [{ name: 'plain' }],
    masks: [],
    boot: {},
  });
});

/**
 * The keys of what we write, as their specifications have them: of Butane docs/config-flatcar-v1_1.md and
 * docs/config-fcos-v1_5.md of coreos/butane at 033c4bff (both alike here), of Ignition docs/configuration-v3_3.md of
 * coreos/ignition. Those that Ignition spells otherwise are not among what we write.
 */
const KEYS: Readonly<Record<string, readonly string[]>> = {
  storage: ['disks', 'raid', 'filesystems', 'files', 'directories', 'links', 'luks', 'trees'],
  'storage.files': ['path', 'overwrite', 'contents', 'append', 'mode', 'user', 'group'],
  'storage.files.contents': ['compression', 'source', 'inline', 'local', 'http_headers', 'verification'],
  'storage.files.contents.verification': ['hash'],
  'storage.directories': ['path', 'overwrite', 'mode', 'user', 'group'],
  'storage.links': ['path', 'overwrite', 'user', 'group', 'target', 'hard'],
  systemd: ['units'],
  'systemd.units': ['name', 'enabled', 'mask', 'contents', 'contents_local', 'dropins'],
};
const BUTANE = ['variant', 'version', 'ignition', 'storage', 'systemd', 'passwd', 'kernel_arguments'];
const IGNITION = ['ignition', 'storage', 'systemd', 'passwd', 'kernelArguments'];
/** Of Butane alone: it puts them into the address. */
const BUTANE_ALONE = ['inline', 'local', 'trees', 'contents_local'];

/** Every key of a value that the specification does not have at its place. */
function unknownKeys(value: unknown, keys: typeof KEYS, at = ''): string[] {
  if (Array.isArray(value)) return value.flatMap((one) => unknownKeys(one, keys, at));
  if (typeof value !== 'object' || value === null) return [];
  return Object.entries(value).flatMap(([key, one]) => {
    const place = at === '' ? key : `${at}.${key}`;
    return keys[at]?.includes(key) === true ? unknownKeys(one, keys, place) : [place];
  });
}

test.each(['flatcar', 'fcos'] as const)('Butane of %s has no key that its specification has not', (variant) => {
  const { text, lacks } = butaneText(provisioningOf(HOST), variant, englishOf);
  const { value } = parseYaml(text, 'butane');
  expect(unknownKeys(value, { ...KEYS, '': BUTANE })).toEqual([]);
  expect(unknownKeys({ storage: { file: [] } }, { ...KEYS, '': BUTANE })).toEqual(['storage.file']);
  expect(value).toMatchObject({ variant, version: variant === 'fcos' ? '1.5.0' : '1.1.0' });
  expect(lacks.map(englishOf)).toEqual([
    `${AWKWARD}: from where it came is not known.`,
    'registry: oci://example.org/tools/x is no file that can be fetched by itself.',
    '/var/lib/extensions.d/packed/packed-1.0.raw: Ignition unpacks gzip alone, and this is packed with xz.',
  ]);
  expect(text.split('\n').filter((line) => line.startsWith('#'))).toHaveLength(3);
  expect(text, 'no name turns the direction of reading').toContain('\ufffd');
});

test('Ignition fetches, writes, links and masks; a link to what is not there is not made', () => {
  const value = JSON.parse(ignitionText(provisioningOf(HOST)).text) as unknown;
  const keys = Object.fromEntries(
    Object.entries(KEYS).map(([at, some]) => [at, some.filter((key) => !BUTANE_ALONE.includes(key))]),
  );
  expect(unknownKeys(value, { ...keys, '': IGNITION, ignition: ['version'] })).toEqual([]);
  const stored = (name: string) => `/var/lib/extensions.d/${name}/${name}-1.0.raw`;
  expect(value).toEqual({
    ignition: { version: '3.3.0' },
    storage: {
      files: [
        {
          path: stored('plain'),
          contents: { source: 'https://example.org/plain-1.0.raw', verification: { hash: `sha256-${HASH}` } },
          mode: 0o644,
        },
        {
          path: stored('zipped'),
          contents: {
            source: 'https://example.org/zipped-1.0.raw.gz',
            compression: 'gzip',
            verification: { hash: `sha256-${HASH}` },
          },
          mode: 0o644,
        },
        expect.objectContaining({ path: stored('followed') }),
        {
          path: '/etc/sysupdate.plain.d/plain.transfer',
          contents: { source: "data:,%5BSource%5D%0A%23%20it's%20100%25%0A" },
          mode: 0o644,
        },
        expect.objectContaining({ path: '/var/lib/veneer/pins/sysext-plain.json' }),
        expect.objectContaining({ path: '/var/lib/veneer/pins/sysext-packed.json' }),
      ],
      links: ['plain', 'zipped', 'followed'].map((name) => ({
        path: `/var/lib/extensions/${name}.raw`,
        target: stored(name),
      })),
      directories: [{ path: `/etc/extensions/${AWKWARD}` }],
    },
    systemd: {
      units: [
        { name: 'systemd-sysext.service', enabled: true },
        { name: 'systemd-confext.service', enabled: false },
      ],
    },
  });
});

test('to a shell every name is one word', () => {
  const script = shellText(provisioningOf(HOST), englishOf);
  expect(spawnSync('sh', ['-n'], { input: script, encoding: 'utf8' }).stderr).toBe('');
  const line = script.split('\n').find((one) => one.startsWith('mkdir') && one.includes('/etc/extensions/')) ?? '';
  const said = spawnSync('sh', [], { input: line.replace('mkdir -p --', `printf '%s|'`), encoding: 'utf8' });
  expect(said.stdout).toBe(`/etc/extensions/${AWKWARD}|`);
});

test('no name acts on a terminal, in whatever format, and each comes back as it was', () => {
  const acting = 'a\u202eb\u009b2J\u{e0041}';
  const text = `[Source]\n# \u202e\u001b[31m\n`;
  const host: Present = {
    ...HOST,
    extensions: [extension(acting)],
    masks: [{ class: 'sysext', name: acting, path: `/etc/extensions/${acting}` }],
    transfers: [{ class: 'sysext', name: 'x', path: '/etc/sysupdate.x.d/x.transfer', text }],
  };
  const from = provisioningOf(host);
  const written = {
    yaml: declarationText(host, englishOf),
    butane: butaneText(from, 'flatcar', englishOf).text,
    ignition: ignitionText(from).text,
    shell: shellText(from, englishOf),
  };
  for (const [format, one] of Object.entries(written)) expect(one.match(ACTING_IN_FILE), format).toBeNull();
  expect(declaredIn(parseYaml(written.yaml, 'veneer.yaml')).extensions).toMatchObject([{ name: acting }]);
  const files = (value: string) => JSON.stringify(parse(value));
  expect(files(written.butane)).toContain(JSON.stringify(`/etc/extensions/${acting}`));
  expect(files(written.butane)).toContain(JSON.stringify(text));
  expect(files(written.ignition)).toContain(JSON.stringify(`/etc/extensions/${acting}`));
  const start = written.shell.lastIndexOf("printf '%s' \"$(");
  const script = written.shell.slice(start, written.shell.indexOf(' >"$root"', start));
  expect(spawnSync('sh', [], { input: script, encoding: 'utf8' }).stdout).toBe(text);
});
