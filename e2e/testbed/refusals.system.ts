/** What must not be done, or not for everybody, and what a failure leaves behind. */
import { readFileSync, writeFileSync } from 'node:fs';
import { expect } from 'playwright/test';
import { HELPER_PROTOCOL, INSTALLED_HELPER } from '../../shared/changes/installed-helper.ts';
import { ALL_ACTIONS, SYSTEMD_ACTIONS, test } from './bed.ts';
import { makeImage } from './images.ts';

const CURRENT = '/var/lib/extensions/tool.raw';

test('asks for leave in vain where there is no agent, and for each verb by itself', async ({ bed }) => {
  const image = bed.give(makeImage(bed.scratch, { name: 'tool' }));
  bed.machine.allow();
  expect(bed.veneer('install', image).status).toBe(10);
  bed.machine.allow('org.veneer.helper.install');
  expect(bed.veneer('install', image)).toMatchObject({ status: 0 });
  expect(bed.veneer('disable', 'tool').status).toBe(10);
  expect(bed.veneer('remove', 'tool').status).toBe(10);
  expect(bed.veneer('install', '--now', image), 'who may install may take it in').toMatchObject({ status: 0 });
  expect(bed.merged()).toEqual(['tool']);
  bed.machine.allow('org.veneer.helper.refresh');
  expect(bed.veneer('install', image).status, 'but not the other way round').toBe(10);
  bed.machine.allow(...ALL_ACTIONS.filter((one) => !one.endsWith('-force')));
  expect(bed.veneer('refresh', '--force').status, 'force is a leave of its own').toBe(10);
});

test('says that polkit forbade it, and changes nothing', async ({ bed }) => {
  const image = bed.give(makeImage(bed.scratch, { name: 'tool' }));
  bed.machine.forbid('org.veneer.helper.install');
  expect(bed.veneer('install', image).status).toBe(9);
  expect(bed.machine.run('test', '-e', CURRENT).status).not.toBe(0);
});

test('keeps the old version where the disk is full', async ({ bed }) => {
  bed.machine.run('mkdir', '--parents', '/var/lib/extensions.d');
  bed.machine.run('mount', '-t', 'tmpfs', '-o', 'mode=755,size=1100k', 'tmpfs', '/var/lib/extensions.d');
  const [old, fresh] = ['1', '2'].map((version) => bed.give(makeImage(bed.scratch, { name: 'tool', version }))) as [
    string,
    string,
  ];
  expect(bed.veneer('install', '--now', old)).toMatchObject({ status: 0 });
  bed.machine.run('sh', '-c', 'head -c 80000 /dev/zero > /var/lib/extensions.d/ballast');
  expect(bed.veneer('install', '--now', fresh).status).toBe(15);
  expect(bed.machine.run('/usr/bin/tool').stdout).toBe('tool 1\n');
  const left = bed.machine.run('ls', '-A', '/var/lib/extensions.d/tool').stdout.trim().split('\n');
  expect(left).toEqual(['.origin:tool-1.raw.json', 'tool-1.raw']);
});

test('says that the directory is read-only, and changes nothing', async ({ bed }) => {
  const image = bed.give(makeImage(bed.scratch, { name: 'tool' }));
  bed.machine.run('mkdir', '--parents', '/var/lib/extensions');
  bed.machine.run('mount', '-t', 'tmpfs', '-o', 'ro,mode=755', 'tmpfs', '/var/lib/extensions');
  expect(bed.veneer('install', image).status).toBe(14);
  expect(bed.veneer('list', '--json').stdout).not.toContain('"name": "tool"');
});

test('installs what was looked at, whatever the path leads to meanwhile', async ({ bed }) => {
  const image = bed.give(makeImage(bed.scratch, { name: 'tool' }));
  const parameters = (sha256: string) =>
    JSON.stringify({
      protocol: HELPER_PROTOCOL,
      class: 'sysext',
      root: '/',
      name: 'tool',
      store: '/var/lib/extensions.d',
      version: '1',
      architecture: null,
      keep: null,
      current: true,
      versioned: false,
      adopts: null,
      origin: null,
      sha256,
    });
  const seen = bed.machine.run('sha256sum', image).stdout.slice(0, 64);
  const swapped = `pkexec --disable-internal-agent ${INSTALLED_HELPER} install "$1" < /etc/passwd`;
  const answer = bed.machine.runAsUser('sh', '-c', swapped, 'sh', parameters(seen));
  expect(answer.stdout).toContain('"code":"changed"');
  const secret = `pkexec --disable-internal-agent ${INSTALLED_HELPER} install "$1" < /etc/shadow`;
  expect(bed.machine.runAsUser('sh', '-c', secret, 'sh', parameters(seen)).stderr).toContain('denied');
  expect(bed.machine.run('test', '-e', CURRENT).status).not.toBe(0);
});

