/** What could not be asked in a look for updates: said by name, and told by the exit code, for nothing is known of it. */

import { serverErrorOf } from '../../shared/diagnosis/updates/source-unread.ts';
import { type Message, messageOf } from '../../shared/messages/message.ts';
import type { RemoteState } from '../../shared/model/catalog.ts';
import { ERROR_CODES, type ErrorCode } from '../../shared/model/errors.ts';
import type { UpdateItem } from '../../shared/model/update.ts';

/** A server that gave nothing new to know; of a transfer file or of a remote. */
interface Unasked {
  readonly name: string;
  readonly code: ErrorCode;
  readonly message: Message;
}

export interface LookedFor {
  /** A line each. */
  readonly notes: readonly Message[];
  /** 0 where all were asked, `partly` where some were, else why none was. */
  readonly exitCode: number;
}

export function lookedFor(remotes: readonly RemoteState[], items: readonly UpdateItem[]): LookedFor {
  const on = remotes.filter(({ enabled }) => enabled);
  const unasked: Unasked[] = [
    ...on.flatMap(({ name, status, error }) =>
      error !== null && (status === 'offline' || status === 'failed')
        ? [{ name, code: error.code, message: error.message }]
        : [],
    ),
    ...items.flatMap(({ name, problem }) => {
      // Other problems are of the host.
      const code = problem === null ? null : serverErrorOf(problem.id);
      return problem === null || code === null ? [] : [{ name, code, message: problem.message }];
    }),
  ];
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
