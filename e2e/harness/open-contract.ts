/** The contract on a real tree of files, as the programs answer it, and clients over both transports. */
import { join } from 'node:path';
import { createORPCClient } from '@orpc/client';
import { RPCLink as SocketLink } from '@orpc/client/websocket';
import { WebSocket } from 'ws';
import { createApi } from '../../electron/api/router.ts';
import { createSettings } from '../../electron/session/settings.ts';
import { type Door, openDoor } from '../../electron/web/server.ts';
import { type Client, connectByPort } from './port-client.ts';
import { makeScratch, putExtension } from './scratch.ts';
import { openSession } from './session.ts';

export interface Transport {
  readonly client: Client;
  close(): Promise<void>;
}

export type OpenContract = Awaited<ReturnType<typeof openContract>>;

/** The transports by the name of their function below. */
export const TRANSPORTS = [
  ['a message port', 'overPort'],
  ['a socket', 'overSocket'],
] as const;

export async function openContract(name: string) {
  const tree = makeScratch(name);
  tree.put('usr/lib/os-release', 'ID=debian\nVERSION_ID=12\n');
  tree.put('usr/bin/tool', 'base');
  putExtension(tree, 'var/lib/extensions', 'a', 'ID=_any\n', { 'usr/bin/tool': 'from a' });
  putExtension(tree, 'var/lib/extensions', 'old', 'ID=debian\nVERSION_ID=11\n');
  const { session, host: shown } = await openSession(tree, tree.path);
  /** The errors that were logged. */
  const logged: unknown[] = [];

  const api = () =>
    createApi(session, createSettings(join(tree.path, 'settings')), {
      path: '/log',
      error: (_where, error) => logged.push(error),
      newest: () => ['a line'],
    });

  async function overPort(): Promise<Transport> {
    const { client, close } = connectByPort(api());
    return { client, close: async () => close() };
  }

  async function openSocket(): Promise<{ readonly door: Door; readonly socket: WebSocket }> {
    const door = await openDoor({ api: api(), session, folder: tree.path, listen: 0 });
    const { host, origin } = new URL(door.url);
    const socket = new WebSocket(`ws://${host}/api`, ['veneer', `veneer.token.${door.token}`], { headers: { origin } });
    await new Promise((settle) => socket.once('open', settle));
    return { door, socket };
  }

  async function overSocket(): Promise<Transport> {
    const { door, socket } = await openSocket();
    const client: Client = createORPCClient(new SocketLink({ websocket: socket as unknown as globalThis.WebSocket }));
    return {
      client,
      close: async () => {
        socket.close();
        await door.close();
      },
    };
  }

  return {
    tree,
    session,
    shown,
    logged,
    openSocket,
    overPort,
    overSocket,
    close() {
      session.close();
      tree.remove();
    },
  };
}

/** Both codes that a call failed with; null where it did not. */
export const failure = (promise: Promise<unknown>) =>
  promise.then(
    () => null,
    (error: { code?: string; data?: { code?: string } }) => `${error.code} ${error.data?.code}`,
  );
