/**
 * systemd-sysupdate makes room before it fetches, by deleting what is oldest, whatever its link leads to (transfer_vacuum()
 * of 257): the one version that fits would be gone where newer ones do not, or where the server cannot be reached then.
 */
import { linkSync, lstatSync, readFileSync, readlinkSync, unlinkSync } from 'node:fs';
import { basename, dirname, join, resolve } from 'node:path';
import { safeJoin } from './directories.ts';
import { asidePath, namesIn, syncDirectory } from './files.ts';
import { noteMade } from './labels.ts';

/** What the links of a component lead to that its transfer files name, without the root. */
export function currentTargets(root: string, component: string): string[] {
  const found = ['/etc', '/run', '/usr/lib'].flatMap((place) => {
    const directory = safeJoin(root, `${place}/sysupdate.${component}.d`);
    return namesIn(directory)
      .filter((one) => /\.(?:transfer|conf)$/.test(one))
      .flatMap((fileName): string[] => {
        const text = readFileSync(join(directory, fileName), 'utf8');
        const link = /^CurrentSymlink=(\/[!-~]+)$/m.exec(text)?.[1];
        if (link === undefined) return [];
        const path = join(safeJoin(root, dirname(link)), basename(link));
        if (lstatSync(path, { throwIfNoEntry: false })?.isSymbolicLink() !== true) return [];
        return [resolve(dirname(link), readlinkSync(path))];
      });
  });
  return [...new Set(found)];
}

/**
 * Lets systemd-sysupdate work, and puts back what was current before, where it took it away.
 *
 * @returns what the work said, and what was put back
 */
export async function sparingCurrent<T>(
  root: string,
  component: string,
  work: () => Promise<T>,
): Promise<{ readonly said: T; readonly spared: readonly string[] }> {
  const kept = currentTargets(root, component).flatMap((target) => {
    const directory = safeJoin(root, dirname(target));
    const path = join(directory, basename(target));
    if (lstatSync(path, { throwIfNoEntry: false })?.isFile() !== true) return [];
    const aside = asidePath(directory);
    linkSync(path, aside);
    return [{ target, path, aside, directory }];
  });
  const spared: string[] = [];
  const putBack = () => {
    for (const { target, path, aside, directory } of kept) {
      if (lstatSync(path, { throwIfNoEntry: false }) === undefined) {
        linkSync(aside, path);
        noteMade(path);
        spared.push(target);
      }
      unlinkSync(aside);
      syncDirectory(directory);
    }
  };
  try {
    return { said: await work(), spared };
  } finally {
    putBack();
  }
}
