/** The programs that an extension brings, by which people look for it. */

import { ImageError, type ImageTree, resolvePath } from '../images/tree.ts';

/** Where a shell finds programs (file-hierarchy(7)); what is elsewhere is called by other programs. */
const FOLDERS = ['usr/bin', 'usr/sbin'];

/** More than anybody looks for; a list of them goes to every window. */
const MOST = 200;
/** NAME_MAX of Linux. */
const LONGEST = 255;

/**
 * Their names, sorted, the first `MOST` of them; none where they cannot be told, for nothing else depends on them.
 *
 * @throws what the source throws for its own reasons
 */
export async function findPrograms(tree: ImageTree): Promise<string[]> {
  const names = new Set<string>();
  for (const path of FOLDERS) {
    try {
      const folder = await resolvePath(tree, path);
      if (folder?.type !== 'directory') continue;
      for (const { name, node } of await tree.list(folder)) {
        if ((node.type === 'file' || node.type === 'symlink') && name.length <= LONGEST) names.add(name);
      }
    } catch (error) {
      if (!(error instanceof ImageError)) throw error;
    }
  }
  return [...names].sort().slice(0, MOST);
}
