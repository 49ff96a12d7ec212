import { randomBytes } from 'node:crypto';
import { chmodSync, existsSync, mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { type FaultyServer, serveFaults, serveFile } from '../../e2e/harness/faulty-server.ts';
import { DOWNLOADER } from '../../e2e/harness/guarded-reader.ts';
import { hashOf } from '../../e2e/harness/remotes.ts';
import { makeScratch, type Scratch } from '../../e2e/harness/scratch.ts';
import type { Release } from '../../shared/model/catalog.ts';
import type { Download } from '../../shared/model/download.ts';
import type { JobRunner } from '../jobs/job-runner.ts';
import { createJobs } from '../jobs/runner.ts';
import { createFetcher } from './fetcher.ts';
import { DOWNLOAD_TIMEOUTS } from './order.ts';
import { createDownloads, type Downloads } from './queue.ts';

const content = randomBytes(200_000);
const timeouts = { ...DOWNLOAD_TIMEOUTS, retryMs: [1] };

let scratch: Scratch;
const servers: FaultyServer[] = [];
const queues: Downloads[] = [];
beforeEach(() => {
  scratch = makeScratch('queue');
  said.length = 0;
});
afterEach(async () => {
  for (const one of queues.splice(0)) one.close();
  for (const one of servers.splice(0)) await one.stop();
  scratch.remove();
});

const directory = () => join(scratch.path, 'downloads');
const said: string[] = [];

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

function release(url: string, name: string, remote = 'one', change: Partial<Release> = {}): Release {
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

/** A server that holds each answer back until it is let go. */
async function holding() {
  const waiting: (() => void)[] = [];
  let isOpen = false;
  const server = await serveFaults((request, response) => {
    const go = () => serveFile(request, response, { content });
    if (isOpen) go();
    else waiting.push(go);
  });
  servers.push(server);
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

async function until(isTrue: () => boolean): Promise<void> {
  for (let attempt = 0; attempt < 2000; attempt++) {
    if (isTrue()) return;
    await new Promise((settle) => setTimeout(settle, 10));
  }
  throw new Error('it did not become true');
}

const states = (downloads: Downloads) =>
  downloads.list().map(({ release: one, status }: Download) => `${one.name} ${status}`);

test('three at a time, by turns of the remotes', async () => {
  const { url, waiting, open } = await holding();
  const downloads = queue();
  const ids = await downloads.add([
    ...['a', 'b', 'c', 'd'].map((name) => release(url, name)),
    release(url, 'e', 'two'),
    release(url, 'f', 'two'),
  ]);
  // Two remotes share the places, though one of them was there first with more.
  expect(states(downloads)).toEqual(['a running', 'b running', 'c waiting', 'd waiting', 'e running', 'f waiting']);
  await until(() => waiting.length === 3);
  const all = downloads.settled(ids, new AbortController().signal);
  open();
  expect((await all).map(({ name, error }) => [name, error])).toEqual([...'abcdef'].map((name) => [name, null]));
  for (const { path, sha256 } of downloads.list()) {
    expect(readFileSync(path ?? '').equals(content)).toBe(true);
    expect(sha256).toBe(hashOf(content));
  }
});

test('paused, gone on, cancelled, and nothing of it left', async () => {
  const { url, waiting, letGo } = await holding();
  const downloads = queue();
  const [id = ''] = await downloads.add([release(url, 'a')]);
  await until(() => waiting.length === 1);
  downloads.pause(id);
  expect(states(downloads)).toEqual(['a paused']);
  downloads.resume(id);
  await until(() => waiting.length === 2);
  // The same release again is the same download.
  expect(await downloads.add([release(url, 'a')])).toEqual([id]);
  downloads.cancel(id);
  letGo();
  await until(() => readdirSync(directory()).length === 0);
  expect(downloads.list()).toEqual([]);
  expect(() => downloads.pause(id)).toThrow('not there any more');
});

test('one that fails, is paused or taken away says nothing of the others', async () => {
  const server = await serveFaults((request, response) => {
    if (request.url?.includes('gone')) response.writeHead(404).end();
    else if (request.url?.includes('good')) serveFile(request, response, { content });
  });
  servers.push(server);
  const downloads = queue();
  const ids = await downloads.add([
    release(server.url, 'gone'),
    release(server.url, 'good', 'two'),
    release(server.url, 'stays', 'three'),
    release(server.url, 'waits', 'three'),
  ]);
  const all = downloads.settled(ids, new AbortController().signal);
  downloads.pause(ids[2] ?? '');
  downloads.cancel(ids[3] ?? '');
  expect((await all).map(({ name, error }) => [name, error?.code ?? null])).toEqual([
    ['gone', 'not-found'],
    ['good', null],
    ['stays', 'cancelled'],
    ['waits', 'cancelled'],
  ]);
});

test('what failed says why, and can be tried again', async () => {
  let isThere = false;
  const server = await serveFaults((request, response) =>
    isThere ? serveFile(request, response, { content }) : response.writeHead(404).end(),
  );
  servers.push(server);
  const downloads = queue();
  const [id = ''] = await downloads.add([release(server.url, 'a')]);
  const ended = () => downloads.settled([id], new AbortController().signal);
  expect(await ended()).toMatchObject([{ name: 'a', error: { code: 'not-found' } }]);
  isThere = true;
  downloads.resume(id);
  expect(await ended()).toMatchObject([{ name: 'a', error: null }]);
});

test('another start goes on, and never two at once', async () => {
  const { url, waiting, letGo } = await holding();
  const first = queue();
  const ids = await first.add([release(url, 'a'), release(url, 'b')]);
  await until(() => waiting.length === 2);
  first.pause(ids[1] ?? '');
  const meanwhile = queue();
  await meanwhile.load();
  // The first one has them.
  expect(meanwhile.list()).toEqual([]);
  first.close();
  letGo();
  const next = queue();
  await next.load();
  expect(states(next).sort()).toEqual(['a running', 'b paused']);
  await until(() => waiting.length === 1);
  letGo();
  await next.settled(ids.slice(0, 1), new AbortController().signal);
  const { path } = next.list().find(({ id }) => id === ids[0]) as Download;
  next.close();
  const last = queue();
  await last.load();
  expect(last.list().find(({ id }) => id === ids[0])).toMatchObject({ status: 'ready', path });
  last.discard(path ?? '');
  expect(existsSync(path ?? '')).toBe(false);
});

test('what was meddled with on disk is neither installed nor deleted', async () => {
  scratch.put('mine.raw', 'a file of the user');
  const mine = join(scratch.path, 'mine.raw');
  const job = { release: release('http://127.0.0.1:9/', 'a'), status: 'ready', path: mine, sha256: null };
  mkdirSync(join(directory(), 'aaaa'), { recursive: true });
  writeFileSync(join(directory(), 'aaaa/job.json'), JSON.stringify(job));
  mkdirSync(join(directory(), 'bbbb'));
  const downloads = queue();
  await downloads.load();
  expect(downloads.list()).toMatchObject([{ path: null }]);
  downloads.discard(mine);
  downloads.cancel('aaaa');
  expect(existsSync(mine)).toBe(true);
  // What was begun and never written down goes at once.
  expect(existsSync(join(directory(), 'bbbb'))).toBe(false);
});

test('what cannot be written down goes on, and is said', async () => {
  const server = await serveFaults((request, response, before) => {
    // From here on its file cannot be replaced, as on a disk without room; the connection is cut as well.
    const [id = ''] = readdirSync(directory());
    rmSync(join(directory(), id, 'job.json'), { force: true, recursive: true });
    mkdirSync(join(directory(), id, 'job.json'));
    serveFile(request, response, before === 0 ? { content, cutAfter: 1000 } : { content });
  });
  servers.push(server);
  const downloads = queue();
  const ids = await downloads.add([release(server.url, 'a')]);
  expect(await downloads.settled(ids, new AbortController().signal)).toMatchObject([{ name: 'a', error: null }]);
  expect(said[0]).toBe('How far the download of a is cannot be kept.');
});

test('what another user left in the cache costs no start', async () => {
  const stuck = join(directory(), 'cccc');
  mkdirSync(join(stuck, 'inner'), { recursive: true });
  chmodSync(stuck, 0o555);
  const job = { release: release('http://127.0.0.1:9/', 'a'), status: 'paused', path: null, sha256: null };
  mkdirSync(join(directory(), 'dddd'));
  writeFileSync(join(directory(), 'dddd/job.json'), JSON.stringify(job));
  // Root deletes everything, so for root the effective user is another one meanwhile.
  const isRoot = process.getuid?.() === 0;
  if (isRoot) {
    chmodSync(scratch.path, 0o755);
    process.seteuid?.(61_000);
  }
  try {
    const downloads = queue();
    await downloads.load();
    expect(states(downloads)).toEqual(['a paused']);
    expect(existsSync(stuck)).toBe(true);
  } finally {
    if (isRoot) process.seteuid?.(0);
    chmodSync(stuck, 0o755);
  }
});

test('one value that is not known loses itself alone, and a newer version keeps what it knows', async () => {
  const file = join(directory(), 'aaaa/job.json');
  mkdirSync(join(directory(), 'aaaa'), { recursive: true });
  const job = { version: 9, release: release('http://127.0.0.1:9/', 'a'), status: 'paused', later: [1] };
  writeFileSync(file, JSON.stringify({ ...job, sha256: 5 }));
  mkdirSync(join(directory(), 'bbbb'));
  writeFileSync(join(directory(), 'bbbb/job.json'), '{"release":');
  const downloads = queue();
  await downloads.load();
  expect(states(downloads)).toEqual(['a paused']);
  expect(said).toEqual([expect.stringContaining('job.json was damaged, and is kept as')]);
  expect(readFileSync(join(directory(), 'bbbb/job.json.damaged'), 'utf8')).toBe('{"release":');
  downloads.resume('aaaa');
  await until(() => states(downloads)[0] === 'a failed' || states(downloads)[0] === 'a retrying');
  expect(JSON.parse(readFileSync(file, 'utf8'))).toMatchObject({ version: 9, later: [1] });
});

test('from where a whole download came is told once, with the hash of the image; where it cannot be kept it is whole all the same', async () => {
  const server = await serveFaults((request, response) => serveFile(request, response, { content }));
  servers.push(server);
  const told: [string, string][] = [];
  const onReady = ({ name }: Release, sha256: string) => {
    told.push([name, sha256]);
    if (name === 'b') throw new Error('the disk is full');
  };
  const made = queue(onReady);
  const ids = await made.add([
    release(server.url, 'a'),
    release(server.url, 'b'),
    release(server.url, 'c', 'one', { sha256: 'f'.repeat(64) }),
  ]);
  await made.settled(ids, new AbortController().signal);
  expect(made.list().map(({ status }) => status)).toEqual(['ready', 'ready', 'failed']);
  expect(told.sort()).toEqual([
    ['a', hashOf(content)],
    ['b', hashOf(content)],
  ]);
  expect(said).toEqual(['From where b came cannot be kept, so it counts as a file once it is moved and installed.']);
});
