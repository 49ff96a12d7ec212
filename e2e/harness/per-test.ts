/** What each test of a file has anew, and is gone after it: a folder, and servers. */
import { afterAll, afterEach, beforeEach } from 'vitest';
import { type FaultyServer, serveFaults } from './faulty-server.ts';
import { type Serving, serveFolder, type WebServer } from './nginx.ts';
import { makeScratch, type Scratch } from './scratch.ts';

/** @returns the folder of the test that runs; to be called before anything else that ends with a test */
export function makeScratchPerTest(name: string): Scratch {
  let current: Scratch;
  const all: Scratch[] = [];
  beforeEach(() => {
    current = makeScratch(name);
    all.push(current);
  });
  afterEach(() => current.remove());
  // A process that was told to end may make its folder once more before it does.
  afterAll(() => {
    for (const one of all) one.remove();
  });
  return {
    get path() {
      return current.path;
    },
    put: (...file) => current.put(...file),
    remove: () => current.remove(),
  };
}

export interface ServersPerTest {
  serveFolder(folder: string, serving?: Serving): Promise<WebServer>;
  serveFaults: typeof serveFaults;
}

/** @returns servers that stop with the test */
export function stopServersPerTest(scratch: Scratch): ServersPerTest {
  const running: { stop(): Promise<void> }[] = [];
  afterEach(async () => {
    for (const one of running.splice(0)) await one.stop();
  });
  return {
    async serveFolder(folder, serving) {
      const server = await serveFolder(scratch, folder, serving);
      running.push(server);
      return server;
    },
    async serveFaults(answer): Promise<FaultyServer> {
      const server = await serveFaults(answer);
      running.push(server);
      return server;
    },
  };
}
