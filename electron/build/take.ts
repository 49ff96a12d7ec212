/** Finds what a step takes from an archive or folder. */
import { compareNames } from '../../shared/model/by-name.ts';
import type { ImageTree, TreeNode } from '../images/tree.ts';

export interface Found {
  readonly name: string;
  readonly node: TreeNode;
}

/** As many names are told of where none fits. */
const MOST_TOLD = 8;

/**
 * Everything at a path, of which each part may have `*` for some letters.
 *
 * @returns by name
 */
export async function findByPattern(tree: ImageTree, pattern: string): Promise<readonly Found[]> {
  const parts = pattern.split('/').filter((part) => part !== '' && part !== '.');
  let found: readonly Found[] = [{ name: '', node: await tree.root() }];
  for (const part of parts) {
    const next: Found[] = [];
    for (const { node } of found) {
      if (node.type !== 'directory') continue;
      if (part.includes('*')) next.push(...(await tree.list(node)).filter(({ name }) => matches(part, name)));
      else {
        const child = await tree.child(node, part);
        if (child !== null) next.push({ name: part, node: child });
      }
    }
    found = next;
  }
  return [...found].sort((a, b) => compareNames(a.name, b.name));
}

/** Whether letters that `*` stands for make a name of a part. One star after another is looked for, never back: no name is dear. */
function matches(part: string, name: string): boolean {
  const [head = '', ...rest] = part.split('*');
  if (!name.startsWith(head)) return false;
  let at = head.length;
  for (const [number, piece] of rest.entries()) {
    if (number === rest.length - 1) return name.length - piece.length >= at && name.endsWith(piece);
    const next = name.indexOf(piece, at);
    if (next < 0) return false;
    at = next + piece.length;
  }
  return name.length === at;
}

/** Some of the names at the top, and in the one folder that stands there alone, for whoever looked for another. */
export async function namesToTell(tree: ImageTree): Promise<readonly string[]> {
  let folder = await tree.root();
  let path = '';
  for (;;) {
    const names = await tree.list(folder);
    const [only] = names;
    if (names.length !== 1 || only === undefined || only.node.type !== 'directory')
      return names
        .map(({ name }) => `${path}${name}`)
        .sort()
        .slice(0, MOST_TOLD);
    path += `${only.name}/`;
    folder = only.node;
  }
}
