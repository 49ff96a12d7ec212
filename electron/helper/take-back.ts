/** What could not become current is not to stay as a stored version that nobody asked for. */
import { lstatSync, unlinkSync } from 'node:fs';
import { join } from 'node:path';
import type { Store } from '../../shared/images/store.ts';
import { safeJoin } from './directories.ts';
import { removeIfEmpty } from './files.ts';
import { sweepOrigins } from './origin.ts';
import { currentTarget } from './store.ts';

/**
 * Takes an image away that was only just stored, with what was noted of it, unless the link of its name leads to it already.
 *
 * @param folder where it stands on this machine
 */
export function takeBack(
  { root, store, name }: { readonly root: string; readonly store: Store; readonly name: string },
  folder: string,
  fileName: string,
): void {
  const link = join(safeJoin(root, store.directory), `${name}.raw`);
  const isLink = lstatSync(link, { throwIfNoEntry: false })?.isSymbolicLink() === true;
  if (isLink && currentTarget(root, store, name)?.endsWith(`/${fileName}`) === true) return;
  unlinkSync(join(folder, fileName));
  sweepOrigins(folder);
  removeIfEmpty(folder);
}
