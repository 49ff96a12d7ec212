/** Asks the remotes, for a command that looks at what they have. */

import { joinTexts, type Message, messageOf } from '../../shared/messages/message.ts';
import type { RemoteState } from '../../shared/model/catalog.ts';
import { VeneerError } from '../../shared/model/errors.ts';
import type { Host } from '../hosts/host.ts';
import type { Session } from '../session/session.ts';
import { tellNote } from './terminal.ts';
import { timeText } from './times.ts';

/** Lists the remotes that are on, and says on stderr what went wrong. @throws {VeneerError} where none is on */
export async function readRemotes({ catalog }: Session, host: Host): Promise<void> {
  await catalog.refresh('revalidate', null, host.release(), null);
  const on = catalog.state().remotes.filter(({ enabled }) => enabled);
  if (on.length === 0) {
    throw new VeneerError('not-found', messageOf('cli.no-remote-is-on'), {
      nextStep: messageOf('cli.see-remotes-with-remote-known'),
    });
  }
  for (const one of on)
    if (one.error !== null) tellNote(messageOf('cli.about', { name: one.name, what: problemOf(one) }));
}

export function problemOf({ error, status, checkedAt }: RemoteState): Message {
  const since =
    checkedAt === null || status !== 'offline'
      ? []
      : [messageOf('cli.what-is-shown-is-from', { time: timeText(checkedAt) })];
  return joinTexts([...(error === null ? [] : [error.message]), ...since], ' ');
}
