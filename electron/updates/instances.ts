/** The files below a folder that the patterns of a transfer file fit (resource_load_from_directory() of systemd). */

import { readdirSync } from 'node:fs';
import { messageOf } from '../../shared/messages/message.ts';
import { lookAt, lookAtFolder, type Matched } from '../../shared/systemd/match-pattern.ts';
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

/** What of a folder counts here. */
export interface Listed {
  readonly name: string;
  readonly type: 'file' | 'folder' | 'link';
}

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
  return instancesOf((folder) => listFolder(root, folder), directory, patterns, systemdVersion);
}

/** The same of folders that somebody else lists. @param list gives what stands in a folder, by its path without the root */
export function instancesOf(
  list: (folder: string) => readonly Listed[],
  directory: string,
  patterns: readonly string[],
  systemdVersion: number,
): Instance[] {
  const found: Instance[] = [];
  const lookIn = (folder: string, relative: string, depth: number) => {
    for (const { name, type } of list(folder)) {
      if (type === 'link') continue;
      const path = relative === '' ? name : `${relative}/${name}`;
      const told = (type === 'folder' ? lookAtFolder : lookAt)(patterns, path, systemdVersion);
      if (told === 'broken')
        throw new TransferFileError(messageOf('common.its-patterns-break-systemd-sysupdate-at', { path }));
      const isAnywhere = systemdVersion >= DEEP_SINCE && patterns.some((one) => one.startsWith('**/'));
      if (type === 'folder') {
        const below = systemdVersion >= DEEP_SINCE ? name : path;
        if ((told === 'within' || isAnywhere) && depth < DEEPEST) lookIn(`${folder}/${below}`, path, depth + 1);
      } else if (typeof told !== 'string') found.push({ ...told, path });
    }
  };
  lookIn(directory, '', 0);
  return found;
}

/** A folder that is not there, or that this user may not look into, has nothing. */
export function listFolder(root: string, folder: string): Listed[] {
  const resolved = resolveInRoot(root, folder);
  if (!resolved.found) return [];
  try {
    return readdirSync(resolved.hostPath, { withFileTypes: true }).flatMap((entry): Listed[] => {
      const { name } = entry;
      if (entry.isFile()) return [{ name, type: 'file' }];
      return entry.isDirectory() ? [{ name, type: 'folder' }] : [];
    });
  } catch {
    return [];
  }
}
