/** What a publisher says of an extension, from the pages that it keeps for people. */
import { VeneerError } from '../../shared/errors.ts';
import { type Descriptions, knownAt } from '../../shared/known-remotes.ts';
import { visible } from '../../shared/visible.ts';
import type { Metadata } from './metadata.ts';

const MAX_PAGE = 1024 * 1024;
/** Letters of a description; more is read at the publisher. */
const MAX_LENGTH = 300;
/** Pages are asked for again after so long. */
const FRESH_MS = 7 * 24 * 60 * 60 * 1000;

/**
 * The publisher's own words.
 *
 * @returns null where there are none, or nobody could be asked: they are no part of whether an extension can be had
 * @throws {VeneerError} `cancelled`
 */
export async function publishersWords(
  url: string,
  name: string,
  metadata: Metadata,
  signal: AbortSignal | null,
): Promise<string | null> {
  const descriptions = knownAt(url)?.descriptions ?? null;
  if (descriptions === null) return null;
  try {
    return await read(descriptions, name, metadata, signal);
  } catch (error) {
    if (!(error instanceof VeneerError) || error.code === 'cancelled') throw error;
    return null;
  }
}

async function read(
  descriptions: Descriptions,
  name: string,
  metadata: Metadata,
  signal: AbortSignal | null,
): Promise<string | null> {
  if ('table' in descriptions) {
    const page = await pageAt(descriptions.table, metadata, signal);
    return page === null ? null : inTable(page, name);
  }
  // Three of Flatcar's pages have `_` where the extension has `-`.
  for (const file of new Set([name, name.replaceAll('-', '_')])) {
    const address = descriptions.pages.replace('NAME', () => encodeURIComponent(file));
    const page = await pageAt(address, metadata, signal);
    if (page !== null) return firstWords(page);
  }
  return null;
}

async function pageAt(address: string, metadata: Metadata, signal: AbortSignal | null): Promise<string | null> {
  const kept = await metadata.fetch(address, MAX_PAGE, 'kept', signal);
  const isOld = kept !== null && Date.now() - kept.checkedAt > FRESH_MS;
  const page = isOld ? await metadata.fetch(address, MAX_PAGE, 'ask', signal) : kept;
  return page === null ? null : page.body.toString('utf8');
}

/** The first paragraph of a page of Markdown that is neither heading nor code; of a long one its first sentence. */
export function firstWords(markdown: string): string | null {
  const withoutHead = markdown.replace(/^---\n[\s\S]*?\n---\n/, '');
  for (const part of withoutHead.split(/\n\s*\n/)) {
    // A heading may stand right above its text.
    const lines = part.split('\n').filter((line) => line.trim() !== '' && !/^\s*#/.test(line));
    const [first] = lines;
    if (first === undefined || /^\s*(?:```|[|<>!]|[-*+] |\[!)/.test(first)) continue;
    return shortened(plain(lines.join(' ')));
  }
  return null;
}

/** The second column of a table whose first one has the name. */
export function inTable(markdown: string, name: string): string | null {
  for (const line of markdown.split('\n')) {
    const [, first, second] = line.split('|');
    if (first === undefined || second === undefined) continue;
    if (plain(first) === name) return shortened(plain(second));
  }
  return null;
}

/** Markdown without its marks, and nothing in it that acts. */
const plain = (text: string): string =>
  visible(
    text
      .replace(/!?\[([^\]]{0,500})\]\([^)\s]{0,1000}\)/g, '$1')
      .replace(/<(https?:[^>\s]{1,500})>/g, '$1')
      .replace(/(\*\*|__|`)(.+?)\1/g, '$2')
      .replace(/\s+/g, ' ')
      .trim(),
  );

function shortened(text: string): string | null {
  if (text === '') return null;
  if (text.length <= MAX_LENGTH) return text;
  const sentence = /^.{20,}?[.!?](?=\s)/.exec(text)?.[0];
  return sentence !== undefined && sentence.length <= MAX_LENGTH
    ? sentence
    : `${text.slice(0, MAX_LENGTH - 1).trimEnd()}…`;
}
