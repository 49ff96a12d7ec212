import { appendFileSync, mkdirSync, statSync, symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { makeFleetHost, putFleetImage } from '../../e2e/harness/fleet-host.ts';
import { GUARDED_READER } from '../../e2e/harness/guarded-reader.ts';
import { keepFleetIn, sevenHosts } from '../../e2e/harness/kept-fleet.ts';
import { makeScratch, putExtension } from '../../e2e/harness/scratch.ts';
import { inTree, type SshHosts, serveSsh } from '../../e2e/harness/ssh-hosts.ts';
import type { FleetRow } from '../../shared/model/fleet.ts';
import { createOwnReader } from '../extensions/own-reader.ts';
import { createJobs } from '../jobs/runner.ts';
import { createGuard } from '../reader/guard.ts';
import { createFleet, type Fleet } from './fleet.ts';

const scratch = makeScratch('fleet');
const TIMEOUTS = { wholeMs: 10_000, silentMs: 3000 };
let ssh: SshHosts;
const closers: (() => void)[] = [];

beforeAll(async () => {
  const good = makeFleetHost(scratch, 'good', '4230.2.0', 257);
  putExtension(
    scratch,
    'trees/good/etc/extensions',
    'folder',
    'ID=flatcar\nVERSION_ID=4230.2.0\nSYSEXT_VERSION_ID=3\n',
  );
  putExtension(scratch, 'trees/good/var/lib/extensions', 'old', 'ID=flatcar\nVERSION_ID=4152.2.3\n');
  putFleetImage(good, 'opt/extensions/docker/docker-28.0.4.raw', 'docker', 'ID=flatcar\nVERSION_ID=4230.2.0\n');
  symlinkSync('/opt/extensions/docker/docker-28.0.4.raw', join(good, 'etc/extensions/docker.raw'));
  putFleetImage(good, 'var/lib/extensions/wasmtime.raw', 'wasmtime', 'ID=_any\n');
  mkdirSync(join(good, 'etc/extensions/masked'));
  putExtension(scratch, 'trees/good/var/lib/extensions', 'masked', 'ID=_any\n');
  // What could be taken for the end of what a host tells, were it not for the zero bytes.
  writeFileSync(join(good, 'var/lib/extensions/x\nend\n.raw'), 'end');
  ssh = await serveSsh(scratch, {
    good: inTree(good),
    bare: inTree(makeFleetHost(scratch, 'bare', '4230.2.0', 262)),
    noisy: `echo "Welcome to $(hostname)"; ${inTree(good)}`,
    hanging: 'sleep 60',
    garbage: 'head -c 300000 /dev/zero',
    // It knows the word, as every host does, and goes on without end.
    flooding: `b=$(head -n 8 | sed -n 's/^put() { printf .* \\([0-9a-f]\\{32\\}\\) .*/\\1/p')
printf '%s\\0begin\\0001\\0' "$b"
while :; do printf '%s\\0made\\000/proc/self/mountinfo\\0' "$b"; head -c 900000 /dev/zero | tr '\\0' x; printf '\\0'; done`,
    halfway: `${inTree(good).replace('exec ', '')} | { head -c 700; kill -9 $PPID; }`,
    sudo: 'echo "sudo: a password is required" >&2; exit 1',
    // As sudo 1.9.13 of Debian 12 writes it, where it then does what it is asked for.
    'sudo-warns': 'echo "sudo: unable to resolve host box: Temporary failure in name resolution" >&2; exit 1',
    'no-shell': 'echo "This account is currently not available."; exit 1',
  });
  appendFileSync(ssh.config, 'Host refused\n  HostName 127.0.0.1\n  Port 1\n');
  appendFileSync(
    ssh.config,
    `Host strange\n  HostName 127.0.0.1\n  Port ${ssh.port}\n  UserKnownHostsFile /dev/null\n`,
  );
}, 60_000);

afterAll(async () => {
  for (const close of closers) close();
  await ssh.stop();
  scratch.remove();
});

const SAME = {
  ID: undefined,
  ID_LIKE: undefined,
  VERSION_ID: undefined,
  SYSEXT_LEVEL: undefined,
  CONFEXT_LEVEL: undefined,
};

let made = 0;
/** @param at of one that was opened before, for another start on what that one kept */
function openFleet(at = made++): Fleet {
  const own = join(scratch.path, `own-${at}`);
  const guard = createGuard(GUARDED_READER);
  const jobs = createJobs((problem) => expect.fail(String(problem)));
  const fleet = createFleet({
    stateDirectory: join(own, 'state'),
    cacheDirectory: join(own, 'cache'),
    runtimeDirectory: null,
    sshConfig: ssh.config,
    reader: createOwnReader(),
    guard,
    jobs,
    timeouts: TIMEOUTS,
    say: (problem) => expect.fail(String(problem.stack)),
  });
  closers.push(
    () => fleet.close(),
    () => guard.close(),
    () => jobs.close(),
  );
  return fleet;
}

const shortly = ({ name, state, version }: FleetRow) => `${name} ${state} ${version}`;

test('a host is read with its folders, images, links and masks', async () => {
  const fleet = openFleet();
  expect(fleet.add({ from: 'typed', hosts: ['good'] })).toEqual(['good']);
  expect(fleet.view().hosts[0]).toMatchObject({ state: 'never-read', readAt: null, rows: [] });
  const { hosts, extensions } = await fleet.read(null, null);
  const [host] = hosts;
  expect(host).toMatchObject({ state: 'read', error: null, os: 'Flatcar 4230.2.0', systemd: 257 });
  // Docker's image says that it fits, which only its inside can tell; `old` is for another release.
  expect(host?.rows.map(shortly)).toEqual([
    'docker ready 28.0.4',
    'folder ready 3',
    'masked masked null',
    'old blocked null',
    'wasmtime ready null',
  ]);
  expect(host?.rows.map(({ reason }) => reason?.text ?? null)).toEqual([
    null,
    null,
    null,
    'It needs flatcar 4152.2.3, this host is flatcar 4230.2.0.',
    null,
  ]);
  expect(extensions.map(({ name }) => name)).toEqual(['docker', 'folder', 'masked', 'old', 'wasmtime']);
  const system = await fleet.system('good');
  const docker = system.extensions.find(({ name }) => name === 'docker');
  expect(docker).toMatchObject({
    units: ['docker.service'],
    form: 'squashfs',
    realPath: '/opt/extensions/docker/docker-28.0.4.raw',
  });
});

test('only what decides of an image is brought, and that once', async () => {
  const fleet = openFleet();
  fleet.add({ from: 'typed', hosts: ['good'] });
  await fleet.read(null, null);
  const { facts, extensions } = await fleet.system('good');
  const image = extensions.find(({ name }) => name === 'wasmtime');
  const { size, blocks, ino } = statSync(join(facts.root, image?.realPath ?? ''));
  expect(size).toBe(image?.size);
  expect(size).toBeGreaterThan(1_000_000);
  expect(blocks * 512).toBeLessThan(300_000);
  await fleet.read(null, null);
  const again = await fleet.system('good');
  expect(again.facts.root).not.toBe(facts.root);
  expect(statSync(join(again.facts.root, image?.realPath ?? '')).ino).toBe(ino);
  expect(again.extensions.map(({ state }) => state)).toEqual(extensions.map(({ state }) => state));
});

test('what was read is kept for a later start, also where the host is gone by then', async () => {
  const fleet = openFleet();
  fleet.add({ from: 'typed', hosts: ['bare'] });
  await fleet.read(null, null);
  const { hosts } = openFleet(made - 1).view();
  expect(hosts).toEqual([expect.objectContaining({ id: 'bare', state: 'read', systemd: 262, rows: [] })]);
});

test('each host fails by itself, in words that tell what to do', async () => {
  const fleet = openFleet();
  const names = [
    'good',
    'noisy',
    'hanging',
    'garbage',
    'flooding',
    'halfway',
    'sudo',
    'sudo-warns',
    'no-shell',
    'refused',
    'strange',
  ];
  fleet.add({ from: 'typed', hosts: names });
  const started = Date.now();
  const { hosts } = await fleet.read(null, null);
  expect(Date.now() - started).toBeLessThan(20_000);
  expect(Object.fromEntries(hosts.map(({ id, error }) => [id, error === null ? null : error.message.text]))).toEqual({
    good: null,
    noisy: null,
    hanging: 'hanging did not answer in 3 s.',
    garbage: 'garbage sends what is not understood.',
    flooding: 'flooding sends more than a host has to tell.',
    halfway: 'The connection to halfway ended before everything had come.',
    sudo: 'sudo on sudo needs a password, which is not asked for here.',
    'sudo-warns': 'sudo-warns did not run the script that reads it.',
    'no-shell': 'no-shell did not run the script that reads it.',
    refused: expect.stringContaining('refused does not answer: ssh: connect to host'),
    strange: 'The key of strange is not known here, or is another than before.',
  });
  expect(hosts.filter(({ state }) => state === 'failed')).toHaveLength(9);
});

test('reading can be stopped, and what is there stays', async () => {
  const fleet = openFleet();
  fleet.add({ from: 'typed', hosts: ['hanging'] });
  const reading = fleet.read(null, null);
  setTimeout(() => fleet.cancel(), 300);
  await expect(reading).rejects.toMatchObject({ code: 'cancelled' });
  expect(fleet.view().hosts[0]).toMatchObject({ state: 'never-read', error: null });
});

test('the upgrade check tells of each host that was read what would fall out', async () => {
  const fleet = openFleet();
  fleet.add({ from: 'typed', hosts: ['good', 'bare'] });
  await fleet.read(['good'], null);
  const [one, ...more] = await fleet.nextOs({
    ids: null,
    fields: { ...SAME, VERSION_ID: '4152.2.3' },
    systemdVersion: null,
  });
  expect(more).toEqual([]);
  expect(one?.rows.map(({ name, outcome }) => `${name} ${outcome}`).sort()).toEqual([
    'docker drops-out',
    'folder drops-out',
    'masked stays-out',
    'old comes-in',
    'wasmtime stays',
  ]);
});

test('the releases that hosts run can be chosen for the others', async () => {
  const fleet = openFleet();
  fleet.add({ from: 'typed', hosts: ['good', 'bare'] });
  expect(fleet.releases()).toEqual([]);
  await fleet.read(null, null);
  const none = { ID_LIKE: '', SYSEXT_LEVEL: '', CONFEXT_LEVEL: '' };
  const flatcar = { title: 'Flatcar 4230.2.0', count: 1, fields: { ID: 'flatcar', VERSION_ID: '4230.2.0', ...none } };
  expect(fleet.releases()).toEqual([
    { ...flatcar, systemdVersion: expect.toBeOneOf([257, 262]) },
    { ...flatcar, systemdVersion: expect.toBeOneOf([257, 262]) },
  ]);
});

test('what was lost of the cache is not judged, and the other hosts are', async () => {
  const own = join(scratch.path, `own-${made}`);
  keepFleetIn(join(own, 'state'), join(own, 'cache'), sevenHosts(Date.now()));
  const found = await openFleet().nextOs({
    ids: null,
    fields: { ...SAME, ID: 'flatcar', VERSION_ID: '4230.2.0' },
    systemdVersion: null,
  });
  const lost = found.map(({ id, rows }) => [id, rows.flatMap((row) => (row.outcome === 'drops-out' ? row.name : []))]);
  expect(Object.fromEntries(lost)).toEqual({
    ...{ 'ws-042': [], 'ws-043': [] },
    ...{ 'edge-01': ['docker', 'nvidia-runtime'], 'edge-02': ['docker', 'nvidia-runtime'] },
  });
});

test('hosts are removed with what was read, and one that is not there is told', async () => {
  const fleet = openFleet();
  fleet.add({ from: 'typed', hosts: ['bare'] });
  expect(() => fleet.remove(['other'])).toThrow('other is not in the fleet.');
  fleet.remove(['bare']);
  expect(fleet.view()).toEqual({ hosts: [], extensions: [] });
});

test('hosts come from the OpenSSH config with what it includes, and from an inventory', () => {
  const fleet = openFleet();
  expect(fleet.add({ from: 'ssh-config' })).toContain('halfway');
  scratch.put('inventory', '[web]\nweb[1:2] ansible_host=10.0.0.7 ansible_port=2222\n[web:vars]\nansible_user=core\n');
  expect(fleet.add({ from: 'ansible', path: join(scratch.path, 'inventory') })).toEqual(['web1', 'web2']);
  expect(fleet.view().hosts.at(-1)).toMatchObject({ id: 'web2', address: 'core@10.0.0.7:2222', source: 'ansible' });
});
