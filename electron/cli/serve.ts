/** veneer serve: the window for a browser, by default over a unix socket that only its user reaches. */
import { hostname, userInfo } from 'node:os';
import { join, resolve } from 'node:path';
import { VeneerError } from '../../shared/errors.ts';
import { keepChecking } from '../api/automatic.ts';
import type { Core } from '../api/core.ts';
import { createLog } from '../api/log.ts';
import { configDirectory, runtimeDirectory, stateDirectory, WINDOW } from '../api/paths.ts';
import { createApi } from '../api/router.ts';
import { createSettings } from '../api/settings.ts';
import { type Door, openDoor } from '../web/server.ts';
import type { Invocation } from './arguments.ts';
import { openCore } from './setup.ts';

/** Opens the loopback door for a core. @throws {VeneerError} `unsupported` where the port or socket cannot be taken */
export async function openWebDoor(core: Core, listen: number | string): Promise<Door> {
  // With a priority that the journal understands.
  const log = createLog(stateDirectory(), (line) => process.stderr.write(`<3>${line}\n`));
  const settings = createSettings(configDirectory());
  const api = createApi(core, settings, log);
  keepChecking(core, settings, log);
  core.warmUp();
  try {
    return await openDoor({ api, core, folder: WINDOW, listen });
  } catch (error) {
    const what = typeof listen === 'number' ? `Port ${listen}` : `The socket ${listen}`;
    throw new VeneerError('unsupported', `${what} cannot be opened.`, {
      nextStep: 'Choose another with --port or --socket.',
      detail: String(error),
    });
  }
}

export async function runServe(invocation: Invocation): Promise<number> {
  const core = await openCore(invocation);
  try {
    const door = await openWebDoor(core, invocation.port ?? socketPath(invocation));
    process.stdout.write(invocation.port === null ? tunnelHint(socketPath(invocation), door) : `${door.url}\n`);
    await untilStopped();
    await door.close();
    return 0;
  } finally {
    core.close();
  }
}

function socketPath({ socket }: Invocation): string {
  if (socket !== null) return resolve(socket);
  const directory = runtimeDirectory() ?? (process.getuid?.() === 0 ? '/run/veneer' : null);
  if (directory === null) {
    throw new VeneerError('unsupported', 'There is no XDG_RUNTIME_DIR to put the socket into.', {
      nextStep: 'Give a place with --socket PATH, or use --port.',
    });
  }
  return join(directory, 'serve.sock');
}

function tunnelHint(socket: string, { token }: Door): string {
  const { username } = userInfo();
  return [
    `Listening on ${socket}`,
    'On your own machine run:',
    `  ssh -N -L 7070:${socket} ${username}@${hostname()}`,
    'and open there:',
    `  http://localhost:7070/#${token}`,
    '',
  ].join('\n');
}

/** Resolves on Ctrl-C or when the service manager asks to stop. */
export function untilStopped(): Promise<void> {
  return new Promise((settle) => {
    process.once('SIGINT', () => settle());
    process.once('SIGTERM', () => settle());
  });
}
