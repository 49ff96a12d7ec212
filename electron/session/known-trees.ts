/** The trees that a person opened, so that the window offers them again. */
import { isAbsolute, join, resolve } from 'node:path';
import { createStateFile, type Fields } from '../node/state-file.ts';

/** Those that were opened longest ago go. */
const MOST = 20;
/** PATH_MAX of Linux. */
const LONGEST = 4096;

export interface KnownTrees {
  /** Their roots, the one that was opened last first. */
  list(): readonly string[];
  /** @throws what the file system refuses; nothing is changed then */
  remember(root: string): void;
  /** @throws what the file system refuses; nothing is changed then */
  forget(root: string): void;
}

/**
 * @param directory made when the first is remembered
 * @param say told of a file that is damaged; it is moved aside
 */
export function createKnownTrees(directory: string, say: (problem: Error) => void): KnownTrees {
  const file = createStateFile(join(directory, 'hosts.json'), say);
  return {
    list: () => rootsIn(file.read()),
    remember(root) {
      file.change((before) => ({ trees: [root, ...rootsIn(before).filter((one) => one !== root)].slice(0, MOST) }));
    },
    forget(root) {
      file.change((before) => ({ trees: rootsIn(before).filter((one) => one !== root) }));
    },
  };
}

/** An entry that is no path of a tree loses itself alone. */
function rootsIn({ trees }: Fields): string[] {
  const paths = (Array.isArray(trees) ? trees : []).filter(
    (one): one is string => typeof one === 'string' && one.length <= LONGEST && isTree(one),
  );
  return [...new Set(paths)].slice(0, MOST);
}

const isTree = (path: string) => isAbsolute(path) && path !== '/' && resolve(path) === path && !path.includes('\0');
