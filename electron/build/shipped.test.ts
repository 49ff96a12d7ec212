/** The recipes that are shipped: made from stand-ins in the layout of the real releases, and their units read by systemd itself. */
import { spawnSync } from 'node:child_process';
import { globSync, readdirSync, readFileSync, symlinkSync } from 'node:fs';
import { basename, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { run } from '../../e2e/harness/programs.ts';
import { makeScratch, type Scratch } from '../../e2e/harness/scratch.ts';
import { readAs } from '../../shared/declared/read.ts';
import { parseYaml } from '../../shared/declared/yaml.ts';
import { Recipe, type RecipeSource } from '../../shared/model/recipe.ts';
import { checksumOf } from '../../shared/recipe/source-place.ts';
import { lintFile } from '../extensions/lint.ts';
import { buildImage } from './build.ts';
import { locateSource } from './sources.ts';

const RECIPES = fileURLToPath(new URL('../../assets/recipes/', import.meta.url));

/** What the archives of the releases and packages hold (as `tar --list` shows them); every other source is one program. */
const ARCHIVES: Readonly<Record<string, readonly string[]>> = {
  containerd: ['bin/containerd', 'bin/containerd-shim-runc-v2', 'bin/containerd-stress', 'bin/ctr'],
  cni: ['./LICENSE', './README.md', './bridge', './host-local', './loopback', './portmap'],
  crictl: ['crictl'],
  'node-exporter': ['node_exporter-1.9.1.linux-amd64/LICENSE', 'node_exporter-1.9.1.linux-amd64/node_exporter'],
  docker: 'containerd containerd-shim-runc-v2 ctr docker docker-init docker-proxy dockerd runc'
    .split(' ')
    .map((name) => `docker/${name}`),
  tailscale: [
    'tailscale_1.98.10_amd64/tailscale',
    'tailscale_1.98.10_amd64/tailscaled',
    'tailscale_1.98.10_amd64/systemd/tailscaled.defaults',
    'tailscale_1.98.10_amd64/systemd/tailscaled.service',
  ],
  wasmtime: [
    'wasmtime-v46.0.1-x86_64-linux/LICENSE',
    'wasmtime-v46.0.1-x86_64-linux/README.md',
    'wasmtime-v46.0.1-x86_64-linux/wasmtime',
    'wasmtime-v46.0.1-x86_64-linux/wasmtime-min',
  ],
  agent: [
    './etc/default/instance_configs.cfg',
    './lib/systemd/system/google-guest-agent.service',
    './lib/systemd/system/google-shutdown-scripts.service',
    './lib/systemd/system/google-startup-scripts.service',
    './usr/bin/google_guest_agent',
    './usr/bin/google_metadata_script_runner',
  ],
  strace: ['./usr/bin/strace', './usr/bin/strace-log-merge'],
  tcpdump: ['./etc/apparmor.d/usr.bin.tcpdump', './usr/bin/tcpdump'],
  libunwind: ['./usr/lib/x86_64-linux-gnu/libunwind.so.8', './usr/lib/x86_64-linux-gnu/libunwind.so.8.0.1'],
  libpcap: ['./usr/lib/x86_64-linux-gnu/libpcap.so.0.8', './usr/lib/x86_64-linux-gnu/libpcap.so.1.10.3'],
  // Of a folder that a person has.
  tree: ['usr/bin/tool', 'usr/share/doc/tool/README', 'opt/other'],
};

/** What each puts where a person looks for it; of what is not here its units alone are looked at. */
const PROGRAMS: Readonly<Record<string, readonly string[]>> = {
  docker: ['docker', 'dockerd', 'containerd', 'containerd-shim-runc-v2', 'runc', 'docker-init', 'docker-proxy'],
  k3s: ['k3s', 'kubectl', 'crictl', 'ctr'],
  tailscale: ['tailscale', 'tailscaled'],
  wasmtime: ['wasmtime'],
  'oem-gce': ['google_guest_agent', 'google_metadata_script_runner'],
  'debug-tools': ['strace', 'tcpdump'],
  'one-program': ['one-program'],
  'from-folder': ['tool'],
};
/** What the OS brings of the targets that units name. */
const TARGETS = 'network network-online network-pre local-fs sysinit basic shutdown multi-user sockets'.split(' ');
/** Those that start nothing. */
const WITHOUT_UNITS = ['docker-compose', 'wasmtime', 'debug-tools', 'from-folder', 'settings'];

const PROGRAM = '#!/bin/sh\n';

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
  const unit = '[Service]\nExecStart=/usr/bin/google_guest_agent\n';
  if (names === undefined) scratch.put(`sources/${name}`, PROGRAM, 0o755);
  else {
    for (const one of names) scratch.put(`made/${name}/${one}`, one.endsWith('.service') ? unit : PROGRAM, 0o755);
    scratch.put('sources/.keep', '');
    const tops = readdirSync(join(scratch.path, 'made', name));
    run('tar', ['-czf', join(scratch.path, 'sources', name), '-C', join(scratch.path, 'made', name), ...tops]);
  }
  return { file: join(scratch.path, 'sources', name), arch: {} };
}

