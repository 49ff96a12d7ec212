/**
 * The files that are merged as images, by the loop devices of this machine: systemd dissects an image through one, which
 * goes on with the file that it was opened on, also when the link leads to another one meanwhile.
 */
import { lstatSync, readdirSync, readFileSync } from 'node:fs';
import { dirname } from 'node:path';

/** Behind the path of a file that is gone, or that another one stands in the place of. */
export const DELETED = ' (deleted)';

/**
 * @param folders on this machine; what other programs have loop devices on is not looked at
 * @returns paths on this machine, with ` (deleted)` behind that of a file which is gone
 */
export function readLoopFiles(folders: ReadonlySet<string>): string[] {
  let devices: string[];
  try {
    devices = readdirSync('/sys/block').filter((one) => one.startsWith('loop'));
  } catch {
    return [];
  }
  return devices
    .flatMap((device) => {
      try {
        return [readFileSync(`/sys/block/${device}/loop/backing_file`, 'utf8').replace(/\n$/, '')];
      } catch {
        // A device without a file has no such entry.
        return [];
      }
    })
    .filter((path) => folders.has(dirname(path)))
    .sort();
}

/**
 * Without devices of an earlier merge, which the kernel may keep for a moment, and of containers, whose paths are told as if they
 * were ours: what stands in the place of a file since before the merge was merged itself.
 *
 * @param since when the merge was made, in milliseconds since 1970; null where that is not known, and all are kept
 */
export function ofThisMerge(paths: readonly string[], since: number | null): string[] {
  if (since === null) return [...paths];
  return paths.filter((path) => {
    if (!path.endsWith(DELETED)) return true;
    const changedAt = ctimeOf(path.slice(0, -DELETED.length));
    return changedAt === null || changedAt >= since;
  });
}

/** null where nothing is there, or where that may not be looked at. */
function ctimeOf(path: string): number | null {
  try {
    return lstatSync(path).ctimeMs;
  } catch {
    return null;
  }
}
