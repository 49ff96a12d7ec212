/** Real content: Docker, containerd and runc of Debian's own packages, by the recipe that is shipped, merged and run on a booted system. */
import { copyFileSync, mkdirSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { expect } from 'playwright/test';
import { run } from '../harness/programs.ts';
import { test } from './bed.ts';

const RECIPE = fileURLToPath(new URL('../../assets/recipes/docker-debian.recipe.yaml', import.meta.url));
const PACKAGES = ['docker.io', 'containerd', 'runc', 'libdevmapper1.02.1'];

test('Docker of Debian’s packages is built by a recipe, merged, and runs', async ({ bed, suite }) => {
  test.skip(suite !== 'trixie', 'the programs are the same on each, and once is enough');
  const { machine, scratch } = bed;
  const folder = join(scratch.path, 'recipe');
  mkdirSync(folder);
  run('apt-get', ['download', '--quiet', ...PACKAGES], { cwd: folder });
  for (const name of PACKAGES) {
    const file = readdirSync(folder).find((one) => one.startsWith(`${name}_`)) ?? '';
    copyFileSync(join(folder, file), join(folder, `${name}.deb`));
  }
  copyFileSync(RECIPE, join(folder, 'docker-debian.recipe.yaml'));
  const image = join(folder, 'docker-debian.raw');
  run(process.execPath, [join('dist', 'cli.js'), 'build', join(folder, 'docker-debian.recipe.yaml'), image]);
  expect(bed.veneer('install', '--now', bed.give(image))).toMatchObject({ status: 0 });
  expect(bed.merged()).toEqual(['docker-debian']);
  for (const [program, said] of [
    ['docker', /^Docker version 2/],
    ['dockerd', /^Docker version 2/],
    ['containerd', /^containerd .* 1\./],
    ['runc', /^runc version 1/],
  ] as const) {
    expect(machine.run(program, '--version').stdout, program).toMatch(said);
  }
  // In the container of the test it starts, as its unit says; what it could run there is of no interest.
  await expect
    .poll(() => machine.run('systemctl', 'is-active', 'containerd.service').stdout.trim(), { timeout: 30_000 })
    .toBe('active');
  expect(machine.run('ctr', 'version').stdout).toMatch(/Server:\n +Version: +1\./);
  machine.run('systemctl', 'stop', 'containerd.service');
});
