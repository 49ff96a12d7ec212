/** A folder with a release file, packed as an image. */

import { closeSync, constants, openSync } from 'node:fs';
import { setTimeout as sleep } from 'node:timers/promises';
import type { Packing } from '../../shared/images/packing.ts';
import { messageOf } from '../../shared/messages/message.ts';
import { VeneerError } from '../../shared/model/errors.ts';
import { openFolder } from '../images/folder.ts';
import { hasZstd } from '../images/squashfs/packing.ts';
import { writeSquashfs } from '../images/squashfs/write.ts';
import { ImageError } from '../images/tree.ts';
import { whileOpen } from './gate.ts';
import { keptAttributes } from './kept-attributes.ts';

const TELL_EVERY_MS = 500;

/**
 * Packs a folder. Yields now and then while it goes on; where nobody asks for more, it ends.
 *
 * @param target an empty file that may be written
 * @throws {VeneerError} `unsupported` for what no image holds and for zstd where this Node has none, `not-authorized` for what this user may not read, `no-space`
 */
export async function* packFolder(
  folder: string,
  target: string,
  signal: AbortSignal | null,
  packing: Packing = 'gzip',
): AsyncGenerator<null> {
  if (packing === 'zstd' && !hasZstd()) {
    throw new VeneerError('unsupported', messageOf('extension.node-packs-no-zstd'), {
      nextStep: messageOf('extension.pack-with-gzip'),
    });
  }
  const given = new AbortController();
  const either = signal === null ? given.signal : AbortSignal.any([signal, given.signal]);
  const work = whileOpen(folder, 'inside', () => packInto(folder, target, either, packing)).then(() => true);
  try {
    while (!(await Promise.race([work, sleep(TELL_EVERY_MS, false, { ref: false })]))) yield null;
  } finally {
    given.abort();
    await work.catch(() => {
      // Whoever still waits for it has heard.
    });
  }
}

async function packInto(folder: string, target: string, signal: AbortSignal, packing: Packing): Promise<void> {
  const fd = openSync(target, constants.O_WRONLY | constants.O_NOFOLLOW);
  const tree = openFolder(folder, 'folder');
  try {
    await writeSquashfs(tree, fd, signal, await keptAttributes(tree, folder), packing);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOSPC') {
      throw new VeneerError('no-space', messageOf('extension.there-is-no-room-to-pack', { path: folder }), {
        nextStep: messageOf('common.free-some-room-and-try-again'),
      });
    }
    if (!(error instanceof ImageError)) throw error;
    if (error.problem === 'permission')
      throw new VeneerError('not-authorized', messageOf('host.may-not-be-read-by-you', { path: folder }));
    throw new VeneerError(
      'unsupported',
      messageOf('extension.folder-cannot-be-packed', { path: folder, reason: error.said }),
      {
        nextStep: messageOf('extension.take-out-what-is-no-file'),
      },
    );
  } finally {
    tree.close();
    closeSync(fd);
  }
}
