/** One answer to each errno, whoever met it: what happened at which path, and what a person can do. */
import { messageOf } from '../../shared/messages/message.ts';
import { VeneerError } from '../../shared/model/errors.ts';

/** @returns null for an error that is no errno, or one of which a person can do nothing: that one is for a bug report */
export function errnoError(error: unknown): VeneerError | null {
  if (!(error instanceof Error)) return null;
  const { code, path: named, syscall } = error as NodeJS.ErrnoException;
  const path = named ?? '-';
  switch (code) {
    case 'EACCES':
    case 'EPERM':
      return new VeneerError('not-authorized', messageOf('core.may-not-be-used-by-you', { path }), {
        nextStep: messageOf('core.run-veneer-as-root-or-ask'),
      });
    case 'ENOENT':
    case 'ENOTDIR':
    case 'ELOOP':
      return new VeneerError('not-found', messageOf('common.there-is-nothing-at', { path }));
    case 'ENAMETOOLONG':
      return new VeneerError('invalid-input', messageOf('core.name-is-too-long'));
    case 'EISDIR':
      return new VeneerError('invalid-input', messageOf('core.is-folder', { path }));
    case 'ENOSPC':
    case 'EDQUOT':
    case 'EFBIG':
      return new VeneerError(
        'no-space',
        syscall === 'write' && named === undefined
          ? messageOf('core.no-space-for-answer')
          : messageOf('core.no-space-at', { path }),
        { nextStep: messageOf('core.make-space-and-try-again') },
      );
    case 'EROFS':
      return new VeneerError('read-only', messageOf('core.is-read-only', { path }));
    default:
      return null;
  }
}
