/** A client of a session over a message port, as the desktop's window is one. */
import { join } from 'node:path';
import { MessageChannel } from 'node:worker_threads';
import { createORPCClient } from '@orpc/client';
import { RPCLink } from '@orpc/client/message-port';
import type { ContractRouterClient } from '@orpc/contract';
import { createApi } from '../../electron/api/router.ts';
import { createLog } from '../../electron/session/log.ts';
import type { Session } from '../../electron/session/session.ts';
import { createSettings } from '../../electron/session/settings.ts';
import type { Contract } from '../../shared/contract/contract.ts';
import type { Snapshot } from '../../shared/model/snapshot.ts';
import { unpackSnapshot } from '../../shared/window/snapshot-text.ts';

export type Client = ContractRouterClient<Contract>;
type LinkPort = ConstructorParameters<typeof RPCLink>[0]['port'];

export interface PortClient {
  readonly client: Client;
  close(): void;
}

export function connectByPort(api: Pick<ReturnType<typeof createApi>, 'attachPort'>): PortClient {
  const { port1, port2 } = new MessageChannel();
  // The two ports' own types differ between Node and the page in their events alone.
  api.attachPort(port2 as unknown as LinkPort);
  port2.start();
  const client: Client = createORPCClient(new RPCLink({ port: port1 as unknown as LinkPort }));
  port1.start();
  return {
    client,
    close() {
      port1.close();
      port2.close();
    },
  };
}

/** @param folder in which settings and log are kept */
export function clientOf(session: Session, folder: string): PortClient {
  const log = createLog(join(folder, 'state'));
  return connectByPort(createApi(session, createSettings(join(folder, 'settings')), log));
}

/** Every snapshot of a host from now on, until the signal aborts. */
export function followSnapshots(client: Client, host: string, signal: AbortSignal): Snapshot[] {
  const seen: Snapshot[] = [];
  const look = async () => {
    for await (const text of await client.system.watch({ host }, { signal })) seen.push(unpackSnapshot(text));
  };
  look().catch((error: unknown) => {
    if (!signal.aborted) throw error;
  });
  return seen;
}

/** The code of the error that a call failed with; null where it did not. */
export const codeOf = (promise: Promise<unknown>) =>
  promise.then(
    () => null,
    (error: { data?: { code?: string } }) => error.data?.code,
  );
