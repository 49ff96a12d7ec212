/** Lists and manifests of remotes, kept on disk so that they are asked for only where they changed, and there offline. */

import { createHash } from 'node:crypto';
import { join } from 'node:path';
import * as z from 'zod';
import { messageOf } from '../../shared/messages/message.ts';
import { VeneerError } from '../../shared/model/errors.ts';
import { isLocal, localPath } from '../http/address.ts';
import { type Answer, type Asking, hostOf, readWhole, refusalError, requestAnswer } from '../http/client.ts';
import { replaceFile } from '../node/own-file.ts';
import { readRegular } from '../node/regular-file.ts';
import type { Seen } from './seen.ts';

/** `kept` takes what is on disk, however old; `ask` asks the server whether it still holds. */
export type CachePolicy = 'cache-only' | 'revalidate';

export interface Fetched {
  readonly body: Buffer;
  /** When the server last confirmed it, in milliseconds since 1970. */
  readonly checkedAt: number;
  /** Why the server could not be asked, so that what is on disk is shown; null where it was, or nobody wanted to. */
  readonly problem: VeneerError | null;
  /** Where it came from in the end, after the server sent on. */
  readonly address: string;
}

/** One of the files that are only good together. */
export interface Part {
  readonly address: string;
  /** The most bytes that it may have. */
  readonly limit: number;
  /** How its server is asked; as every other one unless given. */
  readonly ask?: (address: string, asking: Asking) => Promise<Answer>;
}

export interface Together<T> extends Omit<Fetched, 'body'> {
  readonly value: T;
  /** The header Link of the first of them; null where it has none. */
  readonly link: string | null;
}

/** Understands files that belong together, the first of which is there. @throws {VeneerError} where they are not used */
export type Accept<T> = (bodies: readonly (Buffer | null)[]) => Promise<T>;

export interface Metadata {
  /**
   * @returns null where the server has no such file
   * @throws {VeneerError} where it could not be asked and nothing is kept
   */
  fetch(address: string, limit: number, cachePolicy: CachePolicy, signal: AbortSignal | null): Promise<Fetched | null>;
  /**
   * Files that are one thing, such as a list and its signature. They take the place of what is kept together, and only
   * once they were accepted; until then what was there before is shown, with why.
   *
   * @returns null where the first of them is not there
   * @throws {VeneerError} as `fetch`, and what `accept` throws where nothing else is kept that it takes
   */
  fetchTogether<T>(
    parts: readonly Part[],
    cachePolicy: CachePolicy,
    signal: AbortSignal | null,
    accept: Accept<T>,
  ): Promise<Together<T> | null>;
  /** How new the newest signatures were. */
  readonly seen: Seen;
}

const KeptPart = z.object({
  address: z.string(),
  final: z.string(),
  etag: z.string().nullable().catch(null),
  lastModified: z.string().nullable().catch(null),
  link: z.string().nullable().catch(null),
  /** Bytes; null where the server has no such file. */
  length: z.number().int().nonnegative().nullable(),
});
type KeptPart = z.infer<typeof KeptPart>;

/** Of the shape; what another Veneer kept in another one is asked for anew. */
const VERSION = 1;
const Kept = z.object({ version: z.literal(VERSION), parts: z.array(KeptPart), checkedAt: z.number() });

/** A file as it was read or asked for; null where there is none. */
type Body = { readonly part: KeptPart; readonly body: Buffer | null };

const TOTAL_MS = 120_000;
/** More than all parts of one thing may have, with what is noted of them. */
const MAX_KEPT = 64 * 1024 * 1024;

