/** Which Veneer of this user works on a download: two windows must not write to one file. */
import { join } from 'node:path';
import { tryLock } from '../node/own-lock.ts';

export interface DownloadLock {
  close(): void;
}

/**
 * Claims a folder, which is made where it is missing, until the claim is closed or the process ends, however it ends.
 *
 * @returns null where another process has it
 */
export function lockDownload(folder: string): DownloadLock | null {
  try {
    const giveBack = tryLock(join(folder, 'download'));
    if (giveBack === null) return null;
    let isClosed = false;
    return {
      close: () => {
        if (!isClosed) giveBack();
        isClosed = true;
      },
    };
  } catch (error) {
    // Who has it was looked for first, and where no lock can be written nobody else of this user gets one either.
    if (UNWRITABLE.has((error as NodeJS.ErrnoException).code ?? '')) return { close: () => {} };
    throw error;
  }
}

/** As where the disk is full, or `sudo` left the folder to root. */
const UNWRITABLE = new Set(['EACCES', 'EPERM', 'EROFS', 'ENOSPC', 'EDQUOT']);
