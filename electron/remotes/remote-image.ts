/** A remote image as random access: the blocks that a reader asks for, fetched by HTTP ranges, and no more than a few. */

import { messageOf } from '../../shared/messages/message.ts';
import { type Answer, readWhole, refusalError, requestAnswer } from '../http/client.ts';
import { checkRange, type RandomAccess } from '../images/source.ts';
import { ImageError } from '../images/tree.ts';

const BLOCK = 64 * 1024;
/** What a look may cost; a release file is found with a tenth of it. */
const MAX_BYTES = 12 * 1024 * 1024;
const MAX_REQUESTS = 60;

export interface RemoteImage extends RandomAccess {
  /** When it was changed last, in milliseconds since 1970; null where the server does not say. */
  readonly changedAt: number | null;
}

/** What a server says of a file without being asked for its bytes. */
export interface FileFacts {
  readonly size: number | null;
  readonly changedAt: number | null;
}

/** @throws {VeneerError} where the server has no such file or cannot be reached */
export async function askFacts(address: string, signal: AbortSignal | null): Promise<FileFacts> {
  const answer = await requestAnswer(address, { method: 'HEAD', signal });
  answer.body.destroy();
  if (answer.status !== 200) throw refusalError(address, answer.status);
  return { size: lengthOf(answer.headers['content-length']), changedAt: changedAt(answer) };
}

function lengthOf(text: string | undefined): number | null {
  return text !== undefined && /^\d{1,15}$/.test(text) ? Number(text) : null;
}

function changedAt({ headers }: Answer): number | null {
  const time = Date.parse(headers['last-modified'] ?? '');
  return Number.isNaN(time) ? null : time;
}

/**
 * Opens a file at a server.
 *
 * @param asker how it is asked
 * @throws {ImageError} `unsupported` where the server gives no ranges
 * @throws {VeneerError} where it has no such file or cannot be reached
 */
export async function openRemoteImage(
  address: string,
  signal: AbortSignal | null,
  asker: typeof requestAnswer = requestAnswer,
): Promise<RemoteImage> {
  const blocks = new Map<number, Buffer>();
  let fetched = 0;
  let requests = 0;
  let etag: string | null = null;

  async function fetchBlocks(first: number, last: number): Promise<Answer> {
    if (++requests > MAX_REQUESTS || fetched + (last - first + 1) * BLOCK > MAX_BYTES) {
      throw new ImageError('unsupported', 'too much of it would have to be fetched');
    }
    const range = `bytes=${first * BLOCK}-${(last + 1) * BLOCK - 1}`;
    const answer = await asker(address, {
      headers: etag === null ? { range } : { range, 'if-range': etag },
      signal,
    });
    if (answer.status !== 206) {
      answer.body.destroy();
      if (answer.status !== 200 && answer.status !== 416) throw refusalError(address, answer.status);
      throw new ImageError('unsupported', messageOf('remote.its-server-does-not-give-parts'));
    }
    const bytes = await readWhole(answer, (last - first + 1) * BLOCK, signal);
    fetched += bytes.length;
    for (let at = 0; at * BLOCK < bytes.length; at++)
      blocks.set(first + at, bytes.subarray(at * BLOCK, (at + 1) * BLOCK));
    return answer;
  }

  const start = await fetchBlocks(0, 0);
  const size = lengthOf(/^bytes 0-\d+\/(\d+)$/.exec(start.headers['content-range'] ?? '')?.[1]);
  if (size === null) throw new ImageError('unsupported', 'its server does not say how large it is');
  const given = start.headers['etag'];
  etag = given?.startsWith('W/') === false ? given : null;

  return {
    size,
    changedAt: changedAt(start),
    async read(offset, length) {
      checkRange(size, offset, length);
      if (length === 0) return Buffer.alloc(0);
      const [first, last] = [Math.floor(offset / BLOCK), Math.floor((offset + length - 1) / BLOCK)];
      for (let at = first; at <= last; at++) {
        if (blocks.has(at)) continue;
        let end = at;
        while (end < last && !blocks.has(end + 1)) end++;
        await fetchBlocks(at, end);
      }
      const parts = Array.from({ length: last - first + 1 }, (_, at) => blocks.get(first + at) ?? Buffer.alloc(0));
      const whole = Buffer.concat(parts).subarray(offset - first * BLOCK, offset - first * BLOCK + length);
      if (whole.length < length) throw new ImageError('truncated', 'the server sent less than it said', offset);
      return whole;
    },
    close: () => blocks.clear(),
  };
}
