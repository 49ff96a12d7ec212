/** The type that a policy has for a path, as matchpathcon of Debian's selinux-utils says it of the same file. */
import { spawnSync } from 'node:child_process';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { makeScratch, type Scratch } from '../../e2e/harness/scratch.ts';
import { readSelinux } from './selinux.ts';

let tree: Scratch;
beforeEach(() => {
  tree = makeScratch('selinux');
});
afterEach(() => tree.remove());

/** Lines of Debian's selinux-policy-default 2.20221101, in their order there, with what libselinux makes a difference of. */
const CONTEXTS = `# a comment
/.*	system_u:object_r:default_t:s0
/usr/.*	system_u:object_r:usr_t:s0
/opt/.*	system_u:object_r:usr_t:s0
/proc/.*	<<none>>
/usr/(.*/)?lib(/.*)?	system_u:object_r:lib_t:s0
/usr/(.*/)?bin(/.*)?	system_u:object_r:bin_t:s0
/usr/(.*/)?sbin(/.*)?	system_u:object_r:bin_t:s0
/opt/(.*/)?bin(/.*)?	system_u:object_r:bin_t:s0
/usr/lib/(.*/)?ld-[^/]*\\.so(\\.[^/]*)*	--	system_u:object_r:ld_so_t:s0
/usr/lib/systemd/[^/]*	--	system_u:object_r:bin_t:s0
/usr/lib/systemd/system(/.*)?	system_u:object_r:systemd_unit_t:s0
/usr/lib/systemd/system/ssh.*	--	system_u:object_r:ssh_unit_t:s0
/usr/bin/dockerd?	--	system_u:object_r:docker_exec_t:s0
/usr/bin/fifo	-p	system_u:object_r:fifo_t:s0
/usr/bin/mount\\.tmpfs	--	system_u:object_r:mount_exec_t:s0
/usr/sbin/sshd	--	system_u:object_r:sshd_exec_t:s0
/usr/sbin/ss.*	--	system_u:object_r:late_t:s0
`;
const SUBSTITUTIONS = `# from to
/lib64 /usr/lib
/usr/lib64 /usr/lib
/usr/local/lib /usr/lib
/etc/systemd/system /usr/lib/systemd/system
`;
const PATHS = [
  ...[
    '/usr/bin/docker',
    '/usr/bin/dockerd',
    '/usr/bin/dockerdd',
    '/usr/bin/fifo',
    '/usr/bin/mount.tmpfs',
    '/usr/bin/mountxtmpfs',
  ],
  ...[
    '/usr/sbin/sshd',
    '/usr/sbin/ssserve',
    '/usr/share/a/bin/x',
    '/usr/share/doc/x',
    '/usr/lib64/ld-2.so.1',
    '/usr/lib64x/y',
  ],
  ...[
    '/usr/local/lib/systemd/system/a.service',
    '/etc/systemd/system/ssh@.service',
    '/usr/lib/systemd/systemd',
    '/usr',
  ],
  ...['/opt/a/b/bin/c', '/opt/a/b/c', '/proc/1', '/srv/x', '/usr/lib/a b', '/usr/lib/ä'],
];

function putPolicy(mode: string): void {
  tree.put('etc/selinux/config', `# SELINUX=disabled\nSELINUX=${mode}\nSELINUXTYPE=default\n`);
  tree.put('etc/selinux/default/contexts/files/file_contexts', CONTEXTS);
  tree.put('etc/selinux/default/contexts/files/file_contexts.subs_dist', SUBSTITUTIONS);
}

/** As matchpathcon of selinux-utils 3.4 says it of these paths. */
const SAID: readonly (string | null)[] = [
  ...['docker_exec_t', 'docker_exec_t', 'bin_t', 'bin_t', 'mount_exec_t', 'bin_t'],
  ...['sshd_exec_t', 'late_t', 'bin_t', 'usr_t', 'ld_so_t', 'usr_t'],
  ...['systemd_unit_t', 'ssh_unit_t', 'bin_t', 'default_t', 'bin_t', 'usr_t', null, 'default_t', 'lib_t', 'lib_t'],
];

test('the type of a path is that of the policy', () => {
  putPolicy('enforcing');
  const policy = readSelinux(tree.path);
  expect(PATHS.map((path) => policy?.contexts?.typeOf(path))).toEqual(SAID);
});

const isThere = spawnSync('/usr/sbin/matchpathcon', ['-V', '/'], { encoding: 'utf8' }).error === undefined;
test.runIf(isThere)('and that is what libselinux says (needs selinux-utils)', () => {
  putPolicy('enforcing');
  const file = join(tree.path, 'etc/selinux/default/contexts/files/file_contexts');
  const { stdout } = spawnSync('/usr/sbin/matchpathcon', ['-f', file, '-m', 'file', ...PATHS], { encoding: 'utf8' });
  const types = stdout
    .trim()
    .split('\n')
    .map((line) => line.split('\t')[1]?.split(':')[2] ?? null);
  expect(types).toEqual(SAID);
});

test('a tree enforces what its configuration says, the running system what the kernel says', () => {
  expect(readSelinux(tree.path)).toBeNull();
  putPolicy('permissive');
  expect(readSelinux(tree.path)).toBeNull();
  tree.put('sys/fs/selinux/enforce', '1');
  expect(readSelinux(tree.path)?.contexts).not.toBeNull();
  putPolicy('enforcing');
  tree.put('sys/fs/selinux/enforce', '0');
  expect(readSelinux(tree.path), 'setenforce 0').toBeNull();
  tree.put('etc/selinux/config', 'SELINUX=enforcing\nSELINUXTYPE=../../x\n');
  tree.put('sys/fs/selinux/enforce', '1');
  expect(readSelinux(tree.path)?.contexts, 'no policy that can be read').toBeNull();
});

test('a policy of hundreds of thousands of odd lines takes moments', () => {
  putPolicy('enforcing');
  tree.put(
    'etc/selinux/default/contexts/files/file_contexts',
    `${CONTEXTS}${'/usr/x(/.*)?	system_u:object_r:a:s0\n(((\n'.repeat(200_000)}`,
  );
  const began = performance.now();
  const policy = readSelinux(tree.path);
  expect(policy?.contexts?.typeOf('/usr/bin/docker')).toBe('docker_exec_t');
  expect(performance.now() - began).toBeLessThan(2000);
});
