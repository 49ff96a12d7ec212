/** How the catalog asks a registry: what comes is parsed by the text reader, and is what its digest says. */

import { createHash } from 'node:crypto';
import { messageOf } from '../../shared/messages/message.ts';
import { VeneerError } from '../../shared/model/errors.ts';
import { newestTags } from '../../shared/remotes/oci-release.ts';
import { hostOf } from '../http/client.ts';
import type { OciManifest, TextReader } from '../lists/text-reader.ts';
import { type Asker, registryAsker } from '../registry/ask.ts';
import { credentialFiles } from '../registry/credentials.ts';
import type { ListingContext } from './list.ts';

const MAX_MANIFEST = 4 * 1024 * 1024;
const MAX_CONFIG = 1024 * 1024;
const MAX_PAGE = 4 * 1024 * 1024;
const MAX_PAGES = 50;

/** What a registry is asked for; the newer forms first. */
const MANIFESTS = [
  'application/vnd.oci.image.index.v1+json',
  'application/vnd.oci.image.manifest.v1+json',
  'application/vnd.docker.distribution.manifest.list.v2+json',
  'application/vnd.docker.distribution.manifest.v2+json',
].join(', ');

export interface Told {
  readonly manifest: OciManifest | null;
  /** Of the manifest itself. */
  readonly sha256: string;
  /** When the registry last confirmed it, in milliseconds since 1970. */
  readonly checkedAt: number;
  /** Why what was there before is told. */
  readonly problem: VeneerError | null;
}

export const askerWith = (texts: TextReader): Asker =>
  registryAsker({ files: credentialFiles(), readToken: (answer, signal) => texts.ociToken(answer, signal) });

/**
 * The newest tags of a repository, page by page.
 *
 * @param base address of the repository, with a slash at its end
 * @returns null where there is no such repository
 * @throws {VeneerError} `server-error` also for a list without end
 */
export async function readTags(
  base: string,
  asker: Asker,
  { metadata, texts, cachePolicy, signal }: ListingContext,
): Promise<{
  readonly tags: readonly string[];
  readonly checkedAt: number;
  readonly problem: VeneerError | null;
} | null> {
  let tags: readonly string[] = [];
  let at: string | null = `${base}tags/list`;
  let checkedAt = Date.now();
  let problem: VeneerError | null = null;
  for (let pages = 0; at !== null; pages++) {
    if (pages === MAX_PAGES) throw endlessError(base);
    const part = { address: at, limit: MAX_PAGE, ask: asker };
    const page = await metadata.fetchTogether([part], cachePolicy, signal, async ([body]) => {
      const told = await texts.ociTags(body as Buffer, signal);
      if (told === null) throw noRegistry(base);
      return told;
    });
    if (page === null) return null;
    tags = newestTags([...new Set([...tags, ...page.value])]);
    checkedAt = Math.min(checkedAt, page.checkedAt);
    problem ??= page.problem;
    at = nextPage(at, page.link);
  }
  return { tags, checkedAt, problem };
}

/** Of the same list alone. */
function nextPage(at: string, link: string | null): string | null {
  const [, target] = /<([^>]{1,2000})>\s*;\s*rel="?next"?/i.exec(link ?? '') ?? [];
  if (target === undefined || !URL.canParse(target, at)) return null;
  const [from, to] = [new URL(at), new URL(target, at)];
  return to.origin === from.origin && to.pathname === from.pathname && to.href !== from.href ? to.href : null;
}

/**
 * A manifest.
 *
 * @param reference a tag, or `sha256:` with the digest that it must have, which is asked for once
 * @returns null where there is none
 * @throws {VeneerError} `not-verified` for another one than was asked for
 */
export async function readManifest(
  base: string,
  reference: string,
  asker: Asker,
  { metadata, texts, cachePolicy, signal }: ListingContext,
): Promise<Told | null> {
  const address = `${base}manifests/${reference}`;
  const askRegistry: Asker = (at, asking) =>
    asker(at, { ...asking, headers: { ...asking?.headers, accept: MANIFESTS } });
  const isPinned = reference.startsWith('sha256:');
  const part = { address, limit: MAX_MANIFEST, ask: askRegistry };
  const found = await metadata.fetchTogether([part], isPinned ? 'cache-only' : cachePolicy, signal, async ([body]) => {
    const bytes = body as Buffer;
    const sha256 = createHash('sha256').update(bytes).digest('hex');
    if (isPinned && reference !== `sha256:${sha256}`) throw wrongDigest(address, sha256);
    return { manifest: await texts.ociManifest(bytes, signal), sha256 };
  });
  if (found === null) return null;
  const { value, checkedAt, problem } = found;
  return { ...value, checkedAt, problem };
}

/** The architecture in the configuration of a container image; null where it is not told. */
export async function readArchitecture(
  base: string,
  config: { readonly sha256: string; readonly size: number },
  asker: Asker,
  { metadata, texts, signal }: ListingContext,
): Promise<string | null> {
  if (config.size > MAX_CONFIG) return null;
  const address = `${base}blobs/sha256:${config.sha256}`;
  const part = { address, limit: MAX_CONFIG, ask: asker };
  const found = await metadata.fetchTogether([part], 'cache-only', signal, async ([body]) => {
    const bytes = body as Buffer;
    const sha256 = createHash('sha256').update(bytes).digest('hex');
    if (sha256 !== config.sha256) throw wrongDigest(address, sha256);
    return texts.ociArchitecture(bytes, signal);
  });
  return found?.value ?? null;
}

function wrongDigest(address: string, found: string): VeneerError {
  return new VeneerError(
    'not-verified',
    messageOf('common.sends-another-manifest-than-was-asked', { host: hostOf(address) }),
    {
      nextStep: messageOf('common.tell-who-runs-registry-nothing-of'),
      detail: `${address}: found sha256:${found}`,
    },
  );
}

function endlessError(base: string): VeneerError {
  return new VeneerError('server-error', messageOf('remote.sends-list-without-end', { host: hostOf(base) }), {
    nextStep: messageOf('remote.tell-who-runs-server-nothing-of'),
    detail: `${base}: more than ${MAX_PAGES} pages`,
  });
}

function noRegistry(base: string): VeneerError {
  return new VeneerError('server-error', messageOf('remote.does-not-answer-as-registry-does', { host: hostOf(base) }), {
    nextStep: messageOf('remote.look-whether-address-is-that-of-repository'),
    detail: base,
  });
}