/** Of packages that a person puts beside it; `e2e/testbed/docker.system.ts` builds it of the real ones. */
const OF_PACKAGES = 'docker-debian.recipe.yaml';
const OTHERS = globSync('*.recipe.yaml', { cwd: RECIPES }).filter((name) => name !== OF_PACKAGES);

test.each(OTHERS.sort())('%s', async (file) => {
  const { parsed, recipe } = read(file);
  const { name, version } = recipe;
  expect(file).toBe(`${name}.recipe.yaml`);
  const building = {
    path: join(scratch.path, file),
    format: 'squashfs',
    packing: 'gzip',
    signing: null,
    cache: scratch.path,
    signal: null,
  } as const;
  for (const source of Object.values(recipe.sources).filter(({ url }) => url !== undefined)) {
    for (const architecture of recipe.target.architectures) {
      expect(checksumOf(source, { version, architecture })).not.toBeNull();
    }
    const asked: string[] = [];
    const onFetch = (address: string) => {
      asked.push(address);
      throw new Error('no network');
    };
    const wanted = { version, architecture: 'x86-64' };
    await expect(locateSource(source, building.path, wanted, { ...building, onFetch })).rejects.toThrow('no network');
    expect(asked[0]).toMatch(/^https:\/\/[a-z0-9./_+-]+$/i);
  }
  const sources = Object.fromEntries(Object.keys(recipe.sources).map((one) => [one, standIn(one)]));
  const image = join(scratch.path, `${name}.raw`);
  const [architecture = ''] = recipe.target.architectures;
  await buildImage({ ...recipe, sources }, parsed, { version, architecture }, image, {
    ...building,
    onFetch: () => {},
    onRun: () => {},
  });
  const root = join(scratch.path, 'root');
  run('unsquashfs', ['-no-progress', '-d', root, image]);
  const found = globSync('usr/bin/*', { cwd: root }).map((path) => basename(path));
  expect(found).toEqual(expect.arrayContaining([...(PROGRAMS[name] ?? [])]));
  const { findings } = await lintFile(image, { class: recipe.class, name }, null);
  // That upheld services start anew at merges is meant (docs/recipes.md).
  expect(findings.filter(({ id }) => id !== 'restarts-units')).toEqual([]);

  const units = globSync('usr/lib/systemd/system/*.{service,socket}', { cwd: root });
  expect(units.length === 0).toBe(WITHOUT_UNITS.includes(name));
  if (units.length === 0) return;
  // What the OS brings.
  for (const target of TARGETS) scratch.put(`root/usr/lib/systemd/system/${target}.target`, '[Unit]\nDescription=x\n');
  scratch.put('root/usr/lib/systemd/system/system.slice', '[Slice]\n');
  scratch.put('root/usr/bin/kill', PROGRAM, 0o755);
  symlinkSync('usr/bin', join(root, 'bin'));
  const args = ['verify', '--man=no', `--root=${root}`, ...units.map((unit) => basename(unit))];
  const { status, stderr } = spawnSync('systemd-analyze', args, { encoding: 'utf8' });
  expect(stderr).toBe('');
  expect(status).toBe(0);
});
