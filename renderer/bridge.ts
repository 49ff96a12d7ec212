/** The client of the contract: over Electron's message port or a WebSocket, chosen once. The only file that knows oRPC. */
import { createORPCClient } from '@orpc/client';
import { RPCLink as PortLink } from '@orpc/client/message-port';
import { RPCLink as SocketLink } from '@orpc/client/websocket';
import type { ContractRouterClient } from '@orpc/contract';
import type { Contract } from '../shared/contract/contract.ts';
import { openSocket, takeEarlySocket } from './early-socket.ts';
import { native } from './native.ts';

export type Client = ContractRouterClient<Contract>;

const FIRST_RETRY_MS = 500;
const LAST_RETRY_MS = 8000;

export interface Connection {
  readonly client: Client;
  /** Resolves when the connection is gone. */
  readonly closed: Promise<void>;
}

export interface Bridge {
  /** The client of the connection that is open now. @throws {ConnectionLost} while there is none */
  client(): Client;
  /** Keeps a connection, and calls `use` with each new one; `onLost` with the wait before the next try. */
  keep(use: (connection: Connection) => Promise<void>, onLost: (everOpen: boolean) => void): Promise<never>;
  /** Tries again at once. */
  retry(): void;
}

export class ConnectionLost extends Error {
  override readonly name = 'ConnectionLost';
}

export function createBridge(): Bridge {
  const connect = native === null ? connectSocket : connectPort;
  let open: Client | null = null;
  let hurry = () => {};
  return {
    client() {
      if (open === null) throw new ConnectionLost();
      return open;
    },
    async keep(use, onLost) {
      let wait = FIRST_RETRY_MS;
      let everOpen = false;
      for (;;) {
        try {
          const connection = await connect();
          open = connection.client;
          everOpen = true;
          wait = FIRST_RETRY_MS;
          await Promise.race([use(connection), connection.closed]);
          await connection.closed;
        } catch {
          // Told by onLost; the next round tries again.
        }
        open = null;
        onLost(everOpen);
        await new Promise<void>((settle) => {
          hurry = settle;
          setTimeout(settle, wait);
        });
        wait = Math.min(wait * 2, LAST_RETRY_MS);
      }
    },
    retry: () => hurry(),
  };
}

async function connectSocket(): Promise<Connection> {
  const socket = takeEarlySocket() ?? openSocket();
  await new Promise<void>((settle, fail) => {
    if (socket.readyState === WebSocket.OPEN) settle();
    socket.addEventListener('open', () => settle(), { once: true });
    socket.addEventListener('error', () => fail(new ConnectionLost()), { once: true });
  });
  const closed = new Promise<void>((settle) => socket.addEventListener('close', () => settle(), { once: true }));
  return { client: createORPCClient(new SocketLink({ websocket: socket })), closed };
}

async function connectPort(): Promise<Connection> {
  const { port1, port2 } = new MessageChannel();
  window.postMessage('veneer-connect', '*', [port2]);
  const client: Client = createORPCClient(new PortLink({ port: port1 }));
  port1.start();
  const closed = new Promise<void>((settle) => port1.addEventListener('close', () => settle(), { once: true }));
  return { client, closed };
}