test('follows no symlink on the way to the target', async ({ bed }) => {
  const image = bed.give(makeImage(bed.scratch, { name: 'tool' }));
  bed.machine.run('mkdir', '--parents', '/var/lib/extensions.d', '/srv/elsewhere');
  bed.machine.run('ln', '--symbolic', '/srv/elsewhere', '/var/lib/extensions.d/tool');
  expect(bed.veneer('install', image).status).toBe(12);
  expect(bed.machine.run('ls', '-A', '/srv/elsewhere').stdout).toBe('');
});

test('takes the names that systemd takes, and no others', async ({ bed }) => {
  const image = makeImage(bed.scratch, { name: 'tool' });
  const path = bed.give(image);
  const names = ['with space', 'ünï-çode', '-dash', '..', 'a/b', 'x'.repeat(300), 'new\nline'];
  // Under another name than its release file has it stops every merge, so only by force.
  for (const name of names) bed.veneer('install', '--force', path, `--name=${name}`, '--version-as=1');
  const listed = JSON.parse(bed.machine.run('systemd-sysext', 'list', '--json=short').stdout) as { name: string }[];
  const ours = JSON.parse(bed.veneer('list', '--json').stdout) as { extensions: { name: string; listed: boolean }[] };
  const byUs = ours.extensions.filter((one) => one.listed).map(({ name }) => name);
  expect(byUs.sort()).toEqual(listed.map(({ name }) => name).sort());
  expect(byUs).toEqual(expect.arrayContaining(['with space', 'ünï-çode', '-dash']));
  expect(byUs).toHaveLength(3);
});

test('loses nothing when the helper is killed, at whichever step', async ({ bed }) => {
  const [old, fresh] = ['1', '2'].map((version) => makeImage(bed.scratch, { name: 'tool', version })) as [
    string,
    string,
  ];
  expect(bed.veneer('install', '--now', bed.give(old))).toMatchObject({ status: 0 });
  const path = bed.give(fresh);
  const preload = readFileSync(new URL('../harness/kill-at.ts', import.meta.url), 'utf8');
  writeFileSync(`${bed.machine.root}/home/tester/kill-at.mts`, preload);
  const parameters = JSON.stringify({
    protocol: HELPER_PROTOCOL,
    class: 'sysext',
    root: '/',
    name: 'tool',
    store: '/var/lib/extensions.d',
    version: '2',
    architecture: null,
    keep: null,
    current: true,
    versioned: false,
    adopts: null,
    origin: null,
    sha256: bed.machine.run('sha256sum', path).stdout.slice(0, 64),
  });
  const killed = `KILL_AT=$1 exec node --no-warnings --import /home/tester/kill-at.mts ${INSTALLED_HELPER} install "$2" < "$3"`;
  let kills = 0;
  for (let step = 1; ; step++) {
    const { stdout } = bed.machine.run('sh', '-c', killed, 'sh', String(step), parameters, path);
    if (stdout.includes('"result"')) break;
    kills++;
    expect(bed.machine.run('systemd-sysext', 'refresh').status, `killed at ${step}`).toBe(0);
    expect(bed.machine.run('/usr/bin/tool').stdout, `killed at ${step}`).toMatch(/^tool [12]\n$/);
    bed.machine.run('rm', '-f', '/var/lib/extensions.d/tool/tool-2.raw');
    bed.machine.run('ln', '-sfn', '/var/lib/extensions.d/tool/tool-1.raw', CURRENT);
  }
  expect(kills).toBeGreaterThan(8);
  bed.machine.run('systemd-sysext', 'refresh');
  expect(bed.machine.run('/usr/bin/tool').stdout).toBe('tool 2\n');
  expect(bed.machine.run('ls', '-A', '/var/lib/extensions.d/tool').stdout).not.toContain('.#');
});

