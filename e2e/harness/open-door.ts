/** A loopback door with a folder behind it, and what a page and whoever else may ask of it by raw requests. */
import { readdirSync } from 'node:fs';
import { request } from 'node:http';
import { join } from 'node:path';
import { afterAll, beforeAll } from 'vitest';
import { WebSocket } from 'ws';
import type { Api } from '../../electron/api/router.ts';
import { createJobs } from '../../electron/jobs/runner.ts';
import { createTemporaryImages, type TemporaryImages } from '../../electron/operations/temporary-images.ts';
import { type Door, type DoorOptions, openDoor } from '../../electron/web/server.ts';
import { makeScratch, type Scratch } from './scratch.ts';

/** After how long without a page what was sent is forgotten. */
export const FORGET_MS = 300;

interface Answer {
  readonly status: number;
  readonly headers: Readonly<Record<string, unknown>>;
  readonly body: string;
}

/** @param prepare puts what the tests need into the folder before it is served, which is `window` below it */
export function openDoorForTests(name: string, prepare: (scratch: Scratch) => void = () => {}) {
  let scratch: Scratch;
  let door: Door;
  let port = 0;
  let attached = 0;
  let incoming: TemporaryImages;
  let options: Pick<DoorOptions, 'api' | 'session' | 'folder'>;
  const complaints: string[] = [];
  const api: Api = {
    attachSocket: async () => {
      attached++;
    },
    attachPort: () => {},
  };

  beforeAll(async () => {
    scratch = makeScratch(name);
    scratch.put('window/index.html', '<meta nonce="VENEER_NONCE">');
    prepare(scratch);
    incoming = createTemporaryImages(join(scratch.path, 'incoming'));
    const session = {
      incoming,
      jobs: createJobs(),
      complain: (where: string, error: unknown) => complaints.push(`${where}: ${error}`),
    };
    options = { api, session, folder: join(scratch.path, 'window') };
    door = await openDoor({ ...options, listen: 0, forgetAfterMs: FORGET_MS });
    port = Number(new URL(door.url).port);
  });
  afterAll(async () => {
    await door.close();
    scratch.remove();
  });

  function ask(
    path: string,
    headers: Record<string, string> = {},
    method = 'GET',
    socketPath?: string,
    body: string | Buffer = '',
  ): Promise<Answer> {
    return new Promise((settle, fail) => {
      const where = socketPath === undefined ? { host: '127.0.0.1', port } : { socketPath };
      const asking = request(
        { ...where, path, method, headers: { host: `127.0.0.1:${port}`, ...headers } },
        (response) => {
          let said = '';
          response.on('data', (chunk: Buffer) => {
            said += chunk.toString('utf8');
          });
          response.on('end', () => settle({ status: response.statusCode ?? 0, headers: response.headers, body: said }));
        },
      );
      asking.on('error', fail);
      asking.end(body);
    });
  }

  /** @returns 101 where the socket was let in, else the status of the refusal */
  function knock(headers: Record<string, string>, protocols: string[]): Promise<number> {
    return new Promise((settle, fail) => {
      const socket = new WebSocket(`ws://127.0.0.1:${port}/api`, protocols, { headers });
      socket.on('open', () => {
        socket.close();
        settle(101);
      });
      socket.on('unexpected-response', (_asking, response) => {
        response.destroy();
        settle(response.statusCode ?? 0);
      });
      socket.on('error', (error) => (error.message.includes('Unexpected server response') ? undefined : fail(error)));
    });
  }

  const own = () => ({ origin: `http://127.0.0.1:${port}` });
  return {
    get scratch() {
      return scratch;
    },
    get door() {
      return door;
    },
    get port() {
      return port;
    },
    /** How many sockets were let in. */
    get attached() {
      return attached;
    },
    get incoming() {
      return incoming;
    },
    /** Of which another door can be made. */
    get options() {
      return options;
    },
    complaints,
    ask,
    knock,
    /** The headers and the protocols of a page that is let in. */
    own,
    token: () => ['veneer', `veneer.token.${door.token}`],
    bearer: () => ({ ...own(), authorization: `Bearer ${door.token}` }),
    put: (file: string, headers: Record<string, string>, body: string | Buffer = 'image') =>
      ask(`/upload/${file}`, { 'content-length': String(Buffer.byteLength(body)), ...headers }, 'PUT', undefined, body),
    /** What is there of what was sent. */
    kept: () => readdirSync(incoming.folder(), { recursive: true }).map(String),
  };
}
