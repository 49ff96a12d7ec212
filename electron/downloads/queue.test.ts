import { readdirSync, readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { content, openQueuePerTest, release, states, until } from '../../e2e/harness/download-queue.ts';
import { serveFile } from '../../e2e/harness/faulty-server.ts';
import { hashOf } from '../../e2e/harness/remotes.ts';
import type { Release } from '../../shared/model/catalog.ts';

const { serveFaults, directory, said, queue, holding } = openQueuePerTest('queue');

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
  const downloads = queue();
  const [id = ''] = await downloads.add([release(server.url, 'a')]);
  const ended = () => downloads.settled([id], new AbortController().signal);
  expect(await ended()).toMatchObject([{ name: 'a', error: { code: 'not-found' } }]);
  isThere = true;
  downloads.resume(id);
  expect(await ended()).toMatchObject([{ name: 'a', error: null }]);
});

test('from where a whole download came is told once, with the hash of the image; where it cannot be kept it is whole all the same', async () => {
  const server = await serveFaults((request, response) => serveFile(request, response, { content }));
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