/** @param directory of the cache; it may be lost at any time */
export function createMetadata(directory: string, seen: Seen): Metadata {
  const fileOf = (parts: readonly Part[]) => {
    const name = parts.map(({ address }) => address).join('\n');
    return join(directory, createHash('sha256').update(name).digest('hex').slice(0, 40));
  };

  function readKept(parts: readonly Part[]): { readonly checkedAt: number; readonly bodies: readonly Body[] } | null {
    try {
      const bytes = readRegular(fileOf(parts), MAX_KEPT);
      if (bytes === null) return null;
      const end = bytes.indexOf(10);
      const kept = Kept.parse(JSON.parse(bytes.toString('utf8', 0, end)));
      let at = end + 1;
      const bodies = kept.parts.map((part): Body => {
        const body = part.length === null ? null : bytes.subarray(at, at + part.length);
        if (body !== null && body.length !== part.length) throw new Error('it is cut');
        at += part.length ?? 0;
        return { part, body };
      });
      const isIt =
        bodies.length === parts.length && parts.every(({ address }, at) => bodies[at]?.part.address === address);
      return isIt ? { checkedAt: kept.checkedAt, bodies } : null;
    } catch {
      // Never kept, or damaged: it is asked for anew.
      return null;
    }
  }

  function keepParts(parts: readonly Part[], checkedAt: number, bodies: readonly Body[]): void {
    try {
      const head: z.infer<typeof Kept> = { version: VERSION, parts: bodies.map(({ part }) => part), checkedAt };
      const rest = bodies.flatMap(({ body }) => body ?? []);
      replaceFile(fileOf(parts), Buffer.concat([Buffer.from(`${JSON.stringify(head)}\n`), ...rest]));
    } catch {
      // A cache that cannot be written, on a full disk perhaps, only costs another request.
    }
  }

  return {
    seen,
    async fetchTogether(parts, cachePolicy, signal, accept) {
      const [first] = parts;
      if (first === undefined) throw new Error('nothing is asked for');
      const acceptTogether = async <T>(bodies: readonly Body[], accept: Accept<T>) => ({
        value: await accept(bodies.map(({ body }) => body)),
        address: bodies[0]?.part.final ?? first.address,
        link: bodies[0]?.part.link ?? null,
      });
      if (isLocal(first.address)) {
        const bodies = parts.map(({ address, limit }) => readLocal(address, limit));
        if (bodies[0]?.body == null) return null;
        return { ...(await acceptTogether(bodies, accept)), checkedAt: Date.now(), problem: null };
      }
      const before = readKept(parts);
      if (cachePolicy === 'cache-only' && before?.bodies[0]?.body != null) {
        return { ...(await acceptTogether(before.bodies, accept)), checkedAt: before.checkedAt, problem: null };
      }
      let isRefused = false;
      try {
        const asked = await Promise.all(parts.map((part, at) => askServer(part, before?.bodies[at] ?? null, signal)));
        const checkedAt = Date.now();
        if (asked[0]?.body == null) return null;
        isRefused = true;
        const found = await acceptTogether(asked, accept);
        keepParts(parts, checkedAt, asked);
        return { ...found, checkedAt, problem: null };
      } catch (error) {
        // A server that cannot prove who it is must not be answered for by what is on disk without a word.
        const { code } = error instanceof VeneerError ? error : { code: null };
        const usable = isRefused ? code === 'not-verified' : code === 'unreachable' || code === 'server-error';
        if (!usable || before?.bodies[0]?.body == null) throw error;
        const problem = error as VeneerError;
        const old = await acceptTogether(before.bodies, accept).catch(() => Promise.reject(problem));
        return { ...old, checkedAt: before.checkedAt, problem };
      }
    },
    async fetch(address, limit, cachePolicy, signal) {
      const whole = await this.fetchTogether(
        [{ address, limit }],
        cachePolicy,
        signal,
        async ([body]) => body as Buffer,
      );
      if (whole === null) return null;
      const { value: body, link: _, ...rest } = whole;
      return { body, ...rest };
    },
  };
}

async function askServer(
  { address, limit, ask: asker = requestAnswer }: Part,
  before: Body | null,
  signal: AbortSignal | null,
): Promise<Body> {
  const timeouts = AbortSignal.timeout(TOTAL_MS);
  const either = signal === null ? timeouts : AbortSignal.any([signal, timeouts]);
  const headers: Record<string, string> = {};
  if (before?.part.etag) headers['if-none-match'] = before.part.etag;
  else if (before?.part.lastModified) headers['if-modified-since'] = before.part.lastModified;
  try {
    const answer = await asker(address, { headers, signal: either });
    if (answer.status === 304 && before !== null) {
      answer.body.destroy();
      return before;
    }
    if (answer.status !== 200) {
      await answer.body.dump().catch(() => {});
      if (answer.status === 404 || answer.status === 410) return nothingAt(address);
      throw refusalError(address, answer.status);
    }
    const body = await readWhole(answer, limit, either);
    const { etag = null, 'last-modified': lastModified = null, link = null } = answer.headers;
    return { part: { address, final: answer.address, etag, lastModified, link, length: body.length }, body };
  } catch (error) {
    if (!timeouts.aborted || signal?.aborted === true) throw error;
    throw new VeneerError('unreachable', messageOf('common.is-too-slow', { host: hostOf(address) }), {
      nextStep: messageOf('common.try-again-later'),
      detail: `${address}: not whole after ${TOTAL_MS / 1000} s`,
    });
  }
}

const nothingAt = (address: string): Body => ({
  part: { address, final: address, etag: null, lastModified: null, link: null, length: null },
  body: null,
});

function readLocal(address: string, limit: number): Body {
  const body = readRegular(localPath(address), limit);
  if (body === null) return nothingAt(address);
  return { part: { address, final: address, etag: null, lastModified: null, link: null, length: body.length }, body };
}
