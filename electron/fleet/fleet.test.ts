import { mkdirSync, symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { GUARDED_READER } from '../../e2e/harness/guarded-reader.ts';
import { makeScratch, putExtension, type Scratch } from '../../e2e/harness/scratch.ts';
import { makeSquashfs } from '../../e2e/harness/squashfs.ts';
import { inTree, putBusybox, type SshHosts, serveSsh } from '../../e2e/harness/ssh-hosts.ts';
import type { FleetRow } from '../../shared/model/fleet.ts';
import { createOwnReader } from '../extensions/own-reader.ts';
import { createJobs } from '../jobs/runner.ts';
import { createGuard } from '../reader/guard.ts';
import { createFleet, type Fleet } from './fleet.ts';

const scratch = makeScratch('fleet');
const TIMEOUTS = { wholeMs: 4000, silentMs: 1500 };
let ssh: SshHosts;
const closers: (() => void)[] = [];

function makeHost(name: string, version: string, systemd: number): string {
  const tree = `trees/${name}`;
  const root = join(scratch.path, tree);
  scratch.put(`${tree}/etc/os-release`, `ID=flatcar\nVERSION_ID=${version}\nPRETTY_NAME="Flatcar ${version}"\n`);
  scratch.put(`${tree}/usr/lib/systemd/libsystemd-shared-${systemd}.so`, '');
  scratch.put(`${tree}/proc/self/mountinfo`, '21 1 254:0 / / rw,relatime - ext4 /dev/root rw\n');
  mkdirSync(join(root, 'opt'));
  putBusybox(root);
  return root;
}

/** An image as publishers make them. */
function putImage(root: string, place: string, name: string, release: string): void {
  const inside = makeScratch('inside');
  inside.put(`${name}/usr/lib/extension-release.d/extension-release.${name}`, release);
  inside.put(`${name}/usr/lib/systemd/system/${name}.service`, '[Service]\nExecStart=/usr/bin/true\n');
  inside.put(`${name}/usr/bin/${name}`, Buffer.alloc(3_000_000, 'some bytes that are not needed '));
  mkdirSync(join(root, place, '..'), { recursive: true });
  makeSquashfs(join(inside.path, name), join(root, place));
  inside.remove();
}

beforeAll(async () => {
  const good = makeHost('good', '4230.2.0', 257);
  putExtension(scratch, 'trees/good/etc/extensions', 'folder', 'ID=flatcar\nVERSION_ID=4230.2.0\nSYSEXT_VERSION_ID=3\n');
  putExtension(scratch, 'trees/good/var/lib/extensions', 'old', 'ID=flatcar\nVERSION_ID=4152.2.3\n');
  putImage(good, 'opt/extensions/docker/docker-28.0.4.raw', 'docker', 'ID=flatcar\nVERSION_ID=4230.2.0\n');
  symlinkSync('/opt/extensions/docker/docker-28.0.4.raw', join(good, 'etc/extensions/docker.raw'));
  putImage(good, 'var/lib/extensions/wasmtime.raw', 'wasmtime', 'ID=_any\n');
  mkdirSync(join(good, 'etc/extensions/masked'));
  putExtension(scratch, 'trees/good/var/lib/extensions', 'masked', 'ID=_any\n');
  writeFileSync(join(good, 'var/lib/extensions/forged\n\0'.replace('\0', 'end') + '.raw'), 'no image');
  ssh = await serveSsh(scratch, {
    good: inTree(good),
    bare: inTree(makeHost('bare', '4230.2.0', 262)),
    noisy: `echo "Welcome to $(hostname)"; ${inTree(good)}`,
    hanging: 'sleep 60',
    garbage: 'head -c 300000 /dev/zero',
    flooding: `n=$(printf "%s" "$SSH_ORIGINAL_COMMAND" | sed "s/.*count=\\([0-9]*\\).*/\\1/"); b=$(dd bs=1 count=$n 2>/dev/null | sed -n "s/^put() { printf '%s.0' \\([0-9a-f]*\\) .*/\\1/p"); printf '%s\\0begin\\0001\\0' $b; yes x`,
    halfway: `${inTree(good).replace('exec ', '')} | head -c 700`,
    sudo: 'echo "sudo: a password is required" >&2; exit 1',
    'no-shell': 'echo "This account is currently not available."; exit 1',
  });
}, 60_000);

afterAll(async () => {
  for (const close of closers) close();
  await ssh.stop();
  scratch.remove();
});

let made = 0;
function openFleet(): Fleet {
  const own = join(scratch.path, `own-${made++}`);
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
  closers.push(() => fleet.close(), () => guard.close(), () => jobs.close());
  return fleet;
}

const shortly = ({ name, state, version }: FleetRow) => `${name} ${state} ${version}`;

test('a host is read with its folders, images, links and masks', async () => {
  const fleet = openFleet();
  expect(fleet.add({ from: 'typed', hosts: ['good'] })).toEqual(['good']);
  const [host] = (await fleet.read(null, null)).hosts;
  expect(host).toMatchObject({ state: 'read', error: null, os: 'Flatcar 4230.2.0', systemd: 257 });
  expect(host?.rows.map(shortly)).toEqual([]);
});
