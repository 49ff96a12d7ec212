/** What a remote has, whatever its shape: see `Layout` of shared/known-remotes.ts. */
import { reportOf, VeneerError } from '../../shared/errors.ts';
import { type Layout, layoutOf } from '../../shared/known-remotes.ts';
import type { Release, Remote } from '../../shared/model/catalog.ts';
import { nameAmong } from '../../shared/release-name.ts';
import { fileAddress, isLocal } from '../http/address.ts';
import { hostOf } from '../http/client.ts';
import { entriesOf, foldersOf } from './folders.ts';
import { type List, type ListingContext, noList, readList } from './list.ts';
import { type ListOf, releasesIn } from './releases.ts';
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

const FOLDERS_AT_ONCE = 6;

/**
 * Lists the images of a remote.
 *
 * @throws {VeneerError} `unreachable`, `server-error`, `not-verified`, and `not-found` where there is no list
 */
export async function listRemote(remote: Remote, context: ListingContext): Promise<Listing> {
  // What stands in the file of a person was not checked when it was written there.
  checkUsable(remote);
  const layout = layoutOf(remote.url);
  if (layout.lists === 'list-of-all') {
    const all = await readListOfAll(remote, layout, context);
    if (all !== null) return all;
  }
  const flat = layout.lists === 'any' ? await readFolder(remote, remote.url, null, context) : null;
  if (flat !== null) return flat;
  if (layout.folders === null) throw noList(remote.url);
  const why = layout.lists === 'any' ? noList(remote.url) : noIndex(remote.url);
  return readFolders(remote, await foldersOf(remote.url, layout.folders, context, why), context);
}

async function readFolders(remote: Remote, folders: readonly string[], context: ListingContext): Promise<Listing> {
  const listings: Listing[] = [];
  const missing: { folder: string; error: VeneerError }[] = [];
  let next = 0;
  const work = async () => {
    for (let name = folders[next++]; name !== undefined; name = folders[next++]) {
      try {
        const listing = await readFolder(remote, folderAddressOf(remote, name), name, context);
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

/** How the names in a folder are read. @param name of the extension, where the folder is called after it */
function listOf(remote: Remote, folder: string, name: string | null, signer: Signer | null): ListOf {
  const { osRelease } = layoutOf(remote.url);
  const naming = { name, osRelease };
  return {
    remote: remote.name,
    naming: () => naming,
    folderOf: () => folder,
    signedBy: signer?.fingerprint ?? null,
  };
}

/** The list of one folder. @returns null where the folder has none */
async function readFolder(
  remote: Remote,
  folder: string,
  name: string | null,
  context: ListingContext,
): Promise<Listing | null> {
  const list = await readList(folder, remote, context);
  if (list === null) return isLocal(folder) ? withoutList(remote, folder, name) : null;
  return listingOf(list, listOf(remote, folder, name, list.signer));
}

function listingOf({ checksums, checkedAt, problem, signer }: List, of: ListOf): Listing {
  const { releases, refused } = releasesIn(checksums.files, of);
  return { releases, refused: refused + checksums.refusedCount, checkedAt, problem, signer, missing: [] };
}

/**
 * One list of all, though each image stands in a folder of its extension (Flatcar's bakery, Fedora's): two answers
 * instead of one for each folder.
 *
 * @returns null where there is no such list
 */
async function readListOfAll(
  remote: Remote,
  { folders, osRelease }: Layout,
  context: ListingContext,
): Promise<Listing | null> {
  const [list, names] = await Promise.all([
    readList(remote.url, remote, context),
    folders === null ? null : foldersOf(remote.url, folders, context, noIndex(remote.url)),
  ]);
  if (list === null) return null;
  return listingOf(list, {
    ...listOf(remote, remote.url, null, list.signer),
    folderOf: (name) => folderAddressOf(remote, name),
    naming(fileName) {
      const name = names === null ? null : nameAmong(names, fileName);
      return names !== null && name === null ? null : { name, osRelease };
    },
  });
}

/** @param url of a remote whose extensions can be told by nothing else */
function noIndex(url: string): VeneerError {
  return new VeneerError('not-found', `${hostOf(url)} does not tell which extensions it has.`, {
    nextStep: 'Try again later.',
    detail: url,
  });
}

const folderAddressOf = ({ url }: Remote, name: string) => fileAddress(url, name).concat('/');

/** A folder of this machine, such as a USB stick, may be without a list: what lies there is listed. */
function withoutList(remote: Remote, folder: string, name: string | null): Listing | null {
  const entries = entriesOf(folder);
  if (remote.trust !== 'unsigned') return null;
  const files = entries.filter((entry) => entry.isFile()).map((entry) => ({ path: entry.name, sha256: null }));
  const { releases, refused } = releasesIn(files, listOf(remote, folder, name, null));
  if (releases.length === 0) return null;
  return { releases, refused, checkedAt: Date.now(), problem: null, signer: null, missing: [] };
}
