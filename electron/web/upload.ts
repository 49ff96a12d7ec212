/** Takes an image file that a page sends, into a file of this user's alone: `PUT /upload/NAME`, one request a file. */

import { statfsSync, write as writeTo } from 'node:fs';
import type { IncomingMessage, ServerResponse } from 'node:http';
import { promisify } from 'node:util';
import { freeMiB, neededMiB } from '../../shared/messages/mebibytes.ts';
import { messageOf } from '../../shared/messages/message.ts';
import { VeneerError } from '../../shared/model/errors.ts';
import type { TemporaryImages } from '../operations/temporary-images.ts';
import { fetchSiteOf, isOwnOrigin, isSameSite } from './origin.ts';
import type { Gate } from './token.ts';

const write = promisify(writeTo);

const PATH = '/upload/';
/** Of a body that is refused, in bytes and milliseconds. */
const MOST_REFUSED = 1024 * 1024;
const REFUSED_MS = 2000;
/** Left free beside the upload, for what else writes there. */
const SPARE_BYTES = 16 * 1024 * 1024;

/** Answers with `{ path }`, or with an error report as the contract has them. The host is checked already. */
export async function takeUpload(
  request: IncomingMessage,
  response: ServerResponse,
  gate: Gate,
  images: TemporaryImages,
): Promise<void> {
  const { host, origin, authorization } = request.headers;
  if (!isOwnOrigin(origin, host) || !isSameSite(fetchSiteOf(request))) return refuseUpload(request, response, 403);
  if (!(await gate.admitsRequest(authorization))) return refuseUpload(request, response, 401);
  const size = Number(request.headers['content-length']);
  if (!Number.isSafeInteger(size)) return refuseUpload(request, response, 411);
  try {
    const name = fileNameOf(request.url ?? '');
    needRoom(images.folder(), size);
    const path = await images.fill(name, (fd) => writeAll(request, fd));
    replyWith(response, 200, { path });
  } catch (error) {
    const report = reportOf(error);
    // Who went away while sending hears nothing, and what came of it is deleted already.
    if (report === null) {
      request.destroy();
      return;
    }
    request.resume();
    replyWith(response, report.code === 'no-space' ? 507 : 400, report.report());
  }
}

/**
 * Writes what comes until its end; what is cut off before its length fails. No stream writes here: one that fails closes the
 * file, whoever opened it, and a second close takes the number from what was opened meanwhile, such as somebody's socket.
 */
async function writeAll(request: IncomingMessage, fd: number): Promise<void> {
  for await (const chunk of request as AsyncIterable<Buffer>) {
    for (let at = 0; at < chunk.length; ) {
      // Waited for, so that nothing is on its way to the file when it is closed.
      at += (await write(fd, chunk, at, chunk.length - at)).bytesWritten;
    }
  }
}

function fileNameOf(url: string): string {
  try {
    if (url.startsWith(PATH)) return decodeURIComponent(url.slice(PATH.length));
  } catch {
    // Told below, together with another path.
  }
  throw new VeneerError('invalid-input', messageOf('core.name-of-file-cannot-be-understood'));
}

function needRoom(folder: string, size: number): void {
  const { bavail, bsize } = statfsSync(folder);
  const free = bavail * bsize - SPARE_BYTES;
  if (size <= free) return;
  throw new VeneerError(
    'no-space',
    messageOf('core.there-is-no-room-to-take', { size: neededMiB(size), free: freeMiB(free) }),
    {
      nextStep: messageOf('core.free-some-room-on-this-machine'),
    },
  );
}

/** null for a sender that went away. */
function reportOf(error: unknown): VeneerError | null {
  if (error instanceof VeneerError) return error;
  switch ((error as NodeJS.ErrnoException).code) {
    case 'ENOSPC':
    case 'EDQUOT':
      return new VeneerError('no-space', messageOf('core.disk-became-full-while-file-was'), {
        nextStep: messageOf('core.free-some-room-on-this-machine'),
      });
    case 'ECONNRESET':
    case 'ERR_STREAM_PREMATURE_CLOSE':
      return null;
    default:
      return new VeneerError('internal', messageOf('core.file-could-not-be-taken'), { detail: String(error) });
  }
}

function refuseUpload(request: IncomingMessage, response: ServerResponse, status: number): void {
  response.setHeader('connection', 'close');
  replyWith(response, status, {
    code: 'not-authorized',
    message: messageOf('core.veneer-does-not-take-this'),
    nextStep: null,
  });
  // So much is let pass that the answer is heard; a body without end is for who is let in.
  let passed = 0;
  request.on('data', (chunk: Buffer) => {
    passed += chunk.length;
    if (passed > MOST_REFUSED) request.destroy();
  });
  setTimeout(() => request.destroy(), REFUSED_MS).unref();
}

function replyWith(response: ServerResponse, status: number, body: object): void {
  response.writeHead(status, {
    'content-type': 'application/json; charset=utf-8',
    'x-content-type-options': 'nosniff',
    'cache-control': 'no-store',
  });
  response.end(JSON.stringify(body));
}
