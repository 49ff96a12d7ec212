/** The loopback door: the window's files over HTTP, the contract over a WebSocket. */
import type { Server } from 'node:http';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { Duplex } from 'node:stream';
import { type WebSocket, WebSocketServer } from 'ws';
import { MAX_MESSAGE } from '../../shared/window/max-message.ts';
import { serveAsset } from '../api/assets.ts';
import type { Api } from '../api/router.ts';
import { type GivenSocket, listenOnGivenSocket } from '../host/given-socket.ts';
import { listenOnOwnSocket } from '../host/own-socket.ts';
import type { Session } from '../session/session.ts';
import { writeInvitation } from './invitation.ts';
import { fetchSiteOf, isOwnHost, isOwnOrigin, isSameSite } from './origin.ts';
import { createPeerCheck } from './peer.ts';
import { createGate, type Gate, SUBPROTOCOL } from './token.ts';
import { watchUse } from './unused.ts';
import { takeUpload } from './upload.ts';

const MAX_SOCKETS = 16;
/** With those that only fetch a file, or knock. */
const MAX_CONNECTIONS = 64;
const HEADERS_MS = 10_000;
/** Rarely, for while nothing changes nothing is to run. */
const LOOK_FOR_SLOW_MS = 10_000;
/** A connection over which nothing comes or goes for so long is ended; a socket is asked for a sign of life. */
const IDLE_MS = 60_000;
const PING_MS = 30_000;
/** A page that is gone for this long does not come back to what it sent. */
const FORGET_UPLOADS_MS = 60_000;

/** Headers that an `app://` page must not get, for they abort its renderer. */
const WEB_HEADERS = {
  'cross-origin-opener-policy': 'same-origin',
  'cross-origin-resource-policy': 'same-origin',
};

/** A TCP port on 127.0.0.1, 0 for any free one, the path of a unix socket, or one that the service manager listens on. */
export type Place = number | string | GivenSocket;

export interface DoorOptions {
  readonly api: Api;
  readonly session: Pick<Session, 'incoming' | 'jobs' | 'complain'>;
  /** The built window. */
  readonly folder: string;
  readonly listen: Place;
  /** Makes the secret that lets in, once it listens; a new one unless given. */
  readonly token?: () => string;
  /** How long files that were sent stay after the last page went, in milliseconds; for tests. */
  readonly forgetAfterMs?: number;
}

export interface Door {
  /** For TCP: where the window is, with the token in the fragment. */
  readonly url: string;
  readonly token: string;
  /**
   * Writes a file that leads a browser here, for whoever would start one: it is good once, for seconds, and goes by itself.
   *
   * @param folder of this user's alone
   * @returns its path
   */
  invite(folder: string): string;
  /** @param afterMs for how long no window, no request and no job has to be there, in milliseconds */
  untilUnused(afterMs: number): Promise<void>;
  close(): Promise<void>;
}

/**
 * Opens the door.
 *
 * @throws {VeneerError} of the socket, see `listenOnOwnSocket`; {Error} of Node where the port cannot be taken
 */
export async function openDoor({
  api,
  session,
  folder,
  listen,
  token,
  forgetAfterMs = FORGET_UPLOADS_MS,
}: DoorOptions): Promise<Door> {
  const server = createServer({
    // A large image takes its time; the headers of a request may not. Without its own limit they had none either.
    requestTimeout: 0,
    headersTimeout: HEADERS_MS,
    connectionsCheckingInterval: LOOK_FOR_SLOW_MS,
  });
  server.maxConnections = MAX_CONNECTIONS;
  server.timeout = IDLE_MS;
  const sockets = new WebSocketServer({
    noServer: true,
    maxPayload: MAX_MESSAGE,
    handleProtocols: (offered) => (offered.has(SUBPROTOCOL) ? SUBPROTOCOL : false),
  });
  const stopListening = await startListening(server, listen);
  let gate: Gate;
  try {
    gate = createGate(token?.());
  } catch (error) {
    stopListening();
    server.close();
    throw error;
  }
  const port = typeof listen === 'number' ? (server.address() as AddressInfo).port : null;
  const origin = port === null ? 'http://localhost' : `http://127.0.0.1:${port}`;
  let forgetting: NodeJS.Timeout | undefined;
  let arriving = 0;
  const use = watchUse(() => sockets.clients.size > 0 || arriving > 0, session.jobs);
  const forgetUploads = () => {
    const isInUse = arriving > 0 || session.jobs.goingOn('apply', 'examine').length > 0;
    if (isInUse) forgetting?.refresh();
    else session.incoming.close();
  };

  server.on('request', (request, response) => {
    use.note();
    const failRequest = (error: unknown) => {
      session.complain('web', error);
      request.destroy();
    };
    if (request.method === 'PUT' && isOwnHost(request.headers.host, port)) {
      arriving++;
      takeUpload(request, response, gate, session.incoming)
        .finally(() => {
          arriving--;
          // Who sent it has as long as anybody to have it looked at.
          forgetting?.refresh();
        })
        .catch(failRequest);
    } else if (request.method === 'POST') redeemCode(request, response, gate, port).catch(failRequest);
    else answerRequest(request, response, folder, port).catch(failRequest);
  });
  server.on('upgrade', (request, stream, head) => {
    // A peer that goes away while it is let in is no error of ours.
    stream.on('error', () => {});
    (async () => {
      const { host, origin } = request.headers;
      if (!isOwnHost(host, port)) return refuseUpgrade(stream, '421 Misdirected Request');
      if (request.url !== '/api' || !isOwnOrigin(origin, host) || !isSameSite(fetchSiteOf(request))) {
        return refuseUpgrade(stream, '403 Forbidden');
      }
      if (!(await gate.admitsSocket(request.headers['sec-websocket-protocol']))) {
        return refuseUpgrade(stream, '401 Unauthorized');
      }
      if (sockets.clients.size >= MAX_SOCKETS) return refuseUpgrade(stream, '503 Service Unavailable');
      sockets.handleUpgrade(request, stream, head, (socket) => {
        clearTimeout(forgetting);
        socket.once('close', () => {
          use.note();
          if (sockets.clients.size === 0) forgetting = setTimeout(forgetUploads, forgetAfterMs).unref();
        });
        // What the protocol forbids, or is too long, ends this connection; ws has said so to the page by then.
        socket.on('error', (error) =>
          session.complain('web', new Error(`A window sent what is not taken: ${error.message}`)),
        );
        keepAlive(socket);
        return api.attachSocket(socket);
      });
    })().catch((error: unknown) => {
      session.complain('web', error);
      stream.destroy();
    });
  });

  return {
    url: `${origin}/#${gate.token}`,
    token: gate.token,
    invite(folder) {
      const code = gate.newCode(() => invitation.remove());
      const invitation = writeInvitation(folder, `${origin}/#code.${code}`);
      return invitation.path;
    },
    untilUnused: use.untilUnused,
    async close() {
      clearTimeout(forgetting);
      use.close();
      gate.close();
      for (const client of sockets.clients) client.terminate();
      stopListening();
      await new Promise<void>((settle) => {
        server.close(() => settle());
        server.closeAllConnections();
      });
    },
  };
}

