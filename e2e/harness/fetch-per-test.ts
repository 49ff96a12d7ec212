/** Downloads of one image into a folder of each test, from servers that stop with it. */
import { existsSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { fetchImage } from '../../electron/downloads/fetch-image.ts';
import { DOWNLOAD_TIMEOUTS, type Order, type Progress } from '../../electron/downloads/order.ts';
import { makeScratchPerTest, stopServersPerTest } from './per-test.ts';
import { hashOf } from './remotes.ts';

/** As in the product, but that nobody waits for it. */
export const QUICK_TIMEOUTS = {
  ...DOWNLOAD_TIMEOUTS,
  retryMs: [1, 1, 1],
  silenceMs: 400,
  dripMs: 300,
  longestMs: 2000,
};

/** @param content what the image is to be */
export function fetchPerTest(name: string, content: Buffer) {
  const scratch = makeScratchPerTest(name);
  const folder = () => join(scratch.path, 'download');
  return {
    scratch,
    ...stopServersPerTest(scratch),
    folder,
    order: (address: string, change: Partial<Order> = {}): Order => ({
      address,
      sha256: hashOf(content),
      packing: null,
      folder: folder(),
      fileName: 'tool-1.raw',
      limit: 2 ** 30,
      timeouts: QUICK_TIMEOUTS,
      ...change,
    }),
    /** What is in the folder. */
    left: () => (existsSync(folder()) ? readdirSync(folder()).sort() : []),
    fetchIt: (one: Order, signal: AbortSignal = new AbortController().signal, told: Progress[] = []) =>
      fetchImage(one, (progress) => told.push(progress), signal),
  };
}
