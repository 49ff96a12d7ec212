/** Images of the sandbox, which nobody may loop-mount there. */
import { rmSync } from 'node:fs';
import { extractTree } from '../images/extract.ts';
import { openImage } from '../images/open.ts';
import { openFile } from '../images/source.ts';
import { ImageError } from '../images/tree.ts';
import { whileOpen } from './gate.ts';

/** Bytes of everything that is unpacked of one image. */
const MAX_UNPACKED = 512 * 1024 * 1024;

/**
 * Unpacks an image into a fresh folder.
 *
 * @param target does not exist yet
 * @returns false for an image that cannot be read, of which nothing is left there
 */
export async function unpackImage(image: string, target: string): Promise<boolean> {
  try {
    return await whileOpen(image, 'inside', async () => {
      const opened = await openImage(openFile(image));
      if (opened.kind !== 'tree') return false;
      try {
        await extractTree(opened.tree, target, MAX_UNPACKED);
      } finally {
        opened.tree.close();
      }
      return true;
    });
  } catch (error) {
    if (!(error instanceof ImageError)) throw error;
    rmSync(target, { recursive: true, force: true });
    return false;
  }
}
