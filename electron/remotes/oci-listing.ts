/** What a repository of an OCI registry has: its tags are the versions, and each is pinned by the digest that it points to. */

import { messageOf } from '../../shared/messages/message.ts';
import type { Release, Remote } from '../../shared/model/catalog.ts';
import { reportOf, VeneerError } from '../../shared/model/errors.ts';
import { lastPart, ociAddress, parseOciAddress, registryUrl } from '../../shared/remotes/oci-address.ts';
import { isVersionTag, ociName } from '../../shared/remotes/oci-release.ts';
import type { OciManifest } from '../lists/text-reader.ts';
import type { Asker } from '../registry/ask.ts';
import type { ListingContext } from './list.ts';
import type { Listing } from './listing.ts';
import { askerWith, readArchitecture, readManifest, readTags, type Told } from './registry.ts';
import { checkUsable } from './remotes.ts';

const TAGS_AT_ONCE = 6;

interface Look {
  readonly remote: Remote;
  /** Address of the repository, with a slash at its end: at the registry, and as it is kept. */
  readonly base: string;
  readonly folder: string;
  readonly repositoryName: string;
  readonly asker: Asker;
  readonly context: ListingContext;
}

interface Tagged {
  readonly tag: string;
  readonly told: Told;
}

/**
 * Lists the images of a repository.
 *
 * @throws {VeneerError} `unreachable`, `server-error`, `not-verified`, and `not-found` where there is no such repository
 */
export async function listRepository(remote: Remote, context: ListingContext): Promise<Listing> {
  checkUsable(remote);
  const at = parseOciAddress(remote.url);
  if (at === null) throw noRepository(remote.url);
  const look: Look = {
    remote,
    base: registryUrl(at),
    folder: `${ociAddress({ ...at, tag: null })}/`,
    repositoryName: lastPart(at),
    asker: askerWith(context.texts),
    context,
  };
  const list = at.tag === null ? await readTags(look.base, look.asker, context) : null;
  if (at.tag === null && list === null) throw noRepository(remote.url);
  const missing: { folder: string; error: VeneerError }[] = [];
  const releases: Release[] = [];
  let refused = 0;
  const tagged = await atOnce(list === null ? [at.tag ?? ''] : list.tags, missing, async (tag) => {
    const told = await readManifest(look.base, tag, look.asker, context);
    // Taken away since the list was made.
    if (told === null && list === null) throw noRepository(remote.url);
    return told === null ? [] : [{ tag, told }];
  });
  const found = await atOnce(
    pointedTo(tagged),
    missing,
    (one) => releasesOf(one, look),
    ({ tag }) => tag,
  );
  for (const one of found) {
    if (one === null) refused++;
    else releases.push(one);
  }
  const [first] = missing;
  if (releases.length === 0 && first !== undefined) throw first.error;
  return {
    releases,
    refused,
    checkedAt: Math.min(list?.checkedAt ?? Date.now(), ...tagged.map(({ told }) => told.checkedAt)),
    problem: list?.problem ?? tagged.find(({ told }) => told.problem !== null)?.told.problem ?? null,
    signer: null,
    missing,
  };
}

/** One tag for each digest: of `1`, `1.2`, `1.2.3` and `latest` the one that says most, and does not move. */
function pointedTo(tagged: readonly Tagged[]): readonly Tagged[] {
  const best = new Map<string, Tagged>();
  const says = ({ tag }: Tagged) => (isVersionTag(tag) ? tag.length : 0);
  for (const one of tagged) {
    const before = best.get(one.told.sha256);
    if (before === undefined || says(one) > says(before)) best.set(one.told.sha256, one);
  }
  return [...best.values()];
}

/** Some at a time; what fails is told by its tag. */
async function atOnce<T, R>(
  all: readonly T[],
  missing: { folder: string; error: VeneerError }[],
  work: (one: T) => Promise<readonly R[]>,
  named: (one: T) => string = String,
): Promise<R[]> {
  const found: R[][] = all.map(() => []);
  let next = 0;
  const workThrough = async () => {
    for (let at = next++; at < all.length; at = next++) {
      try {
        found[at] = [...(await work(all[at] as T))];
      } catch (error) {
        const known = VeneerError.of(reportOf(error));
        if (known.code === 'cancelled') throw known;
        missing.push({ folder: named(all[at] as T), error: known });
      }
    }
  };
  await Promise.all(Array.from({ length: TAGS_AT_ONCE }, workThrough));
  return found.flat();
}

/** What one tag points to; null for what is no extension. */
async function releasesOf({ tag, told }: Tagged, look: Look): Promise<(Release | null)[]> {
  const { manifest, sha256 } = told;
  if (manifest?.kind !== 'index') return releasesIn(tag, manifest, sha256, null, look);
  const releases: (Release | null)[] = [];
  for (const one of manifest.manifests) {
    const inner = await readManifest(look.base, `sha256:${one.sha256}`, look.asker, look.context);
    releases.push(...(await releasesIn(tag, inner?.manifest ?? null, one.sha256, one.architecture, look)));
  }
  return releases;
}

/** @param sha256 of the manifest */
async function releasesIn(
  tag: string,
  manifest: OciManifest | null,
  sha256: string,
  platform: string | null,
  look: Look,
): Promise<(Release | null)[]> {
  if (manifest?.kind === 'files') {
    return manifest.files.map(({ title, packing, ...blob }) =>
      releaseOf(look, tag, title, platform, packing, blob.sha256, { what: 'blob', size: blob.size }),
    );
  }
  if (manifest?.kind !== 'layers') return [null];
  const { layers, config } = manifest;
  const named = ociName(look.repositoryName, tag, null, platform, null);
  const isTold = named?.architecture != null || config === null;
  const architecture = isTold ? platform : await readArchitecture(look.base, config, look.asker, look.context);
  const size = layers.reduce((sum, layer) => sum + layer.size, 0);
  return [releaseOf(look, tag, null, architecture, null, sha256, { what: 'layers', size })];
}

function releaseOf(
  { remote, folder, repositoryName }: Look,
  tag: string,
  title: string | null,
  architecture: string | null,
  packing: Release['packing'],
  sha256: string,
  oci: NonNullable<Release['oci']>,
): Release | null {
  const named = ociName(repositoryName, tag, title, architecture, packing);
  if (named === null) return null;
  return {
    ...named,
    remote: remote.name,
    osVersion: null,
    isOsVersionSure: true,
    packing,
    folder,
    sha256,
    pattern: null,
    manifest: null,
    signedBy: null,
    oci,
  };
}

function noRepository(url: string): VeneerError {
  return new VeneerError('not-found', messageOf('remote.there-is-no-repository-at', { address: url }), {
    nextStep: messageOf('remote.look-whether-address-and-tag-where'),
  });
}
