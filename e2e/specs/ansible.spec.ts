/** Debian's ansible-core makes of a machine what was exported, a second time nothing, and stops where something is not the same. */
import { existsSync, lstatSync, mkdirSync, readdirSync, readFileSync, readlinkSync } from 'node:fs';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { expect } from 'playwright/test';
import { ansibleText } from '../../shared/declared/ansible.ts';
import type { Provisioning } from '../../shared/declared/provisioning.ts';
import { englishOf } from '../../shared/messages/message.ts';
import { openAnsibleHost } from '../harness/ansible.ts';
import { hashOf } from '../harness/remotes.ts';
import { installPinned, test } from '../shells/bakery-host.ts';

const AWKWARD = `a'b"c {{ 7*7 }} {% if x %} $(touch x) # {z}: \u202e&*!|>%@ ~`;
const IMAGE = '/var/lib/extensions.d/kubernetes/kubernetes-v1.0-x86-64.raw';
const SKIPPED = 'ansible-core is not installed here, or this is not root';

test('what is exported for Ansible, Ansible makes of a machine; a second time it changes nothing', async ({ host }) => {
  const machine = await openAnsibleHost();
  test.skip(machine === null, SKIPPED);
  if (machine === null) return;
  const { scratch, tree, veneer } = host;
  installPinned(host);
  mkdirSync(join(tree, 'etc/extensions', AWKWARD), { recursive: true });
  const exported = veneer('export', '--format', 'ansible');
  expect(exported).toMatchObject({ status: 0, stderr: '' });
  scratch.put('export.yaml', exported.stdout);
  const play = (...options: string[]) => machine.play(join(scratch.path, 'export.yaml'), ...options);

  const shown = play('--check');
  expect(shown.status, shown.output).toBe(0);
  expect(existsSync(machine.outside(IMAGE)), 'it only looked').toBe(false);
  const first = play();
  expect(first.status, first.output).toBe(0);
  const transfers = 'etc/sysupdate.kubernetes.d';
  for (const path of [
    IMAGE,
    '/var/lib/veneer/pins/sysext-kubernetes.json',
    `/${transfers}/${readdirSync(join(tree, transfers))[0]}`,
  ])
    expect(readFileSync(machine.outside(path)), path).toEqual(readFileSync(join(tree, path)));
  expect(lstatSync(machine.outside(IMAGE)).mode & 0o7777).toBe(0o644);
  expect(readlinkSync(machine.outside('/var/lib/extensions/kubernetes.raw'))).toBe(IMAGE);
  expect(readdirSync(machine.outside('/etc/extensions')).sort()).toEqual([AWKWARD, 'kubernetes'].sort());
  const second = play();
  expect(second.output).toMatch(/ok=\d+ +changed=0 +unreachable=0 +failed=0/);
  machine.namespace.close();
});

test('packed images, masks that go, and a server that has something else', async ({ host }) => {
  const machine = await openAnsibleHost();
  test.skip(machine === null, SKIPPED);
  if (machine === null) return;
  const { scratch, web } = host;
  scratch.put('served/zipped.raw.gz', gzipSync('an image'));
  scratch.put('served/plain.raw', 'an image');
  const path = (name: string) => `/var/lib/extensions.d/${name}/${name}-1.raw`;
  const from = (sha256: string, lastSha256 = sha256): Provisioning => ({
    fetched: [
      { path: path('zipped'), url: `${web.url}zipped.raw.gz`, packing: 'gz', sha256 },
      { path: path('plain'), url: `${web.url}plain.raw`, packing: 'none', sha256: lastSha256 },
    ],
    ...{ written: [], links: [], lacks: [] },
    directories: ['/etc/extensions/late'],
    units: [{ name: 'systemd-sysext.service', enabled: true }],
  });
  const play = (what: Provisioning) => {
    scratch.put(
      'play.yaml',
      ansibleText(what, englishOf, { unmasked: ['/etc/extensions/on', '/etc/extensions/own'] }).text,
    );
    return machine.play(join(scratch.path, 'play.yaml'));
  };
  machine.namespace.run('mkdir', '-p', '/etc/extensions/on', '/etc/extensions/own/usr');
  const right = hashOf(Buffer.from('an image'));
  const wrong = play(from(right, '0'.repeat(64)));
  expect(wrong).toMatchObject({ status: 2, output: expect.stringContaining('did not match') });
  expect(readFileSync(machine.outside(path('zipped')), 'utf8')).toBe('an image');
  expect(existsSync(machine.outside(path('plain')))).toBe(false);
  expect(readdirSync(machine.outside('/etc/extensions')).sort(), 'nothing after it was done').toEqual(['on', 'own']);
  const done = play(from(right));
  expect(done.status, done.output).toBe(0);
  expect(readdirSync(machine.outside('/etc/extensions')).sort()).toEqual(['late', 'own']);
  expect(
    machine.namespace.run('env', 'SYSTEMD_OFFLINE=1', 'systemctl', 'is-enabled', 'systemd-sysext.service').output,
  ).toBe('enabled\n');
  machine.namespace.close();
});
