/** The SHA-256 of a file that nobody writes to. */
import { createHash } from 'node:crypto';
import { open } from 'node:fs/promises';
import { VeneerError } from '../../shared/errors.ts';

/**
 * @returns the hash, in hex
 * @throws {VeneerError} `changed` where the file is not the same at the end, `not-found`, `not-authorized`
 */
export async function hashFile(path: string, signal: AbortSignal | null): Promise<string> {
  const file = await open(path, 'r').catch((error: unknown) => Promise.reject(asUnreadable(path, error)));
  try {
    const before = await file.stat();
    const hash = createHash('sha256');
    const stream = file.createReadStream({ autoClose: false, ...(signal === null ? {} : { signal }) });
    for await (const chunk of stream as AsyncIterable<Buffer>) hash.update(chunk);
    const after = await file.stat();
    if (after.size !== before.size || after.mtimeMs !== before.mtimeMs) {
      throw new VeneerError('changed', `${path} is being written to.`, {
        nextStep: 'Wait until the download or copy has finished, and look at it again.',
      });
    }
    return hash.digest('hex');
  } finally {
    await file.close();
  }
}

/** What a person can do about a file that cannot be opened; another error as it is. */
export function asUnreadable(path: string, error: unknown): unknown {
  switch ((error as NodeJS.ErrnoException).code) {
    case 'ENOENT':
    case 'ENOTDIR':
      return new VeneerError('not-found', `There is nothing at ${path}.`, {
        nextStep: 'It may have been moved or deleted. Look where it is now and try again.',
      });
    case 'EACCES':
    case 'EPERM':
      return new VeneerError('not-authorized', `You may not read ${path}.`, {
        nextStep: 'Ask its owner for read permission, or copy it to a place of your own.',
      });
    default:
      return error;
  }
}
