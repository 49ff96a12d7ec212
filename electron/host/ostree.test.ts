import { chmodSync, mkdirSync, readFileSync, symlinkSync, utimesSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { openMountNamespace } from '../../e2e/harness/mount-namespace.ts';
import { makeScratch, type Scratch } from '../../e2e/harness/scratch.ts';
import { readDeployments } from './ostree.ts';
import { nextOf } from './other-os.ts';

/** As https://ostreedev.github.io/ostree/deployment/ has it, with Fedora's link of /ostree into /sysroot. */
const DEPLOY = 'sysroot/ostree/deploy/fedora/deploy';
const COMMAND_LINE = `BOOT_IMAGE=(hd0)/vmlinuz root=UUID=1 rw ostree=/ostree/boot.1/fedora/${'c'.repeat(64)}/0 quiet\n`;
const sum = (letter: string) => letter.repeat(64);

let tree: Scratch;
beforeEach(() => {
  tree = makeScratch('other-os');
  symlinkSync('sysroot/ostree', join(tree.path, 'ostree'));
  deploy('a', '43', 1000, 257);
  const boot = join(tree.path, `sysroot/ostree/boot.1.1/fedora/${sum('c')}`);
  mkdirSync(boot, { recursive: true });
  symlinkSync('boot.1.1', join(tree.path, 'sysroot/ostree/boot.1'));
  symlinkSync(`../../../deploy/fedora/deploy/${sum('a')}.0`, join(boot, '0'));
});
afterEach(() => tree.remove());

function deploy(letter: string, version: string, at: number, systemd: number | null): void {
  const place = `${DEPLOY}/${sum(letter)}.0`;
  tree.put(`${place}/usr/lib/os-release`, `ID=fedora\nVERSION_ID=${version}\n`);
  if (systemd !== null) tree.put(`${place}/usr/lib/systemd/libsystemd-shared-${systemd}.so`, '');
  tree.put(`${place}.origin`, '[origin]\n');
  utimesSync(join(tree.path, `${place}.origin`), at, at);
}

const read = () => readDeployments(tree.path, COMMAND_LINE, 257);
const seen = () =>
  read().map(({ kind, release, systemdVersion }) => [kind, release.fields.get('VERSION_ID'), systemdVersion]);

test('a host alone, and one that is no ostree, has no other', () => {
  expect(read()).toEqual([]);
  expect(readDeployments(tree.path, 'root=/dev/sda1 quiet', 257)).toEqual([]);
  expect(readDeployments(tree.path, 'ostree=/ostree/boot.1/fedora/missing/0', 257)).toEqual([]);
  expect(readDeployments(tree.path, 'ostree=/../../etc', 257)).toEqual([]);
  expect(nextOf([])).toBeNull();
});

test('what is staged comes next, though another was deployed later; the one before never', () => {
  deploy('b', '44', 2000, 262);
  deploy('d', '45', 3000, null);
  deploy('e', '42', 500, 256);
  expect(seen()).toEqual([
    ['newer', '45', null],
    ['newer', '44', 262],
    ['older', '42', 256],
  ]);
  tree.put('run/ostree/staged-deployment', `target\0(ss)fedora\0${sum('b')}\0osname`);
  expect(seen()[0]).toEqual(['staged', '44', 262]);
  expect(nextOf(read())?.release.fields.get('VERSION_ID')).toBe('44');
  expect(nextOf(read().filter(({ kind }) => kind === 'older'))).toBeNull();
});

test('a deployment that is damaged hides no other', () => {
  deploy('b', '44', 2000, 262);
  tree.put(`${DEPLOY}/${sum('d')}.0/usr/lib/os-release`, 'ID="fedora\n');
  tree.put(`${DEPLOY}/${sum('d')}.0.origin`, '');
  mkdirSync(join(tree.path, `${DEPLOY}/${sum('f')}.0/usr/lib/os-release`), { recursive: true });
  symlinkSync('/etc', join(tree.path, `${DEPLOY}/${sum('9')}.0`));
  tree.put(`${DEPLOY}/not-one/usr/lib/os-release`, 'ID=x\n');
  tree.put(`${DEPLOY}/${sum('8')}.0`, 'a file');
  chmodSync(join(tree.path, `${DEPLOY}/${sum('d')}.0.origin`), 0);
  expect(nextOf(read())?.release.fields.get('VERSION_ID')).toBe('44');
  expect(read().map(({ path }) => path.slice(-3))).toEqual(expect.arrayContaining(['b.0', 'd.0', 'f.0']));
});

/** What ostree itself made, as e2e/fixtures/ostree/make.sh has recorded it. */
const RECORDED = (name: 'one' | 'two') =>
  readFileSync(new URL(`../../e2e/fixtures/ostree/${name}.txt`, import.meta.url), 'utf8')
    .split('\n')
    .slice(0, -1)
    .map((line) => line.split('\t'));

function putRecorded(scratch: Scratch, name: 'one' | 'two', at: string): void {
  for (const [type, path = '', what = '', time] of RECORDED(name)) {
    const place = `${at}/${path}`;
    if (type === 'd') mkdirSync(join(scratch.path, place), { recursive: true });
    else if (type === 'f') scratch.put(place, what.replaceAll('\\n', '\n'));
    else {
      mkdirSync(join(scratch.path, place, '..'), { recursive: true });
      symlinkSync(what, join(scratch.path, place));
    }
    if (time !== undefined) utimesSync(join(scratch.path, place), Number(time), Number(time));
  }
}

/** The command lines that its boot menu has, the default one last. */
const commandLines = (name: 'one' | 'two') =>
  RECORDED(name)
    .filter(([, path = '']) => path.endsWith('.conf'))
    .map(([, , what = '']) => what.replaceAll('\\n', '\n'))
    .map((entry) => ({
      version: Number(/^version (\d+)$/m.exec(entry)?.[1]),
      options: /^options (.+)$/m.exec(entry)?.[1] ?? '',
    }))
    .sort((a, b) => a.version - b.version)
    .map(({ options }) => options);

test('in what ostree made, each deployment sees the other', () => {
  const real = makeScratch('other-os-real');
  try {
    putRecorded(real, 'two', 'sysroot');
    symlinkSync('sysroot/ostree', join(real.path, 'ostree'));
    const [old = '', next = ''] = commandLines('two');
    const others = (commandLine: string) =>
      readDeployments(real.path, commandLine, 257).map(({ kind, release, systemdVersion }) => [
        kind,
        release.fields.get('VERSION_ID'),
        systemdVersion,
      ]);
    expect(others(old)).toEqual([['newer', '44', 262]]);
    expect(others(next)).toEqual([['older', '43', 257]]);
  } finally {
    real.remove();
  }
});

test('what was booted is known though a further deployment has swapped the links of the boot menu', async () => {
  const real = makeScratch('other-os-booted');
  const namespace = await openMountNamespace();
  try {
    putRecorded(real, 'two', 'disk');
    const [booted = ''] = commandLines('one');
    // As ostree-prepare-root mounts them: the deployment as /, and the disk as its /sysroot.
    const [, deployment = ''] = RECORDED('one').find(([type, path = '']) => type === 'd' && /\.0$/.test(path)) ?? [];
    mkdirSync(join(real.path, 'root'));
    for (const [from, to] of [
      [`disk/${deployment}`, 'root'],
      ['disk', 'root/sysroot'],
    ]) {
      const mounted = namespace.run('mount', '--bind', join(real.path, from as string), join(real.path, to as string));
      expect(mounted).toMatchObject({ status: 0 });
    }
    expect(namespace.run('test', '-e', join(real.path, 'root', booted.replace(/^ostree=/, ''))).status).toBe(1);
    const script = `const { readDeployments } = await import('${new URL('ostree.ts', import.meta.url).href}');
      const found = readDeployments(...JSON.parse(process.argv[1]));
      console.log(JSON.stringify(found.map(({ kind, release }) => [kind, release.fields.get('VERSION_ID')])));`;
    const asked = JSON.stringify([join(real.path, 'root'), booted, 257]);
    const node = ['--no-warnings', '--experimental-strip-types', '--input-type=module', '-e', script, asked];
    expect(namespace.run(process.execPath, ...node).output.trim()).toBe('[["newer","44"]]');
  } finally {
    namespace.close();
    real.remove();
  }
});
