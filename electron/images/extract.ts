/** Unpacks a tree into a fresh folder, as an ordinary user: files, folders and symlinks, nothing that needs root. */
import { chmodSync, closeSync, mkdirSync, openSync, symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { ImageError, type ImageTree, type TreeNode, walkTree } from './tree.ts';

/** What is held in memory of a file at a time; whole blocks of every format. */
const PART = 8 * 1024 * 1024;

/**
 * @param target does not exist yet, so that nothing in it can lead a write elsewhere
 * @param limit bytes that all files together may have
 * @throws {ImageError} where the image is broken or too large
 */
export async function extractTree(tree: ImageTree, target: string, limit: number): Promise<void> {
  mkdirSync(target);
  let left = limit;
  for await (const { path, node } of walkTree(tree)) {
    const place = join(target, path);
    switch (node.type) {
      case 'directory':
        mkdirSync(place);
        break;
      case 'symlink':
        symlinkSync(await tree.readLink(node), place);
        break;
      case 'file': {
        left -= node.size;
        if (left < 0) throw new ImageError('too-large', `it unpacks to more than ${limit} bytes`);
        await copyOut(tree, node, place);
        chmodSync(place, node.mode & 0o777);
        break;
      }
      default:
        // Devices and pipes cannot be made without root, and carry nothing that a sample needs.
        break;
    }
  }
}

async function copyOut(tree: ImageTree, file: TreeNode, place: string): Promise<void> {
  const fd = openSync(place, 'wx');
  try {
    for (let at = 0; at < file.size; at += PART) {
      writeFileSync(fd, await tree.read(file, at, Math.min(PART, file.size - at)));
    }
  } finally {
    closeSync(fd);
  }
}
