/** Unpacks a tree into a fresh folder, as an ordinary user: files, folders and symlinks, nothing that needs root. */
import { chmodSync, mkdirSync, symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { ImageError, type ImageTree, readFile, walk } from './tree.ts';

const MAX_FILE_BYTES = 64 * 1024 * 1024;

/**
 * @param target does not exist yet, so that nothing in it can lead a write elsewhere
 * @param limit bytes that all files together may have
 * @throws {ImageError} where the image is broken or too large
 */
export async function extractTree(tree: ImageTree, target: string, limit: number): Promise<void> {
  mkdirSync(target);
  let left = limit;
  for await (const { path, node } of walk(tree)) {
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
        writeFileSync(place, await readFile(tree, node, MAX_FILE_BYTES), { flag: 'wx' });
        chmodSync(place, node.mode & 0o777);
        break;
      }
      default:
        // Devices and pipes cannot be made without root, and carry nothing that a sample needs.
        break;
    }
  }
}
