/** An image in a folder of this machine, such as a stick, as random access. */

import { closeSync, readSync } from 'node:fs';
import { messageOf } from '../../shared/messages/message.ts';
import { VeneerError } from '../../shared/model/errors.ts';
import { checkRange, type RandomAccess } from '../images/source.ts';
import { ImageError } from '../images/tree.ts';
import { openRegular } from '../node/regular-file.ts';
import type { FileFacts } from './remote-image.ts';

/** What is known of a file without reading it. @throws {VeneerError} `not-found`, and as `openRegular` */
export function localFacts(path: string): FileFacts {
  const { fd, stat } = openImage(path);
  closeSync(fd);
  return { size: stat.size, changedAt: stat.mtimeMs };
}

/** @throws {VeneerError} `not-found`, and as `openRegular` */
export function openLocalImage(path: string): {
  readonly source: RandomAccess;
  readonly changedAt: number;
} {
  const { fd, stat } = openImage(path);
  const { size } = stat;
  const source: RandomAccess = {
    size,
    async read(offset, length) {
      checkRange(size, offset, length);
      const bytes = Buffer.allocUnsafe(length);
      let filled = 0;
      while (filled < length) {
        const count = readSync(fd, bytes, filled, length - filled, offset + filled);
        if (count === 0)
          throw new ImageError('truncated', 'the file became shorter while it was read', offset + filled);
        filled += count;
      }
      return bytes;
    },
    close: () => closeSync(fd),
  };
  return { source, changedAt: stat.mtimeMs };
}

function openImage(path: string) {
  const opened = openRegular(path);
  if (opened !== null) return opened;
  throw new VeneerError('not-found', messageOf('common.there-is-nothing-at', { path }), {
    nextStep: messageOf('common.plug-disk-in-again-or-look'),
  });
}
