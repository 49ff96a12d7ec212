/**
 * What a remote has, whatever its shape: one folder with a SHA256SUMS (Flatcar's bakery, openSUSE's sysextmgr, any plain
 * one), or a folder for each extension with a list of its own (Fedora's).
 */
import { existsSync, readdirSync } from 'node:fs';
import { type Checksums, parseChecksums } from '../../shared/checksums.ts';
import { VeneerError } from '../../shared/errors.ts';
import { isExtensionName } from '../../shared/extension-name.ts';
import type { Release, Remote } from '../../shared/model/catalog.ts';
import { parseReleaseName } from '../../shared/release-name.ts';
import { fileAddress, isLocal, localPath } from '../http/address.ts';
import { hostOf } from '../http/client.ts';
import type { Fetched, Freshness, Metadata } from './metadata.ts';
import { type Keyring, verifySignature } from './signature.ts';

export interface Listing {
  readonly releases: readonly Release[];
  /** Entries of the lists that were not taken. */
  readonly refused: number;
  /** Of the oldest list. */
  readonly checkedAt: number;
  /** Why a server could not be asked, so that what was there before is shown. */
  readonly problem: VeneerError | null;
  /** Fingerprint of the key; null where no signature is wanted. */
  readonly signedBy: string | null;
}

export interface ListingContext {
  readonly metadata: Metadata;
  readonly freshness: Freshness;
  /** Of systemd, for remotes that trust it. */
  readonly systemKeyring: () => Keyring;
  readonly signal: AbortSignal | null;
  /** Milliseconds since 1970. */
  readonly now: number;
}

const MAX_LIST = 16 * 1024 * 1024;
const MAX_SIGNATURE = 256 * 1024;
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
  const flat = await readFolder(remote, remote.url, null, context);
  if (flat !== null) return flat;
  const folders = await foldersOf(remote, context);
  const listings: Listing[] = [];
  let next = 0;
  const work = async () => {
    for (let name = folders[next++]; name !== undefined; name = folders[next++]) {
      const listing = await readFolder(remote, fileAddress(remote.url, name).concat('/'), name, context);
      if (listing !== null) listings.push(listing);
    }
  };
  await Promise.all(Array.from({ length: FOLDERS_AT_ONCE }, work));
  if (listings.length === 0) throw noList(remote.url);
  return {
    releases: listings.flatMap(({ releases }) => releases),
    refused: listings.reduce((sum, { refused }) => sum + refused, 0),
    checkedAt: Math.min(...listings.map(({ checkedAt }) => checkedAt)),
    problem: listings.find(({ problem }) => problem !== null)?.problem ?? null,
    signedBy: listings.find(({ signedBy }) => signedBy !== null)?.signedBy ?? null,
  };
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
  const releases = files.flatMap(({ sha256, path }) => releaseOf(remote, folder, name, path, sha256, manifests));
  const { checkedAt, problem, signedBy } = list;
  return { releases, refused: refusedCount, checkedAt, problem, signedBy };
}

export interface List {
  readonly checksums: Checksums;
  readonly checkedAt: number;
  readonly problem: VeneerError | null;
  readonly signedBy: string | null;
}

/**
 * The list of one folder, with its signature checked where one is wanted.
 *
 * @returns null where the folder has none
 * @throws {VeneerError} `unreachable`, `server-error`, `not-verified`
 */
export async function readList(
  folder: string,
  trusted: Pick<Remote, 'trust' | 'key'>,
  context: ListingContext,
): Promise<List | null> {
  const { metadata, freshness, signal, now } = context;
  const list = await metadata.fetch(fileAddress(folder, 'SHA256SUMS'), MAX_LIST, freshness, signal);
  if (list === null) return null;
  const signedBy = await signerOf(trusted, folder, list, context);
  const checksums = parseChecksums(list.body.toString('latin1'));
  const { bestBefore } = checksums;
  if (bestBefore !== null && now > Date.parse(`${bestBefore}T23:59:59Z`)) {
    throw new VeneerError('not-verified', `The list of ${placeOf(folder)} may not be used after ${bestBefore}.`, {
      nextStep: 'Look at the date of this machine, or wait until the server has a newer list.',
    });
  }
  return { checksums, checkedAt: list.checkedAt, problem: list.problem, signedBy };
}

const placeOf = (address: string) => (isLocal(address) ? localPath(address) : hostOf(address));

async function signerOf(
  { trust, key }: Pick<Remote, 'trust' | 'key'>,
  folder: string,
  list: Fetched,
  { metadata, freshness, systemKeyring, signal }: ListingContext,
): Promise<string | null> {
  if (trust === 'unsigned') return null;
  const signature = await metadata.fetch(fileAddress(folder, 'SHA256SUMS.gpg'), MAX_SIGNATURE, freshness, signal);
  if (signature === null) {
    throw new VeneerError('not-verified', `The list of ${placeOf(folder)} is not used: nobody signed it.`, {
      nextStep: 'Ask who runs the server, or use it without a signature.',
      detail: fileAddress(folder, 'SHA256SUMS.gpg'),
    });
  }
  const ring = trust === 'pinned' ? (key === null ? [] : [key]) : systemKeyring();
  return verifySignature(list.body, signature.body, ring, placeOf(folder));
}

function releaseOf(
  remote: Remote,
  folder: string,
  name: string | null,
  path: string,
  sha256: string | null,
  manifests: ReadonlyMap<string, string>,
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
    },
  ];
}

/** A folder of this machine, such as a USB stick, may be without a list: what lies there is listed. */
function withoutList(remote: Remote, folder: string, name: string | null): Listing | null {
  const path = localPath(folder);
  if (!existsSync(path)) {
    throw new VeneerError('unreachable', `${path} is not there now.`, {
      nextStep: 'Plug the disk in, or change the address of the remote.',
    });
  }
  if (remote.trust !== 'unsigned') return null;
  const manifests = new Map<string, string>();
  const releases = readdirSync(path, { withFileTypes: true })
    .filter((entry) => entry.isFile())
    .flatMap((entry) => releaseOf(remote, folder, name, entry.name, null, manifests));
  if (releases.length === 0) return null;
  return { releases, refused: 0, checkedAt: Date.now(), problem: null, signedBy: null };
}

/** The names of the folders in a remote that has no list of its own. */
async function foldersOf(remote: Remote, { metadata, freshness, signal }: ListingContext): Promise<string[]> {
  if (isLocal(remote.url)) {
    return readdirSync(localPath(remote.url), { withFileTypes: true })
      .filter((entry) => entry.isDirectory() && isExtensionName(entry.name))
      .map((entry) => entry.name)
      .slice(0, MAX_FOLDERS);
  }
  const index = await metadata.fetch(remote.url, MAX_INDEX, freshness, signal);
  if (index === null) throw noList(remote.url);
  return folderLinks(index.body.toString('utf8'), index.address);
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
    return isExtensionName(name) && !name.startsWith('.') ? name : null;
  } catch {
    return null;
  }
}
