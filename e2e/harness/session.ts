/** The session as the doors have it, and its first host, with everything that they keep in a test's folder. */
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { Host } from '../../electron/hosts/host.ts';
import { createLocalReader } from '../../electron/reader/local-reader.ts';
import { createLog } from '../../electron/session/log.ts';
import { createSession, type Session, type SessionOptions } from '../../electron/session/session.ts';
import { BUILDER, DOWNLOADER, GUARDED_READER } from './guarded-reader.ts';
import type { Scratch } from './scratch.ts';

/** Those that are shipped. */
export const RECIPES = fileURLToPath(new URL('../../assets/recipes/', import.meta.url));

export interface Opened {
  readonly session: Session;
  readonly host: Host;
}

/** @param root the tree that stands for `/` */
export async function openSession(
  { path }: Scratch,
  root: string,
  change: Partial<SessionOptions> = {},
): Promise<Opened> {
  const session = await createSession({
    root,
    asSystemd: 257,
    sandbox: false,
    helper: { program: process.execPath, args: ['/nothing'] },
    sandboxImages: '/nothing',
    recipes: RECIPES,
    dataDirectory: join(path, 'data'),
    stateDirectory: join(path, 'state'),
    incomingDirectory: join(path, 'incoming'),
    runtimeDirectory: null,
    configDirectory: join(path, 'config'),
    cacheDirectory: join(path, 'cache'),
    guardedReader: GUARDED_READER,
    downloader: DOWNLOADER,
    builder: BUILDER,
    reader: createLocalReader(GUARDED_READER, join(path, 'cache', 'index')),
    isRoot: false,
    textAgent: false,
    agentFor: null,
    log: createLog(join(path, 'state')),
    ...change,
  });
  return { session, host: await session.host(session.first) };
}
