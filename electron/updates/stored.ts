/** What of an extension lies on the host: the versions in its store and the current one. */
import { readdirSync, readFileSync, statSync } from 'node:fs';
import { basename, dirname, join } from 'node:path';
import { parseImageFileName, parseVersionedFileName, storesOf } from '../../shared/images/store.ts';
import type { Extension } from '../../shared/model/extension.ts';
import { compareVersions } from '../../shared/systemd/version.ts';
import type { TransferFile } from '../../shared/sysupdate/transfer-file.ts';
import { hostPath, resolveInRoot } from '../host/rooted.ts';
import { instancesIn } from './instances.ts';

/** An installed image. */
export interface Stored {
  readonly version: string;
  /** Without the root. */
  readonly path: string;
  /** Bytes. */
  readonly size: number;
}

/**
 * The images that match the target of a transfer file, newest first.
 *
 * @throws {TransferFileError} where systemd gives up on a name
 */
export function storedByTransfer(root: string, { target }: TransferFile, systemdVersion: number): Stored[] {
  return instancesIn(root, target.path, target.patterns, systemdVersion)
    .flatMap(({ version, path: below }): Stored[] => {
      const path = `${target.path}/${below}`;
      const stat = statSync(hostPath(root, path), { throwIfNoEntry: false });
      return stat === undefined ? [] : [{ version, path, size: stat.size }];
    })
    .sort((a, b) => compareVersions(b.version, a.version));
}

/** The images beside the one that counts, newest first; none for what was not installed by version. */
export function storedBeside(root: string, { class: extensionClass, name, path, realPath }: Extension): Stored[] {
  if (path === realPath) return [];
  const versionOf = (fileName: string) =>
    (parseImageFileName(fileName, name) ?? parseVersionedFileName(fileName, name))?.version ?? null;
  if (versionOf(basename(realPath)) === null) return [];
  const found = imagesIn(root, dirname(realPath), versionOf);
  // Among the images of others, a name does not tell whose it is.
  const isShared = storesOf(extensionClass).some(({ store }) => store === dirname(realPath));
  return isShared ? found.filter((one) => one.path === realPath) : found;
}

function imagesIn(root: string, directory: string, versionOf: (fileName: string) => string | null): Stored[] {
  const resolved = resolveInRoot(root, directory);
  if (!resolved.found) return [];
  let names: string[];
  try {
    names = readdirSync(resolved.hostPath);
  } catch {
    return [];
  }
  return names
    .flatMap((fileName): Stored[] => {
      const version = versionOf(fileName);
      const stat = statSync(join(resolved.hostPath, fileName), { throwIfNoEntry: false });
      if (version === null || stat?.isFile() !== true) return [];
      return [{ version, path: `${directory}/${fileName}`, size: stat.size }];
    })
    .sort((a, b) => compareVersions(b.version, a.version));
}

/**
 * The files that are merged as images, by the loop devices of this machine: systemd dissects an image through one, which
 * goes on with the file that it was opened on, also when the link leads to another one meanwhile.
 */
export function mergedFiles(): ReadonlySet<string> {
  let devices: string[];
  try {
    devices = readdirSync('/sys/block').filter((one) => one.startsWith('loop'));
  } catch {
    return new Set();
  }
  return new Set(
    devices.flatMap((device) => {
      try {
        return [readFileSync(`/sys/block/${device}/loop/backing_file`, 'utf8').replace(/\n$/, '')];
      } catch {
        // A device without a file has no such entry.
        return [];
      }
    }),
  );
}

/** Whether another of the stored versions is merged than the current one, so that a refresh would change it. */
export function isOutdatedMerge(root: string, extension: Extension, stored: readonly Stored[]): boolean {
  if (!extension.merged || stored.length < 2) return false;
  const merged = mergedFiles();
  const isMerged = (path: string) => merged.has(hostPath(root, path));
  // An image that stood there itself goes on by its old name.
  if (merged.has(`${hostPath(root, extension.path)} (deleted)`)) return true;
  return !isMerged(extension.realPath) && stored.some(({ path }) => path !== extension.realPath && isMerged(path));
}
