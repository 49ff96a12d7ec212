/**
 * npm run package: what people install, into out/. Without Electron's binary, what needs none.
 *
 *     node package.mjs [--quick] [--keep-tree] [--dist DIR] [--url URL] [--sign KEY] [OUT]
 *
 * `--quick` packs the same files into larger packages, in a fiftieth of the time, and `--keep-tree` leaves the tree that they hold
 * in OUT/stage: for tests. `--url` is the folder at which they will be published; a transfer file for systemd-sysupdate(8) is made
 * then, with which Veneer keeps itself current. `--sign` has GnuPG sign SHA256SUMS by that key, and the transfer file ask for it.
 */
import { spawnSync } from 'node:child_process';
import { existsSync, mkdirSync, readFileSync, rmSync, statSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { makeDeb } from './assets/packaging/deb.mjs';
import { makeDesktop } from './assets/packaging/desktop.mjs';
import { makeRpm } from './assets/packaging/rpm.mjs';
import { needBuilt, stage } from './assets/packaging/stage.mjs';
import { makeSysext } from './assets/packaging/sysext.mjs';
import { writeOwnTransfer, writeSums } from './assets/packaging/to-publish.mjs';

const here = fileURLToPath(new URL('.', import.meta.url));
const { version } = JSON.parse(readFileSync(join(here, 'package.json'), 'utf8'));
const date = /<release version="[^"]*" date="([^"]*)"/.exec(
  readFileSync(join(here, 'assets/packaging/org.veneer.Veneer.metainfo.xml'), 'utf8'),
)?.[1];
const ARCHES = {
  x64: { debArch: 'amd64', rpmArch: 'x86_64', systemdArch: 'x86-64' },
  arm64: { debArch: 'arm64', rpmArch: 'aarch64', systemdArch: 'arm64' },
};
const { values: wanted, positionals } = parseArgs({
  options: {
    quick: { type: 'boolean' },
    'keep-tree': { type: 'boolean' },
    dist: { type: 'string' },
    url: { type: 'string' },
    sign: { type: 'string' },
  },
  allowPositionals: true,
});
const dist = resolve(wanted.dist ?? join(here, 'dist'));
const about = { version, date, dist, nodeArch: process.arch, ...ARCHES[process.arch] };
if (about.debArch === undefined) throw new Error(`there is no package for ${process.arch}`);

// What root runs is writable by root alone, whatever the umask of who builds it.
process.umask(0o022);
const out = resolve(positionals[0] ?? 'out');
needBuilt(dist);
const tree = staged('stage', about);
const isQuick = wanted.quick === true;

const made = [makeSysext(tree, out, about, isQuick ? 'gzip' : 'zstd')];
if (isProgram('dpkg-deb')) {
  const packing = isQuick ? ['-Zgzip', '-z1'] : ['-Zxz', '-z6'];
  for (const kind of [about, { ...about, nodeArch: null }]) {
    const forDeb = staged('deb', kind);
    made.push(makeDeb(forDeb, out, kind, packing));
    rmSync(forDeb, { recursive: true });
  }
} else process.stdout.write('dpkg-deb is not installed: the headless .deb was not made.\n');
if (isProgram('rpmbuild')) made.push(makeRpm(tree, out, about, isQuick ? 'w1.gzdio' : 'w6.xzdio'));
else process.stdout.write('rpmbuild is not installed: the headless .rpm was not made.\n');

if (existsSync(join(here, 'node_modules/electron/path.txt'))) {
  made.push(...makeDesktop(tree, out));
} else {
  process.stdout.write(
    "Electron's binary is not here: .deb, .rpm and AppImage with the desktop window were not made.\n",
  );
}
writeSums(out, made, wanted.sign ?? null);
if (wanted['keep-tree'] !== true) rmSync(tree, { recursive: true });
if (wanted.url !== undefined) writeOwnTransfer(out, wanted.url, wanted.sign !== undefined);
for (const path of made) process.stdout.write(`${path} ${(statSync(path).size / 2 ** 20).toFixed(1)} MiB\n`);

/** @returns a folder of OUT with what a package of that kind holds */
function staged(name, kind) {
  const folder = join(out, name);
  rmSync(folder, { recursive: true, force: true });
  mkdirSync(folder, { recursive: true });
  stage(folder, kind);
  return folder;
}

function isProgram(name) {
  return spawnSync(name, ['--version'], { stdio: 'ignore' }).error === undefined;
}
