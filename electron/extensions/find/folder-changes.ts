/** Whether something came into a folder, went from it or got another name since it was walked: each leaves a trace on its folder. */
import { lstatSync } from 'node:fs';
import { join } from 'node:path';

/** The kernel's clock of files goes by ticks, and a file system may keep two seconds alone. */
const SURE_MS = 3000;

/** Two numbers for each folder. */
export type FolderTimes = Float64Array;

/**
 * @param paths of folders below the place
 * @param begun when the walk began, in ms since 1970
 * @returns null where something changed while it was walked, or so shortly before that a later change could look the same
 */
export function folderTimes(place: string, paths: readonly string[], begun: number): FolderTimes | null {
  const times = timesOf(place, paths);
  return times?.every((time) => time < begun - SURE_MS) === true ? times : null;
}

export function isUnchanged(place: string, paths: readonly string[], before: FolderTimes): boolean {
  const now = timesOf(place, paths);
  return now !== null && now.length === before.length && now.every((time, at) => time === before[at]);
}

function timesOf(place: string, paths: readonly string[]): FolderTimes | null {
  const times = new Float64Array(paths.length * 2);
  try {
    for (const [at, path] of paths.entries()) {
      const { mtimeMs, ctimeMs } = lstatSync(join(place, path));
      times[at * 2] = mtimeMs;
      times[at * 2 + 1] = ctimeMs;
    }
    return times;
  } catch {
    return null;
  }
}
