/** What a key costs while somebody looks for a file among those of 500 extensions, beside grep over a list of the same paths. */
import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { System } from '../../electron/extensions/system.ts';
import { ownMounts } from '../../electron/extensions/target.ts';
import { createLocalReader } from '../../electron/reader/local-reader.ts';
import type { FindPart } from '../../shared/model/find.ts';
import { run } from '../harness/programs.ts';
import type { Scratch } from '../harness/scratch.ts';
import { time, turnByTurn } from './turns.ts';

const EXTENSIONS = 500;
const FILES = 2000;
const ROUNDS = 7;
/** As many as the palette shows. */
const MOST = 40;
/** One letter, names, parts of paths, and what no extension has. */
const TYPED = [
  'f',
  'data',
  'tool-17',
  'X400-',
  '/usr/share/x7/',
  'bin/tool',
  '/usr/lib/x499/7/data-1999',
  'nowhere-at-all',
];

export interface FoundTimes {
  /** Milliseconds for the text that takes longest, a median; with the start of grep aside. */
  readonly ours: number;
  readonly theirs: number;
  readonly text: string;
  /** The first question, which reads all images. */
  readonly firstMs: number;
}

export async function benchFind(scratch: Scratch): Promise<FoundTimes> {
  const root = join(scratch.path, 'find');
  const list = makeImages(scratch, root);
  const script = fileURLToPath(new URL('../../dist/guarded-reader.cjs', import.meta.url));
  const reader = createLocalReader({ program: process.execPath, script }, null);
  const target = { root, asSystemd: 257, mounts: ownMounts(root) };
  try {
    const system = await reader.system(target);
    const ask = async (text: string) => {
      const start = performance.now();
      const part = await lastPart(reader.find(target, system, { text, isExact: false, sitting: 1, most: MOST }, null));
      return { part, took: performance.now() - start };
    };
    const first = await ask('x');
    expectAll(first.part, system);
    const start = await turnByTurn(
      () => time(['sh', '-c', 'grep --version | sort | head -n 1']),
      () => 0,
    );
    let worst: FoundTimes = { ours: 0, theirs: 0, text: '', firstMs: first.took };
    for (const text of TYPED) {
      const found = (await ask(text)).part.files.length;
      const listed = Number(run('sh', ['-c', `grep -i -F -c -- '${text}' '${list}' || true`]));
      if (found !== Math.min(MOST, listed)) throw new Error(`${text}: ${found} are found, and ${listed} are listed`);
      const times = await turnByTurn(
        async () => (await ask(text)).took,
        () => time(['sh', '-c', `grep -i -F -- '${text}' '${list}' | sort | head -n ${MOST}`]),
        ROUNDS,
      );
      const theirs = Math.max(times.theirs - start.ours, 1);
      if (times.ours > worst.ours) worst = { ...worst, ours: times.ours, theirs, text };
    }
    return worst;
  } finally {
    reader.close();
  }
}

async function lastPart(parts: AsyncIterable<FindPart>): Promise<FindPart> {
  let last: FindPart | null = null;
  for await (const part of parts) last = part;
  if (last === null) throw new Error('nothing was answered');
  return last;
}

function expectAll({ read, total, unread }: FindPart, { extensions }: System): void {
  if (read !== EXTENSIONS || total !== EXTENSIONS || unread.length > 0 || extensions.length !== EXTENSIONS)
    throw new Error(`${read} of ${total} were read, ${unread.length} not`);
}

/** @returns a file with all their paths, a line each */
function makeImages(scratch: Scratch, root: string): string {
  scratch.put('find/usr/lib/os-release', 'ID=debian\nVERSION_ID=12\n');
  mkdirSync(join(root, 'var/lib/extensions'), { recursive: true });
  mkdirSync(join(scratch.path, 'empty'));
  const all: string[] = [];
  for (let at = 0; at < EXTENSIONS; at++) {
    const name = `x${at}`;
    const paths = Array.from({ length: FILES }, (_, file) =>
      file < 10
        ? `usr/bin/tool-${file}-X${at}-bin`
        : file < 1000
          ? `usr/share/${name}/${file % 40}/data-${file}`
          : `usr/lib/${name}/${file % 20}/data-${file}`,
    );
    const folders = new Set(
      paths.flatMap((path) =>
        path
          .split('/')
          .slice(0, -1)
          .map((_, depth, parts) => parts.slice(0, depth + 1).join('/')),
      ),
    );
    const lines = [...[...folders].map((path) => `${path} d 755 0 0`), ...paths.map((path) => `${path} s 777 0 0 x`)];
    scratch.put('pseudo', `${lines.join('\n')}\n`);
    const image = join(root, 'var/lib/extensions', `${name}.raw`);
    run('mksquashfs', [
      join(scratch.path, 'empty'),
      image,
      '-pf',
      join(scratch.path, 'pseudo'),
      '-quiet',
      '-no-progress',
    ]);
    all.push(...paths.map((path) => `/${path}`));
  }
  const list = join(scratch.path, 'list');
  writeFileSync(list, `${all.join('\n')}\n`);
  return list;
}
