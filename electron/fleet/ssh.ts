/** The person's own `ssh`, as it is called: with their keys, agent, config and known hosts, and never a question. */
import type { ChildProcess } from 'node:child_process';
import { createHash } from 'node:crypto';
import { join } from 'node:path';
import { type Destination, destinationText } from '../../shared/fleet/destination.ts';
import { foreignText, messageOf } from '../../shared/messages/message.ts';
import { VeneerError } from '../../shared/model/errors.ts';
import { findProgram } from '../host/systemd-version.ts';
import { startProgram } from '../node/long-program.ts';
import { makeOwnFolder } from '../node/own-folder.ts';

export interface Ssh {
  /** Starts a command there, which is one word list to any login shell. @throws {VeneerError} `unsupported` without ssh */
  start(to: Destination, command: string): ChildProcess;
}

export interface SshOptions {
  /** A folder of the user's alone that goes with the session; null where there is none, and no connection is kept then. */
  readonly runtimeDirectory: string | null;
  /** What ssh takes instead of the person's config; null for that. */
  readonly configFile: string | null;
}

/** Seconds. */
export const CONNECT_TIMEOUT = 10;
const KEPT_OPEN = 60;

/** Digits of the name of a socket. */
const SOCKET_NAME = 16;
/** A socket's path ends after 107 bytes, and ssh adds 17 letters while it makes it. */
const MOST_FOLDER = 107 - 1 - SOCKET_NAME - 17;

const OPTIONS: readonly string[] = [
  'BatchMode=yes',
  `ConnectTimeout=${CONNECT_TIMEOUT}`,
  'ConnectionAttempts=1',
  'ServerAliveInterval=5',
  'ServerAliveCountMax=3',
  'RequestTTY=no',
  'ForwardAgent=no',
  'ForwardX11=no',
  'ClearAllForwardings=yes',
  'PermitLocalCommand=no',
  'LogLevel=ERROR',
];

export function createSsh({ runtimeDirectory, configFile }: SshOptions): Ssh {
  let sockets: string | null | undefined;

  /** A connection by the name that was given: two names of one address may be with two keys. */
  function sharing(to: Destination): string[] {
    if (sockets === undefined) sockets = socketFolder(runtimeDirectory);
    if (sockets === null) return [];
    const name = createHash('sha256').update(destinationText(to)).digest('hex').slice(0, SOCKET_NAME);
    return ['ControlMaster=auto', `ControlPath=${sockets}/${name}`, `ControlPersist=${KEPT_OPEN}`];
  }

  return {
    start(to, command) {
      const { user, host, port } = to;
      const program = findProgram('ssh');
      if (program === null)
        throw new VeneerError('unsupported', messageOf('fleet.there-is-no-ssh'), {
          nextStep: messageOf('fleet.install-openssh-client'),
        });
      const args = [
        ...(configFile === null ? [] : ['-F', configFile]),
        ...[...OPTIONS, ...sharing(to)].flatMap((one) => ['-o', one]),
        ...(user === null ? [] : ['-l', user]),
        ...(port === null ? [] : ['-p', String(port)]),
        '--',
        host,
        command,
      ];
      return startProgram(program, args, { stdio: ['pipe', 'pipe', 'pipe'], env: environment(), detached: true });
    },
  };
}

/** English, and no window that asks for a password. */
function environment(): NodeJS.ProcessEnv {
  const { SSH_ASKPASS: _, ...rest } = process.env;
  return { ...rest, LC_ALL: 'C', SSH_ASKPASS_REQUIRE: 'never' };
}

/** Nobody would ever use what a process keeps open in a folder that is known to it alone. */
function socketFolder(runtimeDirectory: string | null): string | null {
  if (runtimeDirectory === null) return null;
  const folder = join(runtimeDirectory, 'ssh');
  if (folder.length > MOST_FOLDER) return null;
  try {
    makeOwnFolder(folder);
    return folder;
  } catch {
    // A session whose folder went.
    return null;
  }
}

const UNREACHABLE =
  /connection (?:refused|timed out|reset|closed)|no route to host|network is unreachable|timed out|port 65535/i;

/** It stood already, though nothing of the script had come. */
const CUT_OFF = /^connection to \S+ closed by remote host/im;

/** It only warns of a host that does not find its own name, and goes on. */
const SUDO_REFUSES = /^sudo: (?!unable to resolve host )/m;

/**
 * Why ssh or the host ended before everything was told.
 *
 * @param host as a person calls it
 * @param stderr what both wrote
 * @param status of ssh: 255 where it is ssh itself that failed; null where it was killed
 * @param begun whether the script had begun there
 */
export function sshError(host: string, stderr: string, status: number | null, begun: boolean): VeneerError {
  const lines = stderr
    .split('\n')
    .map((line) => line.trim())
    .filter((line) => line !== '');
  const detail = lines.join('\n').slice(0, 2000);
  const more = (nextStep: VeneerError['nextStep']) => ({ detail, ...(nextStep === null ? {} : { nextStep }) });
  const why = foreignText((lines.at(-1) ?? '').slice(0, 300));
  if (SUDO_REFUSES.test(stderr))
    return new VeneerError(
      'not-authorized',
      messageOf('fleet.sudo-wants-password', { host }),
      more(messageOf('fleet.let-sudo-without-password')),
    );
  if (status === 255 && !begun && !CUT_OFF.test(stderr)) {
    if (/host key verification failed|REMOTE HOST IDENTIFICATION HAS CHANGED/i.test(stderr))
      return new VeneerError(
        'not-verified',
        messageOf('fleet.host-key-unknown', { host }),
        more(messageOf('fleet.connect-once-by-ssh', { host })),
      );
    if (/permission denied|too many authentication failures|no more authentication methods/i.test(stderr))
      return new VeneerError(
        'not-authorized',
        messageOf('fleet.not-let-in', { host }),
        more(messageOf('fleet.add-key-to-agent')),
      );
    if (/could not resolve hostname/i.test(stderr))
      return new VeneerError(
        'not-found',
        messageOf('fleet.no-such-address', { host }),
        more(messageOf('fleet.look-at-name')),
      );
    if (UNREACHABLE.test(stderr))
      return new VeneerError(
        'unreachable',
        messageOf('fleet.does-not-answer', { host, why }),
        more(messageOf('fleet.look-whether-it-runs')),
      );
    if (lines.length > 0)
      return new VeneerError(
        'unreachable',
        messageOf('fleet.ssh-failed', { host, why }),
        more(messageOf('fleet.try-ssh-by-hand', { host })),
      );
  }
  if (begun || status === 255)
    return new VeneerError(
      'connection-lost',
      messageOf('fleet.connection-ended', { host }),
      more(messageOf('fleet.read-again')),
    );
  return new VeneerError(
    'unsupported',
    messageOf('fleet.runs-no-script', { host }),
    more(messageOf('fleet.needs-posix-shell')),
  );
}
