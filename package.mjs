/**
 * npm run package: what people install, into out/. Without Electron's binary, what needs none.
 *
 *     node package.mjs [--quick] [--dist DIR] [OUT]
 *
 * `--quick` packs the same files into a larger .deb, in a fiftieth of the time: for tests.
 */
import { spawnSync } from 'node:child_process';
import { cpSync, existsSync, mkdirSync, readFileSync, rmSync, statSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { makeDeb } from './assets/packaging/deb.mjs';
import { needBuilt, stage } from './assets/packaging/stage.mjs';
import { makeSysext } from './assets/packaging/sysext.mjs';

const here = fileURLToPath(new URL('.', import.meta.url));
const { version } = JSON.parse(readFileSync(join(here, 'package.json'), 'utf8'));
const date = /<release version="[^"]*" date="([^"]*)"/.exec(
  readFileSync(join(here, 'assets/packaging/org.veneer.Veneer.metainfo.xml'), 'utf8'),
)?.[1];
const ARCHES = { x64: { debArch: 'amd64', systemdArch: 'x86-64' }, arm64: { debArch: 'arm64', systemdArch: 'arm64' } };
const { values: wanted, positionals } = parseArgs({
  options: { quick: { type: 'boolean' }, dist: { type: 'string' } },
  allowPositionals: true,
});
const dist = resolve(wanted.dist ?? join(here, 'dist'));
const about = { version, date, dist, nodeArch: process.arch, ...ARCHES[process.arch] };
if (about.debArch === undefined) throw new Error(`there is no package for ${process.arch}`);

const out = resolve(positionals[0] ?? 'out');
needBuilt(dist);
const tree = join(out, 'stage');
rmSync(tree, { recursive: true, force: true });
mkdirSync(tree, { recursive: true });
stage(tree, about);

const made = [makeSysext(tree, out, about)];
if (isProgram('dpkg-deb')) {
  const forDeb = join(out, 'deb');
  rmSync(forDeb, { recursive: true, force: true });
  cpSync(tree, forDeb, { recursive: true, verbatimSymlinks: true });
  made.push(makeDeb(forDeb, out, about, wanted.quick === true ? ['-Zgzip', '-z1'] : ['-Zxz', '-z6']));
  rmSync(forDeb, { recursive: true });
} else process.stdout.write('dpkg-deb is not installed: the headless .deb was not made.\n');

if (existsSync(join(here, 'node_modules/electron/path.txt'))) {
  for (const target of ['packages', 'AppImage']) {
    const env = { ...process.env, VENEER_STAGE: tree, VENEER_TARGET: target, VENEER_OUT: out };
    const args = ['--linux', '--publish', 'never', '--config', 'assets/packaging/electron-builder.cjs'];
    const { status } = spawnSync('electron-builder', args, { cwd: here, env, stdio: 'inherit' });
    if (status !== 0) process.exit(1);
  }
} else {
  process.stdout.write(
    "Electron's binary is not here: .deb, .rpm and AppImage with the desktop window were not made.\n",
  );
}
for (const path of made) process.stdout.write(`${path} ${(statSync(path).size / 2 ** 20).toFixed(1)} MiB\n`);

function isProgram(name) {
  return spawnSync(name, ['--version'], { stdio: 'ignore' }).error === undefined;
}
