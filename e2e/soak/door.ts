/** Ways through the loopback door, as a page takes them and as nobody should. */
import { request } from 'node:http';
import { createConnection, type Socket } from 'node:net';
import { createORPCClient } from '@orpc/client';
import { RPCLink } from '@orpc/client/websocket';
import type { ContractRouterClient } from '@orpc/contract';
import { WebSocket } from 'ws';
import type { Contract } from '../../shared/contract/contract.ts';

export type Client = ContractRouterClient<Contract>;

export interface DoorAddress {
  readonly port: number;
  readonly origin: string;
  readonly token: string;
}

export function doorAt(url: string): DoorAddress {
  const { port, origin, hash } = new URL(url);
  return { port: Number(port), origin, token: hash.slice(1) };
}

export interface Window {
  readonly client: Client;
  /** The one that Veneer was started for. */
  readonly host: string;
  /** Below the client, for what a client would never send. */
  readonly socket: WebSocket;
  /** Whether the other side ended it. */
  isLost(): boolean;
  /** Says goodbye. */
  close(): void;
  /** Goes without a word, as after a broken line. */
  cut(): void;
  readonly closed: Promise<void>;
}

/** @returns the status of the refusal where the door lets nobody in, as while too many are there */
export function openWindow({ port, origin, token }: DoorAddress): Promise<Window | number> {
  return new Promise((settle, fail) => {
    const socket = new WebSocket(`ws://127.0.0.1:${port}/api`, ['veneer', `veneer.token.${token}`], { origin });
    socket.binaryType = 'arraybuffer';
    let isOurs = false;
    let isClosed = false;
    const closed = new Promise<void>((gone) =>
      socket.once('close', () => {
        isClosed = true;
        fail(new Error('a window was ended before it was let in'));
        gone();
      }),
    );
    const end = (how: () => void) => () => {
      isOurs = true;
      how();
    };
    socket.once('unexpected-response', (_asking, response) => {
      response.destroy();
      settle(response.statusCode ?? 0);
    });
    // Once it is open its end is what is looked at.
    socket.on('error', fail);
    socket.once('open', () => {
      const client: Client = createORPCClient(new RPCLink({ websocket: socket as unknown as globalThis.WebSocket }));
      const window = {
        client,
        socket,
        isLost: () => isClosed && !isOurs,
        close: end(() => socket.close()),
        cut: end(() => socket.terminate()),
        closed,
      };
      client.hosts.list().then(({ first: host }) => settle({ ...window, host }), fail);
    });
  });
}

/** A connection that speaks no protocol yet. */
export function connect({ port }: DoorAddress): Promise<Socket> {
  return new Promise((settle, fail) => {
    const socket = createConnection(port, '127.0.0.1', () => settle(socket));
    socket.once('error', fail);
    socket.once('connect', () => {
      // From here on its end is what is looked at.
      socket.off('error', fail);
      socket.on('error', () => {});
    });
  });
}

/**
 * Sends an image as a page does.
 *
 * @param cutAfter so many bytes, after which the line breaks; null for the whole
 * @returns the path that it is kept at; null for one that was cut
 */
export function upload(
  { port, origin, token }: DoorAddress,
  name: string,
  bytes: Buffer,
  cutAfter: number | null,
): Promise<string | null> {
  return new Promise((settle, fail) => {
    const headers = { origin, authorization: `Bearer ${token}`, 'content-length': String(bytes.length) };
    const options = { host: '127.0.0.1', port, path: `/upload/${name}`, method: 'PUT', headers };
    const asking = request(options, (response) => {
      let said = '';
      response.on('data', (chunk: Buffer) => {
        said += chunk.toString('utf8');
      });
      response.once('end', () => {
        if (response.statusCode === 200) settle((JSON.parse(said) as { readonly path: string }).path);
        else fail(new Error(`an upload was answered with ${response.statusCode} ${said}`));
      });
    });
    asking.on('error', (error) => (cutAfter === null ? fail(error) : settle(null)));
    if (cutAfter === null) return void asking.end(bytes);
    asking.write(bytes.subarray(0, cutAfter), () => setTimeout(() => asking.destroy(), 5));
    asking.once('close', () => settle(null));
  });
}

/** @returns the status of the answer */
export function get({ port }: DoorAddress, path: string, headers: Readonly<Record<string, string>>): Promise<number> {
  return new Promise((settle, fail) => {
    const asking = request({ host: '127.0.0.1', port, path, headers, agent: false }, (response) => {
      response.resume();
      response.once('end', () => settle(response.statusCode ?? 0));
    });
    asking.once('error', fail);
    asking.end();
  });
}
