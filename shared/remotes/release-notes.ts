/** Where a publisher says what is new in a release, as far as its address or its transfer file tells; nothing is fetched for it. */
import type { Release } from '../model/catalog.ts';
import { KNOWN_REMOTES } from './known-remotes.ts';

/** More links than a person follows, and longer ones than a person reads. */
const MOST = 5;
const LONGEST = 500;

/**
 * Whether a text is an address that may be shown as one: https, in ASCII without what a terminal or a page could take for more,
 * and without a login, behind which another host could hide.
 */
export const isNotesAddress = (text: string): boolean =>
  text.length <= LONGEST && /^https:\/\/[A-Za-z0-9.-]+(?::\d{1,5})?(?:\/[A-Za-z0-9._~!$&()*+,;=:@%/?#-]*)?$/.test(text);

/** Whether the window opens it: what stands on GitHub is shown as it is written, and what else a root has named is to be read. */
export const opensInBrowser = (address: string): boolean => address.startsWith('https://github.com/');

/** docs.github.com, "Linking to releases". */
const GITHUB = /^https:\/\/github\.com\/([\w.-]+\/[\w.-]+)\/releases\/(?:download\/([^/]+)|latest\/download)\//;

/** The page of the release that a file is a part of; null where its address does not tell. */
export function notesOfRelease({ folder, path }: Pick<Release, 'folder' | 'path'>): string | null {
  const page = pageOf(folder, path);
  return page !== null && isNotesAddress(page) ? page : null;
}

function pageOf(folder: string, path: string): string | null {
  const [, repository = '', tag] = GITHUB.exec(`${folder}${path}`) ?? [];
  if (repository !== '')
    return `https://github.com/${repository}/releases/${tag === undefined ? 'latest' : `tag/${tag}`}`;
  const known = KNOWN_REMOTES.find(({ url }) => folder.startsWith(url))?.releases;
  if (known === undefined || known === null) return null;
  const [, its] = known.tag.exec(path.slice(path.lastIndexOf('/') + 1)) ?? [];
  return its === undefined ? null : `https://github.com/${known.repository}/releases/tag/${encodeURIComponent(its)}`;
}

/**
 * What a transfer file says, in its order, then the page of the release.
 *
 * @param changeLogs ChangeLog= of sysupdate.d(5), in which `@v` stands for the version
 */
export function notesOf(changeLogs: readonly string[], version: string, release: Release | null): string[] {
  const named = changeLogs.map((one) => one.replaceAll('@v', () => encodeURIComponent(version))).filter(isNotesAddress);
  const page = release === null ? null : notesOfRelease(release);
  return [...new Set([...named, ...(page === null ? [] : [page])])].slice(0, MOST);
}
