/** What folders take: no stat tells it, so all that is in them is looked at, as the layers look at those that are merged. */
import type { Extension } from '../../shared/model/extension.ts';
import type { ImageIndex } from './index/build.ts';
import { allEntries } from './index/entries.ts';
import { indexOf } from './index/index-of.ts';
import { contentOf } from './reading.ts';
import type { System, Target } from './system.ts';

/** Bytes of all files together. */
export function bytesIn({ entries }: ImageIndex): number {
  let bytes = 0;
  for (const { type, size } of allEntries(entries)) if (type === 'file') bytes += size;
  return bytes;
}

/** Bytes of each extension that is a folder, by its id, disabled ones too; without those that cannot be read. */
export async function readFolderSizes(target: Target, system: System): Promise<Record<string, number>> {
  const sizes: Record<string, number> = {};
  // Of a folder on another machine no file was brought.
  if (target.brought !== undefined) return sizes;
  for (const extension of system.extensions) {
    const bytes = isFolder(extension) ? await bytesOfFolder(target, system, extension) : null;
    if (bytes !== null) sizes[extension.id] = bytes;
  }
  return sizes;
}

/** A mask is a folder as well, and empty. */
const isFolder = ({ form, masks }: Extension): boolean => !masks && (form === 'folder' || form === 'subvolume');

async function bytesOfFolder(target: Target, { release }: System, extension: Extension): Promise<number | null> {
  const content = contentOf(target.root, extension);
  if (content === null) return null;
  try {
    const index = await indexOf(content, release);
    return index.failure === null ? bytesIn(index) : null;
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === undefined) throw error;
    return null;
  }
}
