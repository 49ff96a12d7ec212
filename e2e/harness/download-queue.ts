/** The queue of downloads in a folder of each test, and servers that it asks. */
import { randomBytes } from 'node:crypto';
import { join } from 'node:path';
import { afterEach, beforeEach } from 'vitest';
import { createFetcher } from '../../electron/downloads/fetcher.ts';
import { DOWNLOAD_TIMEOUTS } from '../../electron/downloads/order.ts';
import { createDownloads, type Downloads } from '../../electron/downloads/queue.ts';
import type { JobRunner } from '../../electron/jobs/job-runner.ts';
import { createJobs } from '../../electron/jobs/runner.ts';
import type { Release } from '../../shared/model/catalog.ts';
import type { Download } from '../../shared/model/download.ts';
import { serveFile } from './faulty-server.ts';
import { DOWNLOADER } from './guarded-reader.ts';
import { makeScratchPerTest, stopServersPerTest } from './per-test.ts';
import { hashOf } from './remotes.ts';

const timeouts = { ...DOWNLOAD_TIMEOUTS, retryMs: [1] };

/** What each image is. */
export const content = randomBytes(200_000);

export function openQueuePerTest(name: string) {
  const scratch = makeScratchPerTest(name);
  const servers = stopServersPerTest(scratch);
  const queues: Downloads[] = [];
  const said: string[] = [];
  beforeEach(() => {
    said.length = 0;
  });
  afterEach(() => {
    for (const one of queues.splice(0)) one.close();
  });
  const directory = () => join(scratch.path, 'downloads');

  /** Another start of Veneer. */
  function queue(
    onReady: (release: Release, sha256: string) => void = () => {},
  ): Downloads & { readonly jobs: JobRunner } {
    const say = ({ message }: Error) => said.push(message);
    const jobs = createJobs(say);
    const fetcher = createFetcher(DOWNLOADER);
    const made = createDownloads({ jobs, directory: directory(), fetcher, timeouts, onReady, say });
    const close = () => {
      jobs.close();
      made.close();
    };
    const one = { ...made, jobs, close };
    queues.push(one);
    return one;
  }

  /** A server that holds each answer back until it is let go. */
  async function holding() {
    const waiting: (() => void)[] = [];
    let isOpen = false;
    const server = await servers.serveFaults((request, response) => {
      const go = () => serveFile(request, response, { content });
      if (isOpen) go();
      else waiting.push(go);
    });
    const letGo = () => {
      for (const go of waiting.splice(0)) go();
    };
    /** From here on none is held back. */
    const open = () => {
      isOpen = true;
      letGo();
    };
    return { ...server, waiting, letGo, open };
  }

  return { scratch, ...servers, directory, said, queue, holding };
}

/** One of a remote, with the hash of the content. */
export function release(url: string, name: string, remote = 'one', change: Partial<Release> = {}): Release {
  return {
    remote,
    class: 'sysext',
    name,
    version: '1',
    osVersion: null,
    isOsVersionSure: true,
    architecture: null,
    packing: null,
    folder: url,
    path: `${name}-1.raw`,
    sha256: hashOf(content),
    pattern: null,
    manifest: null,
    signedBy: null,
    oci: null,
    ...change,
  };
}

export async function until(isTrue: () => boolean): Promise<void> {
  for (let attempt = 0; attempt < 2000; attempt++) {
    if (isTrue()) return;
    await new Promise((settle) => setTimeout(settle, 10));
  }
  throw new Error('it did not become true');
}

/** Name and state of all, in order. */
export const states = (downloads: Downloads) =>
  downloads.list().map(({ release: one, status }: Download) => `${one.name} ${status}`);
