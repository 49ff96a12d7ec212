/** A tree that is awkward for image readers, and what the kernel says of it. */
import { createHash } from 'node:crypto';
import {
  linkSync,
  lstatSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  readlinkSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { join } from 'node:path';
import { type ImageTree, readFile, walkTree } from '../../electron/images/tree.ts';
import { run } from './programs.ts';
import type { Scratch } from './scratch.ts';

const sha256 = (bytes: Buffer) => createHash('sha256').update(bytes).digest('hex');
const MOST_BYTES = 64 << 20;

/** Makes the tree below `folder` of the scratch. @returns its path */
export function makeSampleTree(scratch: Scratch, folder: string): string {
  const put = (path: string, content: string | Buffer, mode?: number) =>
    scratch.put(`${folder}/${path}`, content, mode);
  const root = join(scratch.path, folder);
  const lines = (count: number) => Array.from({ length: count }, (_, at) => `line ${at * 7919}\n`).join('');
  let state = 1;
  const noise = (length: number) =>
    Buffer.from(
      Array.from({ length }, () => {
        state = (Math.imul(state, 1103515245) + 12345) >>> 0;
        return state >>> 24;
      }),
    );
  put('empty', '');
  put('small', 'small\n');
  put('one-block', lines(2000).slice(0, 4096));
  put('almost-two-blocks', lines(2000).slice(0, 8191));
  put('usr/bin/tool', '#!/bin/sh\n', 0o4755);
  put('usr/lib/text', lines(60_000));
  put('usr/lib/noise', noise(300_000));
  put(
    'usr/lib/mixed',
    Buffer.concat([Buffer.from(lines(3000)), noise(50_000), Buffer.alloc(30_000), Buffer.from(lines(9000))]),
  );
  put('usr/lib/zeroes', Buffer.alloc(700_001));
  put('odd/ü -"\n\\name', 'odd\n');
  symlinkSync('../small', join(root, 'odd/link'));
  symlinkSync('x'.repeat(900), join(root, 'odd/long-link'));
  linkSync(join(root, 'small'), join(root, 'hard'));
  for (let at = 0; at < 600; at++) put(`many/file-with-a-longer-name-${at}`, `${at}\n`);
  let deep = 'deep';
  for (let level = 0; level < 40; level++) deep += `/level-${level}`;
  put(`${deep}/bottom`, 'bottom\n');
  run('setfattr', ['-n', 'user.extension-release.strict', '-v', 'false', join(root, 'small')]);
  return root;
}

/** Makes a tree of small files, an eighth of them empty, in folders of 1000. @returns its path */
export function makeLargeTree(scratch: Scratch, folder: string, folders: number): string {
  const root = join(scratch.path, folder);
  for (let at = 0; at < folders; at++) {
    const inner = join(root, 'usr/share', `folder-${at}`);
    mkdirSync(inner, { recursive: true });
    for (let file = 0; file < 1000; file++) {
      writeFileSync(join(inner, `file-${file}`), file % 8 === 0 ? '' : `${at} ${file}\n`);
    }
  }
  return root;
}

/** Path, type, mode, size, target and hash of everything in a folder, as the kernel has it. */
export function listFolder(at: string, prefix = ''): Map<string, string> {
  const found = new Map<string, string>();
  for (const name of readdirSync(at)) {
    const place = join(at, name);
    const path = prefix === '' ? name : `${prefix}/${name}`;
    const stat = lstatSync(place);
    const head = `${(stat.mode & 0o7777).toString(8)} ${stat.uid}:${stat.gid}`;
    if (stat.isDirectory()) {
      found.set(path, `directory ${head}`);
      for (const [inner, line] of listFolder(place, path)) found.set(inner, line);
    } else if (stat.isSymbolicLink()) found.set(path, `symlink ${head} ${readlinkSync(place)}`);
    else found.set(path, `file ${head} ${stat.size} ${sha256(readFileSync(place))}`);
  }
  return found;
}

/** The same of an image, by our reader. */
export async function listTree(tree: ImageTree): Promise<Map<string, string>> {
  const found = new Map<string, string>();
  for await (const { path, node } of walkTree(tree)) {
    const head = `${node.mode.toString(8)} ${node.uid}:${node.gid}`;
    if (node.type === 'symlink') found.set(path, `symlink ${head} ${await tree.readLink(node)}`);
    else if (node.type === 'file') {
      found.set(path, `file ${head} ${node.size} ${sha256(await readFile(tree, node, MOST_BYTES))}`);
    } else found.set(path, `${node.type} ${head}`);
  }
  return found;
}
