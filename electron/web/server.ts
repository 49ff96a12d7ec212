/** The loopback door: the window's files over HTTP, the contract over a WebSocket. */
import { chmodSync, mkdirSync, rmSync } from 'node:fs';
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { dirname } from 'node:path';
import type { Duplex } from 'node:stream';
import { WebSocketServer } from 'ws';
import { serveAsset } from '../api/assets.ts';
import type { Core } from '../api/core.ts';
import type { Api } from '../api/router.ts';
import { fetchSiteOf, isOwnHost, isOwnOrigin, isSameSite } from './origin.ts';
import { createGate, SUBPROTOCOL } from './token.ts';
import { takeUpload } from './upload.ts';

const MAX_MESSAGE = 1024 * 1024;
const MAX_SOCKETS = 16;
/** A page that is gone for this long does not come back to what it sent. */
const FORGET_UPLOADS_MS = 60_000;

/** Headers that an `app://` page must not get, for they abort its renderer. */
const WEB_HEADERS = {
  'cross-origin-opener-policy': 'same-origin',
  'cross-origin-resource-policy': 'same-origin',
};

export interface DoorOptions {
  readonly api: Api;
  readonly core: Pick<Core, 'incoming' | 'operations'>;
  /** The built window. */
  readonly folder: string;
  /** A TCP port on 127.0.0.1, 0 for any free one, or the path of a unix socket. */
  readonly listen: number | string;
  /** How long files that were sent stay after the last page went, in milliseconds; for tests. */
  readonly forgetAfterMs?: number;
}

export interface Door {
  /** For TCP: where the window is, with the token in the fragment. */
  readonly url: string;
  readonly token: string;
  close(): Promise<void>;
}

/** Opens the door. @throws {Error} of Node where the port or the socket cannot be taken */
export async function openDoor({
  api,
  core,
  folder,
  listen,
  forgetAfterMs = FORGET_UPLOADS_MS,
}: DoorOptions): Promise<Door> {
  const gate = createGate();
  // A large image takes its time; the headers of a request may not.
  const server = createServer({ requestTimeout: 0 });
  const sockets = new WebSocketServer({
    noServer: true,
    maxPayload: MAX_MESSAGE,
    handleProtocols: (offered) => (offered.has(SUBPROTOCOL) ? SUBPROTOCOL : false),
  });
  await startListening(server, listen);
  const port = typeof listen === 'number' ? (server.address() as AddressInfo).port : null;
  let forgetting: NodeJS.Timeout | undefined;
  let arriving = 0;
  const forgetUploads = () => {
    const isInUse = arriving > 0 || core.operations.list().some(({ status }) => status === 'running');
    if (isInUse) forgetting?.refresh();
    else core.incoming.close();
  };

  server.on('request', (request, response) => {
    if (request.method === 'PUT' && isOwnHost(request.headers.host, port)) {
      arriving++;
      void takeUpload(request, response, gate, core.incoming).finally(() => {
        arriving--;
        // Who sent it has as long as anybody to have it looked at.
        forgetting?.refresh();
      });
    } else void answer(request, response, folder, port);
  });
  server.on('upgrade', (request, stream, head) => {
    // A peer that goes away while it is let in is no error of ours.
    stream.on('error', () => {});
    void (async () => {
      const { host, origin } = request.headers;
      if (!isOwnHost(host, port)) return refuse(stream, '421 Misdirected Request');
      if (request.url !== '/api' || !isOwnOrigin(origin, host) || !isSameSite(fetchSiteOf(request))) {
        return refuse(stream, '403 Forbidden');
      }
      if (!(await gate.admitsSocket(request.headers['sec-websocket-protocol']))) {
        return refuse(stream, '401 Unauthorized');
      }
      if (sockets.clients.size >= MAX_SOCKETS) return refuse(stream, '503 Service Unavailable');
      sockets.handleUpgrade(request, stream, head, (socket) => {
        clearTimeout(forgetting);
        socket.once('close', () => {
          if (sockets.clients.size === 0) forgetting = setTimeout(forgetUploads, forgetAfterMs).unref();
        });
        void api.attachSocket(socket);
      });
    })();
  });

  return {
    url: port === null ? `http://localhost/#${gate.token}` : `http://127.0.0.1:${port}/#${gate.token}`,
    token: gate.token,
    async close() {
      clearTimeout(forgetting);
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

function refuse(stream: Duplex, status: string): void {
  stream.end(`HTTP/1.1 ${status}\r\nConnection: close\r\nContent-Length: 0\r\n\r\n`);
}
