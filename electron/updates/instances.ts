/** The files below a folder that the patterns of a transfer file fit (resource_load_from_directory() of systemd). */
import { type Dirent, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { lookAt, type Matched } from '../../shared/systemd/match-pattern.ts';
import { TransferFileError } from '../../shared/sysupdate/transfer-file.ts';
import { resolveInRoot } from '../host/rooted.ts';

export interface Instance extends Matched {
  /** Relative to the folder. */
  readonly path: string;
}

/** From when on folders below folders are found; before, the path of the second is put together wrongly (measured). */
const DEEP_SINCE = 262;
/** A folder of which someone could make a maze. */
const DEEPEST = 32;

/**
 * Files only: systemd passes over symlinks.
 *
 * @param directory without the root; one that is not there has none
 * @throws {TransferFileError} where systemd gives up on a name
 */
export function instancesIn(
  root: string,
  directory: string,
  patterns: readonly string[],
  systemdVersion: number,
): Instance[] {
  const resolved = resolveInRoot(root, directory);
  if (!resolved.found) return [];
  const found: Instance[] = [];
  const look = (folder: string, relative: string, depth: number) => {
    for (const entry of entriesOf(folder)) {
      if (!entry.isFile() && !entry.isDirectory()) continue;
      const path = relative === '' ? entry.name : `${relative}/${entry.name}`;
      const told = lookAt(patterns, path, systemdVersion);
      if (told === 'broken') throw new TransferFileError(`its patterns break systemd-sysupdate at ${path}`);
      const isAnywhere = systemdVersion >= DEEP_SINCE && patterns.some((one) => one.startsWith('**/'));
      if (entry.isDirectory()) {
        const below = systemdVersion >= DEEP_SINCE ? entry.name : path;
        if ((told === 'within' || isAnywhere) && depth < DEEPEST) look(join(folder, below), path, depth + 1);
      } else if (typeof told !== 'string') found.push({ ...told, path });
    }
  };
  look(resolved.hostPath, '', 0);
  return found;
}

function entriesOf(folder: string): Dirent[] {
  try {
    return readdirSync(folder, { withFileTypes: true });
  } catch {
    return [];
  }
}
