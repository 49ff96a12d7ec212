/**
 * Fetches one image: continues what is there, tries again where the way was cut, and lets nothing out that does not have
 * the hash of the list.
 */

import { setTimeout as sleep } from 'node:timers/promises';
import { messageOf } from '../../shared/messages/message.ts';
import { type ErrorReport, VeneerError } from '../../shared/model/errors.ts';
import { isLocal } from '../http/address.ts';
import { type Answer, hostOf, networkError, refusalError } from '../http/client.ts';
import { ImageError } from '../images/tree.ts';
import { makeOwnFolder } from '../node/own-folder.ts';
import { Again, mayTryAgain, retryAfter } from './again.ts';
import { askerFor } from './asker.ts';
import { createPieceCollector } from './collect-pieces.ts';
import { copyLocal } from './copy-local.ts';
import { type DownloadWriter, type Identity, openDownloadWriter } from './download-writer.ts';
import { refuseTooLarge, refuseUnlessRoom } from './limits.ts';
import type { Fetched, OnProgress, Order } from './order.ts';
import { createPace } from './pace.ts';

/** What has to come for a try to count as progress, and the way as mended. */
const PROGRESS_BYTES = 1024 * 1024;
const ROOM_EVERY_BYTES = 64 * 1024 * 1024;

/**
 * @returns the verified image
 * @throws {VeneerError} `unreachable`, `server-error`, `not-found`, `not-verified`, `no-space`, `image-broken`, `cancelled`
 */
export async function fetchImage(order: Order, onProgress: OnProgress, signal: AbortSignal): Promise<Fetched> {
  makeOwnFolder(order.folder);
  let keep = false;
  const writer = await openDownloadWriter(order).catch((error: unknown) => Promise.reject(asReport(order, error)));
  try {
    for (;;) {
      await receiveAll(order, writer, onProgress, signal);
      const { served, sha256, size } = await writer.end();
      if (order.sha256 === null || served === order.sha256) return { ...writer.accept(), sha256, size };
      // What was continued may be two halves of different files.
      if (!writer.isPatched) throw wrongHash(order, served);
      await writer.restart();
    }
  } catch (error) {
    const report = asReport(order, error);
    keep = report instanceof VeneerError && (report.code === 'cancelled' || isPassing(report));
    throw report;
  } finally {
    writer.close(keep);
  }
}

function wrongHash({ address, sha256 }: Order, served: string): VeneerError {
  return new VeneerError('not-verified', messageOf('download.file-is-not-one-that-list'), {
    nextStep: messageOf('download.try-again-later-server-may-be'),
    detail: `${address}\nexpected ${sha256}\nfound    ${served}`,
  });
}

/** What went wrong with an order, as one of our errors where it is one that may come. */
export function asReport({ address }: Pick<Order, 'address'>, error: unknown): unknown {
  if (error instanceof VeneerError) return error;
  if (error instanceof ImageError) {
    const code = error.problem === 'unsupported' ? 'unsupported' : 'image-broken';
    return new VeneerError(code, messageOf('download.image-was-not-unpacked', { reason: error.said }), {
      nextStep: messageOf('download.tell-who-runs-remote-nothing-of'),
      detail: address,
    });
  }
  const { code } = error as NodeJS.ErrnoException;
  if (code === 'ENOSPC' || code === 'EDQUOT') {
    return new VeneerError('no-space', messageOf('download.disk-became-full-what-was-downloaded'), {
      nextStep: messageOf('common.free-some-room-and-try-again'),
      detail: String(error),
    });
  }
  return error;
}

/** Whether a later try may well succeed. */
export const isPassing = ({ code }: VeneerError) => code === 'unreachable' || code === 'server-error';

async function receiveAll(
  order: Order,
  writer: DownloadWriter,
  onProgress: OnProgress,
  signal: AbortSignal,
): Promise<void> {
  const { retryMs, longestMs } = order.timeouts;
  let tries = 0;
  let most = writer.received;
  const tellProgress = (problem: ErrorReport | null) =>
    onProgress({ received: writer.received, total: writer.identity?.total ?? null, problem });
  for (;;) {
    try {
      return await (isLocal(order.address) ? copyLocal : receiveImage)(order, writer, () => tellProgress(null), signal);
    } catch (error) {
      if (!(error instanceof Again)) throw error;
      if (writer.received >= most + PROGRESS_BYTES) tries = 0;
      most = Math.max(most, writer.received);
      const wait = retryMs[tries++];
      if (wait === undefined || (error.waitMs ?? 0) > longestMs) throw error.report;
      tellProgress(error.report.report());
      await sleep(Math.max(wait, error.waitMs ?? 0), undefined, { signal }).catch(() => {});
      if (signal.aborted) throw new VeneerError('cancelled', messageOf('common.it-was-stopped'));
    }
  }
}

