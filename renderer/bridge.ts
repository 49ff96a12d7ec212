/** The client of the contract: over Electron's message port or a WebSocket, chosen once. The only file that knows oRPC. */
import { createORPCClient } from '@orpc/client';
import { RPCLink as PortLink } from '@orpc/client/message-port';
import { RPCLink as SocketLink } from '@orpc/client/websocket';
import type { ContractRouterClient } from '@orpc/contract';
import type { Contract } from '../shared/contract/contract.ts';
import { t } from '../shared/messages/translate.ts';
import { MAX_MESSAGE } from '../shared/window/max-message.ts';
import { native } from './native.ts';
import { takeAddress, takeToken } from './token.ts';

export type Client = ContractRouterClient<Contract>;

const FIRST_RETRY_MS = 500;
const LAST_RETRY_MS = 8000;

export interface Connection {
  readonly client: Client;
  /** Resolves when the connection is gone. */
  readonly closed: Promise<void>;
  close(): void;
}

export interface Bridge {
  /** The first connection, on its way since the bridge was made; the first that `keep` gets. */
  readonly first: Promise<Connection>;
  /** The client of the connection that is open now; while there is none, one of which every call fails with `ConnectionLost`. */
  client(): Client;
  /**
   * Keeps a connection, and calls `use` with each new one.
   *
   * @param onLost told where the connection is gone, before the next try
   * @param onProblem told where the connection stands and `use` failed all the same; it is ended, and tried again
   */
  keep(
    use: (connection: Connection) => Promise<void>,
    onLost: (everOpen: boolean) => void,
    onProblem: (error: unknown) => void,
  ): Promise<never>;
  /** Tries again at once; a connection that is there or on its way is given up, for one that answers nothing never ends by itself. */
  retry(): void;
}

export class ConnectionLost extends Error {
  override readonly name = 'ConnectionLost';
}

/** What is asked without a connection fails where its answer is waited for, and throws in nobody's drawing. */
const LOST: Client = lostClient();

function lostClient(): Client {
  const call = () => Promise.reject(new ConnectionLost());
  // It stands for procedures and for what holds them, and is no promise itself.
  return new Proxy(call, { get: (_, key) => (key === 'then' ? undefined : lostClient()) }) as unknown as Client;
}

export function createBridge(): Bridge {
  let stop = new AbortController();
  const first = connect(stop.signal);
  // Who keeps it hears of it; nobody may.
  first.catch(() => {});
  let coming: Promise<Connection> | null = first;
  let open: Client | null = null;
  let retryNow = () => stop.abort();
  return {
    first,
    client: () => open ?? LOST,
    async keep(use, onLost, onProblem) {
      let wait = FIRST_RETRY_MS;
      let everOpen = false;
      for (;;) {
        let isGone = true;
        if (coming === null) stop = new AbortController();
        const { signal } = stop;
        const givenUp = new Promise<void>((settle) => signal.addEventListener('abort', () => settle()));
        retryNow = () => stop.abort();
        try {
          const connection = await (coming ?? connect(signal));
          coming = null;
          open = connection.client;
          everOpen = true;
          connection.closed.then(() => {
            isGone = true;
          }, onProblem);
          isGone = false;
          try {
            await Promise.race([use(connection), connection.closed, givenUp]);
            wait = FIRST_RETRY_MS;
            await Promise.race([connection.closed, givenUp]);
          } finally {
            // One that is left open would count against the few that the door lets in.
            connection.close();
          }
        } catch (error) {
          coming = null;
          // Of a connection that is gone onLost tells; the next round tries again.
          if (!isGone && !signal.aborted) onProblem(error);
        }
        open = null;
        if (signal.aborted) continue;
        if (isGone) onLost(everOpen);
        await new Promise<void>((settle) => {
          retryNow = settle;
          setTimeout(settle, wait);
        });
        wait = Math.min(wait * 2, LAST_RETRY_MS);
      }
    },
    retry: () => retryNow(),
  };
}

/** A message that the door would end the connection for; shaped like an error of the contract. */
class TooLong extends Error {
  override readonly name = 'TooLong';
  readonly data = {
    code: 'too-large',
    message: t('This is too much for one request.'),
    nextStep: t('Choose fewer at a time.'),
  } as const;
}

/** @throws {ConnectionLost} where it is given up before it stands */
async function connect(signal: AbortSignal): Promise<Connection> {
  const opening = native === null ? connectSocket() : connectPort();
  return new Promise((settle, fail) => {
    opening.then(settle, fail);
    signal.addEventListener('abort', () => {
      fail(new ConnectionLost());
      // One that comes after all counts against the few that the door lets in.
      opening.then(
        (late) => late.close(),
        () => {},
      );
    });
  });
}

async function connectSocket(): Promise<Connection> {
  await takeAddress();
  const socket = new WebSocket(`ws://${window.location.host}/api`, ['veneer', `veneer.token.${takeToken()}`]);
  // A Blob would have to be asked for its bytes, once more around the loop for each message.
  socket.binaryType = 'arraybuffer';
  await new Promise<void>((settle, fail) => {
    socket.addEventListener('open', () => settle(), { once: true });
    for (const end of ['error', 'close'])
      socket.addEventListener(end, () => fail(new ConnectionLost()), { once: true });
  });
  const closed = new Promise<void>((settle) => socket.addEventListener('close', () => settle(), { once: true }));
  const send = socket.send.bind(socket);
  socket.send = (message) => {
    if (sizeOf(message) > MAX_MESSAGE) throw new TooLong();
    send(message);
  };
  return { client: createORPCClient(new SocketLink({ websocket: socket })), closed, close: () => socket.close() };
}

function sizeOf(message: string | ArrayBufferLike | Blob | ArrayBufferView): number {
  if (typeof message === 'string') return new TextEncoder().encode(message).length;
  return message instanceof Blob ? message.size : message.byteLength;
}

async function connectPort(): Promise<Connection> {
  const { port1, port2 } = new MessageChannel();
  window.postMessage('veneer-connect', '*', [port2]);
  const client: Client = createORPCClient(new PortLink({ port: port1 }));
  port1.start();
  const { promise: closed, resolve: settle } = Promise.withResolvers<void>();
  port1.addEventListener('close', () => settle(), { once: true });
  const close = () => {
    port1.close();
    // Of its own end a port hears nothing.
    settle();
  };
  return { client, closed, close };
}
