/**
 * npm run fuzz: mutated real images through every reader, for a number of runs that is given (a million unless told).
 * Anything but our own error, a run that takes seconds, or memory that grows is a failure, and is kept as a file.
 */
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { gunzipSync } from 'node:zlib';
import { listEntries } from '../../electron/extensions/listing.ts';
import { openImage } from '../../electron/images/open.ts';
import { openBytes } from '../../electron/images/source.ts';
import { ImageError, readFile, walk } from '../../electron/images/tree.ts';
import { run } from '../harness/programs.ts';
import { makeScratch, putExtension } from '../harness/scratch.ts';

const runs = Number(process.argv[2] ?? 1_000_000);
let seed = Number(process.argv[3] ?? Date.now() % 2 ** 31);
const SLOW_MS = 5000;
const MOST_BYTES = 1 << 20;
const MOST_RESIDENT = 1 << 30;
const kept = fileURLToPath(new URL('../../test-results/fuzz/', import.meta.url));

/** xorshift32: the same seed gives the same runs. */
function random(below: number): number {
  seed ^= seed << 13;
  seed ^= seed >>> 17;
  seed ^= seed << 5;
  return (seed >>> 0) % below;
}

function makeSeeds(): { name: string; bytes: Buffer }[] {
  const scratch = makeScratch('fuzz');
  try {
    putExtension(scratch, '', 'x', 'ID=_any\n', {
      'usr/bin/tool': '#!/bin/sh\n',
      'usr/lib/text': Array.from({ length: 3000 }, (_, at) => `line ${at}\n`).join(''),
      'usr/lib/zeroes': '\0'.repeat(9000),
    });
    const folder = join(scratch.path, 'x');
    const make = (name: string, program: string, ...args: string[]) => {
      const image = join(scratch.path, `${name}.raw`);
      run(
        program,
        args.map((arg) => (arg === '@' ? image : arg === '%' ? folder : arg)),
      );
      return { name, bytes: readFileSync(image) };
    };
    const squash = (comp: string) =>
      make(`squashfs-${comp}`, 'mksquashfs', '%', '@', '-comp', comp, '-quiet', '-no-progress');
    const erofs = (name: string, ...options: string[]) =>
      make(`erofs-${name}`, 'mkfs.erofs', '--quiet', ...options, '@', '%');
    const fixture = (name: string) => ({
      name,
      bytes: readFileSync(new URL(`../fixtures/images/${name}.raw`, import.meta.url)),
    });
    return [
      ...['gzip', 'xz', 'zstd', 'lz4', 'lzo', 'lzma'].map(squash),
      erofs('plain'),
      erofs('lz4', '-zlz4hc', '-C65536', '-Efragments,ztailpacking'),
      erofs('full', '-zlz4', '-Elegacy-compress'),
      erofs('chunks', '--chunksize=4096'),
      ...['erofs-zstd', 'erofs-deflate', 'erofs-lzma'].map(fixture),
      make('ext4', 'mke2fs', '-q', '-t', 'ext4', '-b', '1024', '-O', '^has_journal', '-d', '%', '@', '300k'),
      make('ext2', 'mke2fs', '-q', '-t', 'ext2', '-b', '1024', '-d', '%', '@', '300k'),
      make(
        'inline',
        'mke2fs',
        '-q',
        '-t',
        'ext4',
        '-b',
        '1024',
        '-O',
        'inline_data,^has_journal',
        '-d',
        '%',
        '@',
        '300k',
      ),
      {
        name: 'gpt',
        bytes: gunzipSync(readFileSync(new URL('../fixtures/images/fixture-ddi.raw.gz', import.meta.url))),
      },
    ];
  } finally {
    scratch.remove();
  }
}

/** Bits, bytes, words and whole pieces, mostly where the numbers are that lead somewhere. */
function mutate(original: Buffer): Buffer {
  const bytes = Buffer.from(original);
  for (let count = 1 + random(8); count > 0; count--) {
    const span = [2048, 8192, bytes.length][random(3)] ?? bytes.length;
    const at = random(Math.min(span, bytes.length - 8));
    switch (random(5)) {
      case 0:
        bytes[at] = (bytes[at] ?? 0) ^ (1 << random(8));
        break;
      case 1:
        bytes[at] = random(256);
        break;
      case 2:
        bytes.writeUInt32LE([0, 1, 0x7fffffff, 0xffffffff, 0x80000000, random(2 ** 31)][random(6)] ?? 0, at);
        break;
      case 3:
        bytes.writeUInt16LE([0, 0xffff, random(65_536)][random(3)] ?? 0, at);
        break;
      default:
        bytes.copy(bytes, at, random(bytes.length), random(bytes.length));
    }
  }
  return random(20) === 0 ? bytes.subarray(0, random(bytes.length)) : bytes;
}

async function readAll(bytes: Buffer): Promise<void> {
  const opened = await openImage(openBytes(bytes));
  if (opened.kind !== 'tree') return;
  await listEntries(opened.tree, '');
  for await (const { node } of walk(opened.tree))
    if (node.type === 'file') await readFile(opened.tree, node, MOST_BYTES);
}

const seeds = makeSeeds();
const outcomes = new Map<string, number>();
let failures = 0;
const began = performance.now();
process.stdout.write(`seed ${seed}, ${runs} runs over ${seeds.map(({ name }) => name).join(', ')}\n`);
for (let done = 1; done <= runs; done++) {
  const { name, bytes } = seeds[random(seeds.length)] as (typeof seeds)[number];
  const mutated = mutate(bytes);
  const start = performance.now();
  let outcome = 'read';
  try {
    await readAll(mutated);
  } catch (error) {
    outcome = error instanceof ImageError ? error.problem : `FAILED: ${(error as Error).stack}`;
  }
  if (performance.now() - start > SLOW_MS) outcome = `FAILED: it took ${Math.round(performance.now() - start)} ms`;
  if (outcome.startsWith('FAILED')) {
    failures++;
    mkdirSync(kept, { recursive: true });
    writeFileSync(join(kept, `${name}-${done}.raw`), mutated);
    process.stdout.write(`${name}, run ${done}: ${outcome}\n`);
    outcome = 'failed';
  }
  outcomes.set(outcome, (outcomes.get(outcome) ?? 0) + 1);
  // Node gives memory of its decompressors back between turns only.
  if (done % 100 === 0) await new Promise((settle) => setImmediate(settle));
  if (done % 20_000 === 0) {
    const resident = process.memoryUsage().rss;
    process.stdout.write(`${done} runs, ${Math.round((performance.now() - began) / 1000)} s, ${resident >> 20} MiB\n`);
    if (resident > MOST_RESIDENT) throw new Error('memory grows');
  }
}
process.stdout.write(`${JSON.stringify(Object.fromEntries(outcomes))}\n`);
process.exitCode = failures > 0 ? 1 : 0;
