/** The units that an extension brings. */

import type { ExtensionClass } from '../../shared/systemd/classes.ts';
import { type ImageTree, resolvePath } from '../images/tree.ts';

const UNIT_DIRECTORY: Readonly<Record<ExtensionClass, readonly string[]>> = {
  sysext: ['usr/lib/systemd/system'],
  confext: ['etc/systemd/system'],
};

/** Unit types that run something by themselves (systemd.unit(5)); slices, scopes and the like are left out. */
const UNIT_NAME = /^[A-Za-z0-9:_.\\@-]+\.(service|socket|timer|path|mount|automount|swap)$/;

/** More units than a person looks at; the largest extension that is known brings 60. */
const MAX_UNITS = 1000;

/** Names of the units that a person may start or stop, sorted; templates without an instance are left out, and those beyond `MAX_UNITS`. */
export async function findUnits(tree: ImageTree, extensionClass: ExtensionClass): Promise<string[]> {
  const names: string[] = [];
  for (const directory of UNIT_DIRECTORY[extensionClass]) {
    const folder = await resolvePath(tree, directory);
    if (folder?.type !== 'directory') continue;
    for (const { name, node } of await tree.list(folder)) {
      if (node.type !== 'file' && node.type !== 'symlink') continue;
      if (UNIT_NAME.test(name) && !name.includes('@.')) names.push(name);
    }
  }
  return names.sort().slice(0, MAX_UNITS);
}

/** The unit that a file inside an extension defines, or changes as a drop-in; null for any other file. */
export function unitOfFile(path: string, extensionClass: ExtensionClass): { name: string; isDropIn: boolean } | null {
  for (const directory of UNIT_DIRECTORY[extensionClass]) {
    if (!path.startsWith(`${directory}/`)) continue;
    const [first = '', ...below] = path.slice(directory.length + 1).split('/');
    const isDropIn = below.length === 1 && first.endsWith('.d') && path.endsWith('.conf');
    if (below.length > 0 && !isDropIn) return null;
    const name = isDropIn ? first.slice(0, -'.d'.length) : first;
    return UNIT_NAME.test(name) ? { name, isDropIn } : null;
  }
  return null;
}
