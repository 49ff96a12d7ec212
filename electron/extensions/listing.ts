/** The whole tree of an image or folder, entry by entry, as `veneer ls --json` prints it. */

import { createHash } from 'node:crypto';
import { messageOf } from '../../shared/messages/message.ts';
import { VeneerError } from '../../shared/model/errors.ts';
import type { FileContent } from '../../shared/model/inspection.ts';
import {
  type ImageTree,
  type NodeType,
  readFile,
  resolvePath,
  type TreeNode,
  type WalkedNode,
  walkTree,
} from '../images/tree.ts';

export const MAX_SHOWN = 1024 * 1024;

/** Entries that are told at a time, and whose attributes are asked for with one program. */
const PIECE = 500;

export interface FoundEntry {
  /** Without a leading slash. */
  readonly path: string;
  readonly type: NodeType;
  /** Permission bits. */
  readonly mode: number;
  readonly uid: number;
  readonly gid: number;
  readonly size: number;
  readonly target: string | null;
}

export interface ListedEntry extends FoundEntry {
  /** Values as text where they are, else in base64 behind `0s`. */
  readonly xattrs: Readonly<Record<string, string>>;
}

/**
 * All entries at or below a path, hundreds at a time: each folder before what it holds, sorted by name.
 *
 * @param below '' for the whole tree
 * @throws {VeneerError} `not-found` where nothing is there, {ImageError} where the image is broken
 */
export async function* listEntries(tree: ImageTree, below: string): AsyncGenerator<FoundEntry[]> {
  for await (const piece of nodesBelow(tree, below)) {
    const listed: FoundEntry[] = [];
    for (const one of piece) listed.push(await foundEntry(tree, one));
    yield listed;
  }
}

/** The same with their extended attributes, which take a program where a folder is listed. */
export async function* listWithXattrs(tree: ImageTree, below: string): AsyncGenerator<ListedEntry[]> {
  for await (const piece of nodesBelow(tree, below)) {
    const known = await tree.xattrsOf?.(piece.map(({ node }) => node));
    const listed: ListedEntry[] = [];
    for (const one of piece) {
      const found = known === undefined ? await tree.xattrs(one.node) : known.get(one.node.id);
      const xattrs = Object.fromEntries([...(found ?? [])].map(([name, value]) => [name, asText(value)]));
      listed.push({ ...(await foundEntry(tree, one)), xattrs });
    }
    yield listed;
  }
}

async function* nodesBelow(tree: ImageTree, path: string): AsyncGenerator<WalkedNode[]> {
  const below = path
    .split('/')
    .filter((part) => part !== '')
    .join('/');
  let piece: WalkedNode[] = [];
  let isThere = below === '';
  for await (const entry of walkTree(tree, { sorted: true, below })) {
    isThere = true;
    if (piece.push(entry) < PIECE) continue;
    yield piece;
    piece = [];
  }
  if (!isThere) throw new VeneerError('not-found', messageOf('extension.there-is-no-inside', { path: below }));
  if (piece.length > 0) yield piece;
}

async function foundEntry(tree: ImageTree, { path, node }: WalkedNode): Promise<FoundEntry> {
  const { type, mode, uid, gid, size } = node;
  const target = type === 'symlink' ? await tree.readLink(node) : null;
  return { path, type, mode, uid, gid, size, target };
}

function asText(value: Buffer): string {
  const text = value.toString('utf8');
  // biome-ignore lint/suspicious/noControlCharactersInRegex: they are what tells bytes from text
  return Buffer.from(text, 'utf8').equals(value) && !/[\x00-\x1f\x7f]/.test(text)
    ? text
    : `0s${value.toString('base64')}`;
}

/** One file by its path, links followed inside the tree. @throws {VeneerError} `not-found`, or `invalid-input` for no file */
export async function findFile(tree: ImageTree, path: string): Promise<TreeNode> {
  const node = await resolvePath(tree, path);
  if (node === null) throw new VeneerError('not-found', messageOf('extension.there-is-no-inside', { path }));
  if (node.type !== 'file')
    throw new VeneerError('invalid-input', messageOf('extension.is-not-file', { path, type: node.type }));
  return node;
}

/** Of files that are no text, up to so many bytes are hashed: what is larger would keep a person waiting. */
export const MAX_HASHED = 64 * 1024 * 1024;

type Shown = Pick<FileContent, 'text' | 'truncated' | 'sha256'>;

/** The text of a file for a person; its hash where it is none. */
export async function readText(tree: ImageTree, node: TreeNode): Promise<Shown> {
  const length = Math.min(node.size, MAX_SHOWN);
  const bytes = length === node.size ? await readFile(tree, node, MAX_SHOWN) : await tree.read(node, 0, length);
  const shown = textOf(bytes, node.size);
  if (shown.text !== null || node.size > MAX_HASHED) return { ...shown, sha256: null };
  const hash = createHash('sha256').update(bytes);
  for (let at = length; at < node.size; at += MAX_SHOWN)
    hash.update(await tree.read(node, at, Math.min(MAX_SHOWN, node.size - at)));
  return { ...shown, sha256: hash.digest('hex') };
}

/** @param bytes the first ones of a file @param size of the whole file */
export function textOf(bytes: Buffer, size: number): Omit<Shown, 'sha256'> {
  const isText = !bytes.includes(0) && !bytes.subarray(0, 4096).toString('utf8').includes('\ufffd');
  return { text: isText ? bytes.toString('utf8') : null, truncated: bytes.length < size };
}