/** @returns takes a socket away; to be called before the server is closed */
async function startListening(server: Server, listen: Place): Promise<() => void> {
  if (typeof listen === 'string') return listenOnOwnSocket(server, listen);
  if (typeof listen === 'object') {
    await listenOnGivenSocket(server, listen);
    return () => {};
  }
  const isOwnPeer = createPeerCheck();
  // Before the parser of requests sees a byte of it.
  server.prependListener('connection', (socket) => {
    if (isOwnPeer(socket)) return;
    socket.on('error', () => {});
    const text = 'Veneer answers only who started it. Start your own, or use its unix socket.\n';
    const head = `Connection: close\r\nContent-Type: text/plain\r\nContent-Length: ${text.length}`;
    socket.end(`HTTP/1.1 403 Forbidden\r\n${head}\r\n\r\n${text}`, () => socket.destroy());
  });
  await new Promise<void>((settle, fail) => {
    server.once('error', fail);
    server.listen({ host: '127.0.0.1', port: listen }, () => {
      server.off('error', fail);
      settle();
    });
  });
  return () => {};
}

/** Ends a socket whose page gives no sign of life, as after a tunnel broke; a browser answers by itself. */
function keepAlive(socket: WebSocket): void {
  let isAlive = true;
  socket.on('pong', () => {
    isAlive = true;
  });
  const timer = setInterval(() => {
    if (!isAlive) return socket.terminate();
    isAlive = false;
    socket.ping();
  }, PING_MS).unref();
  socket.once('close', () => clearInterval(timer));
}

/** Gives a page the token for the code that it was led here with: `POST /session`. */
async function redeemCode(
  request: IncomingMessage,
  response: ServerResponse,
  gate: Gate,
  port: number | null,
): Promise<void> {
  const { host, origin, authorization } = request.headers;
  if (!isOwnHost(host, port)) return endResponse(request, response, 421);
  if (request.url !== '/session') return endResponse(request, response, 405);
  if (!isOwnOrigin(origin, host) || !isSameSite(fetchSiteOf(request))) return endResponse(request, response, 403);
  if (hasBody(request)) return endResponse(request, response, 413);
  const token = await gate.redeem(authorization);
  if (token === null) return endResponse(request, response, 401);
  const headers = { 'content-type': 'application/json; charset=utf-8', 'cache-control': 'no-store', ...WEB_HEADERS };
  response.writeHead(200, { ...headers, 'x-content-type-options': 'nosniff' });
  response.end(JSON.stringify({ token }));
}

async function answerRequest(
  request: IncomingMessage,
  response: ServerResponse,
  folder: string,
  port: number | null,
): Promise<void> {
  const { host, origin } = request.headers;
  if (!isOwnHost(host, port)) return endResponse(request, response, 421);
  if (request.method !== 'GET' && request.method !== 'HEAD') return endResponse(request, response, 405);
  if (origin !== undefined && !isOwnOrigin(origin, host)) return endResponse(request, response, 403);
  if (hasBody(request)) return endResponse(request, response, 413);
  const [path] = (request.url ?? '/').split('?');
  const { status, headers, body } = await serveAsset(folder, path ?? '/');
  response.writeHead(status, { ...headers, ...WEB_HEADERS, 'content-length': body.length });
  response.end(request.method === 'HEAD' ? undefined : body);
}

function hasBody({ headers }: IncomingMessage): boolean {
  return headers['transfer-encoding'] !== undefined || Number(headers['content-length'] ?? 0) !== 0;
}

function endResponse(request: IncomingMessage, response: ServerResponse, status: number): void {
  const close = hasBody(request) ? { connection: 'close' } : {};
  response.writeHead(status, { 'content-type': 'text/plain; charset=utf-8', ...close });
  // Nobody sends on what was refused.
  response.end('Veneer does not answer this.\n', () => {
    if (hasBody(request)) request.destroy();
  });
}

function refuseUpgrade(stream: Duplex, status: string): void {
  stream.end(`HTTP/1.1 ${status}\r\nConnection: close\r\nContent-Length: 0\r\n\r\n`);
}
