/** Lists that come half or not at all, name what is not to be offered, or lie where somebody else may put them. */
import { spawnSync } from 'node:child_process';
import { existsSync, mkdirSync, rmSync, symlinkSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { openCatalogPerTest } from '../../e2e/harness/catalog-per-test.ts';
import { askRemote, DEBIAN, openCatalogRoom } from '../../e2e/harness/catalog-room.ts';
import { GREEDY_READER } from '../../e2e/harness/guarded-reader.ts';
import { writeSums } from '../../e2e/harness/remotes.ts';
import { ownTexts } from '../lists/own-texts.ts';
import { createLocalReader, LOCAL_LIMITS } from '../reader/local-reader.ts';

const { scratch, guard, room, serveFolder, serveFaults } = openCatalogPerTest('lists', ownTexts);

describe('one bad folder does not hide the rest', () => {
  test.each([
    ['an error', null],
    ['a day that is over', `${'a'.repeat(64)}  BEST-BEFORE-2020-01-01\n`],
  ])('%s', async (_what, line) => {
    const sums = { aaa: `${'a'.repeat(64)}  aaa-1.0.raw\n`, bbb: line };
    const server = await serveFaults((request, response) => {
      const [, folder = '', file] = request.url?.split('/') ?? [];
      if (folder === '') return response.end('<a href="aaa/">a</a> <a href="bbb/">b</a>');
      const text = file === 'SHA256SUMS' ? sums[folder as 'aaa'] : undefined;
      if (text == null) response.writeHead(folder === 'bbb' ? 500 : 404).end();
      else response.end(text);
    });
    const { state, entries } = await askRemote(room(), server.url);
    expect(entries.map(({ name }) => name)).toEqual(['aaa']);
    expect(state).toMatchObject({
      status: 'partly',
      error: { message: { text: expect.stringContaining('Not shown: bbb.') } },
    });
  });
});

describe('a folder of this machine, in which anything may lie', () => {
  const puts: Readonly<Record<string, (path: string) => void>> = {
    'a pipe': (path) => void spawnSync('mkfifo', [path]),
    'a link to a device': (path) => symlinkSync('/dev/zero', path),
    'a folder': (path) => void mkdirSync(path),
  };
  test.each(Object.keys(puts))('%s as the list ends at once, and can be taken away', async (what) => {
    mkdirSync(join(scratch.path, 'd'));
    puts[what]?.(join(scratch.path, 'd/SHA256SUMS'));
    const { catalog, state } = await askRemote(room(), join(scratch.path, 'd'));
    expect(state).toMatchObject({ status: 'failed', error: { code: 'invalid-input' } });
    catalog.remotes.remove('it');
    expect(catalog.remotes.list().some(({ name }) => name === 'it')).toBe(false);
  });

  test('a pipe in the place of an image is told, and so is one in place of the state', async () => {
    mkdirSync(join(scratch.path, 'd'));
    spawnSync('mkfifo', [join(scratch.path, 'd/tool-1.0.raw')]);
    scratch.put('d/SHA256SUMS', `${'a'.repeat(64)}  tool-1.0.raw\n`);
    const { catalog, entries } = await askRemote(room(), join(scratch.path, 'd'));
    const [row] = await catalog.predictEntries([entries[0]?.key ?? ''], DEBIAN, null);
    expect(row).toMatchObject({ fits: null, reason: { text: expect.stringContaining('is not a regular file') } });
    rmSync(join(scratch.path, 'config/remotes.json'));
    spawnSync('mkfifo', [join(scratch.path, 'config/remotes.json')]);
    expect(
      room()
        .remotes.list()
        .some(({ name }) => name === 'it'),
    ).toBe(false);
    expect(existsSync(join(scratch.path, 'config/remotes.json.damaged'))).toBe(true);
  });

  test('nothing is kept before the first answer', async () => {
    const server = await serveFaults(() => {});
    const catalog = room();
    const stop = new AbortController();
    const remote = { name: 'it', url: server.url, enabled: true, trust: 'unsigned', key: null } as const;
    const added = catalog.add(remote, DEBIAN, stop.signal);
    while (server.asked.length === 0) await new Promise((settle) => setTimeout(settle, 5));
    expect(catalog.remotes.list().some(({ name }) => name === 'it')).toBe(false);
    stop.abort();
    await expect(added).rejects.toMatchObject({ code: 'cancelled' });
    expect(catalog.remotes.list().some(({ name }) => name === 'it')).toBe(false);
    scratch.put('served/tool-1.0.raw', 'image 1.0');
    writeSums(scratch, 'served');
    await catalog.add({ ...remote, url: join(scratch.path, 'served') }, DEBIAN, null);
    expect(catalog.entries(DEBIAN)).toHaveLength(1);
  });
});

test('an address or a name that was written into the file by hand is looked at where it is used', async () => {
  for (const [name, url] of [
    ['it', 'http://192.0.2.2:18811/'],
    ['it', 'ftp://example.org/'],
    ['it', 'https://user:word@example.org/'],
    ['-it', 'https://example.org/'],
  ]) {
    const remotes = [{ name, url, enabled: true, trust: 'unsigned', key: null }];
    scratch.put('config/remotes.json', JSON.stringify({ remotes, hidden: [] }));
    const catalog = room();
    await catalog.refresh('revalidate', null, DEBIAN, null);
    expect(catalog.state().remotes[0]).toMatchObject({ status: 'failed', error: { code: 'invalid-input' } });
  }
});

test('names that a program would take for an option, or that do not show, are not offered', async () => {
  const names = ['--opt-1.0.raw', '-rf-1.0.raw', '.hidden-1.0.raw', 'sub/-rf-1.0.raw', 'good-1.0.raw', '_own-1.0.raw'];
  scratch.put('served/SHA256SUMS', names.map((name) => `${'a'.repeat(64)}  ${name}\n`).join(''));
  const { url } = await serveFolder('served');
  const { state, entries } = await askRemote(room(), url);
  expect(entries.map(({ name }) => name)).toEqual(['_own', 'good']);
  expect(state.refused).toBe(4);
  for (const name of ['\u202Etxt-1.0.raw', '-x-1.0.raw', 'fine-1.0.raw']) scratch.put(`d/${name}`, 'x');
  expect((await askRemote(room(), join(scratch.path, 'd'))).entries.map(({ name }) => name)).toEqual(['fine']);
});

test('who stops waiting for a list does not stop it for others; once nobody waits it is stopped', async () => {
  let answer = () => {};
  let closed = 0;
  const server = await serveFaults((_request, response) => {
    response.on('close', () => {
      if (!response.writableFinished) closed++;
    });
    answer = () => response.end(`${'a'.repeat(64)}  tool-1.0.raw\n`);
  });
  const catalog = room();
  await catalog.remotes.put({ name: 'it', url: server.url, enabled: true, trust: 'unsigned', key: null }, true);
  const until = async (is: () => boolean) => {
    for (let tries = 0; !is(); tries++) {
      if (tries > 500) throw new Error('it never came');
      await new Promise((settle) => setTimeout(settle, 10));
    }
  };
  const stops = [new AbortController(), new AbortController(), new AbortController()] as const;
  const first = catalog.refresh('revalidate', null, DEBIAN, stops[0].signal);
  await until(() => server.asked.length === 1);
  const second = catalog.refresh('revalidate', null, DEBIAN, stops[1].signal);
  stops[0].abort();
  await first;
  answer();
  await second;
  expect(server.asked).toHaveLength(1);
  expect(catalog.entries(DEBIAN)).toHaveLength(1);
  const third = catalog.refresh('revalidate', null, DEBIAN, stops[2].signal);
  await until(() => server.asked.length === 2);
  stops[2].abort();
  await third;
  await until(() => closed === 1);
  expect(catalog.state().isReading).toBe(false);
  expect(catalog.entries(DEBIAN)).toHaveLength(1);
});

test('a list that takes too much to read is not used, the one before is, and others are read', async () => {
  const limits = { ...LOCAL_LIMITS, texts: { memory: 256 * 2 ** 20, timeMs: 70, idleMs: 1000 } };
  // The first word of a list tells the stand-in of the reader what to do; the process and its limits are the real ones.
  const texts = createLocalReader({ program: process.execPath, script: GREEDY_READER }, null, limits);
  const served = (folder: string, lines: string) => scratch.put(`${folder}/SHA256SUMS`, lines);
  const line = (name: string) => `${'a'.repeat(64)}  ${name}-1-x86-64.raw\n`;
  served('served', line('tool'));
  const { url } = await serveFolder('served');
  const catalog = openCatalogRoom(scratch, guard, texts);
  try {
    expect((await askRemote(catalog, url)).state).toMatchObject({ status: 'current', error: null });
    for (const how of ['hang', 'buffers']) {
      served('served', `${how} \n${line('tool')}${line('more')}`);
      const { state, entries } = await askRemote(catalog, url);
      expect(state.error).toMatchObject({ code: 'not-verified' });
      expect(state.error?.message.text).toMatch(/^The list of .* is not used: it takes too much to read\.$/);
      expect(entries.map(({ name }) => name)).toEqual(['tool']);
    }
    served('served', `${line('tool')}${line('more')}`);
    const { state, entries } = await askRemote(catalog, url);
    expect(state).toMatchObject({ status: 'current', error: null });
    expect(entries.map(({ name }) => name)).toEqual(['more', 'tool']);
  } finally {
    texts.close();
  }
});
