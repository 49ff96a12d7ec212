/** One run of the script on a host: what it tells of itself, then ranges of its files, until it is closed. */
import { randomBytes } from 'node:crypto';
import type { Destination } from '../../shared/fleet/destination.ts';
import { messageOf } from '../../shared/messages/message.ts';
import { VeneerError } from '../../shared/model/errors.ts';
import { createByteStream, StreamProblem } from './byte-stream.ts';
import { type Picture, readPicture } from './picture.ts';
import { RANGE_BLOCK, readingScript } from './script.ts';
import { type Ssh, sshError } from './ssh.ts';

export interface Timeouts {
  /** From the start to the end of what it tells of itself. */
  readonly wholeMs: number;
  /** Without a byte while one is waited for. */
  readonly silentMs: number;
}

/** Connecting alone may take ten seconds, and a slow disk with hundreds of extensions as long. */
export const TIMEOUTS: Timeouts = { wholeMs: 90_000, silentMs: 20_000 };

/** Bytes of ranges of one reading. */
const MOST_RANGES = 512 * 1024 * 1024;
const MOST_STDERR = 64 * 1024;

export interface Connection {
  readonly picture: Picture;
  /**
   * Bytes of a file there.
   *
   * @param path Latin-1 of its bytes
   * @param block the first of the blocks of `RANGE_BLOCK` bytes
   * @param length in bytes: less than whole blocks at the end of the file alone
   * @throws {VeneerError} where the host is gone, or the file is another by now
   */
  range(path: string, block: number, length: number): Promise<Buffer>;
  close(): void;
}

export interface Asking {
  /** As a person calls it. */
  readonly name: string;
  readonly to: Destination;
  /** Whether to read as root there, where sudo asks for no password. */
  readonly sudo: boolean;
  readonly signal: AbortSignal;
}

/** @throws {VeneerError} of whatever went wrong; `cancelled` where the signal aborts */
export async function connect(ssh: Ssh, { name, to, sudo, signal }: Asking, timeouts = TIMEOUTS): Promise<Connection> {
  signal.throwIfAborted();
  const boundary = randomBytes(16).toString('hex');
  const script = Buffer.from(readingScript(boundary));
  const child = ssh.start(to, `${sudo ? 'sudo -n ' : ''}sh -c 'eval "$(dd bs=1 count=${script.length} 2>/dev/null)"'`);
  const { stdin, stdout, stderr } = child;
  if (stdin === null || stdout === null || stderr === null) throw new Error('ssh was started without pipes');
  let said = '';
  let isClosed = false;
  let hasBegun = false;
  let why: VeneerError | null = null;
  let waiting = 0;
  let silence: NodeJS.Timeout | null = null;

  const heard = () => {
    if (silence !== null) clearTimeout(silence);
    silence = waiting === 0 ? null : setTimeout(() => stop(tooSlow(name, timeouts.silentMs)), timeouts.silentMs);
  };
  const stream = createByteStream(stdout, heard);
  const ended = new Promise<number | null>((settle) => {
    child.once('error', () => settle(null));
    child.once('close', (status) => settle(status));
  });
  stderr.setEncoding('utf8').on('data', (text: string) => {
    said = (said + text).slice(0, MOST_STDERR);
  });
  // What is written to one that ended is told by its end.
  stdin.on('error', () => {});
  stderr.on('error', () => {});

  function stop(error: VeneerError): void {
    why ??= error;
    close();
    stream.fail(error);
  }

  function close(): void {
    if (isClosed) return;
    isClosed = true;
    if (silence !== null) clearTimeout(silence);
    silence = null;
    signal.removeEventListener('abort', cancel);
    // The connection itself stays open for a while, for the next time; what keeps it has our pipes for as long as a host hangs.
    for (const pipe of [stdin, stdout, stderr]) pipe?.destroy();
    child.kill('SIGTERM');
  }

  const cancel = () => stop(new VeneerError('cancelled', messageOf('fleet.reading-was-stopped', { host: name })));
  signal.addEventListener('abort', cancel, { once: true });

  /** Waits with the clock of silence running. */
  async function wait<T>(work: () => Promise<T>): Promise<T> {
    waiting++;
    heard();
    try {
      return await work();
    } catch (error) {
      throw await told(error);
    } finally {
      waiting--;
      if (!isClosed) heard();
    }
  }

  async function told(error: unknown): Promise<unknown> {
    if (why !== null) return why;
    if (!(error instanceof StreamProblem)) {
      // What a pipe fails with, for one: nothing that comes after it is in its place.
      close();
      return error;
    }
    // How ssh ended is known a moment after its output is.
    const status = await (error.kind === 'ended' ? ended : Promise.resolve(null));
    why = problemOf(name, error, () => sshError(name, said, status, hasBegun));
    close();
    return why;
  }

  stdin.write(script);
  const clock = setTimeout(() => stop(tooSlow(name, timeouts.wholeMs)), timeouts.wholeMs);
  const picture = await wait(() =>
    readPicture(stream, boundary, () => {
      hasBegun = true;
    }),
  ).finally(() => clearTimeout(clock));
  stream.allow(MOST_RANGES);

  const word = Buffer.from(`${boundary}\0`);
  let turn: Promise<unknown> = Promise.resolve();
  return {
    picture,
    range(path, block, length) {
      if (/[\n\r]/.test(path)) throw new VeneerError('unsupported', messageOf('fleet.name-has-line-break'));
      if (isClosed)
        throw why ?? new VeneerError('connection-lost', messageOf('fleet.connection-ended', { host: name }));
      const count = Math.ceil(length / RANGE_BLOCK);
      stdin.write(Buffer.from(`${block} ${count}\n${path}\n`, 'latin1'));
      const before = turn;
      const mine = wait(async () => {
        await before;
        await stream.past(Buffer.from(`${boundary}\0range\0${block}\0${count}\0`), 0);
        const bytes = await stream.exactly(length);
        await stream.past(Buffer.concat([word, DONE]), 0);
        return bytes;
      });
      turn = mine;
      // Whoever asked is told; but one that asks no more must not end the process.
      mine.catch(() => {});
      return mine;
    },
    close,
  };
}

const DONE = Buffer.from('done\0');

const tooSlow = (host: string, ms: number) =>
  new VeneerError('unreachable', messageOf('fleet.says-nothing', { host, seconds: Math.round(ms / 1000) }), {
    nextStep: messageOf('fleet.look-whether-it-runs'),
  });

function problemOf(host: string, { kind }: StreamProblem, ofSsh: () => VeneerError): VeneerError {
  switch (kind) {
    case 'ended':
      return ofSsh();
    case 'too-large':
      return new VeneerError('too-large', messageOf('fleet.says-too-much', { host }));
    case 'garbage':
      return new VeneerError('server-error', messageOf('fleet.says-what-is-not-understood', { host }), {
        nextStep: messageOf('fleet.needs-posix-shell'),
      });
  }
}
