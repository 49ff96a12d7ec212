/** What is staged as files of this machine, for a program that has to see it: in a fresh folder, with the modes that every image has. */
import { chmodSync, lstatSync, lutimesSync, readdirSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { extractTree } from '../images/extract.ts';
import { packedMode } from '../images/squashfs/write.ts';
import { type ImageTree, walkTree } from '../images/tree.ts';

/** Seconds since 1970: the first that zip and gzip know. */
export const BUILD_TIME = 315_532_800;

/**
 * The times of all of it are `BUILD_TIME`, so that no build is another than the one before by them.
 *
 * @param target does not exist yet
 * @param most bytes that all files together may have
 * @throws {ImageError} `too-large`, and what the tree throws
 */
export async function layOut(tree: ImageTree, target: string, most: number): Promise<void> {
  await extractTree(tree, target, most);
  const folders = [target];
  for await (const { path, node } of walkTree(tree)) {
    const place = join(target, path);
    if (node.type !== 'symlink') chmodSync(place, packedMode(node));
    if (node.type === 'directory') folders.push(place);
    else lutimesSync(place, BUILD_TIME, BUILD_TIME);
  }
  chmodSync(target, 0o755);
  // What is below comes first: it changes the time of the folder that it is in.
  for (const place of folders.reverse()) lutimesSync(place, BUILD_TIME, BUILD_TIME);
}

/** Takes a folder away, also where a program took the right to look into its folders away from us. */
export function removeFolder(path: string): void {
  try {
    rmSync(path, { recursive: true, force: true });
  } catch {
    openFolders(path);
    rmSync(path, { recursive: true, force: true });
  }
}

function openFolders(path: string): void {
  if (!lstatSync(path).isDirectory()) return;
  chmodSync(path, 0o700);
  for (const name of readdirSync(path)) openFolders(join(path, name));
}
