/** The bridge to the core, and what is asked over it before the window is there. */
import type { KnownHosts } from '../../shared/model/hosts.ts';
import type { Operation } from '../../shared/model/operation.ts';
import { type Bridge, type Client, type Connection, createBridge } from '../bridge.ts';

/** What was asked of a host, on its way. */
export interface HostAnswers {
  readonly host: string;
  /** As `unpackSnapshot` reads them. */
  readonly snapshots: Promise<AsyncIterable<string>>;
  readonly operations: Promise<readonly Operation[]>;
  readonly signal: AbortSignal;
  /** Gives the snapshots up. */
  stop(): void;
}

export interface FirstAnswers {
  readonly connection: Connection;
  readonly hosts: KnownHosts;
  /** Of the host that Veneer was started for. */
  readonly ofHost: HostAnswers;
}

/** Asks for all that a window needs to show a host, in one go. */
export function askForHost(client: Client, host: string): HostAnswers {
  const stop = new AbortController();
  const { signal } = stop;
  const snapshots = client.system.watch({ host }, { signal });
  const operations = client.operations.list({ host });
  for (const answer of [snapshots, operations]) {
    answer.catch(() => {
      // Told to who waits for it, who may be late.
    });
  }
  return { host, snapshots, operations, signal, stop: () => stop.abort() };
}

export const bridge: Bridge = createBridge();

async function askFirst(): Promise<FirstAnswers> {
  const connection = await bridge.first;
  const { client } = connection;
  const hosts = await client.hosts.list();
  return { connection, hosts, ofHost: askForHost(client, hosts.first) };
}

export const firstAnswers: Promise<FirstAnswers> = askFirst();
