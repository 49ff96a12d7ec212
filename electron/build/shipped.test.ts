/**
 * The recipes that are shipped: made of stand-ins that nginx serves in the layout of the real release servers, and their units read by
 * systemd itself. What the publishers themselves serve is fetched by no test.
 */
import { spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { globSync, mkdirSync, readdirSync, readFileSync, symlinkSync, writeFileSync } from 'node:fs';
import { basename, dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, afterEach, beforeAll, beforeEach, expect, test } from 'vitest';
import { serveFolder, type WebServer } from '../../e2e/harness/nginx.ts';
import { run } from '../../e2e/harness/programs.ts';
import { makeScratch, type Scratch } from '../../e2e/harness/scratch.ts';
import { readAs } from '../../shared/declared/read.ts';
import { parseYaml } from '../../shared/declared/yaml.ts';
import { Recipe, type RecipeSource } from '../../shared/model/recipe.ts';
import { checksumOf, expanded } from '../../shared/recipe/source-place.ts';
import { lintFile } from '../extensions/lint.ts';
import { buildImage } from './build.ts';

const RECIPES = fileURLToPath(new URL('../../assets/recipes/', import.meta.url));

/** What the archives of the releases and packages for x86-64 hold (as `tar --list` shows them); every other source is one program. */
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

const bin = (...names: readonly string[]) => names.map((name) => `usr/bin/${name}`);
const LIBRARIES = 'usr/lib/x86_64-linux-gnu';
/** What each puts where a person, or what uses it, looks for it. */
const PLACES: Readonly<Record<string, readonly string[]>> = {
  containerd: bin('containerd', 'containerd-shim-runc-v2', 'ctr', 'runc'),
  docker: bin('docker', 'dockerd', 'containerd', 'containerd-shim-runc-v2', 'runc', 'docker-init', 'docker-proxy'),
  'docker-compose': ['usr/lib/docker/cli-plugins/docker-compose'],
  k3s: bin('k3s', 'kubectl', 'crictl', 'ctr'),
  kubernetes: [
    ...bin('kubelet', 'kubeadm', 'kubectl', 'crictl'),
    ...['bridge', 'host-local', 'loopback', 'portmap'].map((name) => `usr/libexec/cni/${name}`),
    'usr/lib/tmpfiles.d/kubernetes.conf',
  ],
  'node-exporter': bin('node_exporter'),
  tailscale: bin('tailscale', 'tailscaled'),
  wasmtime: bin('wasmtime'),
  'oem-gce': [...bin('google_guest_agent', 'google_metadata_script_runner'), 'usr/lib/tmpfiles.d/oem-gce.conf'],
  'debug-tools': [...bin('strace', 'tcpdump'), `${LIBRARIES}/libunwind.so.8`, `${LIBRARIES}/libpcap.so.0.8`],
  'one-program': bin('one-program'),
  'from-folder': bin('tool'),
  settings: ['etc/sysctl.d/50-settings.conf', 'etc/motd.d/settings'],
};
/** What the OS brings of the targets that units name. */
const TARGETS = 'network network-online network-pre local-fs sysinit basic shutdown multi-user sockets'.split(' ');
/** Those that start nothing. */
const WITHOUT_UNITS = ['docker-compose', 'wasmtime', 'debug-tools', 'from-folder', 'settings'];

const PROGRAM = '#!/bin/sh\n';

let site: Scratch;
let server: WebServer;
beforeAll(async () => {
  site = makeScratch('shipped-site');
  mkdirSync(join(site.path, 'served'));
  server = await serveFolder(site, 'served');
});
afterAll(async () => {
  await server.stop();
  site.remove();
});
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

/** Of another architecture the same, under its names. */
const namesOf = (name: string, architecture: string) =>
  ARCHIVES[name]?.map((one) =>
    architecture === 'arm64' ? one.replace(/amd64|arm64/, 'arm64').replace('x86_64', 'aarch64') : one,
  );

/** Puts what stands for a source at a path: an archive, a package of Debian, or a program that says for which machine it is. */
function standIn(name: string, architecture: string, target: string): void {
  const names = namesOf(name, architecture);
  const program = `${PROGRAM}# ${name} ${architecture}\n`;
  mkdirSync(dirname(target), { recursive: true });
  if (names === undefined) {
    writeFileSync(target, program, { mode: 0o755 });
    return;
  }
  const made = `made/${name}-${architecture}`;
  const unit = '[Service]\nExecStart=/usr/bin/google_guest_agent\n';
  for (const one of names) scratch.put(`${made}/${one}`, one.endsWith('.service') ? unit : program, 0o755);
  const folder = join(scratch.path, made);
  if (!target.endsWith('.deb')) {
    // Packed as its name ends.
    run('tar', ['-caf', target, '-C', folder, ...readdirSync(folder)]);
    return;
  }
  const control = `Package: ${name}\nVersion: 1\nArchitecture: all\nMaintainer: x\nDescription: x\n`;
  scratch.put(`${made}/DEBIAN/control`, control);
  run('dpkg-deb', ['-Znone', '--root-owner-group', '--build', folder, target]);
}

/** The same source by our nginx, as host and path of its publisher; and what each architecture is asked for there. */
function servedHere(name: string, source: RecipeSource, recipe: Recipe) {
  const { url } = source;
  if (url === undefined) {
    const file = join(scratch.path, 'sources', name);
    standIn(name, 'x86-64', file);
    return { source: { file, arch: {} } as RecipeSource, asked: new Map<string, string>() };
  }
  const sums: Record<string, string> = {};
  const asked = new Map<string, string>();
  for (const architecture of recipe.target.architectures) {
    const wanted = { version: recipe.version, architecture };
    expect(checksumOf(source, wanted)).not.toBeNull();
    const place = expanded(url, source, wanted);
    expect(place).toMatch(/^https:\/\/[a-z0-9./_+-]+$/i);
    const path = place.slice('https://'.length);
    const file = join(site.path, 'served', path);
    standIn(name, architecture, file);
    sums[architecture] = createHash('sha256').update(readFileSync(file)).digest('hex');
    asked.set(architecture, server.url + path);
  }
  const here = { ...source, url: url.replace('https://', server.url), sha256: { [recipe.version]: sums } };
  return { source: here, asked };
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
    cache: join(scratch.path, 'cache'),
    signal: null,
  } as const;
  const served = Object.entries(recipe.sources).map(([one, source]) => [one, servedHere(one, source, recipe)] as const);
  const sources = Object.fromEntries(served.map(([one, { source }]) => [one, source]));
  const build = async (architecture: string) => {
    const image = join(scratch.path, `${name}-${architecture}.raw`);
    const asked: string[] = [];
    await buildImage({ ...recipe, sources }, parsed, { version, architecture }, image, {
      ...building,
      onFetch: (address) => asked.push(address),
      onRun: () => {},
    });
    expect(asked).toEqual(served.flatMap(([, here]) => here.asked.get(architecture) ?? []));
    return image;
  };
  const [architecture = '', ...others] = recipe.target.architectures;
  const image = await build(architecture);
  const root = join(scratch.path, 'root');
  run('unsquashfs', ['-no-progress', '-d', root, image]);
  expect(globSync('**', { cwd: root })).toEqual(
    expect.arrayContaining([...(PLACES[name] ?? ['nothing is said of it'])]),
  );
  for (const other of others) {
    const [place = ''] = PLACES[name] ?? [];
    expect(run('unsquashfs', ['-cat', await build(other), place]), other).toMatch(
      new RegExp(`^${PROGRAM}# \\S+ ${other}\n$`),
    );
  }
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
