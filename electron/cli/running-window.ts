/** Lets a later start hand its files to the window that is open already, where no Electron does that for us. */
import { chmodSync, mkdirSync, rmSync } from 'node:fs';
import { createConnection, createServer, type Socket } from 'node:net';
import { dirname, isAbsolute } from 'node:path';

const MAX_MESSAGE = 1024 * 1024;
const PATIENCE_MS = 2000;
const TAKEN = 'taken\n';

/** What is handed over, as one line of JSON. */
interface Handed {
  /** The window has to be of the same host. */
  readonly host: string;
  readonly paths: readonly string[];
}

/** @returns whether a window took them */
export function handOver(socketPath: string, handed: Handed): Promise<boolean> {
  return new Promise((settle) => {
    const socket = createConnection(socketPath);
    const end = (taken: boolean) => {
      socket.destroy();
      settle(taken);
    };
    socket.setTimeout(PATIENCE_MS, () => end(false));
    socket.once('error', () => end(false));
    socket.once('close', () => end(false));
    socket.on('data', (chunk: Buffer) => end(chunk.toString('utf8') === TAKEN));
    socket.write(`${JSON.stringify(handed)}\n`);
  });
}

/**
 * Takes what later starts hand over, from the same user alone.
 *
 * @returns stops it; null where another window listens already
 */
export async function takeHandedOver(
  socketPath: string,
  host: string,
  take: (paths: readonly string[]) => void,
): Promise<(() => void) | null> {
  if (await handOver(socketPath, { host, paths: [] })) return null;
  mkdirSync(dirname(socketPath), { recursive: true, mode: 0o700 });
  rmSync(socketPath, { force: true });
  const server = createServer((peer) => {
    peer.on('error', () => {});
    readLine(peer, (line) => {
      const paths = pathsIn(line, host);
      if (paths === null) return peer.destroy();
      if (paths.length > 0) take(paths);
      peer.end(TAKEN);
    });
  });
  await new Promise<void>((settle, fail) => {
    server.once('error', fail);
    const before = process.umask(0o177);
    server.listen(socketPath, settle);
    process.umask(before);
  });
  chmodSync(socketPath, 0o600);
  return () => {
    server.close();
    rmSync(socketPath, { force: true });
  };
}

function readLine(peer: Socket, take: (line: string) => void): void {
  let text = '';
  peer.setTimeout(PATIENCE_MS, () => peer.destroy());
  peer.on('data', (chunk: Buffer) => {
    text += chunk.toString('utf8');
    if (text.length > MAX_MESSAGE) peer.destroy();
    else if (text.endsWith('\n')) take(text);
  });
}

function pathsIn(line: string, host: string): string[] | null {
  try {
    const handed = JSON.parse(line) as Partial<Handed> | null;
    const { paths } = handed ?? {};
    if (handed?.host !== host || !Array.isArray(paths)) return null;
    return paths.every((path) => typeof path === 'string' && isAbsolute(path)) ? paths : null;
  } catch {
    return null;
  }
}
