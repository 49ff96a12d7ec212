/** A remote that is a folder of this machine is copied from. */

import { closeSync, read } from 'node:fs';
import { promisify } from 'node:util';
import { messageOf } from '../../shared/messages/message.ts';
import { VeneerError } from '../../shared/model/errors.ts';
import { localPath } from '../http/address.ts';
import { type OpenedFile, openRegular } from '../node/regular-file.ts';
import type { DownloadWriter } from './download-writer.ts';
import { refuseTooLarge, refuseUnlessRoom } from './limits.ts';
import type { Order } from './order.ts';

const LOCAL_CHUNK = 1024 * 1024;

const readAt = promisify(read);

export async function copyLocal(
  order: Order,
  writer: DownloadWriter,
  tell: () => void,
  signal: AbortSignal,
): Promise<void> {
  const path = localPath(order.address);
  const opened = openRegular(path);
  if (opened === null) {
    throw new VeneerError('not-found', messageOf('common.there-is-nothing-at', { path }), {
      nextStep: messageOf('common.plug-disk-in-again-or-look'),
    });
  }
  try {
    await copyOpened(order, writer, path, opened, tell, signal);
  } finally {
    closeSync(opened.fd);
  }
}

async function copyOpened(
  order: Order,
  writer: DownloadWriter,
  path: string,
  { fd, stat }: OpenedFile,
  tell: () => void,
  signal: AbortSignal,
): Promise<void> {
  const identity = { address: order.address, etag: null, lastModified: String(stat.mtimeMs), total: stat.size };
  const { identity: before } = writer;
  if (before?.lastModified !== identity.lastModified || before.total !== identity.total) await writer.restart();
  writer.setIdentity(identity);
  refuseTooLarge(order, stat.size);
  refuseUnlessRoom(order, writer);
  while (writer.received < stat.size) {
    if (signal.aborted) throw new VeneerError('cancelled', messageOf('common.it-was-stopped'));
    const chunk = Buffer.allocUnsafe(LOCAL_CHUNK);
    const { bytesRead } = await readAt(fd, chunk, 0, LOCAL_CHUNK, writer.received);
    if (bytesRead === 0) break;
    await writer.write(chunk.subarray(0, bytesRead));
    tell();
  }
  if (writer.received < stat.size)
    throw new VeneerError('changed', messageOf('download.became-shorter-while-it-was-copied', { path }));
}
