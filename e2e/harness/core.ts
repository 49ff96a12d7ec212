/** The core as the doors have it, with everything that it keeps in a test's folder. */
import { join } from 'node:path';
import { type Core, type CoreOptions, createCore } from '../../electron/api/core.ts';
import { createLog } from '../../electron/api/log.ts';
import { createLocalReader } from '../../electron/reader/local-reader.ts';
import { DOWNLOADER, GUARDED_READER } from './guarded-reader.ts';
import type { Scratch } from './scratch.ts';

/** @param root the tree that stands for `/` */
export function openCore({ path }: Scratch, root: string, change: Partial<CoreOptions> = {}): Promise<Core> {
  return createCore({
    root,
    asSystemd: 257,
    sandbox: false,
    helper: { program: process.execPath, args: ['/nothing'] },
    sandboxImages: '/nothing',
    stateDirectory: join(path, 'state'),
    incomingDirectory: join(path, 'incoming'),
    runtimeDirectory: null,
    configDirectory: join(path, 'config'),
    cacheDirectory: join(path, 'cache'),
    guardedReader: GUARDED_READER,
    downloader: DOWNLOADER,
    reader: createLocalReader(GUARDED_READER, join(path, 'cache', 'index')),
    textAgent: false,
    log: createLog(join(path, 'state')),
    ...change,
  });
}
