/**
 * npm run bench: what ours takes against a named rival, turn by turn in one run, as medians and ratios. Makes its own
 * trees and images below the temporary folder (about 3 GiB) and takes them away. As root it also mounts.
 */
import { copyFileSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { gunzipSync } from 'node:zlib';
import { readContent } from '../../electron/extensions/reading.ts';
import { readHostFacts } from '../../electron/host/facts.ts';
import { isRoot, openMountNamespace } from '../harness/mount-namespace.ts';
import { run } from '../harness/programs.ts';
import { makeLargeTree } from '../harness/sample-tree.ts';
import { makeScratch, putExtension, type Scratch } from '../harness/scratch.ts';
import { benchApply } from './bench-apply.ts';
import { benchDownload, benchSearch } from './bench-catalog.ts';
import { timeDoctor } from './bench-doctor.ts';
import { benchFind } from './bench-find.ts';
import { benchHostile } from './bench-hostile.ts';
import { median, time, turnByTurn } from './turns.ts';

const cli = fileURLToPath(new URL('../../dist/cli.cjs', import.meta.url));
const node = process.execPath;

const ms = (value: number) => `${value.toFixed(value < 10 ? 1 : 0)} ms`;

function row(what: string, ours: string, rival: string, ratio: number, goal: string): void {
  process.stdout.write(`| ${what} | ${ours} | ${rival} | ${ratio.toFixed(2)} | ${goal} |\n`);
}

async function list500(scratch: Scratch): Promise<void> {
  const tree = join(scratch.path, 'list');
  scratch.put('list/usr/lib/os-release', 'ID=debian\nVERSION_ID=12\n');
  for (let at = 0; at < 500; at++) {
    putExtension(
      scratch,
      'list/var/lib/extensions',
      `x${at}`,
      at % 3 === 0 ? 'ID=fedora\nVERSION_ID=41\n' : 'ID=_any\n',
    );
  }
  const { ours, theirs } = await turnByTurn(
    () => time([node, cli, 'list', '--json', '--root', tree]),
    () => time(['systemd-sysext', `--root=${tree}`, '--json=short', 'list'], [node, '--eval', '']),
  );
  row(
    '`list --json` of 500 extensions',
    ms(ours),
    `${ms(theirs)} \`systemd-sysext list\` and a start of Node`,
    ours / theirs,
    'at most 2.5 (the first edition: 6.0)',
  );
}

const content = (image: string) => ({ hostPath: image, kind: 'image' as const });

async function verdictOfLarge(scratch: Scratch): Promise<void> {
  putExtension(scratch, 'large', 'large', 'ID=_any\n');
  const folder = join(scratch.path, 'large/large');
  mkdirSync(join(folder, 'usr/share'));
  run('dd', ['if=/dev/urandom', `of=${join(folder, 'usr/share/data')}`, 'bs=1M', 'count=1024', 'status=none']);
  const image = join(scratch.path, 'large.raw');
  run('mksquashfs', [folder, image, '-noD', '-noF', '-quiet', '-no-progress']);
  const erofs = join(scratch.path, 'large-erofs.raw');
  run('mkfs.erofs', ['--quiet', erofs, folder]);
  run('rm', [join(folder, 'usr/share/data')]);
  const { release } = readHostFacts({ root: '/', asSystemd: null });
  const judge = async (file = image) => {
    const start = performance.now();
    const { release: own } = await readContent(content(file), {
      class: 'sysext',
      host: release,
      imageName: 'large',
      mounts: [],
    });
    if (own?.get('ID') !== '_any') throw new Error('its release file was not read');
    return performance.now() - start;
  };
  const readSoFar = () => Number(/rchar: (\d+)/.exec(readFileSync('/proc/self/io', 'latin1'))?.[1]);
  const before = readSoFar();
  await judge();
  const read = readSoFar() - before;
  process.stdout.write(
    `| verdict of a 1 GiB image reads | ${(read / 1024).toFixed(0)} KiB | 1 GiB | ${(read / 2 ** 30).toFixed(5)} | under 1 MiB |\n`,
  );
  const path = 'usr/lib/extension-release.d/extension-release.large';
  const cat = await turnByTurn(
    () => judge(),
    () => time(['unsquashfs', '-cat', image, path]),
  );
  row(
    'verdict of a 1 GiB image',
    ms(cat.ours),
    `${ms(cat.theirs)} \`unsquashfs -cat\``,
    cat.ours / cat.theirs,
    'at most 1',
  );
  if (run('dump.erofs', ['--help']).includes('--cat')) {
    const dump = await turnByTurn(
      () => judge(erofs),
      () => time(['dump.erofs', '--cat', `--path=/${path}`, erofs]),
    );
    row(
      'verdict of a 1 GiB erofs image',
      ms(dump.ours),
      `${ms(dump.theirs)} \`dump.erofs --cat\``,
      dump.ours / dump.theirs,
      'at most 1',
    );
  } else process.stdout.write('| verdict of a 1 GiB erofs image | skipped: this dump.erofs has no --cat | | | |\n');
  if (!isRoot) {
    process.stdout.write('| verdict of a 1 GiB image, against a loop mount | skipped: only root may mount | | | |\n');
    return;
  }
  const namespace = await openMountNamespace();
  try {
    const place = join(scratch.path, 'mount');
    mkdirSync(place);
    const enter = namespace.enter;
    const mount = await turnByTurn(
      () => judge(),
      () =>
        time(
          [...enter, 'mount', '-o', 'loop,ro', image, place],
          [...enter, 'cat', join(place, path)],
          [...enter, 'umount', place],
        ),
    );
    row(
      'verdict of a 1 GiB image',
      ms(mount.ours),
      `${ms(mount.theirs)} loop mount, read, unmount`,
      mount.ours / mount.theirs,
      'under 0.10',
    );
  } finally {
    namespace.close();
  }
}

/** Every entry with its type, owner and size, in both listings; theirs has the root as well. */
function expectSameListing(ours: string, theirs: string): void {
  const TYPES: Readonly<Record<string, string>> = { '-': 'file', d: 'directory', l: 'symlink' };
  const expected = new Set<string>();
  for (const line of theirs.trim().split('\n')) {
    const [, type = '', owner, size, path] = /^(.)\S+ (\S+) +(\d+) \S+ \S+ squashfs-root\/(.*)$/.exec(line) ?? [];
    if (path !== undefined) expected.add(`${TYPES[type]} ${owner} ${type === '-' ? size : ''} ${path}`);
  }
  const found = ours
    .trim()
    .split('\n')
    .map((line) => JSON.parse(line) as { type: string; uid: number; gid: number; size: number; path: string })
    .map(({ type, uid, gid, size, path }) => `${type} ${uid}/${gid} ${type === 'file' ? size : ''} ${path}`);
  const strange = found.filter((line) => !expected.delete(line));
  if (strange.length + expected.size > 0 || found.length < 100_000) {
    throw new Error(`the listings differ: ${[...strange, ...expected].slice(0, 5).join('; ')}`);
  }
}

async function listing100k(scratch: Scratch): Promise<void> {
  const image = join(scratch.path, 'many.raw');
  run('mksquashfs', [makeLargeTree(scratch, 'many', 100), image, '-no-duplicates', '-quiet', '-no-progress']);
  expectSameListing(run(node, [cli, 'ls', image, '--json']), run('unsquashfs', ['-lln', image]));
  const starts = await turnByTurn(
    () => time([node, '--eval', '']),
    () => 0,
    5,
  );
  const { ours, theirs } = await turnByTurn(
    () => time([node, cli, 'ls', image]),
    () => time(['unsquashfs', '-ll', image]),
    5,
  );
  const net = ours - starts.ours;
  row(
    'listing of 100,000 files, Node’s start aside',
    ms(net),
    `${ms(theirs)} \`unsquashfs -ll\``,
    net / theirs,
    'at most 2',
  );
}

function makeMixed(scratch: Scratch): string {
  putExtension(scratch, 'mixed-source', 'x', 'ID=_any\n');
  for (let file = 0; file < 200; file++)
    scratch.put(`mixed-source/x/usr/bin/f${file}`, `#!/bin/sh\n# ${file}\n`.repeat(60));
  const source = join(scratch.path, 'mixed-source/x');
  const made = (name: string, program: string, ...args: string[]) => {
    const image = join(scratch.path, `mixed-${name}.raw`);
    run(
      program,
      args.map((arg) => (arg === '@' ? image : arg)),
    );
    return image;
  };
  const squash = (comp: string) => made(comp, 'mksquashfs', source, '@', '-comp', comp, '-quiet', '-no-progress');
  const ddi = join(scratch.path, 'mixed-ddi.raw');
  writeFileSync(ddi, gunzipSync(readFileSync(new URL('../fixtures/images/fixture-ddi.raw.gz', import.meta.url))));
  const seeds = [
    squash('zstd'),
    squash('xz'),
    squash('gzip'),
    made('erofs', 'mkfs.erofs', '--quiet', '-zlz4hc', '-C65536', '@', source),
    made('ext4', 'mke2fs', '-q', '-t', 'ext4', '-d', source, '@', '4m'),
    ddi,
  ];
  scratch.put('mixed/usr/lib/os-release', 'ID=debian\nVERSION_ID=12\n');
  mkdirSync(join(scratch.path, 'mixed/var/lib/extensions'), { recursive: true });
  for (let at = 0; at < 500; at++) {
    copyFileSync(seeds[at % seeds.length] as string, join(scratch.path, 'mixed/var/lib/extensions', `x${at}.raw`));
  }
  return join(scratch.path, 'mixed');
}

async function mixed500(scratch: Scratch): Promise<void> {
  const tree = makeMixed(scratch);
  const answers = Array.from({ length: 5 }, () => {
    // In a process of its own, which loads nothing of the bench, so that its memory is its own.
    const out = run(node, ['--no-warnings', fileURLToPath(new URL('./judge.ts', import.meta.url)), tree]);
    const answer = JSON.parse(out) as { count: number; took: number; resident: number };
    if (answer.count !== 500) throw new Error(`there are ${answer.count} extensions`);
    return answer;
  });
  const took = median(answers.map((one) => one.took));
  const resident = median(answers.map((one) => one.resident));
  row('verdicts of 500 mixed images', ms(took), 'the goal, 1500 ms', took / 1500, 'under 1');
  row('memory for them', `${resident.toFixed(0)} MiB`, 'the goal, 150 MiB', resident / 150, 'at most 1');
}

async function doctor500(scratch: Scratch): Promise<void> {
  const { first, later, count } = await timeDoctor(scratch, makeMixed(scratch));
  if (count !== 500) throw new Error(`the Doctor looked at ${count} extensions`);
  const took = median(later);
  row(
    `the Doctor on 500 mixed images, the first time ${ms(first)}`,
    ms(took),
    'the goal, 1000 ms',
    took / 1000,
    'under 1',
  );
}

async function download2(scratch: Scratch): Promise<void> {
  const { ours, theirs, residentMiB } = await benchDownload(scratch, cli);
  const rival = `${ms(theirs)} \`curl -o\` and \`sha256sum\` after it`;
  row('download of 2 GiB with its hash', ms(ours), rival, ours / theirs, 'at most 1.11');
  row('memory for it', `${residentMiB.toFixed(0)} MiB`, 'the goal, 150 MiB', residentMiB / 150, 'under 1');
}

async function search20k(scratch: Scratch): Promise<void> {
  const { usual, longest } = await benchSearch(scratch);
  const what = 'a key in the search of 20,000 images, until it is drawn';
  row(what, `${ms(usual)}, longest ${ms(longest)}`, 'the goal, 100 ms', longest / 100, 'under 1');
}

async function find1m(scratch: Scratch): Promise<void> {
  const { ours, theirs, text, firstMs } = await benchFind(scratch);
  row(
    `a key in the search for a file, 500 images with 1,000,000 files; the slowest, \`${text}\``,
    ms(ours),
    `${ms(theirs)} \`grep -i -F | sort | head\` of a list of them`,
    ours / theirs,
    'under 50 ms',
  );
  process.stdout.write(`| the first of them, which reads all images | ${ms(firstMs)} | | | |\n`);
}

async function hostile10(scratch: Scratch): Promise<void> {
  const took = await benchHostile(scratch);
  row('list of 490 good and 10 hostile images', ms(took), 'the goal, 3000 ms', took / 3000, 'under 1');
}

async function apply20(scratch: Scratch): Promise<void> {
  const { window, command } = await benchApply(scratch, cli);
  row(
    'Apply of a refresh of 20 extensions, in a window',
    ms(window.ours),
    `${ms(window.theirs)} \`systemd-sysext refresh\``,
    window.ours / window.theirs,
    'not slower than the first edition (turn by turn 0.85 of it)',
  );
  row(
    '`veneer refresh` of 20 extensions',
    ms(command.ours),
    `${ms(command.theirs)} \`systemd-sysext refresh\` and a start of Node`,
    command.ours / command.theirs,
    'not slower than the first edition (turn by turn 0.92 of it)',
  );
}

const MEASURES = {
  list: list500,
  apply: apply20,
  verdict: verdictOfLarge,
  listing: listing100k,
  mixed: mixed500,
  doctor: doctor500,
  download: download2,
  search: search20k,
  find: find1m,
  hostile: hostile10,
};

process.stdout.write('| what | ours | rival | ratio | goal |\n| --- | --- | --- | --- | --- |\n');
// Named ones alone, or all.
const named = Object.entries(MEASURES).filter(([name]) => process.argv.length < 3 || process.argv.includes(name));
for (const [, measure] of named) {
  const scratch = makeScratch('bench');
  try {
    await measure(scratch);
  } finally {
    scratch.remove();
  }
}
