/** What is done with the bytes of a case, by what they are. */
import { Readable } from 'node:stream';
import { readImage } from '../../electron/extensions/reading.ts';
import { Budget } from '../../electron/images/budget.ts';
import { createUnxz } from '../../electron/images/codecs/xz-stream.ts';
import { type Compression, decompress, unzstdPortably } from '../../electron/images/decompress.ts';
import { readElfNeeds } from '../../electron/images/elf.ts';
import { checkVerity, readVeritySuperblock } from '../../electron/images/gpt/verity.ts';
import { openImage } from '../../electron/images/open.ts';
import { openBytes } from '../../electron/images/source.ts';
import { ImageError, type ImageTree, type TreeNode, walkTree } from '../../electron/images/tree.ts';
import { unpackError } from '../../electron/images/unpack.ts';
import type { HostRelease } from '../../shared/systemd/compatibility.ts';

export type Target = 'image' | 'elf' | 'verity' | 'xz-file' | 'zstd-portable' | Compression;

/** Bytes of files that are read of one image. */
const MOST_DATA = 4 << 20;
/** What a block may unpack to. */
const LIMIT = 1 << 17;
/** Where the hashes begin in the bytes of a verity case. */
const VERITY_DATA = 17 * 512;
const VERITY_ROOT = '1d1e70e343ab698c6bc5e99282caacd90f7cacf8436891da104be8cace84e7db';

/** @returns how it ended: `read`, or the problem of the image. @throws whatever is no ImageError */
export async function runTarget(target: Target, bytes: Buffer, host: HostRelease): Promise<string> {
  try {
    switch (target) {
      case 'image':
        await readWhole(bytes, host);
        break;
      case 'elf':
        await readElfNeeds(treeOf(bytes), nodeOf(bytes));
        break;
      case 'verity':
        await readVerity(bytes);
        break;
      case 'xz-file':
        await unxz(bytes);
        break;
      case 'zstd-portable':
        await unzstdPortably(bytes, LIMIT).catch((error: unknown) => {
          throw unpackError(Object.assign(error as Error, { code: undefined }));
        });
        break;
      default:
        await decompress(new Budget(), target, bytes, LIMIT);
    }
    return 'read';
  } catch (error) {
    if (error instanceof ImageError) return error.problem;
    throw error;
  }
}

async function readWhole(bytes: Buffer, host: HostRelease): Promise<void> {
  await readImage(openBytes(bytes), { class: 'sysext', host, imageName: 'x', mounts: [] });
  const opened = await openImage(openBytes(bytes));
  if (opened.kind !== 'tree') return;
  const { tree } = opened;
  let left = MOST_DATA;
  for await (const { node } of walkTree(tree)) {
    await tree.xattrs(node);
    if (node.type === 'symlink') await tree.readLink(node);
    if (node.type !== 'file') continue;
    await readElfNeeds(tree, node);
    const length = Math.min(node.size, left);
    left -= length;
    await tree.read(node, node.size - length, length);
  }
}

function nodeOf(bytes: Buffer): TreeNode {
  return { type: 'file', mode: 0o755, uid: 0, gid: 0, size: bytes.length, id: '1', handle: null };
}

/** A tree of which only the one file is asked. */
function treeOf(bytes: Buffer): ImageTree {
  const source = openBytes(bytes);
  const none = () => Promise.reject(new Error('it is not asked for'));
  return {
    form: 'folder',
    compression: null,
    root: none,
    child: none,
    list: none,
    read: (_, offset, length) => source.read(offset, length),
    readLink: none,
    xattrs: none,
    close: () => {},
  };
}

async function readVerity(bytes: Buffer): Promise<void> {
  const hashes = openBytes(bytes.subarray(VERITY_DATA));
  const superblock = await readVeritySuperblock(hashes);
  await checkVerity(openBytes(bytes.subarray(0, VERITY_DATA)), hashes, superblock, VERITY_ROOT, () => {}, null);
}

async function unxz(bytes: Buffer): Promise<void> {
  try {
    let length = 0;
    for await (const piece of Readable.from([bytes]).pipe(createUnxz()) as AsyncIterable<Buffer>) {
      length += piece.length;
      if (length > 16 << 20) return;
    }
  } catch (error) {
    throw unpackError(error);
  }
}
