/**
 * Writes a tree as squashfs 4.0: for a folder that is to be installed, so that it takes the way of every other
 * image. The same tree gives the same bytes. The layout is that of fs/squashfs/squashfs_fs.h in Linux.
 */
import { writeSync } from 'node:fs';
import type { Packing } from '../../../shared/images/packing.ts';
import { ImageError, type ImageTree, type TreeNode, type XattrsById } from '../tree.ts';
import { NO_FRAGMENT } from './inode.ts';
import { Metadata } from './metadata-writer.ts';
import { packerOf } from './packing.ts';
import { NO_TABLE, SQUASHFS_MAGIC, SUPERBLOCK_SIZE } from './superblock.ts';
import { XattrWriter } from './xattr-writer.ts';

/** In the length of a data block: stored as it is. */
const DATA_PLAIN = 1 << 24;
/** No fragments. */
const FLAGS = 0x0010;
const NO_XATTRS = 0x0200;
/** The kernel maps images by pages; mksquashfs pads to the same. */
const PADDING = 4096;
const ENTRIES_PER_HEADER = 256;
const MAX_DEPTH = 256;
/** Packed at the same time, on the threads of libuv. */
const BLOCKS_AT_ONCE = 8;

const KINDS = { directory: 1, file: 2, symlink: 3 } as const;
type Kind = keyof typeof KINDS;

interface Item {
  readonly name: Buffer;
  readonly node: TreeNode;
  readonly kind: Kind;
  readonly inode: number;
  readonly children: readonly Item[];
}

/**
 * Everything belongs to root. Modes are those of a package: what its owner may read or run, everybody may; setuid and
 * setgid go, for they would become root's.
 *
 * @param fd an empty file that is open for writing
 * @param signal ends it early
 * @param xattrs the extended attributes that are to be in it, by the id of the node
 * @param packing zstd where `hasZstd` alone
 * @throws {ImageError} `unsupported` for what no extension has, such as devices; what the tree throws
 */
export async function writeSquashfs(
  tree: ImageTree,
  fd: number,
  signal: AbortSignal | null,
  xattrs: XattrsById = new Map(),
  packing: Packing = 'gzip',
): Promise<void> {
  const packer = packerOf(packing);
  const blockSize = 1 << packer.blockLog;
  const zeroes = Buffer.alloc(blockSize);
  let inodes = 0;
  const scanNode = async (node: TreeNode, name: string, depth: number): Promise<Item> => {
    const kind = kindOf(node, name);
    const inode = ++inodes;
    if (depth > MAX_DEPTH) throw new ImageError('unsupported', `folders are nested deeper than ${MAX_DEPTH} levels`);
    const children: Item[] = [];
    if (kind === 'directory') {
      for (const one of await tree.list(node)) children.push(await scanNode(one.node, one.name, depth + 1));
      children.sort((a, b) => Buffer.compare(a.name, b.name));
    }
    return { name: Buffer.from(name), node, kind, inode, children };
  };
  const root = await scanNode(await tree.root(), '', 0);
  let at = SUPERBLOCK_SIZE;
  const appendBytes = (bytes: Buffer) => {
    for (let done = 0; done < bytes.length; ) done += writeSync(fd, bytes, done, bytes.length - done, at + done);
    at += bytes.length;
  };
  const inodeTable = new Metadata(packer);
  const directoryTable = new Metadata(packer);
  const attributes = new XattrWriter(packer);

  const putItem = async (item: Item, parent: number): Promise<{ block: number; offset: number }> => {
    signal?.throwIfAborted();
    const xattr = attributes.indexOf(xattrs.get(item.node.id));
    let body: Buffer;
    if (item.kind === 'directory') body = await directoryBody(item, parent, xattr);
    else if (item.kind === 'file') body = await fileBody(item, xattr);
    else body = linkBody(await tree.readLink(item.node), xattr);
    const { place } = inodeTable;
    inodeTable.write(Buffer.concat([inodeHead(item), body]));
    return place;
  };
  const directoryBody = async (item: Item, parent: number, xattr: number): Promise<Buffer> => {
    const places = [];
    for (const child of item.children) places.push(await putItem(child, item.inode));
    const { block, offset } = directoryTable.place;
    const listing = listingOf(item.children, places);
    directoryTable.write(listing);
    const folders = item.children.filter(({ kind }) => kind === 'directory').length;
    const body = Buffer.alloc(24);
    body.writeUInt32LE(2 + folders, 0);
    // The kernel counts `.`, `..` and an end that are not written.
    body.writeUInt32LE(listing.length + 3, 4);
    body.writeUInt32LE(block, 8);
    body.writeUInt32LE(parent, 12);
    body.writeUInt16LE(offset, 18);
    body.writeUInt32LE(xattr, 20);
    return body;
  };
  const fileBody = async ({ node }: Item, xattr: number): Promise<Buffer> => {
    const body = Buffer.alloc(40);
    body.writeBigUInt64LE(BigInt(at), 0);
    body.writeBigUInt64LE(BigInt(node.size), 8);
    body.writeUInt32LE(1, 24);
    body.writeUInt32LE(NO_FRAGMENT, 28);
    body.writeUInt32LE(xattr, 36);
    const lengths: number[] = [];
    let holes = 0;
    for (let from = 0; from < node.size; from += blockSize * BLOCKS_AT_ONCE) {
      signal?.throwIfAborted();
      const plain = await tree.read(node, from, Math.min(blockSize * BLOCKS_AT_ONCE, node.size - from));
      const pieces = [];
      for (let cut = 0; cut < plain.length; cut += blockSize) pieces.push(plain.subarray(cut, cut + blockSize));
      const isHole = (piece: Buffer) => piece.equals(zeroes.subarray(0, piece.length));
      const packedPieces = await Promise.all(pieces.map((piece) => (isHole(piece) ? null : packer.pack(piece))));
      for (const [number, packed] of packedPieces.entries()) {
        const piece = pieces[number] as Buffer;
        if (packed === null) {
          // As mksquashfs has it: no block at all.
          lengths.push(0);
          holes += piece.length;
          continue;
        }
        const stored = packed.length < piece.length ? packed : piece;
        lengths.push(stored === packed ? packed.length : piece.length | DATA_PLAIN);
        appendBytes(stored);
      }
    }
    body.writeBigUInt64LE(BigInt(holes), 16);
    const sizes = Buffer.alloc(4 * lengths.length);
    for (const [number, length] of lengths.entries()) sizes.writeUInt32LE(length, 4 * number);
    return Buffer.concat([body, sizes]);
  };

  const rootPlace = await putItem(root, inodes + 1);
  const inodeStart = at;
  appendBytes(inodeTable.end());
  const directoryStart = at;
  appendBytes(directoryTable.end());
  const ids = new Metadata(packer);
  ids.write(Buffer.alloc(4));
  const idBlock = at;
  appendBytes(ids.end());
  const idTable = at;
  const index = Buffer.alloc(8);
  index.writeBigUInt64LE(BigInt(idBlock));
  appendBytes(index);
  const table = attributes.end(at);
  const xattrTable = table === null ? null : at + table.head;
  if (table !== null) appendBytes(table.bytes);
  const used = at;
  appendBytes(Buffer.alloc((PADDING - (at % PADDING)) % PADDING));

  const superblock = Buffer.alloc(SUPERBLOCK_SIZE);
  superblock.writeUInt32LE(SQUASHFS_MAGIC, 0);
  superblock.writeUInt32LE(inodes, 4);
  superblock.writeUInt32LE(blockSize, 12);
  superblock.writeUInt16LE(packer.id, 20);
  superblock.writeUInt16LE(packer.blockLog, 22);
  superblock.writeUInt16LE(xattrTable === null ? FLAGS | NO_XATTRS : FLAGS, 24);
  superblock.writeUInt16LE(1, 26);
  superblock.writeUInt16LE(4, 28);
  superblock.writeBigUInt64LE((BigInt(rootPlace.block) << 16n) | BigInt(rootPlace.offset), 32);
  const places = [used, idTable, xattrTable, inodeStart, directoryStart, null, null];
  for (const [number, place] of places.entries()) {
    superblock.writeBigUInt64LE(place === null ? NO_TABLE : BigInt(place), 40 + 8 * number);
  }
  at = 0;
  appendBytes(superblock);
}

