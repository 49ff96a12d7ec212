/**
 * What `veneer provision` writes for a new host, laid out by Ignition itself (Debian's ignition) before the first start of a
 * whole system, which then merges what Veneer foretold of the tree. The OS brings two runtimes as Flatcar does, by links in
 * /etc/extensions to images of its /usr.
 */
import { spawnSync } from 'node:child_process';
import { cpSync, mkdirSync, symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect } from 'playwright/test';
import { publishImages } from '../../electron/build/publish.ts';
import { findIgnition } from '../harness/ignition.ts';
import { serveFolder } from '../harness/nginx.ts';
import { makeScratch, type Scratch } from '../harness/scratch.ts';
import { programs } from '../shells/server.ts';
import { test } from './bed.ts';
import { makeImage } from './images.ts';
import { boot } from './machine.ts';
import { rootfsOf, type Suite } from './rootfs.ts';

const OF_OS = ['docker-flatcar', 'containerd-flatcar'] as const;
/** Without one of those of the OS, and without both; each system starts with one, for a start takes a while. */
const CHOICES = {
  trixie: { without: ['docker-flatcar'], merged: ['containerd-flatcar', 'docker'] },
  sid: { without: [...OF_OS], merged: ['docker'] },
} as const satisfies Readonly<Record<Suite, unknown>>;

function put(upper: string, path: string, text: string): void {
  mkdirSync(join(upper, path, '..'), { recursive: true });
  writeFileSync(join(upper, path), text);
}

/** A system that has never been started, with what its OS brings. */
function firstBoot(upper: string, images: ReadonlyMap<string, string>): void {
  put(upper, 'etc/machine-id', 'uninitialized\n');
  // Only what Ignition asks for is enabled, and nobody is asked for a locale.
  put(upper, 'etc/systemd/system-preset/99-test.preset', 'disable *\n');
  mkdirSync(join(upper, 'etc/systemd/system'));
  symlinkSync('/dev/null', join(upper, 'etc/systemd/system/systemd-firstboot.service'));
  put(upper, 'etc/selinux/config', 'SELINUX=disabled\nSELINUXTYPE=targeted\n');
  mkdirSync(join(upper, 'etc/extensions'));
  for (const name of OF_OS) {
    const place = `usr/share/flatcar/sysext/${name}.raw`;
    mkdirSync(join(upper, place, '..'), { recursive: true });
    cpSync(images.get(name) ?? '', join(upper, place));
    symlinkSync(`/${place}`, join(upper, `etc/extensions/${name}.raw`));
  }
}

interface Foretold {
  readonly merges: readonly { readonly class: string; readonly layers: readonly string[] }[];
  readonly extensions: readonly { readonly name: string; readonly state: string }[];
}

/** What Veneer says of the tree before it is started. */
function foretell(suite: Suite, { path }: Scratch): Foretold {
  const script = 'mount -t overlay overlay -o "ro,lowerdir=$1:$2" "$3" && exec "$4" "$5" list --json --root "$3"';
  mkdirSync(join(path, 'seen'));
  const [node, cli] = [join(programs(), 'node'), join(programs(), 'dist/cli.cjs')];
  const args = ['sh', join(path, 'upper'), rootfsOf(suite), join(path, 'seen'), node, cli];
  const ran = spawnSync('unshare', ['--mount', 'sh', '-c', script, ...args], { encoding: 'utf8' });
  expect(ran, ran.stderr).toMatchObject({ status: 0 });
  return JSON.parse(ran.stdout);
}

test('a host begins with what was published, and merges as foretold', async ({ suite, bed }) => {
  const { scratch } = bed;
  const image = (name: string) => makeImage(scratch, { name, files: { 'usr/share/runtime/name': name } });
  const images = new Map(['docker', ...OF_OS].map((name) => [name, image(name)]));
  mkdirSync(join(scratch.path, 'pub'));
  const server = await serveFolder(scratch, 'pub');
  try {
    const publishing = { url: server.url, key: null, keep: null, signal: null };
    await publishImages({ directory: join(scratch.path, 'pub'), images: [images.get('docker') ?? ''], ...publishing });
    const { without, merged } = CHOICES[suite];
    const mine = makeScratch(`provision-${suite}`);
    const ignition = findIgnition(mine);
    if (ignition === null) throw new Error('the package ignition of the mirror cannot be had');
    const cli = [join(programs(), 'dist/cli.cjs'), 'provision', join(scratch.path, 'pub'), 'docker'];
    const words = ['--without', without.join(','), '--format', 'ignition'];
    const { stdout } = spawnSync(join(programs(), 'node'), [...cli, ...words], { encoding: 'utf8' });
    mine.put('host.ign', stdout);
    let foretold: Foretold | null = null;
    const machine = await boot(suite, mine, false, (upper) => {
      firstBoot(upper, images);
      const applied = ignition.apply(join(mine.path, 'host.ign'), upper);
      expect(applied.status, applied.stderr).toBe(0);
      foretold = foretell(suite, mine);
    });
    try {
      const layers = (foretold as Foretold | null)?.merges.find((one) => one.class === 'sysext')?.layers ?? [];
      expect(layers).toEqual(merged);
      const seen = (path: string) => machine.run('cat', path).stdout;
      expect(seen('/usr/.systemd-sysext/extensions').split('\n').filter(Boolean)).toEqual(layers);
      for (const name of images.keys())
        expect(machine.run(`/usr/bin/${name}`).stdout, name).toBe(layers.includes(name) ? `${name} 1\n` : '');
      expect(seen('/usr/share/runtime/name')).toBe(layers.at(-1));
      expect(seen('/etc/sysupdate.docker.d/docker.transfer')).toContain(`Path=${server.url}docker/`);
    } finally {
      await machine.stop();
      mine.remove();
    }
  } finally {
    await server.stop();
  }
});
