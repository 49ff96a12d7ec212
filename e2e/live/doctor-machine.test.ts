/** What the Doctor says of a machine that lacks something, in a mount namespace where it is taken away; before that it says nothing of it. */
import { randomBytes } from 'node:crypto';
import { mkdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterEach, beforeEach, expect, test } from 'vitest';
import type { DoctorReport } from '../../shared/model/doctor.ts';
import { type MountNamespace, openMountNamespace } from '../harness/mount-namespace.ts';
import { programFile } from '../harness/program-files.ts';
import { run } from '../harness/programs.ts';
import { imageOf } from '../harness/remotes.ts';
import { makeScratch, putExtension, type Scratch } from '../harness/scratch.ts';

const CLI = fileURLToPath(programFile('cli'));
const EXTENSIONS = 'tree/var/lib/extensions';

let namespace: MountNamespace;
let scratch: Scratch;
beforeEach(async () => {
  namespace = await openMountNamespace();
  scratch = makeScratch('doctor-machine');
  scratch.put('tree/usr/lib/os-release', 'ID=debian\nVERSION_ID=12\n');
  // As large packed as not.
  const files = { 'usr/share/noise': randomBytes(48_000).toString('base64') };
  scratch.put(`${EXTENSIONS}/tool.raw`, imageOf(scratch, { name: 'tool', files }));
});
afterEach(() => {
  namespace.close();
  scratch.remove();
});

const at = (path: string) => join(scratch.path, path);
const TREE = () => ['--root', at('tree')];
/** The machine itself, which is looked at and never changed. */
const MACHINE = () => ['--root', '/'];

/** The ids that are found, asked from inside. */
function found(where: readonly string[]): string[] {
  const home = `HOME=${at('home')}`;
  const { output } = namespace.run('env', home, process.execPath, '--no-warnings', CLI, 'doctor', '--json', ...where);
  return (JSON.parse(output) as DoctorReport).items.map(({ diagnosis }) => diagnosis.id);
}

function mount(...args: string[]): void {
  expect(namespace.run('mount', ...args)).toMatchObject({ status: 0 });
}

test('without systemd-sysext', () => {
  expect(found(MACHINE())).not.toContain('not-installed');
  // No regular file stands there any more.
  mount('--bind', '/dev/null', '/usr/bin/systemd-sysext');
  expect(found(MACHINE())).toContain('not-installed');
});

test('without getfattr', () => {
  expect(found(TREE())).not.toContain('images-unseen');
  mount('--bind', '/dev/null', '/usr/bin/getfattr');
  expect(found(TREE())).toContain('images-unseen');
});

test('without room for a second version', () => {
  expect(found(TREE())).not.toContain('no-room-for-update');
  mkdirSync(at('tree/var/lib/extensions.d'));
  mount('-t', 'tmpfs', '-o', 'size=16k', 'tmpfs', at('tree/var/lib/extensions.d'));
  expect(found(TREE())).toContain('no-room-for-update');
});

test('without loop devices', () => {
  scratch.put('machine/extensions/tool.raw', readFileSync(at(`${EXTENSIONS}/tool.raw`)));
  // /run is the namespace’s own.
  expect(namespace.run('mkdir', '/run/extensions')).toMatchObject({ status: 0 });
  mount('--bind', at('machine/extensions'), '/run/extensions');
  expect(found(MACHINE())).not.toContain('no-loop-device');
  // As a container has it: the few devices that every program needs.
  mkdirSync(at('dev'));
  for (const name of ['null', 'zero', 'random', 'urandom', 'tty']) {
    scratch.put(`dev/${name}`, '');
    mount('--bind', `/dev/${name}`, at(`dev/${name}`));
  }
  mount('--rbind', at('dev'), '/dev');
  expect(namespace.run('test', '-e', '/dev/loop-control').status).not.toBe(0);
  expect(found(MACHINE())).toContain('no-loop-device');
});

// No kernel of a test lacks squashfs or erofs, so what a kernel without one shows stands over what this one shows.
test('without a file system in what the kernel shows, as one that is hardened', () => {
  putExtension(scratch, 'sources', 'packed', 'ID=_any\n');
  run('mkfs.erofs', ['--quiet', at(`${EXTENSIONS}/packed.raw`), at('sources/packed')]);
  expect(found(MACHINE())).not.toContain('kernel-without-format');
  expect(found(TREE())).not.toContain('kernel-format');
  const all = readFileSync('/proc/filesystems', 'utf8');
  scratch.put('filesystems', all.replace(/^\terofs\n/m, ''));
  // modprobe.d(5), as the guides to hardening have it.
  const line = 'install erofs /bin/false';
  expect(
    namespace.run('sh', '-c', `mkdir /run/modprobe.d && echo ${line} > /run/modprobe.d/hardened.conf`).status,
  ).toBe(0);
  mount('--bind', at('filesystems'), '/proc/filesystems');
  expect(found(MACHINE())).toContain('kernel-without-format');
  expect(found(TREE())).toContain('kernel-format');
});
