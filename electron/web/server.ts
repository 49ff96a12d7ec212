/** The loopback door: the window's files over HTTP, the contract over a WebSocket. */
import { chmodSync, mkdirSync, rmSync } from 'node:fs';
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { dirname } from 'node:path';
import type { Duplex } from 'node:stream';
import { setTimeout as sleep } from 'node:timers/promises';
import { WebSocketServer } from 'ws';
import { serveAsset } from '../api/assets.ts';
import type { Api } from '../api/router.ts';
import { isOwnHost, isOwnOrigin, isSameSite } from './origin.ts';
import { carriesToken, newToken, SUBPROTOCOL } from './token.ts';

const MAX_MESSAGE = 1024 * 1024;
const MAX_SOCKETS = 16;
/** After this many wrong tokens every further try waits. */
const FREE_TRIES = 5;
const PENALTY_MS = 1000;

/** Headers that an `app://` page must not get, for they abort its renderer. */
const WEB_HEADERS = {
  'cross-origin-opener-policy': 'same-origin',
  'cross-origin-resource-policy': 'same-origin',
};

export interface DoorOptions {
  readonly api: Api;
  /** The built window. */
  readonly folder: string;
  /** A TCP port on 127.0.0.1, 0 for any free one, or the path of a unix socket. */
  readonly listen: number | string;
}

export interface Door {
  /** For TCP: where the window is, with the token in the fragment. */
  readonly url: string;
  readonly token: string;
  close(): Promise<void>;
}

/** Opens the door. @throws {Error} of Node where the port or the socket cannot be taken */
export async function openDoor({ api, folder, listen }: DoorOptions): Promise<Door> {
  const token = newToken();
  const server = createServer();
  const sockets = new WebSocketServer({
    noServer: true,
    maxPayload: MAX_MESSAGE,
    handleProtocols: (offered) => (offered.has(SUBPROTOCOL) ? SUBPROTOCOL : false),
  });
  await startListening(server, listen);
  const port = typeof listen === 'number' ? (server.address() as AddressInfo).port : null;
  let wrongTokens = 0;

  server.on('request', (request, response) => void answer(request, response, folder, port));
  server.on('upgrade', (request, stream, head) => {
    // A peer that goes away while it is let in is no error of ours.
    stream.on('error', () => {});
    void (async () => {
      const { host, origin } = request.headers;
      if (!isOwnHost(host, port)) return refuse(stream, '421 Misdirected Request');
      if (request.url !== '/api' || !isOwnOrigin(origin, host) || !isSameSite(header(request, 'sec-fetch-site'))) {
        return refuse(stream, '403 Forbidden');
      }
      if (wrongTokens >= FREE_TRIES) await sleep(PENALTY_MS);
      if (!carriesToken(request.headers['sec-websocket-protocol'], token)) {
        wrongTokens++;
        return refuse(stream, '401 Unauthorized');
      }
      if (sockets.clients.size >= MAX_SOCKETS) return refuse(stream, '503 Service Unavailable');
      sockets.handleUpgrade(request, stream, head, (socket) => void api.attachSocket(socket));
    })();
  });

  return {
    url: port === null ? `http://localhost/#${token}` : `http://127.0.0.1:${port}/#${token}`,
    token,
    async close() {
      for (const client of sockets.clients) client.terminate();
      await new Promise<void>((settle) => {
        server.close(() => settle());
        server.closeAllConnections();
      });
      if (typeof listen === 'string') rmSync(listen, { force: true });
    },
  };
}

async function startListening(server: Server, listen: number | string): Promise<void> {
  if (typeof listen === 'string') {
    mkdirSync(dirname(listen), { recursive: true, mode: 0o700 });
    rmSync(listen, { force: true });
  }
  await new Promise<void>((settle, fail) => {
    server.once('error', fail);
    const listening = () => {
      server.off('error', fail);
      settle();
    };
    if (typeof listen === 'number') server.listen({ host: '127.0.0.1', port: listen }, listening);
    else {
      // The socket must never be open to others, not even before its mode is set.
      const before = process.umask(0o177);
      server.listen(listen, listening);
      process.umask(before);
    }
  });
  if (typeof listen === 'string') chmodSync(listen, 0o600);
}

async function answer(
  request: IncomingMessage,
  response: ServerResponse,
  folder: string,
  port: number | null,
): Promise<void> {
  const { host, origin } = request.headers;
  if (!isOwnHost(host, port)) return end(response, 421);
  if (request.method !== 'GET' && request.method !== 'HEAD') return end(response, 405);
  if (origin !== undefined && !isOwnOrigin(origin, host)) return end(response, 403);
  const [path] = (request.url ?? '/').split('?');
  const { status, headers, body } = await serveAsset(folder, path ?? '/');
  response.writeHead(status, { ...headers, ...WEB_HEADERS, 'content-length': body.length });
  response.end(request.method === 'HEAD' ? undefined : body);
}

function end(response: ServerResponse, status: number): void {
  response.writeHead(status, { 'content-type': 'text/plain; charset=utf-8' });
  response.end('Veneer does not answer this.\n');
}

function header({ headers }: IncomingMessage, name: string): string | undefined {
  const value = headers[name];
  return typeof value === 'string' ? value : undefined;
}

function refuse(stream: Duplex, status: string): void {
  stream.end(`HTTP/1.1 ${status}\r\nConnection: close\r\nContent-Length: 0\r\n\r\n`);
}
