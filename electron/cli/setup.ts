/** What the commands share that change something: the session for an invocation, and the host that it is about. */

import { messageOf } from '../../shared/messages/message.ts';
import { VeneerError } from '../../shared/model/errors.ts';
import {
  BUILDER,
  COMMANDS_PROGRAM,
  DOWNLOADER,
  GUARDED_READER,
  HELPER,
  ownPlaces,
  stateDirectory,
} from '../api/paths.ts';
import type { LocalReader } from '../extensions/local-reader.ts';
import { createOwnReader } from '../extensions/own-reader.ts';
import type { Host } from '../hosts/host.ts';
import { createLog, type Log } from '../session/log.ts';
import { createSession, type Session } from '../session/session.ts';
import type { Invocation } from './invocation.ts';
import { targetOf } from './target.ts';
import { printError } from './terminal.ts';

/**
 * @param log of a command that serves; any other says on the terminal what no answer tells
 * @param reader of a command that serves; any other waits for one answer and reads by itself, which starts faster
 */
export function openSession(
  invocation: Invocation,
  log: Log = createTerminalLog(),
  reader: LocalReader = createOwnReader(),
): Promise<Session> {
  const { root, asSystemd } = targetOf(invocation);
  const serves = invocation.command === 'serve' || invocation.command === 'open';
  return createSession({
    root,
    asSystemd,
    sandbox: invocation.sandbox,
    helper: { program: process.execPath, args: [HELPER] },
    ...ownPlaces(),
    reader,
    downloader: { program: process.execPath, script: DOWNLOADER },
    builder: { program: process.execPath, script: BUILDER },
    guardedReader: { program: process.execPath, script: GUARDED_READER },
    textAgent: invocation.askPassword && process.stdin.isTTY === true,
    log,
    ...(serves ? { agentFor: process.pid, program: COMMANDS_PROGRAM } : { agentFor: null }),
  });
}

/** For a command that is about one host. @param work what it does; everything is closed after it */
export async function withHost(
  invocation: Invocation,
  work: (session: Session, host: Host) => Promise<number>,
): Promise<number> {
  const session = await openSession(invocation);
  try {
    const host = await session.host(session.first);
    host.hold();
    return await work(session, host);
  } finally {
    session.close();
  }
}

function createTerminalLog(): Log {
  const log = createLog(stateDirectory());
  return {
    ...log,
    error(where, error) {
      const what = error instanceof VeneerError ? error.said : error instanceof Error ? error.message : String(error);
      printError(messageOf('cli.veneer', { what }));
      log.error(where, error);
    },
  };
}
