/** A server that does what no good server does: real HTTP over real sockets, with its faults by request. */
import { createHash } from 'node:crypto';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';

export interface FaultyServer {
  /** With a slash at its end. */
  readonly url: string;
  /** What was asked for, in order: `METHOD PATH RANGE`. */
  readonly asked: readonly string[];
  stop(): Promise<void>;
}

/** @param answer is asked for each request, with how many there were before */
export async function serveFaults(
  answer: (request: IncomingMessage, response: ServerResponse, before: number) => void,
): Promise<FaultyServer> {
  const asked: string[] = [];
  const server = createServer((request, response) => {
    // A client that goes away in the middle is what is tested.
    response.on('error', () => {});
    const range = request.headers.range;
    answer(
      request,
      response,
      asked.push(`${request.method} ${request.url}${range === undefined ? '' : ` ${range}`}`) - 1,
    );
  });
  await new Promise<void>((settle) => server.listen(0, '127.0.0.1', settle));
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}/`,
    asked,
    stop: () =>
      new Promise((settle) => {
        server.close(() => settle());
        server.closeAllConnections();
      }),
  };
}

export interface Served {
  readonly content: Buffer;
  /** Ends the connection behind so many bytes of the answer. */
  readonly cutAfter?: number;
  readonly etag?: string | null;
  readonly ranges?: boolean;
  /** Sends the body, where it is not to be sent at once. */
  readonly send?: (body: Buffer) => void;
}

/** Answers as a good server does, but for what is asked otherwise. */
export function serveFile(request: IncomingMessage, response: ServerResponse, served: Served): void {
  const { content, cutAfter, etag = tagOf(content), ranges = true, send } = served;
  const [, from] = /^bytes=(\d+)-$/.exec(request.headers.range ?? '') ?? [];
  const condition = request.headers['if-range'];
  const isPart = ranges && from !== undefined && (condition === undefined || condition === etag);
  const start = isPart ? Number(from) : 0;
  const body = content.subarray(start);
  response.writeHead(isPart ? 206 : 200, {
    'content-length': body.length,
    ...(etag === null ? {} : { etag }),
    ...(isPart ? { 'content-range': `bytes ${start}-${content.length - 1}/${content.length}` } : {}),
  });
  if (send !== undefined) send(body);
  else if (cutAfter === undefined) response.end(body);
  else response.write(body.subarray(0, cutAfter), () => setTimeout(() => response.destroy(), 20));
}

export const tagOf = (content: Buffer) => `"${createHash('sha256').update(content).digest('hex').slice(0, 16)}"`;
