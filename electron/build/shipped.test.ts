/** The recipes that are shipped: made from stand-ins in the layout of the real releases, and their units read by systemd itself. */
import { spawnSync } from 'node:child_process';
import { globSync, readdirSync, readFileSync } from 'node:fs';
import { basename, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { run } from '../../e2e/harness/programs.ts';
import { makeScratch, type Scratch } from '../../e2e/harness/scratch.ts';
import { readAs } from '../../shared/declared/read.ts';
import { parseYaml } from '../../shared/declared/yaml.ts';
import { Recipe, type RecipeSource } from '../../shared/model/recipe.ts';
import { buildImage } from './build.ts';
import { checksumOf, locateSource } from './sources.ts';

const RECIPES = fileURLToPath(new URL('../../assets/recipes/', import.meta.url));

/** What the archives of the releases hold (as `tar --list` shows them); every other source is one program. */
const ARCHIVES: Readonly<Record<string, readonly string[]>> = {
  containerd: ['bin/containerd', 'bin/containerd-shim-runc-v2', 'bin/containerd-stress', 'bin/ctr'],
  cni: ['./LICENSE', './README.md', './bridge', './host-local', './loopback', './portmap'],
  crictl: ['crictl'],
  'node-exporter': ['node_exporter-1.9.1.linux-amd64/LICENSE', 'node_exporter-1.9.1.linux-amd64/node_exporter'],
};

let scratch: Scratch;
beforeEach(() => {
  scratch = makeScratch('shipped');
});
afterEach(() => scratch.remove());

function read(name: string) {
  const path = join(RECIPES, name);
  const parsed = parseYaml(readFileSync(path, 'utf8'), path);
  return { parsed, recipe: readAs(Recipe, parsed) };
}

/** The file that stands for a source. */
function standIn(name: string): RecipeSource {
  const names = ARCHIVES[name];
  const program = '#!/bin/sh\n';
  if (names === undefined) scratch.put(`sources/${name}`, program, 0o755);
  else {
    for (const one of names) scratch.put(`made/${name}/${one}`, program, 0o755);
    scratch.put('sources/.keep', '');
    const tops = readdirSync(join(scratch.path, 'made', name));
    run('tar', ['-czf', join(scratch.path, 'sources', name), '-C', join(scratch.path, 'made', name), ...tops]);
  }
  return { file: join(scratch.path, 'sources', name), arch: {} };
}

/** Of packages that a person puts beside it; `e2e/testbed/docker.system.ts` builds it of the real ones. */
const OF_PACKAGES = 'docker-debian.recipe.yaml';
const OF_SERVERS = globSync('*.recipe.yaml', { cwd: RECIPES }).filter((name) => name !== OF_PACKAGES);

test.each(OF_SERVERS.sort())('%s', async (name) => {
  const { parsed, recipe } = read(name);
  expect(name).toBe(`${recipe.name}.recipe.yaml`);
  const building = {
    path: join(scratch.path, name),
    format: 'squashfs',
    packing: 'gzip',
    signing: null,
    cache: scratch.path,
    signal: null,
  } as const;
  for (const source of Object.values(recipe.sources)) {
    for (const architecture of recipe.target.architectures) {
      expect(checksumOf(source, { version: recipe.version, architecture })).not.toBeNull();
    }
    const asked: string[] = [];
    const onFetch = (address: string) => {
      asked.push(address);
      throw new Error('no network');
    };
    const wanted = { version: recipe.version, architecture: 'x86-64' };
    await expect(locateSource(source, building.path, wanted, { ...building, onFetch })).rejects.toThrow('no network');
    expect(asked[0]).toMatch(/^https:\/\/[a-z0-9./_-]+(?:amd64|x86_64)?/i);
    expect(asked[0]).not.toMatch(/[{}]/);
  }
  const sources = Object.fromEntries(Object.keys(recipe.sources).map((one) => [one, standIn(one)]));
  const image = join(scratch.path, `${recipe.name}.raw`);
  const wanted = { version: recipe.version, architecture: 'x86-64' };
  await buildImage({ ...recipe, sources }, parsed, wanted, image, { ...building, onFetch: () => {}, onRun: () => {} });
  const root = join(scratch.path, 'root');
  run('unsquashfs', ['-no-progress', '-d', root, image]);

  const units = globSync('usr/lib/systemd/system/*.service', { cwd: root });
  expect(units).not.toEqual([]);
  // What the OS brings.
  for (const target of ['network', 'network-online', 'local-fs', 'sysinit', 'basic', 'shutdown', 'multi-user'])
    scratch.put(`root/usr/lib/systemd/system/${target}.target`, '[Unit]\nDescription=x\n');
  const args = ['verify', '--man=no', `--root=${root}`, ...units.map((unit) => basename(unit))];
  const { status, stderr } = spawnSync('systemd-analyze', args, { encoding: 'utf8' });
  expect(stderr).toBe('');
  expect(status).toBe(0);
});
