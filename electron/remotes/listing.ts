/** What a remote has, whatever its shape: see `Layout` of shared/remotes/known-remotes.ts. */

import { messageOf } from '../../shared/messages/message.ts';
import type { Release, Remote } from '../../shared/model/catalog.ts';
import { reportOf, VeneerError } from '../../shared/model/errors.ts';
import { type Layout, layoutOf } from '../../shared/remotes/known-remotes.ts';
import { fileAddress, isLocal } from '../http/address.ts';
import { hostOf } from '../http/client.ts';
import type { ListedReleases, ListHead, ListOf, Signer } from '../lists/text-reader.ts';
import { entriesOf, foldersOf } from './folders.ts';
import { type List, type ListingContext, noList, readList } from './list.ts';
import { checkUsable } from './remotes.ts';

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
  const listNext = async () => {
    for (let name = folders[next++]; name !== undefined; name = folders[next++]) {
      try {
        const listing = await readFolder(remote, folderAddressIn(remote.url, name), name, context);
        if (listing !== null) listings.push(listing);
      } catch (error) {
        const known = VeneerError.of(reportOf(error));
        if (known.code === 'cancelled') throw known;
        missing.push({ folder: name, error: known });
      }
    }
  };
  await Promise.all(Array.from({ length: FOLDERS_AT_ONCE }, listNext));
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
  return new VeneerError(
    code,
    messageOf('remote.not-shown', { folders: `${names.join(', ')}${more}`, reason: message }),
    {
      ...(nextStep === null ? {} : { nextStep }),
      detail: missing.map(({ folder, error }) => `${folder}: ${error.message}`).join('\n'),
    },
  );
}

/** How the names in one folder are read. @param name of the extension, where the folder is called after it */
const listOf = (remote: Remote, name: string | null): ListOf => ({
  remote: remote.name,
  osRelease: layoutOf(remote.url).osRelease,
  images: { stand: 'here', name },
});

/** The list of one folder. @returns null where the folder has none */
async function readFolder(
  remote: Remote,
  folder: string,
  name: string | null,
  context: ListingContext,
): Promise<Listing | null> {
  const of = listOf(remote, name);
  const { texts, signal } = context;
  const list = await readList(folder, remote, context, (text) => texts.listReleases(text, of, signal));
  if (list === null) return isLocal(folder) ? withoutList(remote, folder, of, context) : null;
  return listingOf(folder, list);
}

function listingOf(folder: string, { told, checkedAt, problem }: List<ListHead & ListedReleases>): Listing {
  const { releases, refused, signer } = told;
  return { releases: inFolder(releases, folder), refused, checkedAt, problem, signer, missing: [] };
}

/** With the addresses of their folders. @param folder in which the list is */
const inFolder = (releases: readonly Release[], folder: string): Release[] =>
  releases.map((one) => ({ ...one, folder: one.folder === '' ? folder : folderAddressIn(folder, one.name) }));

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
  const { texts, signal } = context;
  const folderNames =
    folders === null ? Promise.resolve(null) : foldersOf(remote.url, folders, context, noIndex(remote.url));
  const [list] = await Promise.all([
    readList(remote.url, remote, context, async (text) => {
      const images = { stand: 'by-name', names: await folderNames } as const;
      return texts.listReleases(text, { remote: remote.name, osRelease, images }, signal);
    }),
    folderNames,
  ]);
  return list === null ? null : listingOf(remote.url, list);
}

/** @param url of a remote whose extensions can be told by nothing else */
function noIndex(url: string): VeneerError {
  return new VeneerError('not-found', messageOf('remote.does-not-tell-which-extensions-it', { host: hostOf(url) }), {
    nextStep: messageOf('common.try-again-later'),
    detail: url,
  });
}

const folderAddressIn = (folder: string, name: string) => fileAddress(folder, name).concat('/');

/** A folder of this machine, such as a USB stick, may be without a list: what lies there is listed. */
async function withoutList(
  remote: Remote,
  folder: string,
  of: ListOf,
  { texts, signal }: ListingContext,
): Promise<Listing | null> {
  const entries = entriesOf(folder);
  if (remote.trust !== 'unsigned') return null;
  const files = entries.filter((entry) => entry.isFile()).map((entry) => ({ path: entry.name, sha256: null }));
  const { releases, refused } = await texts.nameReleases(files, of, signal);
  if (releases.length === 0) return null;
  const checkedAt = Date.now();
  return { releases: inFolder(releases, folder), refused, checkedAt, problem: null, signer: null, missing: [] };
}
