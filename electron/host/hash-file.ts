/** The SHA-256 of a file that nobody writes to. */

import { createHash } from 'node:crypto';
import { constants } from 'node:fs';
import { open } from 'node:fs/promises';
import { messageOf } from '../../shared/messages/message.ts';
import { VeneerError } from '../../shared/model/errors.ts';

const CHUNK = 1024 * 1024;

/**
 * @returns the hash, in hex
 * @throws {VeneerError} `invalid-input` for what is no file, `changed` where the file is not the same at the end, `not-found`, `not-authorized`
 */
export async function hashFile(path: string, signal: AbortSignal | null): Promise<string> {
  // The other end of a pipe is not waited for: that would keep one of the few threads that read files.
  const flags = constants.O_RDONLY | constants.O_NONBLOCK;
  const file = await open(path, flags).catch((error: unknown) => Promise.reject(asUnreadable(path, error)));
  try {
    const before = await file.stat();
    if (!before.isFile() && !before.isBlockDevice()) throw notAnImage(path);
    const hash = createHash('sha256');
    const buffer = Buffer.allocUnsafe(CHUNK);
    for (let at = 0; ; ) {
      signal?.throwIfAborted();
      const { bytesRead } = await file.read(buffer, 0, CHUNK, at);
      if (bytesRead === 0) break;
      hash.update(buffer.subarray(0, bytesRead));
      at += bytesRead;
    }
    const after = await file.stat();
    if (after.size !== before.size || after.mtimeMs !== before.mtimeMs) {
      throw new VeneerError('changed', messageOf('change.is-being-written-to', { path }), {
        nextStep: messageOf('change.wait-until-download-or-copy-has'),
      });
    }
    return hash.digest('hex');
  } finally {
    await file.close();
  }
}

/** Of a pipe, a socket, or a device that is no disk. */
export function notAnImage(path: string): VeneerError {
  return new VeneerError('invalid-input', messageOf('common.is-neither-file-nor-folder-nor', { path }));
}

const ADDRESS = /^(?:https?|oci):\/\//i;

/** What a person can do about a file that cannot be opened; another error as it is. */
export function asUnreadable(path: string, error: unknown): unknown {
  switch ((error as NodeJS.ErrnoException).code) {
    case 'ENOENT':
    case 'ENOTDIR':
      return new VeneerError('not-found', messageOf('common.there-is-nothing-at', { path }), {
        nextStep: messageOf(ADDRESS.test(path) ? 'change.it-is-address' : 'change.it-may-have-been-moved-or'),
      });
    case 'EACCES':
    case 'EPERM':
      return new VeneerError('not-authorized', messageOf('change.you-may-not-read', { path }), {
        nextStep: messageOf('change.ask-its-owner-for-read-permission'),
      });
    default:
      return error;
  }
}
