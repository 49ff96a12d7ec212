/** A Veneer that no package brought: run from a mount that root cannot look into, and its helper installed once. */
import { readFileSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { expect } from 'playwright/test';
import type { HelperVerb } from '../../shared/changes/actions.ts';
import { HELPER_PLACES, HELPER_PROTOCOL, type HelperPlace } from '../../shared/changes/installed-helper.ts';
import { makeSquashfs } from '../harness/squashfs.ts';
import { programs } from '../shells/server.ts';
import { ALL_ACTIONS, type Bed, test as base } from './bed.ts';
import { makeImage } from './images.ts';
import { type Ran, USER } from './machine.ts';

const MOUNT = '/tmp/.mount_Veneer';
const ANY_PROGRAM = 'org.freedesktop.policykit.exec';

interface Carried {
  /** The command line, from the mount. */
  veneer(...args: string[]): Ran;
}

/** What the mount of an AppImage is to root: a FUSE file system of somebody else. The package's helper is put aside. */
const test = base.extend<{ carried: Carried }>({
  carried: async ({ bed }, use) => {
    const { machine } = bed;
    const must = (script: string) => {
      const ran = machine.run('sh', '-e', '-c', script);
      if (ran.status !== 0) throw new Error(`${script}\n${ran.stderr}`);
    };
    const user = (script: string) => machine.runAsUser('sh', '-c', script);
    const image = join(bed.scratch.path, 'veneer.squashfs');
    makeSquashfs(join(programs(), 'dist'), image);
    const [{ helper: own, actions }] = HELPER_PLACES as [HelperPlace];
    must(`
      mkdir -p ${MOUNT} /run/user/${USER.id} /root/aside
      chown ${USER.id} ${MOUNT} /run/user/${USER.id}
      mknod -m 666 /root/aside/fuse c 10 229
      mount --bind /root/aside/fuse /dev/fuse
      mv ${own} ${actions} /root/aside/
    `);
    const mounted = user(`squashfuse ${bed.give(image)} ${MOUNT}`);
    if (mounted.status !== 0) throw new Error(mounted.stderr);
    await use({
      veneer: (...args) =>
        machine.runAsUser('env', `XDG_RUNTIME_DIR=/run/user/${USER.id}`, 'node', `${MOUNT}/cli.cjs`, ...args),
    });
    user(`fusermount3 -u ${MOUNT}`);
    machine.run('umount', '--lazy', '/usr');
    must(`
      umount /dev/fuse
      rm -rf /root/aside/fuse ${HELPER_PLACES.flatMap(({ helper, actions: policy }) => [helper, policy]).join(' ')}
      mkdir -p ${dirname(own)}
      mv /root/aside/${own.split('/').at(-1)} ${own}
      mv /root/aside/${actions.split('/').at(-1)} ${actions}
      rm -rf /run/user/${USER.id} /var/lib/veneer
    `);
  },
});

function installedAt({ machine }: Bed): string[] {
  return HELPER_PLACES.flatMap(({ helper, actions }) =>
    [helper, actions].filter((path) => machine.run('test', '-e', path).status === 0),
  );
}

test('works from a mount that root cannot read, and asks for each verb once the helper is installed', async ({
  bed,
  carried,
}) => {
  expect(bed.machine.run('cat', `${MOUNT}/helper.cjs`).status, 'root can look into the mount').not.toBe(0);
  const [image, another] = ['tool', 'another'].map((name) => bed.give(makeImage(bed.scratch, { name }))) as [
    string,
    string,
  ];
  bed.machine.allow(ANY_PROGRAM);
  expect(carried.veneer('install', '--quiet', image)).toMatchObject({ status: 0, stderr: '' });
  expect(carried.veneer('helper', 'on')).toMatchObject({ status: 0, stderr: '' });
  const [place] = HELPER_PLACES as [HelperPlace];
  expect(installedAt(bed)).toEqual([place.helper, place.actions]);
  expect(bed.machine.run('stat', '-c', '%U %a', place.helper).stdout).toBe('root 755\n');
  bed.machine.allow('org.veneer.helper.install');
  expect(carried.veneer('install', '--quiet', another)).toMatchObject({ status: 0, stderr: '' });
  expect(carried.veneer('remove', 'another').status, 'a verb that is not allowed').toBe(10);
  bed.machine.allow(...ALL_ACTIONS);
  expect(carried.veneer('helper', 'off')).toMatchObject({ status: 0, stderr: '' });
  expect(installedAt(bed)).toEqual([]);
});

test('installs the helper beside a /usr that is sealed', async ({ bed, carried }) => {
  bed.machine.run('mount', '--bind', '/usr', '/usr');
  bed.machine.run('mount', '-o', 'remount,ro,bind', '/usr');
  bed.machine.allow(ANY_PROGRAM);
  expect(carried.veneer('helper', 'on')).toMatchObject({ status: 0, stderr: '' });
  const place = HELPER_PLACES[1] as HelperPlace;
  expect(installedAt(bed)).toEqual([place.helper, place.actions]);
  bed.machine.allow('org.veneer.helper.install');
  expect(carried.veneer('install', '--quiet', bed.give(makeImage(bed.scratch, { name: 'tool' })))).toMatchObject({
    status: 0,
    stderr: '',
  });
});

test('a helper that is killed while it installs itself can do so the next time', async ({ bed, carried }) => {
  const preload = readFileSync(new URL('../harness/kill-at.ts', import.meta.url), 'utf8');
  writeFileSync(`${bed.machine.root}/home/tester/kill-at.mts`, preload);
  const helper = (verb: HelperVerb, step: number | null) => {
    const more = verb === 'add-helper' ? { sha256: null } : {};
    const request = JSON.stringify({ protocol: HELPER_PROTOCOL, class: 'sysext', root: '/', ...more });
    const kill = step === null ? '' : `KILL_AT=${step} `;
    const call = `${kill}exec node --no-warnings --import /home/tester/kill-at.mts /usr/lib/veneer/helper.cjs "$@"`;
    return bed.machine.run('sh', '-c', call, 'sh', verb, request).stdout;
  };
  bed.machine.allow(ANY_PROGRAM);
  for (const verb of ['add-helper', 'remove-helper'] as const) {
    let kills = 0;
    for (let step = 1; !helper(verb, step).includes('"result"'); step++) {
      kills++;
      expect(helper('add-helper', null), `${verb} killed at ${step}`).toContain('"result"');
      expect(installedAt(bed)).toHaveLength(2);
      if (verb === 'add-helper') bed.machine.run('rm', ...installedAt(bed));
    }
    expect(kills).toBeGreaterThan(3);
  }
  expect(installedAt(bed)).toEqual([]);
  expect(carried.veneer('helper', 'off').status).toBe(3);
});

test('installs no helper but the one of the release, or one that is root’s own file', async ({ bed, carried }) => {
  const { machine } = bed;
  machine.allow(ANY_PROGRAM);
  const asUser = (helper: string, sha256: string | null) => {
    const request = JSON.stringify({ protocol: HELPER_PROTOCOL, class: 'sysext', root: '/', sha256 });
    // The shell stays, for pkexec asks who started it.
    const call = 'pkexec --disable-internal-agent /usr/bin/node "$@" < /dev/null; true';
    return machine.runAsUser('sh', '-c', call, 'sh', helper, 'add-helper', request).stdout;
  };
  const hashOf = (path: string) => machine.run('sh', '-c', `tail -n +2 ${path} | sha256sum`).stdout.slice(0, 64);
  const own = '/usr/lib/veneer/helper.cjs';
  const copy = '/home/tester/helper.cjs';
  machine.runAsUser('cp', own, copy);
  expect(asUser(copy, null), 'a file of the person').toContain('"code":"not-authorized"');
  machine.runAsUser('sh', '-c', `echo '// changed' >> ${copy}`);
  expect(asUser(copy, hashOf(own)), 'changed since the release').toContain('"code":"not-authorized"');
  machine.run(
    'sh',
    '-c',
    `mkdir -p /srv/shared && cp ${own} /srv/shared/ && chown :${USER.id} /srv/shared && chmod 775 /srv/shared`,
  );
  expect(asUser('/srv/shared/helper.cjs', null), 'a folder that a group may write to').toContain(
    '"code":"not-authorized"',
  );
  expect(installedAt(bed)).toEqual([]);
  expect(asUser(own, null), 'root’s own').toContain('"result"');
  expect(carried.veneer('helper', 'off').status, 'not allowed by its own action').toBe(10);
  machine.allow(...ALL_ACTIONS);
  expect(carried.veneer('helper', 'off')).toMatchObject({ status: 0 });
  machine.run('rm', '--recursive', '/srv/shared');
});

test('leaves the helper of a package alone', async ({ bed }) => {
  expect(bed.veneer('helper', 'on').status).toBe(12);
  expect(bed.veneer('helper', 'off').status).toBe(3);
  expect(installedAt(bed)).toHaveLength(2);
});
