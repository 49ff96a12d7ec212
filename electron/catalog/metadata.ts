/** Lists and manifests of remotes, kept on disk so that they are asked for only where they changed, and there offline. */
import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { VeneerError } from '../../shared/errors.ts';
import { replaceFile } from '../host/own-file.ts';
import { isLocal, localPath } from '../http/address.ts';
import { ask, hostOf, readWhole, refusal } from '../http/client.ts';

/** `kept` takes what is on disk, however old; `ask` asks the server whether it still holds. */
export type Freshness = 'kept' | 'ask';

export interface Fetched {
  readonly body: Buffer;
  /** When the server last confirmed it, in milliseconds since 1970. */
  readonly checkedAt: number;
  /** Why the server could not be asked, so that what is on disk is shown; null where it was, or nobody wanted to. */
  readonly problem: VeneerError | null;
  /** Where it came from in the end, after the server sent on. */
  readonly address: string;
}

export interface Metadata {
  /**
   * @returns null where the server has no such file
   * @throws {VeneerError} where it could not be asked and nothing is kept
   */
  fetch(address: string, limit: number, freshness: Freshness, signal: AbortSignal | null): Promise<Fetched | null>;
}

interface Kept {
  readonly address: string;
  readonly final: string;
  readonly etag: string | null;
  readonly lastModified: string | null;
  readonly checkedAt: number;
}

const TOTAL_MS = 120_000;

/** @param directory of the cache; it may be lost at any time */
export function createMetadata(directory: string): Metadata {
  const fileOf = (address: string) => join(directory, createHash('sha256').update(address).digest('hex').slice(0, 40));

  function readKept(address: string): { readonly kept: Kept; readonly body: Buffer } | null {
    try {
      const bytes = readFileSync(fileOf(address));
      const end = bytes.indexOf(10);
      const kept = JSON.parse(bytes.toString('utf8', 0, end)) as Kept;
      return kept.address === address ? { kept, body: bytes.subarray(end + 1) } : null;
    } catch {
      // Never kept, or damaged: it is asked for anew.
      return null;
    }
  }

  function keep(kept: Kept, body: Buffer): void {
    try {
      replaceFile(fileOf(kept.address), Buffer.concat([Buffer.from(`${JSON.stringify(kept)}\n`), body]));
    } catch {
      // A cache that cannot be written, on a full disk perhaps, only costs another request.
    }
  }

  async function askServer(
    address: string,
    limit: number,
    before: { readonly kept: Kept; readonly body: Buffer } | null,
    signal: AbortSignal | null,
  ): Promise<Fetched | null> {
    const patience = AbortSignal.timeout(TOTAL_MS);
    const either = signal === null ? patience : AbortSignal.any([signal, patience]);
    const headers: Record<string, string> = {};
    if (before?.kept.etag) headers['if-none-match'] = before.kept.etag;
    else if (before?.kept.lastModified) headers['if-modified-since'] = before.kept.lastModified;
    try {
      const answer = await ask(address, { headers, signal: either });
      const checkedAt = Date.now();
      if (answer.status === 304 && before !== null) {
        answer.body.destroy();
        keep({ ...before.kept, checkedAt }, before.body);
        return { body: before.body, checkedAt, problem: null, address: before.kept.final };
      }
      if (answer.status !== 200) {
        await answer.body.dump().catch(() => {});
        if (answer.status === 404 || answer.status === 410) return null;
        throw refusal(address, answer.status);
      }
      const body = await readWhole(answer, limit, either);
      const { etag = null, 'last-modified': lastModified = null } = answer.headers;
      keep({ address, final: answer.address, etag, lastModified, checkedAt }, body);
      return { body, checkedAt, problem: null, address: answer.address };
    } catch (error) {
      if (!patience.aborted || signal?.aborted === true) throw error;
      throw new VeneerError('unreachable', `${hostOf(address)} is too slow.`, {
        nextStep: 'Try again later.',
        detail: `${address}: not whole after ${TOTAL_MS / 1000} s`,
      });
    }
  }

  return {
    async fetch(address, limit, freshness, signal) {
      if (isLocal(address)) return readLocal(address, limit);
      const before = readKept(address);
      const fromDisk = (problem: VeneerError | null): Fetched | null =>
        before === null
          ? null
          : { body: before.body, checkedAt: before.kept.checkedAt, problem, address: before.kept.final };
      const known = freshness === 'kept' ? fromDisk(null) : null;
      if (known !== null) return known;
      try {
        return await askServer(address, limit, before, signal);
      } catch (error) {
        // A server that cannot prove who it is must not be answered for by what is on disk without a word.
        const usable = error instanceof VeneerError && (error.code === 'unreachable' || error.code === 'server-error');
        const old = usable ? fromDisk(error) : null;
        if (old !== null) return old;
        throw error;
      }
    },
  };
}

function readLocal(address: string, limit: number): Fetched | null {
  try {
    const body = readFileSync(localPath(address));
    if (body.length > limit) throw new VeneerError('server-error', `${localPath(address)} is too large for a list.`);
    return { body, checkedAt: Date.now(), problem: null, address };
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return null;
    if (error instanceof VeneerError) throw error;
    throw new VeneerError('not-authorized', `${localPath(address)} cannot be read.`, { detail: String(error) });
  }
}
