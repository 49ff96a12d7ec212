/** Makes the root file systems ahead of the tests; ends with 1 and one line of the reason where that cannot be done. */
import { spawnSync } from 'node:child_process';
import { makeRootfs, SUITES, type Suite } from './rootfs.ts';

const mounts = 'umount -R -l /sys/fs/cgroup; mount -t cgroup2 none /sys/fs/cgroup';
const probe = spawnSync('unshare', ['--mount', '--propagation', 'private', 'sh', '-c', mounts], { encoding: 'utf8' });
if (probe.status !== 0) {
  process.stderr.write(`this machine does not let a container have control groups: ${probe.stderr.trim()}\n`);
  process.exit(1);
}
try {
  await Promise.all((Object.keys(SUITES) as Suite[]).map(makeRootfs));
} catch (error) {
  const [line] = String(error).split('\n');
  process.stderr.write(`their root file systems could not be made: ${line}\n`);
  process.exit(1);
}
