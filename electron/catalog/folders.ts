/** The names of the folders in a remote, each of which holds one extension. */
import { type Dirent, readdirSync } from 'node:fs';
import { VeneerError } from '../../shared/errors.ts';
import { isExtensionName } from '../../shared/extension-name.ts';
import type { Layout } from '../../shared/known-remotes.ts';
import { isOfferedName } from '../../shared/release-name.ts';
import { fileAddress, isLocal, localPath } from '../http/address.ts';
import type { ListingContext } from './list.ts';

const MAX_INDEX = 4 * 1024 * 1024;
const MAX_FOLDERS = 1000;

const isFolderName = (name: string) => isExtensionName(name) && isOfferedName(name);

/**
 * The folders that a remote tells of.
 *
 * @param nothingTold why the remote cannot be shown where it tells of none
 * @throws {VeneerError} that, `unreachable`, and `server-error`
 */
export async function foldersOf(
  url: string,
  told: NonNullable<Layout['folders']>,
  { metadata, freshness, signal }: Pick<ListingContext, 'metadata' | 'freshness' | 'signal'>,
  nothingTold: VeneerError,
): Promise<string[]> {
  if (isLocal(url)) {
    return entriesOf(url)
      .filter((entry) => entry.isDirectory() && isFolderName(entry.name))
      .map((entry) => entry.name)
      .slice(0, MAX_FOLDERS);
  }
  const index = await metadata.fetch(
    told.by === 'file' ? fileAddress(url, told.path) : url,
    MAX_INDEX,
    freshness,
    signal,
  );
  if (index === null) throw nothingTold;
  const text = index.body.toString('utf8');
  return told.by === 'file' ? folderLines(text) : folderLinks(text, index.address);
}

/** The names in a file that has one a line, as Frostyard's `ext/index` (updex, fetchIndex()). */
function folderLines(text: string): string[] {
  const lines = text.split('\n', 4 * MAX_FOLDERS).map((line) => line.trim());
  return [...new Set(lines.filter((line) => !line.startsWith('#') && isFolderName(line)))].slice(0, MAX_FOLDERS);
}

/** The links of an index page that lead one folder deeper; where the server sent on, from the page where that ended. */
export function folderLinks(html: string, address: string): string[] {
  const base = new URL(address.endsWith('/') ? address : `${address}/`);
  const names = new Set<string>();
  for (const [, quoted, bare] of html.matchAll(/\shref\s*=\s*(?:["']([^"']{1,1000})["']|([^\s"'>]{1,1000}))/gi)) {
    const name = folderName(quoted ?? bare ?? '', base);
    if (name !== null) names.add(name);
    if (names.size >= MAX_FOLDERS) break;
  }
  return [...names];
}

function folderName(link: string, base: URL): string | null {
  let to: URL;
  try {
    to = new URL(link, base);
  } catch {
    return null;
  }
  if (to.origin !== base.origin || !to.pathname.startsWith(base.pathname) || to.search !== '') return null;
  const rest = to.pathname.slice(base.pathname.length).replace(/\/$/, '');
  if (rest === '' || rest.includes('/') || !to.pathname.endsWith('/')) return null;
  try {
    const name = decodeURIComponent(rest);
    return isFolderName(name) ? name : null;
  } catch {
    return null;
  }
}

/** @throws {VeneerError} `unreachable`, `invalid-input` for what is no folder, `not-authorized` */
export function entriesOf(folder: string): Dirent[] {
  const path = localPath(folder);
  try {
    return readdirSync(path, { withFileTypes: true });
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    if (code === 'ENOENT') {
      throw new VeneerError('unreachable', `${path} is not there now.`, {
        nextStep: 'Plug the disk in, or change the address of the remote.',
      });
    }
    if (code === 'ENOTDIR') throw new VeneerError('invalid-input', `${path} is not a folder.`);
    throw new VeneerError('not-authorized', `${path} cannot be read.`, { detail: String(error) });
  }
}
