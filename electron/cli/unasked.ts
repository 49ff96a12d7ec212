/** What could not be asked in a look for updates: said by name, and told by the exit code, for nothing is known of it. */

import { type Message, messageOf } from '../../shared/messages/message.ts';
import type { RemoteState } from '../../shared/model/catalog.ts';
import { ERROR_CODES, type ErrorCode, type ErrorReport } from '../../shared/model/errors.ts';
import type { UpdateItem } from '../../shared/model/update.ts';

/** A server that gave nothing new to know; of a transfer file or of a remote. */
interface Unasked {
  readonly name: string;
  readonly error: ErrorReport;
}

export interface LookedFor {
  /** A line each. */
  readonly notes: readonly Message[];
  /** 0 where all were asked, `partly` where some were, else why none was. */
  readonly exitCode: number;
}

/** What makes a server unasked; other problems are of the host. */
const OF_SERVERS = new Set<ErrorCode>(['unreachable', 'server-error', 'not-verified', 'too-large', 'not-found']);

export const isOfServer = (code: ErrorCode): boolean => OF_SERVERS.has(code);

export function lookedFor(remotes: readonly RemoteState[], items: readonly UpdateItem[]): LookedFor {
  const on = remotes.filter(({ enabled }) => enabled);
  const unasked: Unasked[] = [
    ...on.flatMap(({ name, status, error }) =>
      error !== null && (status === 'offline' || status === 'failed') ? [{ name, error }] : [],
    ),
    ...items.flatMap(({ name, problem }) =>
      problem !== null && isOfServer(problem.code) ? [{ name, error: problem }] : [],
    ),
  ];
  const [first] = unasked;
  if (first === undefined) return { notes: [], exitCode: 0 };
  const away = unasked.filter(({ error }) => error.code === 'unreachable').map(({ name }) => name);
  const others = unasked.filter(({ error }) => error.code !== 'unreachable');
  const followed = items.filter(({ component }) => component !== null).length;
  const isAll = unasked.length >= on.length + followed;
  return {
    notes: [
      ...(away.length === 0 ? [] : [messageOf('cli.offline-could-not-be-reached', { names: away.join(', ') })]),
      ...others.map(({ name, error }) => messageOf('cli.about', { name, what: error.message })),
    ],
    exitCode: ERROR_CODES[isAll ? first.error.code : 'partly'].exitCode,
  };
}
