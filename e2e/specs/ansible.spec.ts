/** Debian's ansible-core makes of a machine what was exported, a second time nothing, and stops where something is not the same. */
import { existsSync, lstatSync, mkdirSync, readdirSync, readFileSync, readlinkSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { gzipSync } from 'node:zlib';
import { expect } from 'playwright/test';
import { ANSWERS } from '../../electron/cli/answers.ts';
import { ansibleText } from '../../shared/declared/ansible.ts';
import type { Provisioning } from '../../shared/declared/provisioning.ts';
import { englishOf } from '../../shared/messages/message.ts';
import { openAnsibleHost } from '../harness/ansible.ts';
import { programFile } from '../harness/program-files.ts';
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

test('what a file declares is made on other hosts, where all of them can be changed', async ({ host }) => {
  const machine = await openAnsibleHost();
  test.skip(machine === null, SKIPPED);
  if (machine === null) return;
  const { scratch, web } = host;
  const name = 'kubernetes-v1.0-x86-64.raw';
  const sha256 = hashOf(readFileSync(join(scratch.path, 'served', name)));
  const declare = (sum: string) =>
    scratch.put(
      'veneer.yaml',
      `veneer: 1\nextensions: [{name: kubernetes, version: v1.0, source: {url: '${web.url}${name}', sha256: '${sum}'}}]\n`,
    );
  const vars = { ansible_connection: 'local' };
  scratch.put('hosts.yaml', JSON.stringify({ all: { hosts: { 'web-1': {} }, vars } }));
  const inventory = ['--inventory', join(scratch.path, 'hosts.yaml')];
  const apply = (...words: string[]) => {
    const program = [process.execPath, fileURLToPath(programFile('cli'))];
    const at = `cd ${scratch.path} && exec "$@"`;
    const command = ['apply', join(scratch.path, 'veneer.yaml'), ...words];
    return machine.namespace.run(
      'env',
      `HOME=${scratch.path}`,
      'LC_ALL=C.UTF-8',
      'sh',
      '-c',
      at,
      'sh',
      ...program,
      ...command,
    );
  };
  declare(sha256);
  const shown = apply('--on', 'web-1', ...inventory, '--dry-run');
  expect(shown).toEqual({ status: 0, output: expect.stringMatching(/^web-1: \d steps would change something\n$/) });
  expect(existsSync(machine.outside(IMAGE))).toBe(false);
  const done = apply('--on', 'web-1', ...inventory, '--json');
  expect(done.status, done.output).toBe(0);
  expect(ANSWERS.apply.parse(JSON.parse(done.output))).toMatchObject({
    hosts: [{ host: 'web-1', outcome: 'changed', changes: 4 }],
  });
  expect(hashOf(readFileSync(machine.outside(IMAGE)))).toBe(sha256);
  const nowhere = apply('--on', 'web-1,web-3', ...inventory);
  expect(nowhere).toEqual({
    status: 24,
    output: 'web-3: not in the inventory\nNothing was changed on any host.\n',
  });
  expect(apply('--on', '*')).toMatchObject({ status: 2, output: expect.stringContaining('for a pattern') });
  expect(apply(...inventory)).toMatchObject({
    status: 2,
    output: expect.stringContaining('--inventory goes with --on'),
  });

  machine.namespace.run('mount', '--bind', '/dev/null', '/usr/bin/ansible-playbook');
  const handed = apply('--on', 'web-1', '--now');
  expect(handed).toMatchObject({ status: 12, output: expect.stringContaining('is not installed here') });
  const playbook = readFileSync(join(scratch.path, 'veneer-playbook.yaml'), 'utf8');
  expect(playbook).toContain('veneer_merge: true');
  machine.namespace.close();
});
