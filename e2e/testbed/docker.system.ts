/**
 * Real content: Docker, containerd and runc of Debian's own packages, by the recipe that is shipped, merged and run on a booted system,
 * published anew, brought up to date by the real systemd-sysupdate, and rolled back.
 */
import { copyFileSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { expect } from 'playwright/test';
import { publishImages } from '../../electron/build/publish.ts';
import { serveFolder } from '../harness/nginx.ts';
import { run } from '../harness/programs.ts';
import { type Bed, test } from './bed.ts';

const RECIPE = fileURLToPath(new URL('../../assets/recipes/docker-debian.recipe.yaml', import.meta.url));
const PACKAGES = ['docker.io', 'containerd', 'runc', 'libdevmapper1.02.1'];

const NAME = 'docker-debian';
const SYSUPDATE = '/usr/lib/systemd/systemd-sysupdate';

test('Docker of Debian’s packages is built by a recipe, runs, is updated by systemd-sysupdate, and rolled back', async ({
  bed,
  suite,
}) => {
  test.skip(suite !== 'trixie', 'the programs are the same on each, and once is enough');
  const { machine, scratch } = bed;
  const folder = join(scratch.path, 'recipe');
  mkdirSync(folder);
  run('apt-get', ['download', '--quiet', ...PACKAGES], { cwd: folder });
  for (const name of PACKAGES) {
    const file = readdirSync(folder).find((one) => one.startsWith(`${name}_`)) ?? '';
    copyFileSync(join(folder, file), join(folder, `${name}.deb`));
  }
  const recipe = join(folder, `${NAME}.recipe.yaml`);
  copyFileSync(RECIPE, recipe);
  const build = (version: string) => {
    const image = join(folder, `${NAME}-${version}.raw`);
    run(process.execPath, [join('dist', 'cli.cjs'), 'build', recipe, image, '--version', version]);
    return image;
  };
  const published = join(scratch.path, 'pub');
  mkdirSync(published);
  const server = await serveFolder(scratch, 'pub');
  const publish = (version: string) =>
    publishImages({
      directory: published,
      images: [build(version)],
      ...{ url: server.url, key: null, keep: null, signal: null },
    });
  const update = () => machine.run(SYSUPDATE, `--component=${NAME}`, 'update');
  try {
    await publish('1');
    const transfers = join(machine.root, `etc/sysupdate.${NAME}.d`);
    mkdirSync(transfers, { recursive: true });
    // 257 fails at the link where it is not there.
    mkdirSync(join(machine.root, 'var/lib/extensions'), { recursive: true });
    writeFileSync(join(transfers, `${NAME}.transfer`), readFileSync(join(published, NAME, `${NAME}.transfer`)));
    expect(update()).toMatchObject({ status: 0 });
    expect(bed.veneer('refresh')).toMatchObject({ status: 0 });
    expect(bed.merged()).toEqual([NAME]);
    expectPrograms(bed);
    // In the container of the test it starts, as its unit says; what it could run there is of no interest.
    await expect
      .poll(() => machine.run('systemctl', 'is-active', 'containerd.service').stdout.trim(), { timeout: 30_000 })
      .toBe('active');
    expect(machine.run('ctr', 'version').stdout).toMatch(/Server:\n +Version: +1\./);

    await publish('2');
    expect(update()).toMatchObject({ status: 0 });
    expect(bed.veneer('refresh')).toMatchObject({ status: 0 });
    expect(mergedVersion(bed)).toBe('2');
    expectPrograms(bed);

    expect(bed.veneer('rollback', NAME, '1', '--now')).toMatchObject({ status: 0 });
    expect(mergedVersion(bed)).toBe('1');
    expectPrograms(bed);
    machine.run('systemctl', 'stop', 'containerd.service');
  } finally {
    await server.stop();
  }
});

/** The version that is merged, by its release file. */
const mergedVersion = ({ machine }: Bed): string | undefined =>
  /SYSEXT_VERSION_ID="?([^"\n]+)/.exec(
    machine.run('cat', `/usr/lib/extension-release.d/extension-release.${NAME}`).stdout,
  )?.[1];

function expectPrograms({ machine }: Bed): void {
  for (const [program, said] of [
    ['docker', /^Docker version 2/],
    ['dockerd', /^Docker version 2/],
    ['containerd', /^containerd .* 1\./],
    ['runc', /^runc version 1/],
  ] as const) {
    expect(machine.run(program, '--version').stdout, program).toMatch(said);
  }
}