test('writes down a refused call as well, also when nobody waits for the answer', async ({ bed }) => {
  const parameters = {
    protocol: HELPER_PROTOCOL,
    class: 'sysext',
    root: '/',
    names: ['unheard'],
    allowMovingAside: false,
  };
  const call = `pkexec --disable-internal-agent ${INSTALLED_HELPER} mask "$1" | true`;
  bed.machine.runAsUser('sh', '-c', call, 'sh', JSON.stringify(parameters));
  const journal = () => bed.machine.run('journalctl', '--identifier=veneer-helper', '--output=cat', '--lines=1').stdout;
  await expect.poll(journal).toMatch(/"unheard".*: not-found/);
});

test('leaves a line in the journal for every call', async ({ bed }) => {
  bed.machine.allow(...ALL_ACTIONS, ...SYSTEMD_ACTIONS);
  expect(bed.veneer('install', bed.give(makeImage(bed.scratch, { name: 'noted' })))).toMatchObject({ status: 0 });
  const newest = () => {
    const { stdout } = bed.machine.run('journalctl', '--identifier=veneer-helper', '--output=json', '--lines=1');
    return JSON.parse(stdout) as Record<string, string>;
  };
  await expect.poll(() => newest()['VENEER_PARAMETERS']).toContain('"noted"');
  expect(newest()).toMatchObject({ VENEER_VERB: 'install', VENEER_USER: '1000', VENEER_OUTCOME: 'done' });
});

test('who may mask may start and stop what extensions bring, and nothing of the host', async ({ bed }) => {
  const { machine } = bed;
  const unit = '[Service]\nExecStart=/usr/bin/sleep infinity\n';
  const units = { 'usr/lib/systemd/system/tool.service': unit, 'usr/lib/systemd/system/tool@.service': unit };
  const image = makeImage(bed.scratch, { name: 'tool', files: units });
  expect(bed.veneer('install', '--now', bed.give(image))).toMatchObject({ status: 0 });
  machine.run('systemctl', 'daemon-reload');
  machine.allow('org.veneer.helper.mask');
  const call = (names: readonly string[], stop: boolean): string => {
    const request = { protocol: HELPER_PROTOCOL, class: 'sysext', root: '/', units: names, stop };
    const pkexec = `pkexec --disable-internal-agent ${INSTALLED_HELPER} restart-units "$1"; true`;
    return machine.runAsUser('sh', '-c', pkexec, 'sh', JSON.stringify(request)).stdout;
  };
  const isActive = (name: string) => machine.run('systemctl', 'is-active', name).stdout.trim() === 'active';
  const own = ['systemd-logind.service', 'systemd-journald.service', 'systemd-journald.socket', 'dbus.socket'];
  for (const name of own) {
    expect(call([name], true), name).toContain('"code":"not-authorized"');
    expect(isActive(name), name).toBe(true);
  }
  for (const name of ['debug-shell.service', 'serial-getty@x.service', 'tool@x.service', 'never-heard-of.service']) {
    expect(call([name], false), name).toContain('"code":"not-authorized"');
    expect(isActive(name), name).toBe(false);
  }
  expect(call(['tool.service', 'debug-shell.service'], false)).toContain('"code":"not-authorized"');
  expect(isActive('tool.service'), 'none of several').toBe(false);
  expect(call(['reboot.target'], false)).toContain('"code":"invalid-input"');
  expect(call(['tool.service'], false)).toContain('"result"');
  await expect.poll(() => isActive('tool.service')).toBe(true);
  // What lost its file still runs, and may be stopped.
  machine.run('systemd-sysext', 'unmerge');
  machine.run('systemctl', 'daemon-reload');
  expect(isActive('tool.service')).toBe(true);
  expect(call(['tool.service'], true)).toContain('"result"');
  expect(isActive('tool.service')).toBe(false);
});

test('no leave of ours is one to force a merge, by whichever way', async ({ bed, suite }) => {
  bed.machine.allow(...ALL_ACTIONS.filter((one) => !one.endsWith('-force')));
  expect(bed.veneer('refresh', '--force').status).toBe(10);
  const force = '{"class":"sysext","force":true}';
  const varlink = ['varlinkctl', 'call', '/run/systemd/io.systemd.sysext', 'io.systemd.sysext.Merge', force] as const;
  const answer = bed.machine.runAsUser(...varlink);
  // 257 serves root alone there.
  expect(answer.status, answer.stderr).not.toBe(0);
  if (suite === 'sid') expect(answer.stderr).toContain('InteractiveAuthenticationRequired');
  expect(bed.merged()).toEqual([]);
});