async function receiveImage(
  order: Order,
  writer: DownloadWriter,
  tell: () => void,
  signal: AbortSignal,
): Promise<void> {
  const { address, timeouts } = order;
  const from = writer.received;
  const before = writer.identity;
  const condition = before?.etag ?? before?.lastModified ?? null;
  const headers: Record<string, string> = {};
  if (from > 0) headers['range'] = `bytes=${from}-`;
  if (from > 0 && condition !== null) headers['if-range'] = condition;
  const answer = await askerFor(order)(address, {
    headers,
    signal,
    timeouts: { answerMs: timeouts.silenceMs, silenceMs: timeouts.silenceMs },
  }).catch((error: unknown) => Promise.reject(mayTryAgain(error)));
  try {
    await takeAnswer(order, writer, answer, from);
    refuseTooLarge(order, writer.identity?.total ?? 0);
    refuseUnlessRoom(order, writer);
    tell();
    await writeBody(order, writer, answer, tell, signal);
  } finally {
    answer.body.destroy();
  }
  const total = writer.identity?.total ?? null;
  if (total !== null && writer.received < total) throw mayTryAgain(cutOffError(address));
}

function cutOffError(address: string): VeneerError {
  return new VeneerError('unreachable', messageOf('common.connection-to-was-cut', { host: hostOf(address) }), {
    nextStep: messageOf('common.look-whether-this-machine-is-online'),
    detail: address,
  });
}

/** Understands an answer: the rest of the file, the whole of it, or none. */
async function takeAnswer(order: Order, writer: DownloadWriter, answer: Answer, from: number): Promise<void> {
  const { status, headers } = answer;
  const { address } = order;
  const strong = headers['etag']?.startsWith('W/') === true ? null : (headers['etag'] ?? null);
  const lastModified = headers['last-modified'] ?? null;
  if (status === 206) {
    const [, start, total] = /^bytes (\d{1,15})-\d{1,15}\/(\d{1,15}|\*)$/.exec(headers['content-range'] ?? '') ?? [];
    const whole = total === undefined || total === '*' ? null : Number(total);
    const isSame = Number(start) === from && (writer.identity?.total ?? whole) === whole;
    if (from > 0 && isSame) {
      writer.isPatched = true;
      return;
    }
    await writer.restart();
    throw new Again(
      new VeneerError(
        'server-error',
        messageOf('download.sends-another-part-than-was-asked', { host: hostOf(address) }),
      ),
      null,
    );
  }
  if (status === 200) {
    if (from > 0) await writer.restart();
    const length = headers['content-length'];
    const total = length !== undefined && /^\d{1,15}$/.test(length) ? Number(length) : null;
    writer.setIdentity({ address, etag: strong, lastModified, total } satisfies Identity);
    return;
  }
  const report = refusalError(address, status);
  if (status === 416 && from > 0) {
    // The file is shorter than what is here, so it is another one.
    await writer.restart();
    throw new Again(report, null);
  }
  if (status === 429 || status >= 500 || status === 408) throw new Again(report, retryAfter(headers['retry-after']));
  throw report;
}

async function writeBody(
  order: Order,
  writer: DownloadWriter,
  answer: Answer,
  tell: () => void,
  signal: AbortSignal,
): Promise<void> {
  const { address, timeouts } = order;
  const pace = createPace(timeouts.dripBytes, timeouts.dripMs);
  const sweep = createPieceCollector();
  let looked = writer.received;
  const body = answer.body[Symbol.asyncIterator]() as AsyncIterator<Buffer>;
  for (;;) {
    const next = await body
      .next()
      .catch((error: unknown) => Promise.reject(mayTryAgain(networkError(address, error, signal))));
    if (next.done === true) return;
    await writer.write(next.value);
    refuseTooLarge(order, writer.received);
    sweep(next.value.length);
    if (writer.received - looked > ROOM_EVERY_BYTES && writer.identity?.total === null) {
      looked = writer.received;
      refuseUnlessRoom(order, writer);
    }
    tell();
    if (!pace.isFine(next.value.length)) {
      throw new Again(
        new VeneerError('unreachable', messageOf('common.is-too-slow', { host: hostOf(address) }), {
          nextStep: messageOf('common.try-again-later'),
          detail: `${address}: fewer than ${timeouts.dripBytes} bytes in ${timeouts.dripMs / 1000} s`,
        }),
        null,
      );
    }
  }
}
