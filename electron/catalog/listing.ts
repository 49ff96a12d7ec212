/**
 * What a remote has, whatever its shape: one folder with a SHA256SUMS (Flatcar's bakery, openSUSE's sysextmgr, any plain
 * one), or a folder for each extension with a list of its own (Fedora's).
 */
import { type Dirent, readdirSync } from 'node:fs';
import { reportOf, VeneerError } from '../../shared/errors.ts';
import { isExtensionName } from '../../shared/extension-name.ts';
import type { Release, Remote } from '../../shared/model/catalog.ts';
import { isOfferedName, parseReleaseName } from '../../shared/release-name.ts';
import { fileAddress, isLocal, localPath } from '../http/address.ts';
import { type ListingContext, readList } from './list.ts';
import { checkUsable } from './remotes.ts';
import type { Signer } from './signature.ts';

export interface Listing {
  readonly releases: readonly Release[];
  /** Entries of the lists that were not taken. */
  readonly refused: number;
  /** Of the oldest list. */
  readonly checkedAt: number;
  /** Why what was there before is shown: a server could not be asked, or what it has now is not used. */
  readonly problem: VeneerError | null;
  /** The key, and the oldest time of its signatures; null where no signature is wanted. */
  readonly signer: Signer | null;
  /** The folders that are not shown, with why; what is whole is shown all the same. */
  readonly missing: readonly { readonly folder: string; readonly error: VeneerError }[];
}

const MAX_INDEX = 4 * 1024 * 1024;
const MAX_FOLDERS = 1000;
const FOLDERS_AT_ONCE = 6;
const MANIFEST = /\.manifest(?:\.gz)?$/;

/**
 * Lists the images of a remote.
 *
 * @throws {VeneerError} `unreachable`, `server-error`, `not-verified`, and `not-found` where there is no list
 */
export async function listRemote(remote: Remote, context: ListingContext): Promise<Listing> {
  // What stands in the file of a person was not checked when it was written there.
  checkUsable(remote);
  const flat = await readFolder(remote, remote.url, null, context);
  if (flat !== null) return flat;
  const folders = await foldersOf(remote, context);
  const listings: Listing[] = [];
  const missing: { folder: string; error: VeneerError }[] = [];
  let next = 0;
  const work = async () => {
    for (let name = folders[next++]; name !== undefined; name = folders[next++]) {
      try {
        const listing = await readFolder(remote, fileAddress(remote.url, name).concat('/'), name, context);
        if (listing !== null) listings.push(listing);
      } catch (error) {
        const known = VeneerError.of(reportOf(error));
        if (known.code === 'cancelled') throw known;
        missing.push({ folder: name, error: known });
      }
    }
  };
  await Promise.all(Array.from({ length: FOLDERS_AT_ONCE }, work));
  const [first] = missing;
  if (listings.length === 0) throw first?.error ?? noList(remote.url);
  const signers = listings.flatMap(({ signer }) => signer ?? []);
  const [oldest = null] = signers.sort((a, b) => a.signedAt - b.signedAt);
  return {
    releases: listings.flatMap(({ releases }) => releases),
    refused: listings.reduce((sum, { refused }) => sum + refused, 0),
    checkedAt: Math.min(...listings.map(({ checkedAt }) => checkedAt)),
    problem: listings.find(({ problem }) => problem !== null)?.problem ?? null,
    signer: oldest,
    missing,
  };
}

const MOST_NAMED = 5;

/** What is told of a remote that is shown in part. */
export function partlyShown({ missing }: Listing): VeneerError | null {
  const [first] = missing;
  if (first === undefined) return null;
  const { code, message, nextStep } = first.error;
  const names = missing.slice(0, MOST_NAMED).map(({ folder }) => folder);
  const more = missing.length > MOST_NAMED ? ', ...' : '';
  return new VeneerError(code, `Not shown: ${names.join(', ')}${more}. ${message}`, {
    ...(nextStep === null ? {} : { nextStep }),
    detail: missing.map(({ folder, error }) => `${folder}: ${error.message}`).join('\n'),
  });
}