function kindOf({ type }: TreeNode, name: string): Kind {
  if (type === 'directory' || type === 'file' || type === 'symlink') return type;
  throw new ImageError('unsupported', `${name} is neither a file nor a folder nor a symlink`);
}

/** In the extended form, which has room for any size, and for attributes. */
function inodeHead({ node, kind, inode }: Item): Buffer {
  const head = Buffer.alloc(16);
  head.writeUInt16LE(KINDS[kind] + 7, 0);
  head.writeUInt16LE(packedMode(node), 2);
  head.writeUInt32LE(inode, 12);
  return head;
}

/** The permission bits that a node has in an image that Veneer makes. */
export function packedMode({ type, mode }: TreeNode): number {
  if (type === 'symlink') return 0o777;
  return type === 'directory' || (mode & 0o100) !== 0 ? 0o755 : 0o644;
}

function linkBody(target: string, xattr: number): Buffer {
  const bytes = Buffer.from(target);
  const head = Buffer.alloc(8);
  head.writeUInt32LE(1, 0);
  head.writeUInt32LE(bytes.length, 4);
  const tail = Buffer.alloc(4);
  tail.writeUInt32LE(xattr);
  return Buffer.concat([head, bytes, tail]);
}

/** Runs of entries whose inodes share a block, each below a header. */
function listingOf(children: readonly Item[], places: readonly { block: number; offset: number }[]): Buffer {
  const parts: Buffer[] = [];
  for (let from = 0; from < children.length; ) {
    const { block } = places[from] as { block: number };
    const base = (children[from] as Item).inode;
    let to = from;
    const entries: Buffer[] = [];
    while (to < children.length && to - from < ENTRIES_PER_HEADER && places[to]?.block === block) {
      const { name, kind, inode } = children[to] as Item;
      if (Math.abs(inode - base) > 0x7fff) break;
      const entry = Buffer.alloc(8);
      entry.writeUInt16LE(places[to]?.offset ?? 0, 0);
      entry.writeInt16LE(inode - base, 2);
      entry.writeUInt16LE(KINDS[kind], 4);
      entry.writeUInt16LE(name.length - 1, 6);
      entries.push(entry, name);
      to++;
    }
    const head = Buffer.alloc(12);
    head.writeUInt32LE(to - from - 1, 0);
    head.writeUInt32LE(block, 4);
    head.writeUInt32LE(base, 8);
    parts.push(head, ...entries);
    from = to;
  }
  return Buffer.concat(parts);
}
