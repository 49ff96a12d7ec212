/** What of an extension lies on the host: the versions in its store and the current one. */
import { statSync } from 'node:fs';
import { basename, dirname } from 'node:path';
import { parseImageFileName, parseVersionedFileName, storesOf } from '../../shared/images/store.ts';
import type { Extension } from '../../shared/model/extension.ts';
import { compareVersions } from '../../shared/systemd/version.ts';
import type { TransferFile } from '../../shared/sysupdate/transfer-file.ts';
import { type Stores, storedFilesIn } from '../extensions/stores.ts';
import type { System } from '../extensions/system.ts';
import { hostPath } from '../host/rooted.ts';
import { instancesOf, listFolder } from './instances.ts';

/** An installed image. */
export interface Stored {
  readonly version: string;
  /** Without the root. */
  readonly path: string;
  /** Bytes. */
  readonly size: number;
}

/**
 * The images that match the target of a transfer file, newest first. Folders below the one that the file names are looked into
 * anew, which few files ask for.
 *
 * @throws {TransferFileError} where systemd gives up on a name
 */
export function storedByTransfer(
  { stores, release, facts }: Pick<System, 'stores' | 'release' | 'facts'>,
  { target }: TransferFile,
): Stored[] {
  const filesIn = (folder: string) => stores.get(folder) ?? listFolder(facts.root, folder);
  return instancesOf(filesIn, target.path, target.patterns, release.rules.version)
    .flatMap(({ version, path: below }): Stored[] => {
      const path = `${target.path}/${below}`;
      const size = sizeOf(facts.root, stores, path);
      return size === null ? [] : [{ version, path, size }];
    })
    .sort((a, b) => compareVersions(b.version, a.version));
}

function sizeOf(root: string, stores: Stores, path: string): number | null {
  const known = stores.get(dirname(path));
  if (known !== undefined) return known.find(({ name }) => name === basename(path))?.size ?? null;
  return statSync(hostPath(root, path), { throwIfNoEntry: false })?.size ?? null;
}

/** The images beside the one that counts, newest first; none for what was not installed by version. */
export function storedBeside(
  { stores }: Pick<System, 'stores'>,
  { class: extensionClass, name, path, realPath }: Extension,
): Stored[] {
  if (path === realPath) return [];
  const versionOf = (fileName: string) =>
    (parseImageFileName(fileName, name) ?? parseVersionedFileName(fileName, name))?.version ?? null;
  if (versionOf(basename(realPath)) === null) return [];
  const directory = dirname(realPath);
  const found = storedFilesIn(stores, directory)
    .flatMap(({ name: fileName, size }): Stored[] => {
      const version = versionOf(fileName);
      return version === null || size === null ? [] : [{ version, path: `${directory}/${fileName}`, size }];
    })
    .sort((a, b) => compareVersions(b.version, a.version));
  // Among the images of others, a name does not tell whose it is.
  const isShared = storesOf(extensionClass).some(({ store }) => store === directory);
  return isShared ? found.filter((one) => one.path === realPath) : found;
}

/** Whether another of the stored versions is merged than the current one, so that a refresh would change it. */
export function isOutdatedMerge(
  { facts: { root }, loopFiles: merged }: Pick<System, 'facts' | 'loopFiles'>,
  extension: Extension,
  stored: readonly Stored[],
): boolean {
  if (!extension.merged || stored.length < 2) return false;
  const isMerged = (path: string) => merged.includes(hostPath(root, path));
  // An image that stood there itself goes on by its old name.
  if (merged.includes(`${hostPath(root, extension.path)} (deleted)`)) return true;
  return !isMerged(extension.realPath) && stored.some(({ path }) => path !== extension.realPath && isMerged(path));
}
