/** What a recipe is made from: fetched once, kept by its checksum, and never taken without it. */
import { createHash } from 'node:crypto';
import { createWriteStream, existsSync, renameSync, rmSync, statSync } from 'node:fs';
import { dirname, isAbsolute, join, resolve } from 'node:path';
import { Transform } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { messageOf } from '../../shared/messages/message.ts';
import { VeneerError } from '../../shared/model/errors.ts';
import type { RecipeSource } from '../../shared/model/recipe.ts';
import { checksumOf, expanded } from '../../shared/recipe/source-place.ts';
import { hashFile } from '../host/hash-file.ts';
import { networkError, refusalError, requestAnswer } from '../http/client.ts';
import { limitBytes } from '../images/unpack.ts';
import { makeOwnFolder } from '../node/own-folder.ts';

/** Bytes that one source may have. */
const MOST_BYTES = 4 * 1024 ** 3;

/** One build of a recipe. */
export interface Wanted {
  readonly version: string;
  /** In systemd's spelling, or `any`. */
  readonly architecture: string;
}

export interface Fetching {
  /** Where what was fetched is kept, each under its checksum. */
  readonly cache: string;
  readonly signal: AbortSignal | null;
  /** Told before a server is asked. */
  onFetch(address: string): void;
}

/**
 * Where the file of a source is, checked.
 *
 * @param recipePath of the file of the recipe, beside which files are looked for
 * @throws {VeneerError} `not-found`, `not-verified` where the checksum is another, and what asking a server throws
 */
export async function locateSource(
  source: RecipeSource,
  recipePath: string,
  wanted: Wanted,
  fetching: Fetching,
): Promise<string> {
  const sha256 = checksumOf(source, wanted);
  if (source.file !== undefined) {
    const path = isAbsolute(source.file)
      ? source.file
      : resolve(dirname(recipePath), expanded(source.file, source, wanted));
    const found = statSync(path, { throwIfNoEntry: false });
    if (found === undefined) throw new VeneerError('not-found', messageOf('common.there-is-nothing-at', { path }));
    if (sha256 !== null && found.isFile()) needHash(path, await hashFile(path, fetching.signal), sha256);
    return path;
  }
  if (sha256 === null) {
    const { version, architecture } = wanted;
    throw new VeneerError('not-found', messageOf('build.no-checksum', { version, architecture }), {
      nextStep: messageOf('build.add-checksum'),
    });
  }
  const kept = join(fetching.cache, sha256);
  // Somebody else may have written to it meanwhile.
  if (existsSync(kept) && (await hashFile(kept, fetching.signal)) === sha256) return kept;
  await fetchSource(expanded(source.url ?? '', source, wanted), kept, sha256, fetching);
  return kept;
}

async function fetchSource(address: string, kept: string, sha256: string, fetching: Fetching): Promise<void> {
  const { cache, signal, onFetch } = fetching;
  makeOwnFolder(cache);
  onFetch(address);
  const answer = await requestAnswer(address, { signal });
  if (answer.status !== 200) {
    answer.body.destroy();
    throw refusalError(address, answer.status);
  }
  const hash = createHash('sha256');
  const hashing = new Transform({
    transform(chunk: Buffer, _encoding, done) {
      hash.update(chunk);
      done(null, chunk);
    },
  });
  const making = `${kept}.${process.pid}.part`;
  try {
    await pipeline(
      answer.body,
      limitBytes(MOST_BYTES),
      hashing,
      createWriteStream(making, { flags: 'wx', mode: 0o600 }),
    );
    needHash(address, hash.digest('hex'), sha256);
    renameSync(making, kept);
  } catch (error) {
    rmSync(making, { force: true });
    throw error instanceof VeneerError ? error : networkError(address, error, signal);
  }
}

function needHash(place: string, found: string, wanted: string): void {
  if (found === wanted) return;
  throw new VeneerError('not-verified', messageOf('build.other-checksum', { path: place }), {
    nextStep: messageOf('build.look-at-source'),
    detail: `sha256 ${found}, wanted ${wanted}`,
  });
}
