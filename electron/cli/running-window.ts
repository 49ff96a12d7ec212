/** Lets a later start hand its files to the window that is open already, where no Electron does that for us. */
import { createConnection, createServer, type Socket } from 'node:net';
import { isAbsolute } from 'node:path';
import { VeneerError } from '../../shared/model/errors.ts';
import { listenOnOwnSocket } from '../host/own-socket.ts';

const MAX_MESSAGE = 1024 * 1024;
const TIMEOUT_MS = 2000;
const MAX_PEERS = 16;
const TAKEN = 'taken\n';
const OTHER_TREE = 'another tree\n';

/** What is handed over, as one line of JSON. */
interface Handed {
  /** The window has to be of the same host. */
  readonly host: string;
  readonly paths: readonly string[];
}

/** `other-tree` where a window is open that shows another host. */
type Answer = 'taken' | 'other-tree' | 'nobody';

export function handOver(socketPath: string, handed: Handed): Promise<Answer> {
  return new Promise((settle) => {
    const socket = createConnection(socketPath);
    const endWith = (answer: Answer) => {
      socket.destroy();
      settle(answer);
    };
    socket.setTimeout(TIMEOUT_MS, () => endWith('nobody'));
    // More than one error may come; none is more than that nobody took them.
    socket.on('error', () => endWith('nobody'));
    socket.once('close', () => endWith('nobody'));
    readLine(socket, (line) => endWith(line === TAKEN ? 'taken' : line === OTHER_TREE ? 'other-tree' : 'nobody'));
    socket.write(`${JSON.stringify(handed)}\n`);
  });
}

/**
 * Takes what later starts hand over, from the same user alone.
 *
 * @returns stops it; null where another window listens already, of whatever host
 * @throws {VeneerError} see `listenOnOwnSocket`
 */
export async function takeHandedOver(
  socketPath: string,
  host: string,
  take: (paths: readonly string[]) => void,
): Promise<(() => void) | null> {
  const server = createServer((peer) => {
    peer.on('error', () => {});
    readLine(peer, (line) => {
      const handed = handedIn(line);
      if (handed === null) return peer.destroy();
      if (handed.host !== host) return peer.end(OTHER_TREE);
      if (handed.paths.length > 0) take(handed.paths);
      peer.end(TAKEN);
    });
  });
  server.maxConnections = MAX_PEERS;
  try {
    const remove = await listenOnOwnSocket(server, socketPath);
    return () => {
      remove();
      server.close();
    };
  } catch (error) {
    if (error instanceof VeneerError && error.code === 'busy') return null;
    throw error;
  }
}

function readLine(peer: Socket, take: (line: string) => void): void {
  let text = '';
  peer.setTimeout(TIMEOUT_MS, () => peer.destroy());
  peer.on('data', (chunk: Buffer) => {
    text += chunk.toString('utf8');
    if (text.length > MAX_MESSAGE) peer.destroy();
    else if (text.endsWith('\n')) take(text);
  });
}

function handedIn(line: string): Handed | null {
  try {
    const { host, paths } = (JSON.parse(line) ?? {}) as Partial<Handed>;
    if (typeof host !== 'string' || !Array.isArray(paths)) return null;
    return paths.every((path) => typeof path === 'string' && isAbsolute(path)) ? { host, paths } : null;
  } catch {
    return null;
  }
}
