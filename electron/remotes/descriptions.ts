/** What a publisher says of an extension, from the pages that it keeps for people. */
import { VeneerError } from '../../shared/model/errors.ts';
import { type Descriptions, knownAt } from '../../shared/remotes/known-remotes.ts';
import type { TextReader } from '../lists/text-reader.ts';
import type { Metadata } from './metadata.ts';

export interface Asking {
  readonly metadata: Metadata;
  readonly texts: TextReader;
  readonly signal: AbortSignal | null;
}

const MAX_PAGE = 1024 * 1024;
/** Pages are asked for again after so long. */
const FRESH_MS = 7 * 24 * 60 * 60 * 1000;

/**
 * The publisher's own words.
 *
 * @returns null where there are none, or nobody could be asked: they are no part of whether an extension can be had
 * @throws {VeneerError} `cancelled`
 */
export async function publishersWords(url: string, name: string, asking: Asking): Promise<string | null> {
  const descriptions = knownAt(url)?.descriptions ?? null;
  if (descriptions === null) return null;
  try {
    return await readDescription(descriptions, name, asking);
  } catch (error) {
    if (!(error instanceof VeneerError) || error.code === 'cancelled') throw error;
    return null;
  }
}

async function readDescription(descriptions: Descriptions, name: string, asking: Asking): Promise<string | null> {
  if ('table' in descriptions) {
    const page = await pageAt(descriptions.table, asking);
    return page === null ? null : asking.texts.pageWords(page, name, asking.signal);
  }
  // Three of Flatcar's pages have `_` where the extension has `-`.
  for (const file of new Set([name, name.replaceAll('-', '_')])) {
    const address = descriptions.pages.replace('NAME', () => encodeURIComponent(file));
    const page = await pageAt(address, asking);
    if (page !== null) return asking.texts.pageWords(page, null, asking.signal);
  }
  return null;
}

async function pageAt(address: string, { metadata, signal }: Asking): Promise<Buffer | null> {
  const kept = await metadata.fetch(address, MAX_PAGE, 'cache-only', signal);
  const isOld = kept !== null && Date.now() - kept.checkedAt > FRESH_MS;
  const page = isOld ? await metadata.fetch(address, MAX_PAGE, 'revalidate', signal) : kept;
  return page?.body ?? null;
}
