/** What the queue keeps on disk: for another start, meddled with, damaged, or where nothing can be written. */
import { chmodSync, existsSync, mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { content, openQueuePerTest, release, states, until } from '../../e2e/harness/download-queue.ts';
import { serveFile } from '../../e2e/harness/faulty-server.ts';
import type { Download } from '../../shared/model/download.ts';

const { scratch, serveFaults, directory, said, queue, holding } = openQueuePerTest('kept-downloads');

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
