/** What a host tells of its kernel, of what the OS keeps and of extended attributes, by the getfattr of this machine in its tree. */
import { copyFileSync, mkdirSync, symlinkSync } from 'node:fs';
import { release } from 'node:os';
import { dirname, join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { makeFleetHost, putFleetImage } from '../../e2e/harness/fleet-host.ts';
import { GUARDED_READER } from '../../e2e/harness/guarded-reader.ts';
import { run } from '../../e2e/harness/programs.ts';
import { makeScratch } from '../../e2e/harness/scratch.ts';
import { inTree, type SshHosts, serveSsh } from '../../e2e/harness/ssh-hosts.ts';
import { createOwnReader } from '../extensions/own-reader.ts';
import { createJobs } from '../jobs/runner.ts';
import { vendorVersions } from '../operations/vendor-versions.ts';
import { createGuard } from '../reader/guard.ts';
import { createFleet } from './fleet.ts';

const scratch = makeScratch('fleet-attributes');
const FITS = 'ID=flatcar\nVERSION_ID=4230.2.0\n';
let ssh: SshHosts;

/** Puts a program of this machine into a tree, with the libraries that it names. */
function putProgram(root: string, program: string): void {
  const libraries = run('ldd', [program]).match(/\/\S+(?= \(0x)/g) ?? [];
  for (const path of [program, ...libraries]) {
    mkdirSync(dirname(join(root, path)), { recursive: true });
    copyFileSync(path, join(root, path));
  }
}

function putExtensions(name: string): string {
  const root = makeFleetHost(scratch, name, '4230.2.0', 257);
  putFleetImage(root, 'var/lib/extensions/plain.raw', 'plain', FITS);
  putFleetImage(root, 'opt/images/hashed.raw', 'hashed', FITS);
  mkdirSync(join(root, 'etc/extensions'));
  symlinkSync('/opt/images/hashed.raw', join(root, 'etc/extensions/hashed.raw'));
  // systemd fails at it, and would pass over a good one of an image without verity.
  run('setfattr', ['-n', 'user.verity.roothash', '-v', 'no hash', join(root, 'opt/images/hashed.raw')]);
  const releases = 'usr/lib/extension-release.d';
  for (const [folder, strict] of [
    ['loose', '0'],
    ['strict', '1'],
  ] as const) {
    const path = `trees/${name}/var/lib/extensions/${folder}/${releases}/extension-release.other`;
    scratch.put(path, FITS);
    run('setfattr', ['-n', 'user.extension-release.strict', '-v', strict, join(scratch.path, path)]);
  }
  for (const version of ['1.0', '2.0']) putFleetImage(root, `oem/sysext/oem-a-${version}.raw`, 'oem-a', 'ID=_any\n');
  symlinkSync('/oem/sysext/oem-a-2.0.raw', join(root, 'etc/extensions/oem-a.raw'));
  return root;
}

beforeAll(async () => {
  const tells = putExtensions('tells');
  putProgram(tells, '/usr/bin/getfattr');
  const modules = `trees/tells/usr/lib/modules/${release()}`;
  scratch.put(`${modules}/modules.builtin`, 'kernel/drivers/md/dm-mod.ko\n');
  scratch.put(`${modules}/modules.dep`, 'kernel/drivers/md/dm-verity.ko.xz: kernel/drivers/md/dm-bufio.ko.xz\n');
  const without = putExtensions('without');
  scratch.put(`trees/without/lib/modules/${release()}/modules.builtin`, 'kernel/drivers/md/dm-mod.ko\n');
  scratch.put(`trees/without/lib/modules/${release()}/modules.dep`, '');
  const mapped = makeFleetHost(scratch, 'mapped', '4230.2.0', 257);
  // As the kernel names a device that veritysetup made (dm_ioctl_export() and crypt_get_type() of cryptsetup).
  scratch.put('trees/mapped/sys/block/dm-0/dm/uuid', 'CRYPT-VERITY-0123456789abcdef-usr\n');
  ssh = await serveSsh(scratch, { tells: inTree(tells), without: inTree(without), mapped: inTree(mapped) });
}, 60_000);

afterAll(async () => {
  await ssh.stop();
  scratch.remove();
});

test('what a host can tell is as on that host, and what it cannot is unknown', async () => {
  const guard = createGuard(GUARDED_READER);
  const jobs = createJobs((problem) => expect.fail(String(problem)));
  const fleet = createFleet({
    stateDirectory: join(scratch.path, 'state'),
    cacheDirectory: join(scratch.path, 'cache'),
    runtimeDirectory: null,
    sshConfig: ssh.config,
    reader: createOwnReader(),
    guard,
    jobs,
    timeouts: { wholeMs: 10_000, silentMs: 3000 },
    say: (problem) => expect.fail(String(problem.stack)),
  });
  try {
    fleet.add({ from: 'typed', hosts: ['tells', 'without', 'mapped'] });
    await fleet.read(null, null);
    // Again, where the images are there from before.
    await fleet.read(['tells'], null);
    const [tells, without, mapped] = await Promise.all(['tells', 'without', 'mapped'].map((one) => fleet.system(one)));
    const states = (system = tells) => Object.fromEntries(system?.extensions.map((one) => [one.name, one.state]) ?? []);
    expect(states()).toEqual({
      plain: 'ready',
      hashed: 'broken',
      loose: 'ready',
      strict: 'blocked',
      'oem-a': 'ready',
    });
    expect(states(without)).toMatchObject({ plain: 'ready', hashed: 'ready', loose: 'blocked', strict: 'blocked' });
    expect([tells?.facts.unseen, without?.facts.unseen?.id]).toEqual([
      null,
      'host.extended-attributes-of-images-not-told',
    ]);
    expect([tells, without, mapped].map((one) => one?.merge.sysext?.kernel.verity)).toEqual([
      true,
      expect.toBeOneOf([true, false]),
      true,
    ]);
    const kept = tells === undefined ? [] : vendorVersions(tells, { class: 'sysext', name: 'oem-a' });
    expect(kept.map(({ version, isCurrent }) => [version, isCurrent]).sort()).toEqual([
      ['1.0', false],
      ['2.0', true],
    ]);
  } finally {
    fleet.close();
    guard.close();
    jobs.close();
  }
}, 30_000);