/** @param url of a folder in which there is no list */
export function noList(url: string): VeneerError {
  const where = isLocal(url) ? localPath(url) : url;
  return new VeneerError('not-found', `${where} has no SHA256SUMS, so nobody can tell what is there.`, {
    nextStep: 'Look whether the address is that of the folder which holds the images.',
  });
}

/** @param name of the extension, where the folder is called after it @returns null where the folder has no list */
async function readFolder(
  remote: Remote,
  folder: string,
  name: string | null,
  context: ListingContext,
): Promise<Listing | null> {
  const list = await readList(folder, remote, context);
  if (list === null) return isLocal(folder) ? withoutList(remote, folder, name) : null;
  const { files, refusedCount } = list.checksums;
  const manifests = new Map(files.filter(({ path }) => MANIFEST.test(path)).map(({ path, sha256 }) => [path, sha256]));
  const found = files.flatMap(({ sha256, path }) =>
    releaseOf(remote, folder, name, path, sha256, manifests, list.signer?.fingerprint ?? null),
  );
  const { checkedAt, problem, signer } = list;
  return { ...offered(found, refusedCount), checkedAt, problem, signer, missing: [] };
}

/** Without the names that no remote needs to have; those count as refused. */
function offered(found: readonly Release[], refused: number): Pick<Listing, 'releases' | 'refused'> {
  const releases = found.filter(({ name }) => isOfferedName(name));
  return { releases, refused: refused + found.length - releases.length };
}

function releaseOf(
  remote: Remote,
  folder: string,
  name: string | null,
  path: string,
  sha256: string | null,
  manifests: ReadonlyMap<string, string>,
  signedBy: string | null,
): Release[] {
  const fileName = path.slice(path.lastIndexOf('/') + 1);
  const told = parseReleaseName(fileName, name, name !== null);
  if (told === null) return [];
  const stem = path.replace(/\.raw(?:\.\w+)?$/, '');
  const [manifest = null] = [`${stem}.manifest.gz`, `${stem}.manifest`].flatMap((one) => {
    const hash = manifests.get(one);
    return hash === undefined ? [] : [{ path: one, sha256: hash }];
  });
  return [
    {
      remote: remote.name,
      class: told.class,
      name: told.name,
      version: told.version ?? '',
      osVersion: told.osVersion,
      architecture: told.architecture,
      packing: told.packing,
      folder,
      path,
      sha256,
      // sysupdate matches the names in one folder.
      pattern: path === fileName ? told.pattern : null,
      manifest,
      signedBy,
    },
  ];
}

/** A folder of this machine, such as a USB stick, may be without a list: what lies there is listed. */
function withoutList(remote: Remote, folder: string, name: string | null): Listing | null {
  const entries = entriesOf(folder);
  if (remote.trust !== 'unsigned') return null;
  const manifests = new Map<string, string>();
  const found = entries
    .filter((entry) => entry.isFile())
    .flatMap((entry) => releaseOf(remote, folder, name, entry.name, null, manifests, null));
  const { releases, refused } = offered(found, 0);
  if (found.length === 0) return null;
  return { releases, refused, checkedAt: Date.now(), problem: null, signer: null, missing: [] };
}

/** @throws {VeneerError} `unreachable`, `invalid-input` for what is no folder, `not-authorized` */
function entriesOf(folder: string): Dirent[] {
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

/** The names of the folders in a remote that has no list of its own. */
async function foldersOf(remote: Remote, { metadata, freshness, signal }: ListingContext): Promise<string[]> {
  if (isLocal(remote.url)) {
    return entriesOf(remote.url)
      .filter((entry) => entry.isDirectory() && isFolderName(entry.name))
      .map((entry) => entry.name)
      .slice(0, MAX_FOLDERS);
  }
  const index = await metadata.fetch(remote.url, MAX_INDEX, freshness, signal);
  if (index === null) throw noList(remote.url);
  return folderLinks(index.body.toString('utf8'), index.address);
}

const isFolderName = (name: string) => isExtensionName(name) && isOfferedName(name);

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
