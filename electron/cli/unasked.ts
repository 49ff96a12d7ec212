/** What could not be asked in a look for updates: said by name, and told by the exit code, for nothing is known of it. */

import { unaskedIn } from '../../shared/diagnosis/updates/unasked.ts';
import { type Message, messageOf } from '../../shared/messages/message.ts';
import type { RemoteState } from '../../shared/model/catalog.ts';
import { ERROR_CODES } from '../../shared/model/errors.ts';
import type { UpdateItem } from '../../shared/model/update.ts';

export interface LookedFor {
  /** A line each. */
  readonly notes: readonly Message[];
  /** 0 where all were asked, `partly` where some were, else why none was. */
  readonly exitCode: number;
}

export function lookedFor(remotes: readonly RemoteState[], items: readonly UpdateItem[]): LookedFor {
  const on = remotes.filter(({ enabled }) => enabled);
  const unasked = unaskedIn(remotes, items);
  const [first] = unasked;
  if (first === undefined) return { notes: [], exitCode: 0 };
  const away = unasked.filter(({ code }) => code === 'unreachable').map(({ name }) => name);
  const others = unasked.filter(({ code }) => code !== 'unreachable');
  const followed = items.filter(({ component }) => component !== null).length;
  const isAll = unasked.length >= on.length + followed;
  return {
    notes: [
      ...(away.length === 0 ? [] : [messageOf('cli.offline-could-not-be-reached', { names: away.join(', ') })]),
      ...others.map(({ name, message }) => messageOf('cli.about', { name, what: message })),
    ],
    exitCode: ERROR_CODES[isAll ? first.code : 'partly'].exitCode,
  };
}
