/** The thread that reads hosts: judging hundreds of images never holds up what answers the windows. */
import { parentPort } from 'node:worker_threads';
import { createReadingCache } from './cache.ts';
import { readSystem, type Site } from './system.ts';

if (parentPort === null) throw new Error('this file is a thread of system-reader.ts');
const port = parentPort;
const cache = createReadingCache();

port.on('message', async ({ id, site }: { readonly id: number; readonly site: Site }) => {
  try {
    port.postMessage({ id, system: await readSystem(site, cache) });
  } catch (error) {
    port.postMessage({ id, failure: error instanceof Error ? (error.stack ?? error.message) : String(error) });
  } finally {
    cache.endReading();
  }
});
