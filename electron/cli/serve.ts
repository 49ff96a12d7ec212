/** veneer serve: the window for a browser, by default over a unix socket that only its user reaches. */

import { join, resolve } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { type Message, messageOf } from '../../shared/messages/message.ts';
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
import { type GivenSocket, takeGivenSocket } from '../host/given-socket.ts';
import { GOES_ON_LATER, WAITED_FOR } from '../jobs/at-end.ts';
import { nameProcess } from '../node/process-name.ts';
import { createLocalReader } from '../reader/local-reader.ts';
import { keepChecking } from '../session/automatic.ts';
import { createLog, type Log } from '../session/log.ts';
import type { Session } from '../session/session.ts';
import { createSettings } from '../session/settings.ts';
import { surviveErrors } from '../session/survive.ts';
import { forgetToken, keepToken, readKeptToken } from '../web/kept-token.ts';
import { type Door, openDoor, type Place } from '../web/server.ts';
import { newToken } from '../web/token.ts';
import { endsWhen, hintOfAgent, hintOfPort, hintOfSocket } from './how-to-reach.ts';
import type { Invocation } from './invocation.ts';
import { isJournal } from './journal-stream.ts';
import { openSession } from './setup.ts';
import { printError, printOut } from './terminal.ts';

/** How long a window that is served waits for somebody, unless it is told. */
const IDLE_MS = 15 * 60_000;
const STDERR = 2;
/** Until a service that was started by a look at its socket has its secret. */
const STARTS_MS = 10_000;

/** For the journal with its priority for an error. */
function createServerLog(): Log {
  const priority = isJournal(STDERR, process.env) ? '<3>' : '';
  return createLog(stateDirectory(), (line) => printError(`${priority}${line}`));
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
 * @param listen see `openDoor`, as the secret
 * @throws {VeneerError} `unsupported` where the port or socket cannot be taken, `busy` where another one runs
 */
export async function serveWindow(invocation: Invocation, listen: Place, token?: () => string): Promise<Serving> {
  nameProcess('veneer');
  const log = createServerLog();
  const guarded = { program: process.execPath, script: GUARDED_READER };
  const session = await openSession(invocation, log, createLocalReader(guarded, indexDirectory()));
  try {
    const settings = createSettings(configDirectory(), (problem) => session.complain('settings', problem));
    const door = await openWebDoor(session, createApi(session, settings, log), listen, token);
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

async function openWebDoor(session: Session, api: Api, listen: Place, token?: () => string): Promise<Door> {
  try {
    return await openDoor({ api, session, folder: WINDOW, listen, ...(token !== undefined && { token }) });
  } catch (error) {
    if (error instanceof VeneerError) throw error;
    const what =
      typeof listen === 'number'
        ? messageOf('cli.port-cannot-be-opened', { port: String(listen) })
        : messageOf('cli.socket-cannot-be-opened', { path: pathOf(listen) });
    throw new VeneerError('unsupported', what, {
      nextStep: messageOf('cli.choose-port-or-socket'),
      detail: String(error),
    });
  }
}

export const runServe = (invocation: Invocation): Promise<number> => serveAndTell(invocation, [], async () => null);

/**
 * Serves until somebody stops it or nobody uses it, and says how it is reached; where the user's own service runs already, how
 * that one is.
 *
 * @param before what is said above that
 * @param attend begins what goes on meanwhile, and returns what ends it
 */
export async function serveAndTell(
  invocation: Invocation,
  before: readonly Message[],
  attend: (serving: Serving) => Promise<(() => void) | null>,
): Promise<number> {
  const { port, socket } = invocation;
  const given = port === null && socket === null ? takeGivenSocket(process.env) : null;
  const place = port ?? given ?? socketPath(invocation);
  const idleMs = idleOf(invocation, given !== null);
  try {
    return await serveAt(place, idleMs);
  } catch (error) {
    if (!(error instanceof VeneerError) || error.code !== 'busy' || typeof place === 'number') throw error;
    const token = isPlain(invocation) && socket === null ? await waitForToken(pathOf(place)) : null;
    if (token === null) throw error;
    printOut(hintOfSocket(pathOf(place), token, [...before, error.report().message]));
    return 0;
  }

  async function serveAt(place: Place, idleMs: number): Promise<number> {
    const serving = await serveWindow(invocation, place, keptTokenOf(place, invocation));
    const { door, end } = serving;
    const agent = hintOfAgent(process.pid);
    const first = [endsWhen(idleMs), ...(agent === null ? [] : [agent])];
    if (typeof place === 'number') printOut(hintOfPort(door.url, [...before, ...first]));
    else {
      const listens = messageOf('cli.listening-on', { socket: pathOf(place) });
      printOut(hintOfSocket(pathOf(place), door.token, [...before, listens, ...first]));
    }
    const stopAttending = await attend(serving);
    await untilOver(door, idleMs);
    stopAttending?.();
    await end();
    return 0;
  }
}

/** Resolves when somebody stops it, or nobody used it for so long. */
export async function untilOver(door: Door, idleMs: number): Promise<void> {
  if (!Number.isFinite(idleMs)) return untilStopped();
  const unused = door.untilUnused(idleMs).then(() => printOut(messageOf('cli.nobody-used-it')));
  await Promise.race([untilStopped(), unused]);
}

/**
 * How long it waits for somebody, in milliseconds. What a service manager was told to keep goes on, unless that starts it
 * again by its socket (systemd.exec(5) has the variable).
 */
export function idleOf({ idle }: Invocation, isGiven = false): number {
  if (idle !== null) return idle * 1000;
  const isKept = !isGiven && process.env['SYSTEMD_EXEC_PID'] === String(process.pid);
  return isKept ? Number.POSITIVE_INFINITY : IDLE_MS;
}

/** Whether it is about this machine as it is. */
const isPlain = ({ root, sandbox, asSystemd }: Invocation) => root === '/' && !sandbox && asSystemd === null;

const pathOf = (place: string | GivenSocket) => (typeof place === 'string' ? place : place.path);

/** What makes the secret of the user's own socket, which is kept; of others it is new each time. */
function keptTokenOf(place: Place, invocation: Invocation): (() => string) | undefined {
  if (typeof place === 'number' || invocation.socket !== null) return undefined;
  const path = pathOf(place);
  return () => {
    if (!isPlain(invocation)) forgetToken(path);
    return isPlain(invocation) ? keepToken(path) : newToken();
  };
}

/** The secret of the one that listens there, for a look at a socket may just have started it. */
async function waitForToken(socket: string): Promise<string | null> {
  for (const end = performance.now() + STARTS_MS; performance.now() < end; await sleep(100)) {
    const token = readKeptToken(socket);
    if (token !== null) return token;
  }
  return null;
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

/** Resolves on Ctrl-C or when the service manager asks to stop. */
export function untilStopped(): Promise<void> {
  return new Promise((settle) => {
    process.once('SIGINT', () => settle());
    process.once('SIGTERM', () => settle());
  });
}
