/** What a recipe is made from: fetched once, kept, and never taken without a checksum or a signature. */
import { createWriteStream, existsSync, renameSync, rmSync, statSync } from 'node:fs';
import { basename, dirname, join, resolve } from 'node:path';
import { pipeline } from 'node:stream/promises';
import { messageOf } from '../../shared/messages/message.ts';
import { VeneerError } from '../../shared/model/errors.ts';
import { isAddress, type RecipeSource } from '../../shared/model/recipe.ts';
import { checksumOf, expanded } from '../../shared/recipe/source-place.ts';
import { hashFile } from '../host/hash-file.ts';
import { networkError, refusalError, requestAnswer } from '../http/client.ts';
import { ImageError } from '../images/tree.ts';
import { limitBytes } from '../images/unpack.ts';
import { makeOwnFolder } from '../node/own-folder.ts';
import { readRegular } from '../node/regular-file.ts';
import { keptName, keptPath } from './kept-path.ts';
import { checkSigned, type Small } from './signed.ts';

/** Bytes that one source may have. */
const MOST_BYTES = 4 * 1024 ** 3;
/** Of a signature, or of a list of checksums. */
const MOST_SMALL = 16 * 1024 ** 2;

/** One build of a recipe. */
export interface Wanted {
  readonly version: string;
  /** In systemd's spelling, or `any`. */
  readonly architecture: string;
}

export interface Fetching {
  /** Where what was fetched is kept, each under its checksum, or that of its address where it has none. */
  readonly cache: string;
  readonly signal: AbortSignal | null;
  /** Told before a server is asked. */
  onFetch(address: string): void;
}

/**
 * Where the file of a source is, checked.
 *
 * @param recipePath of the file of the recipe, beside which files are looked for
 * @throws {VeneerError} `not-found`, `not-verified` where the checksum or signature is another, and what asking a server throws
 */
export async function locateSource(
  source: RecipeSource,
  recipePath: string,
  wanted: Wanted,
  fetching: Fetching,
): Promise<string> {
  const sha256 = checksumOf(source, wanted);
  const needSignature = (path: string, place: string, isAnew: boolean) =>
    checkSource(path, place, source, recipePath, wanted, fetching, isAnew);
  const isSignedAsKept = (path: string, place: string) =>
    needSignature(path, place, false).then(
      () => true,
      (error: unknown) => {
        if (error instanceof VeneerError && error.code === 'not-verified') return false;
        throw error;
      },
    );
  if (source.file !== undefined) {
    const path = besideRecipe(source.file, source, wanted, recipePath);
    const found = statSync(path, { throwIfNoEntry: false });
    if (found === undefined) throw new VeneerError('not-found', messageOf('common.there-is-nothing-at', { path }));
    if (sha256 !== null && found.isFile()) needHash(path, await hashFile(path, fetching.signal), sha256);
    if (!(await isSignedAsKept(path, path))) await needSignature(path, path, true);
    return path;
  }
  if (sha256 === null && source.signed === undefined) {
    const { version, architecture } = wanted;
    throw new VeneerError('not-found', messageOf('build.no-checksum', { version, architecture }), {
      nextStep: messageOf('build.add-checksum'),
    });
  }
  const address = expanded(source.url ?? '', source, wanted);
  const kept = keptPath(fetching.cache, address, sha256);
  // Somebody else may have written to it meanwhile.
  const isAsListed = async () => sha256 === null || (await hashFile(kept, fetching.signal)) === sha256;
  if (existsSync(kept) && (await isAsListed()) && (await isSignedAsKept(kept, address))) return kept;
  await fetchTo(address, kept, MOST_BYTES, fetching, async (path) => {
    if (sha256 !== null) needHash(address, await hashFile(path, fetching.signal), sha256);
    await needSignature(path, address, true);
  });
  return kept;
}

const besideRecipe = (text: string, source: RecipeSource, wanted: Wanted, recipePath: string): string =>
  resolve(dirname(recipePath), expanded(text, source, wanted));

/** @param isAnew whether signature and list are fetched although they are kept */
async function checkSource(
  path: string,
  place: string,
  source: RecipeSource,
  recipePath: string,
  wanted: Wanted,
  fetching: Fetching,
  isAnew: boolean,
): Promise<void> {
  const { signed } = source;
  if (signed === undefined) return;
  const smallAt = async (text: string): Promise<Small> => {
    const at = isAddress(text) ? expanded(text, source, wanted) : besideRecipe(text, source, wanted, recipePath);
    const file = isAddress(text) ? join(fetching.cache, keptName(at)) : at;
    if (isAddress(text) && (isAnew || !existsSync(file))) await fetchTo(at, file, MOST_SMALL, fetching, async () => {});
    const bytes = readRegular(file, MOST_SMALL, { followLink: true });
    if (bytes === null) throw new VeneerError('not-found', messageOf('common.there-is-nothing-at', { path: at }));
    return { place: at, bytes };
  };
  const sha256 = await checkSigned(path, place, basename(place), {
    key: besideRecipe(signed.by, source, wanted, recipePath),
    signature: await smallAt(signed.signature),
    sums: signed.sums === undefined ? null : await smallAt(signed.sums),
  });
  if (sha256 !== null) needHash(place, await hashFile(path, fetching.signal), sha256);
}

/** @param check looks at what came before it takes its name */
async function fetchTo(
  address: string,
  kept: string,
  most: number,
  { cache, signal, onFetch }: Fetching,
  check: (path: string) => Promise<void>,
): Promise<void> {
  makeOwnFolder(cache);
  onFetch(address);
  const answer = await requestAnswer(address, { signal });
  if (answer.status !== 200) {
    answer.body.destroy();
    throw refusalError(address, answer.status);
  }
  const making = `${kept}.${process.pid}.part`;
  try {
    await pipeline(answer.body, limitBytes(most), createWriteStream(making, { flags: 'wx', mode: 0o600 })).catch(
      (error: unknown) => {
        if ((error as NodeJS.ErrnoException).code === 'ENOSPC') throw error;
        throw error instanceof ImageError ? tooLarge(address, most) : networkError(address, error, signal);
      },
    );
    await check(making);
    renameSync(making, kept);
  } catch (error) {
    rmSync(making, { force: true });
    throw error;
  }
}

const tooLarge = (address: string, most: number) =>
  new VeneerError('too-large', messageOf('build.source-is-too-large', { address, size: `${most / 1024 ** 2} MiB` }), {
    nextStep: messageOf('build.look-at-source'),
  });

function needHash(place: string, found: string, wanted: string): void {
  if (found === wanted) return;
  throw new VeneerError('not-verified', messageOf('build.other-checksum', { path: place }), {
    nextStep: messageOf('build.look-at-source'),
    detail: `sha256 ${found}, wanted ${wanted}`,
  });
}
