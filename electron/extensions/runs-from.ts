/** Which extension this very program runs from: Veneer is packed as one too, and goes when that goes. */
import { dirname } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { Extension } from '../../shared/model/extension.ts';
import { resolvePath } from '../images/tree.ts';
import { inMergeOrder } from './layers.ts';
import { lookInside } from './look-inside.ts';
import { contentOf } from './reading.ts';
import type { System, Target } from './system.ts';

/** The folder of the built tree; names of files in it change with each version. */
const PROGRAM = dirname(fileURLToPath(import.meta.url));

/**
 * Of the layers that are merged over the folder of the program, the highest that has it.
 *
 * @param among the names in question, for each layer that is looked into is opened; null for all
 * @param folder of the program on that host, absolute; null where the program runs on another one
 * @returns null where it runs from none of those, or where what it runs from can no longer be read
 */
export async function readRunsFrom(
  target: Target,
  system: System,
  among: readonly string[] | null,
  folder: string | null = target.root === '/' ? PROGRAM : null,
): Promise<Pick<Extension, 'class' | 'name'> | null> {
  const over = system.hierarchies.find(({ merged, path }) => merged && folder?.startsWith(`${path}/`) === true);
  if (folder === null || over === undefined) return null;
  const mine = system.extensions.filter((one) => one.class === over.class && one.merged && !one.masks);
  const order = inMergeOrder(mine).reverse();
  const have = new Map<Extension, Promise<boolean>>();
  const has = (one: Extension) => {
    const known = have.get(one) ?? hasFolder(target, system, one, folder);
    have.set(one, known);
    return known;
  };
  const highestOf = async (some: readonly Extension[]) => {
    for (const one of some) if (await has(one)) return one;
    return null;
  };
  if (among !== null && (await highestOf(order.filter(({ name }) => among.includes(name)))) === null) return null;
  const found = await highestOf(order);
  return found === null ? null : { class: found.class, name: found.name };
}

async function hasFolder(target: Target, system: System, extension: Extension, folder: string): Promise<boolean> {
  const content = contentOf(target.root, extension);
  if (content === null) return false;
  try {
    const node = await lookInside(content, system.release, (tree) => resolvePath(tree, folder));
    return node?.type === 'directory';
  } catch (error) {
    // One that cannot be read is not known to have it.
    if ((error as NodeJS.ErrnoException).code === undefined) throw error;
    return false;
  }
}
