/** The names of the folders in a remote, each of which holds one extension. */

import { type Dirent, readdirSync } from 'node:fs';
import { isOfferedFolder } from '../../shared/images/release-name.ts';
import { messageOf } from '../../shared/messages/message.ts';
import { VeneerError } from '../../shared/model/errors.ts';
import { type Layout, MAX_FOLDERS } from '../../shared/remotes/known-remotes.ts';
import { fileAddress, isLocal, localPath } from '../http/address.ts';
import type { ListingContext } from './list.ts';

const MAX_INDEX = 4 * 1024 * 1024;

/**
 * The folders that a remote tells of.
 *
 * @param nothingTold why the remote cannot be shown where it tells of none
 * @throws {VeneerError} that, `unreachable`, and `server-error`
 */
export async function foldersOf(
  url: string,
  told: NonNullable<Layout['folders']>,
  { metadata, texts, cachePolicy, signal }: Pick<ListingContext, 'metadata' | 'texts' | 'cachePolicy' | 'signal'>,
  nothingTold: VeneerError,
): Promise<string[]> {
  if (isLocal(url)) {
    return entriesOf(url)
      .filter((entry) => entry.isDirectory() && isOfferedFolder(entry.name))
      .map((entry) => entry.name)
      .slice(0, MAX_FOLDERS);
  }
  const index = await metadata.fetch(
    told.by === 'file' ? fileAddress(url, told.path) : url,
    MAX_INDEX,
    cachePolicy,
    signal,
  );
  if (index === null) throw nothingTold;
  const names = told.by === 'file' ? { by: 'lines' as const } : { by: 'links' as const, address: index.address };
  return texts.folderNames(index.body, names, signal);
}

/** @throws {VeneerError} `unreachable`, `invalid-input` for what is no folder, `not-authorized` */
export function entriesOf(folder: string): Dirent[] {
  const path = localPath(folder);
  try {
    return readdirSync(path, { withFileTypes: true });
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    if (code === 'ENOENT') {
      throw new VeneerError('unreachable', messageOf('remote.is-not-there-now', { path }), {
        nextStep: messageOf('remote.plug-disk-in-or-change-address'),
      });
    }
    if (code === 'ENOTDIR') throw new VeneerError('invalid-input', messageOf('remote.is-not-folder', { path }));
    throw new VeneerError('not-authorized', messageOf('common.cannot-be-read', { path }), { detail: String(error) });
  }
}
