/** Lets a later start use the window that is open already, where no Electron does that for us. */
import { createConnection, createServer, type Socket } from 'node:net';
import { isAbsolute } from 'node:path';
import { VeneerError } from '../../shared/model/errors.ts';
import { listenOnOwnSocket } from '../host/own-socket.ts';

const MAX_MESSAGE = 1024 * 1024;
const TIMEOUT_MS = 2000;
const MAX_PEERS = 16;
const TAKEN = 'taken\n';
const OTHER_TREE = 'another tree\n';
const SHOWN = 'shown\n';

/** What is handed over, as one line of JSON. */
interface Handed {
  /** The window has to be of the same host. */
  readonly host: string;
  /** None: a window is asked for. */
  readonly paths: readonly string[];
  /** That its address is all that is wanted of the window. */
  readonly addressOnly?: boolean;
}

/** `other-tree` where a window is open that shows another host. */
type Answer = 'taken' | 'other-tree' | 'nobody';

export async function handOver(socketPath: string, handed: Handed): Promise<Answer> {
  const line = await exchange(socketPath, handed);
  return line === TAKEN ? 'taken' : line === OTHER_TREE ? 'other-tree' : 'nobody';
}

/** @returns `shown` where another window of it opened, its address where that is left to the person; null where there is none of this host */
export async function askForWindow(
  socketPath: string,
  host: string,
  addressOnly: boolean,
): Promise<'shown' | { readonly url: string } | null> {
  const line = await exchange(socketPath, { host, paths: [], addressOnly });
  return line === SHOWN ? 'shown' : addressIn(line);
}

/** @returns null where nobody answers */
function exchange(socketPath: string, handed: Handed): Promise<string | null> {
  return new Promise((settle) => {
    const socket = createConnection(socketPath);
    const endWith = (line: string | null) => {
      socket.destroy();
      settle(line);
    };
    socket.setTimeout(TIMEOUT_MS, () => endWith(null));
    // More than one error may come; none is more than that nobody took them.
    socket.on('error', () => endWith(null));
    socket.once('close', () => endWith(null));
    readLine(socket, endWith);
    socket.write(`${JSON.stringify(handed)}\n`);
  });
}

/** A window that is open, to those that start later. */
export interface OpenWindow {
  takeFiles(paths: readonly string[]): void;
  /** Opens another window; null where that is left to the person. */
  readonly show: (() => void) | null;
  /** Where it is, with the secret: the socket is this user's alone. */
  readonly url: string;
}

/**
 * Takes what later starts hand over, from the same user alone, and shows them the window.
 *
 * @returns stops it; null where another window listens already, of whatever host
 * @throws {VeneerError} see `listenOnOwnSocket`
 */
export async function takeHandedOver(
  socketPath: string,
  host: string,
  { takeFiles, show, url }: OpenWindow,
): Promise<(() => void) | null> {
  const server = createServer((peer) => {
    peer.on('error', () => {});
    readLine(peer, (line) => {
      const handed = handedIn(line);
      if (handed === null) return peer.destroy();
      if (handed.host !== host) return peer.end(OTHER_TREE);
      if (handed.paths.length === 0) {
        if (handed.addressOnly === true || show === null) return peer.end(`${JSON.stringify({ url })}\n`);
        show();
        return peer.end(SHOWN);
      }
      takeFiles(handed.paths);
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
    const { host, paths, addressOnly } = (JSON.parse(line) ?? {}) as Partial<Handed>;
    if (typeof host !== 'string' || !Array.isArray(paths)) return null;
    const isRight = paths.every((path) => typeof path === 'string' && isAbsolute(path));
    return isRight ? { host, paths, addressOnly: addressOnly === true } : null;
  } catch {
    return null;
  }
}

function addressIn(line: string | null): { readonly url: string } | null {
  try {
    const { url } = (JSON.parse(line ?? '') ?? {}) as { url?: unknown };
    return typeof url === 'string' ? { url } : null;
  } catch {
    // What an older Veneer answers, which shows none.
    return null;
  }
}
