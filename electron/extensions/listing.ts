/** The whole tree of an image or folder, entry by entry, as `veneer ls --json` prints it. */

import { createHash } from 'node:crypto';
import { messageOf } from '../../shared/messages/message.ts';
import { VeneerError } from '../../shared/model/errors.ts';
import type { FileContent } from '../../shared/model/inspection.ts';
import { type ImageTree, type NodeType, readFile, resolvePath, type TreeNode, walkTree } from '../images/tree.ts';

export const MAX_SHOWN = 1024 * 1024;

export interface ListedEntry {
  /** Without a leading slash. */
  readonly path: string;
  readonly type: NodeType;
  /** Permission bits. */
  readonly mode: number;
  readonly uid: number;
  readonly gid: number;
  readonly size: number;
  readonly target: string | null;
  /** Values as text where they are, else in base64 behind `0s`. */
  readonly xattrs: Readonly<Record<string, string>>;
}

/**
 * All entries at or below a path, sorted by path.
 *
 * @param below '' for the whole tree
 * @throws {VeneerError} `not-found` where nothing is there, {ImageError} where the image is broken
 */
export async function listEntries(tree: ImageTree, below: string): Promise<ListedEntry[]> {
  const wanted = below
    .split('/')
    .filter((part) => part !== '')
    .join('/');
  const found: { path: string; node: TreeNode }[] = [];
  for await (const entry of walkTree(tree)) {
    if (wanted === '' || entry.path === wanted || entry.path.startsWith(`${wanted}/`)) found.push(entry);
  }
  if (wanted !== '' && found.length === 0)
    throw new VeneerError('not-found', messageOf('extension.there-is-no-inside', { path: wanted }));
  found.sort((a, b) => (a.path < b.path ? -1 : a.path > b.path ? 1 : 0));
  const listed: ListedEntry[] = [];
  for (const { path, node } of found) {
    const { type, mode, uid, gid, size } = node;
    const target = type === 'symlink' ? await tree.readLink(node) : null;
    const xattrs = Object.fromEntries(
      [...((await tree.xattrs(node)) ?? [])].map(([name, value]) => [name, asText(value)]),
    );
    listed.push({ path, type, mode, uid, gid, size, target, xattrs });
  }
  return listed;
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
