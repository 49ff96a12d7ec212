/** What Veneer writes for Butane and Ignition reads back as the same; what others write is read as far as it is of extensions. */
import { expect, test } from 'vitest';
import { chanceOf } from '../../e2e/harness/random/chance.ts';
import { englishOf } from '../messages/message.ts';
import { Declared } from '../model/declared.ts';
import { butaneText, ignitionText } from './ignition-text.ts';
import { importedFrom } from './import.ts';
import { declaredProvisioning } from './playbook.ts';
import { provisionedFormat, provisionedIn } from './provisioned.ts';
import { parseYaml } from './yaml.ts';

function imported(text: string) {
  const parsed = parseYaml(text, 'host.bu');
  const { declared, unknown } = importedFrom(provisionedIn(parsed, 'host.bu'), 'host.bu');
  return { declared, unknown: unknown.map(englishOf) };
}

test('what was written reads back as it was declared, whatever that was', () => {
  for (let seed = 0; seed < 60; seed++) {
    const chance = chanceOf(`import-${seed}`);
    const names = ['docker', "it's {{ x }} #", 'a-1', 'k8s-v1.32', '\u202eturned', 'ünïcode', 'yes', '7'].filter(() =>
      chance.maybe(0.5),
    );
    const hash = (name: string) => Buffer.from(name).toString('hex').padEnd(64, '0').slice(0, 64);
    const kind = () => chance.pick(['sysext', 'confext'] as const);
    const extensions = names.map((name) => {
      const version = chance.pick(['1.0', 'v1.32.4', '28~rc1', '2024.1+x']);
      const url = `https://example.org/${encodeURIComponent(name).replaceAll("'", '')}-${version}${chance.pick(['-x86-64', ''])}.raw`;
      return { name, class: kind(), version, source: { url, sha256: hash(name) }, enabled: chance.maybe(0.7) };
    });
    const declared = Declared.parse({
      veneer: 1,
      extensions,
      pins: names
        .filter(() => chance.maybe(0.3))
        .map((name) => ({ name, class: kind(), ...chance.pick([{ held: true }, { version: '1.0' }]) })),
      masks: chance.maybe(0.5) ? [{ name: 'masked', class: kind() }] : [],
      boot: chance.pick([{}, { sysext: true }, { sysext: false, confext: true }]),
    });
    const from = declaredProvisioning(declared);
    expect(from.lacks, `${seed}`).toEqual([]);
    for (const { text } of [
      butaneText(from, 'flatcar', englishOf),
      butaneText(from, 'fcos', englishOf),
      ignitionText(from),
    ])
      expect(imported(text), `${seed}\n${text}`).toEqual({ declared, unknown: [] });
  }
});

/** flatcar-website, content/docs/latest/provisioning/sysext/_index.md at 13f623ae, “Supplying your sysext image from Ignition”. */
const DOCKER = `variant: flatcar
version: 1.0.0
storage:
  files:
    - path: /etc/extensions/mydocker.raw
      mode: 0644
      contents:
        source: https://myserver.net/mydocker.raw
  links:
    - path: /etc/extensions/docker-flatcar.raw
      target: /dev/null
      overwrite: true
    - path: /etc/extensions/containerd-flatcar.raw
      target: /dev/null
      overwrite: true
`;

test('Flatcar’s own example of an image and of two that are taken out', () => {
  const { declared, unknown } = imported(DOCKER);
  expect(declared).toMatchObject({
    extensions: [{ name: 'mydocker', class: 'sysext', enabled: true }],
    masks: [{ name: 'docker-flatcar' }, { name: 'containerd-flatcar' }],
  });
  expect(declared.extensions[0]).not.toHaveProperty('source');
  expect(unknown).toEqual([
    'mydocker: the file has no SHA-256 of the image as it is served, so only its version is compared.',
  ]);
});

/** After docs/kubernetes.md of Flatcar’s bakery, without its drop-in and noop.conf; host name, user and systemd-sysext.service are added. */
const KUBERNETES = `variant: flatcar
version: 1.0.0
storage:
  files:
    - path: /opt/extensions/kubernetes/kubernetes-v1.32.2-x86-64.raw
      mode: 0644
      contents:
        source: https://extensions.flatcar.org/extensions/kubernetes-v1.32.2-x86-64.raw
    - path: /etc/sysupdate.kubernetes.d/kubernetes-v1.32.conf
      contents:
        source: https://extensions.flatcar.org/extensions/kubernetes/kubernetes-v1.32.conf
    - path: /etc/hostname
      contents:
        inline: node-1
  links:
    - target: /opt/extensions/kubernetes/kubernetes-v1.32.2-x86-64.raw
      path: /etc/extensions/kubernetes.raw
      hard: false
passwd:
  users: [{name: core}]
systemd:
  units:
    - name: systemd-sysupdate.timer
      enabled: true
    - name: systemd-sysext.service
      enabled: true
`;

