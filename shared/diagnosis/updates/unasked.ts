/** Who could not be asked in a look for updates, so that what is newer there is not known. */

import type { RemoteState } from '../../model/catalog.ts';
import type { Unasked, UpdateItem } from '../../model/update.ts';
import { serverErrorOf } from './source-unread.ts';

/** The servers of remotes that are on, and those of transfer files. */
export function unaskedIn(remotes: readonly RemoteState[], items: readonly UpdateItem[]): Unasked[] {
  return [
    ...remotes.flatMap(({ name, url, enabled, status, error, checkedAt }): Unasked[] =>
      enabled && error !== null && (status === 'offline' || status === 'failed')
        ? [{ name, host: serverOf(url), code: error.code, message: error.message, readAt: checkedAt }]
        : [],
    ),
    ...items.flatMap(({ name, source, problem }): Unasked[] => {
      // Other problems are of the host.
      const code = problem === null ? null : serverErrorOf(problem.id);
      return problem === null || code === null
        ? []
        : [{ name, host: serverOf(source), code, message: problem.message, readAt: null }];
    }),
  ];
}

function serverOf(address: string): string {
  return /^[a-z]+:\/\/([^/]+)/.exec(address)?.[1] ?? address;
}
