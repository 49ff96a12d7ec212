/**
 * npm run bench:build [MIB]: a folder of 500 MiB of this machine's own programs and data packed by `veneer build`, against
 * mksquashfs with the same compression, block size and threads, turn by turn; what is resident meanwhile; and the shipped recipe
 * of Docker from a kept archive as large as a release of it. Ends with 1 where a goal is missed. Some minutes, and 2 GiB of disk.
 */
import { spawn } from 'node:child_process';
import { copyFileSync, lstatSync, mkdirSync, opendirSync, readFileSync, rmSync, statSync } from 'node:fs';
import { cpus } from 'node:os';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { serveFolder } from '../harness/nginx.ts';
import { run } from '../harness/programs.ts';
import { makeScratch } from '../harness/scratch.ts';
import { median } from './turns.ts';
import { ended, watchMemory } from './watch-memory.ts';

const MIB = 1024 ** 2;
const FOLDER = Number(process.argv[2] ?? 500) * MIB;
/** Bytes of the programs in a release of Docker 29 for x86-64, unpacked; less where less is asked for. */
const docker = Math.min(220 * MIB, FOLDER);
const TURNS = 3;
const cli = fileURLToPath(new URL('../../dist/cli.cjs', import.meta.url));
const scratch = makeScratch('bench-build');
const at = (path: string) => join(scratch.path, path);
/** As many as libuv has, by default. */
const threads = Math.min(4, cpus().length);
/** As our own writer packs: blocks of 128 KiB by zlib's default level, no fragments, all of it root's. */
const rival = (folder: string, image: string) => [
  ...[
    folder,
    image,
    '-noappend',
    '-no-progress',
    '-quiet',
    '-all-root',
    '-no-fragments',
    '-no-duplicates',
    '-no-xattrs',
  ],
  ...['-comp', 'gzip', '-Xcompression-level', '6', '-b', '131072', '-processors', String(threads)],
];
let missed = 0;

function row(what: string, ours: string, other: string, ratio: number, most: number): void {
  if (ratio > most) missed++;
  process.stdout.write(`| ${what} | ${ours} | ${other} | ${ratio.toFixed(2)} | at most ${most} |\n`);
}

/** Copies regular files of a folder of this machine until there are so many bytes. */
function fillFolder(target: string, from: string, bytes: number): void {
  let left = bytes;
  const folders = [from];
  for (let folder = folders.shift(); folder !== undefined && left > 0; folder = folders.shift()) {
    const open = opendirSync(folder);
    for (let one = open.readSync(); one !== null && left > 0; one = open.readSync()) {
      const path = join(folder, one.name);
      if (one.isDirectory()) folders.push(path);
      if (!one.isFile()) continue;
      const { size, mode } = lstatSync(path);
      if (size === 0 || size > left || (mode & 0o444) !== 0o444) continue;
      const copy = join(target, path);
      mkdirSync(dirname(copy), { recursive: true });
      copyFileSync(path, copy);
      left -= size;
    }
    open.closeSync();
  }
  if (left > bytes / 10) throw new Error(`${from} has not enough: ${left} bytes are missing`);
}

async function buildOnce(recipe: string, image: string) {
  rmSync(image, { force: true });
  const env = { ...process.env, HOME: scratch.path, XDG_CACHE_HOME: at('cache') };
  const begun = performance.now();
  const child = spawn(process.execPath, [cli, 'build', recipe, image], { env, stdio: ['ignore', 'ignore', 'pipe'] });
  const peaks = await watchMemory(child.pid ?? 0, ended(child));
  return { seconds: (performance.now() - begun) / 1000, ...peaks };
}

function packOnce(folder: string, image: string): number {
  rmSync(image, { force: true });
  const begun = performance.now();
  run('mksquashfs', rival(folder, image));
  return (performance.now() - begun) / 1000;
}

async function packFolder(): Promise<void> {
  fillFolder(at('source'), '/usr', FOLDER);
  scratch.put('folder.recipe.yaml', recipeOf('{file: source}', 'usr'));
  const [ours, theirs] = [[] as Awaited<ReturnType<typeof buildOnce>>[], [] as number[]];
  for (let turn = 0; turn < TURNS; turn++) {
    ours.push(await buildOnce(at('folder.recipe.yaml'), at('ours.raw')));
    theirs.push(packOnce(at('source'), at('theirs.raw')));
  }
  const [own, other] = [median(ours.map(({ seconds }) => seconds)), median(theirs)];
  const what = `a folder of ${FOLDER / MIB} MiB packed, ${threads} threads`;
  row(what, `${own.toFixed(1)} s`, `${other.toFixed(1)} s \`mksquashfs\``, own / other, 1.2);
  const sizes = [statSync(at('ours.raw')).size, statSync(at('theirs.raw')).size] as const;
  const mib = (bytes: number) => `${(bytes / MIB).toFixed(0)} MiB`;
  row('size of it', mib(sizes[0]), mib(sizes[1]), sizes[0] / sizes[1], 1.05);
  const memory = Math.max(...ours.map((one) => one.own));
  row('memory of our process', `${memory.toFixed(0)} MiB`, 'the goal, 300 MiB', memory / 300, 1);
  const child = Math.max(...ours.map((one) => one.child));
  row('memory of what it starts', `${child.toFixed(0)} MiB`, 'the goal, 300 MiB', child / 300, 1);
}

async function cachedBuild(): Promise<void> {
  fillFolder(at('docker'), '/usr/bin', docker);
  mkdirSync(at('served'));
  // As Docker has it: all programs in one folder.
  run('tar', ['-czf', at('served/docker.tgz'), '-C', at('docker/usr'), '--transform', 's,^bin,docker,', 'bin']);
  const sum = run('sha256sum', [at('served/docker.tgz')]).slice(0, 64);
  const server = await serveFolder(scratch, 'served');
  // The shipped recipe, but for where its archive is and which that is.
  const recipe = readFileSync(
    fileURLToPath(new URL('../../assets/recipes/docker.recipe.yaml', import.meta.url)),
    'utf8',
  );
  const local = recipe.replace(/url: \S+/, `url: ${server.url}docker.tgz`).replace(/\b[0-9a-f]{64}\b/g, sum);
  scratch.put('docker.recipe.yaml', local);
  await buildOnce(at('docker.recipe.yaml'), at('docker.raw'));
  await server.stop();
  const [ours, theirs] = [[] as number[], [] as number[]];
  for (let turn = 0; turn < TURNS; turn++) {
    ours.push((await buildOnce(at('docker.recipe.yaml'), at('docker.raw'))).seconds);
    theirs.push(packOnce(at('docker'), at('theirs.raw')));
  }
  const [own, other] = [median(ours), median(theirs)];
  const beside = Math.max(0, own - other);
  const what = `docker.recipe.yaml of a kept archive of ${docker / MIB} MiB`;
  row(what, `${own.toFixed(1)} s, ${beside.toFixed(1)} s beside packing`, 'the goal, 5 s beside it', beside / 5, 1);
}

const recipeOf = (source: string, path: string) => `name: tool
version: "1.0"
target: {architectures: [any]}
sources: {it: ${source}}
steps: [{take: {from: it, path: ${path}, to: /usr}}]
`;

try {
  await packFolder();
  await cachedBuild();
} finally {
  scratch.remove();
}
process.exitCode = missed === 0 ? 0 : 1;