test('an image of Flatcar’s bakery by its version, and what is not of extensions by its name', () => {
  const { declared, unknown } = imported(KUBERNETES);
  expect(declared).toMatchObject({
    extensions: [{ name: 'kubernetes', version: 'v1.32.2', enabled: true }],
    boot: { sysext: true },
    masks: [],
  });
  expect(unknown).toHaveLength(2);
  expect(unknown[1]).toBe(
    'not of extensions, and not compared: passwd, /etc/sysupdate.kubernetes.d/kubernetes-v1.32.conf, /etc/hostname, systemd-sysupdate.timer',
  );
});

test('a list of updates that stands in the file says which stream is followed', () => {
  const transfer = [
    '[Source]',
    ...['Type=url-file', 'Path=https://extensions.flatcar.org/extensions/', 'MatchPattern=kubernetes-v1.32.@v-%a.raw'],
    ...[
      '[Target]',
      'Type=regular-file',
      'Path=/opt/extensions/kubernetes',
      'CurrentSymlink=/etc/extensions/kubernetes.raw',
    ],
  ].join('\n');
  const file = KUBERNETES.replace(
    /(v1\.32\.conf\n {6}contents:\n {8})source: .*/,
    (_, before: string) => `${before}inline: ${JSON.stringify(transfer)}`,
  );
  const [extension] = imported(file).declared.extensions;
  expect(extension).toEqual({ name: 'kubernetes', class: 'sysext', stream: 'v1.32.*', enabled: true });
});

test('what is twice, not linked, relative or hostile', () => {
  const config = {
    ignition: { version: '3.4.0', config: { merge: [{ source: 'https://example.org/more.ign' }] } },
    storage: {
      files: [
        { path: '/var/lib/extensions.d/old/old-1.raw', contents: { source: 'https://example.org/old-1.raw' } },
        {
          path: '/var/lib/extensions.d/a/a-2.raw',
          contents: { source: 'https://example.org/a-2.raw', verification: { hash: `sha512-${'0'.repeat(128)}` } },
        },
        {
          path: '/var/lib/veneer/pins/sysext-\u0001.json',
          contents: { source: 'data:,%7B%22version%22%3Anull%2C%22held%22%3Atrue%7D' },
        },
        { path: '/var/lib/veneer/pins/sysext-x.json', contents: { source: 'data:,%zz' } },
        { contents: { source: 'x' } },
        7,
      ],
      links: [
        { path: '/var/lib/extensions/a.raw', target: '../extensions.d/a/a-2.raw' },
        { path: '/etc/extensions/a.raw', target: '/opt/extensions/a/a-1.raw' },
        { path: '/etc/extensions/b.raw', target: '/x', hard: true },
      ],
      directories: [{ path: '/etc/extensions/..' }, { path: '/etc/extensions/off' }],
      disks: [],
    },
  };
  expect(imported(JSON.stringify(config))).toEqual({
    declared: Declared.parse({ veneer: 1, extensions: [{ name: 'a', version: '2' }], masks: [{ name: 'off' }] }),
    unknown: [
      'a is there twice; /etc/extensions/a.raw is not compared.',
      '/var/lib/extensions.d/old/old-1.raw: no link leads to it, so it is not compared.',
      'a: the file has no SHA-256 of the image as it is served, so only its version is compared.',
      expect.stringMatching(/^not of extensions, and not compared: ignition\.config, storage\.disks, .* and 3 more$/),
    ],
  });
});

test('other versions and variants are refused, and veneer.yaml is none of them', () => {
  const format = (text: string) => provisionedFormat(parseYaml(text, 'x'));
  expect([format('veneer: 1\nvariant: x\n'), format(DOCKER), format('{"ignition": 1}'), format('[]')]).toEqual([
    null,
    'butane',
    'ignition',
    null,
  ]);
  for (const text of [
    'variant: openshift\nversion: 4.14.0\n',
    'variant: fcos\nversion: 2.0.0\n',
    '{"ignition":{"version":"2.3.0"}}',
    '{"ignition":[]}',
  ])
    expect(() => imported(text), text).toThrow('Veneer reads Butane of flatcar and fcos');
  const many = Array.from({ length: 1100 }, (_, at) => `{path: /etc/extensions/x${at}}`).join(',');
  expect(() => imported(`variant: fcos\nversion: 1.5.0\nstorage: {directories: [${many}]}\n`)).toThrow(
    'more of extensions',
  );
});
