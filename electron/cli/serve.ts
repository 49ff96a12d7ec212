/** veneer serve: the window for a browser, by default over a unix socket that only its user reaches. */

import { hostname, userInfo } from 'node:os';
import { join, resolve } from 'node:path';
import { messageOf } from '../../shared/messages/message.ts';
import { VeneerError } from '../../shared/model/errors.ts';
import {
  configDirectory,
  GUARDED_READER,
  indexDirectory,
  runtimeDirectory,
  stateDirectory,
  WINDOW,
} from '../api/paths.ts';
import { type Api, createApi } from '../api/router.ts';
import { GOES_ON_LATER, WAITED_FOR } from '../jobs/at-end.ts';
import { createLocalReader } from '../reader/local-reader.ts';
import { keepChecking } from '../session/automatic.ts';
import { createLog, type Log } from '../session/log.ts';
import type { Session } from '../session/session.ts';
import { createSettings } from '../session/settings.ts';
import { surviveErrors } from '../session/survive.ts';
import { type Door, openDoor } from '../web/server.ts';
import type { Invocation } from './invocation.ts';
import { openSession } from './setup.ts';
import { printError, printOut, textOf } from './terminal.ts';

/** With a priority that the journal understands. */
function createServerLog(): Log {
  return createLog(stateDirectory(), (line) => printError(`<3>${line}`));
}

export interface Serving {
  readonly session: Session;
  readonly door: Door;
  /**
   * Ends it once nothing is applied any more: a helper whose Veneer is gone would stop half-way.
   *
   * @param stopped where only the window is gone: resolves when somebody stops it, for downloads end first else
   */
  end(stopped?: Promise<void>): Promise<void>;
}

/**
 * Opens the loopback door on a session of its own. From here on no error that nobody foresaw ends this process.
 *
 * @param listen see `openDoor`
 * @throws {VeneerError} `unsupported` where the port or socket cannot be taken, `busy` where another one runs
 */
export async function serveWindow(invocation: Invocation, listen: number | string): Promise<Serving> {
  const log = createServerLog();
  const guarded = { program: process.execPath, script: GUARDED_READER };
  const session = await openSession(invocation, log, createLocalReader(guarded, indexDirectory()));
  try {
    const settings = createSettings(configDirectory(), (problem) => session.complain('settings', problem));
    const door = await openWebDoor(session, createApi(session, settings, log), listen);
    surviveErrors('serve', session.complain);
    keepChecking(session, await session.host(session.first), settings, log);
    session.rememberFirst();
    session.warmUp();
    return {
      session,
      door,
      async end(stopped) {
        const { jobs } = session;
        if (jobs.goingOn(...WAITED_FOR).length > 0) {
          printOut(messageOf('cli.change-is-being-applied'));
        }
        await jobs.idle(...WAITED_FOR);
        if (stopped !== undefined && jobs.goingOn(...GOES_ON_LATER).length > 0) {
          printOut(messageOf('cli.downloads-end-first'));
          await Promise.race([jobs.idle(...GOES_ON_LATER), stopped]);
        }
        if (jobs.goingOn(...GOES_ON_LATER).length > 0) printOut(messageOf('cli.downloads-go-on-later'));
        await door.close();
        session.close();
      },
    };
  } catch (error) {
    session.close();
    throw error;
  }
}

async function openWebDoor(session: Session, api: Api, listen: number | string): Promise<Door> {
  try {
    return await openDoor({ api, session, folder: WINDOW, listen });
  } catch (error) {
    if (error instanceof VeneerError) throw error;
    const what =
      typeof listen === 'number'
        ? messageOf('cli.port-cannot-be-opened', { port: String(listen) })
        : messageOf('cli.socket-cannot-be-opened', { path: listen });
    throw new VeneerError('unsupported', what, {
      nextStep: messageOf('cli.choose-port-or-socket'),
      detail: String(error),
    });
  }
}

export async function runServe(invocation: Invocation): Promise<number> {
  const place = invocation.port ?? socketPath(invocation);
  const { door, end } = await serveWindow(invocation, place);
  printOut(typeof place === 'string' ? tunnelHint(place, door) : door.url);
  await untilStopped();
  await end();
  return 0;
}

/** The socket that was asked for, or the one of this user. @throws {VeneerError} `unsupported` where there is no place */
export function socketPath({ socket }: Pick<Invocation, 'socket'>): string {
  if (socket !== null) return resolve(socket);
  const directory = runtimeDirectory() ?? (process.getuid?.() === 0 ? '/run/veneer' : null);
  if (directory === null) {
    throw new VeneerError('unsupported', messageOf('cli.no-runtime-directory'), {
      nextStep: messageOf('cli.give-socket-or-port'),
    });
  }
  return join(directory, 'serve.sock');
}

/** How a browser reaches the socket. */
export function tunnelHint(socket: string, { token }: Pick<Door, 'token'>): string {
  return [
    textOf(messageOf('cli.listening-on', { socket })),
    textOf(messageOf('cli.on-machine-with-browser')),
    `  ssh -N -L 7070:${socket} ${userName()}@${hostname()}`,
    textOf(messageOf('cli.and-open-there')),
    `  http://localhost:7070/#${token}`,
    '',
  ].join('\n');
}

function userName(): string {
  try {
    return userInfo().username;
  } catch {
    // A user without an entry, as in a container.
    return 'USER';
  }
}

/** Resolves on Ctrl-C or when the service manager asks to stop. */
export function untilStopped(): Promise<void> {
  return new Promise((settle) => {
    process.once('SIGINT', () => settle());
    process.once('SIGTERM', () => settle());
  });
}
