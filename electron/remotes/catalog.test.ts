import { rmSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { openCatalogPerTest } from '../../e2e/harness/catalog-per-test.ts';
import { DEBIAN } from '../../e2e/harness/catalog-room.ts';
import { imageOf, makeBakery, makeFolders, makeSysextmgr, writeSums } from '../../e2e/harness/remotes.ts';
import type { Remote } from '../../shared/model/catalog.ts';

const { scratch, room, serveFolder, serveFaults, ask } = openCatalogPerTest('catalog');

test('three shapes of anybody, with what each tells before a download', async () => {
  makeBakery(scratch, 'served/bakery');
  makeFolders(scratch, 'served/folders');
  makeSysextmgr(scratch, 'served/suse');
  const { url } = await serveFolder('served');
  const told = async (folder: string) => {
    const { catalog, entries, state } = await ask(`${url}${folder}`);
    expect(state).toMatchObject({ status: 'current', error: null, refused: 0 });
    const rows = await catalog.predictEntries(
      entries.map(({ key }) => key),
      DEBIAN,
      null,
    );
    return rows.map(({ name, version, releases, fits, source }) => [name, version, releases, fits, source]);
  };
  expect(await told('bakery')).toEqual([
    ['docker', '24.0.9', 1, false, 'image'],
    ['kubernetes', 'v10.0', 3, true, 'image'],
  ]);
  expect(await told('folders')).toEqual([
    ['nvidia-driver-580', '580.95-2.fc12-12', 2, true, 'image'],
    ['tree', '2.2.1-1.fc12-12', 2, true, 'image'],
  ]);
  expect(await told('suse')).toEqual([
    ['debug', '29.1', 1, true, 'manifest'],
    ['gcc', '31.2', 1, false, 'manifest'],
  ]);
});

test('a remote that is changed while it is asked is not shown by the answer to what it was', async () => {
  let answerOld = () => {};
  const old = new Promise<void>((settle) => {
    answerOld = settle;
  });
  const { url } = await serveFaults((request, response) => {
    const isOld = request.url?.startsWith('/old') === true;
    if (!request.url?.endsWith('SHA256SUMS')) response.writeHead(404).end();
    else
      (isOld ? old : Promise.resolve())
        .then(() => response.end(`${'a'.repeat(64)}  ${isOld ? 'old' : 'new'}-1.raw\n`))
        .catch(() => response.destroy());
  });
  const catalog = room();
  const put = (change: Partial<Remote>) =>
    catalog.remotes.put(
      { name: 'it', url: `${url}old`, enabled: true, trust: 'unsigned', key: null, ...change },
      false,
    );
  const names = () => catalog.entries(DEBIAN).map(({ name }) => name);
  await put({});
  const asked = catalog.refresh('revalidate', null, DEBIAN, null);
  await put({ url: `${url}new` });
  await catalog.refresh('revalidate', null, DEBIAN, null);
  expect(names()).toEqual(['new']);
  answerOld();
  await asked;
  expect(names()).toEqual(['new']);
  // What came unsigned is not what a key is asked for.
  await put({ url: `${url}new`, trust: 'system' });
  expect(names()).toEqual([]);
});

test('versions newest first by systemd’s order, and what a name rules out', async () => {
  makeBakery(scratch, 'served');
  const { url } = await serveFolder('served');
  const { catalog } = await ask(url);
  const releases = catalog.releases('it/sysext/kubernetes', DEBIAN);
  expect(releases.map(({ release }) => `${release.version} ${release.architecture}`)).toEqual([
    'v10.0 arm64',
    'v10.0 x86-64',
    'v2.0 arm64',
    'v2.0 x86-64',
    'v1.0 arm64',
    'v1.0 x86-64',
  ]);
  expect(releases[0]?.prediction).toMatchObject({
    source: 'name',
    verdict: { compatible: false, code: 'architecture' },
  });
  expect(catalog.best('it/sysext/kubernetes', DEBIAN).architecture).toBe('x86-64');
});

test('asks again only whether it changed, and looks into the same bytes once', async () => {
  makeBakery(scratch, 'served');
  const asked: string[] = [];
  const nginx = await serveFolder('served');
  // A proxy of the test's own shows what is asked.
  const { url } = await serveFaults((request, response) => {
    asked.push(`${request.method} ${request.url} ${request.headers['if-none-match'] ?? ''}`);
    void fetch(`${nginx.url}${request.url?.slice(1)}`, {
      headers: Object.fromEntries(Object.entries(request.headers).map(([key, value]) => [key, String(value)])),
    }).then(async (answer) => {
      response.writeHead(
        answer.status,
        Object.fromEntries([...answer.headers].filter(([key]) => key !== 'connection')),
      );
      response.end(Buffer.from(await answer.arrayBuffer()));
    });
  });
  const { catalog, entries } = await ask(url);
  const keys = entries.map(({ key }) => key);
  await catalog.predictEntries(keys, DEBIAN, null);
  const before = asked.length;
  await catalog.predictEntries(keys, DEBIAN, null);
  expect(asked).toHaveLength(before);
  await ask(url, {}, catalog);
  expect(asked.slice(before)).toEqual([expect.stringMatching(/^GET \/SHA256SUMS "/)]);
  // What was read before is there for the next Veneer, without a server.
  const next = room();
  await next.refresh('cache-only', null, DEBIAN, null);
  expect(next.entries(DEBIAN).find(({ name }) => name === 'kubernetes')).toMatchObject({ fits: true });
  expect(asked).toHaveLength(before + 1);
});

test('an older build that fits is better than a newer one for another release of the OS', async () => {
  const put = (name: string, version: string, release: string) =>
    scratch.put(`served/${name}-${version}.raw`, imageOf(scratch, { name, release }));
  for (const [version, os] of [
    ['1.0', '11'],
    ['2.0', '12'],
    ['3.0', '13'],
    ['4.0', '14'],
  ] as const)
    put('tool', version, `ID=debian\nVERSION_ID=${os}\n`);
  for (const version of ['1', '2', '3', '4', '5', '6']) put('late', version, `ID=debian\nVERSION_ID=2${version}\n`);
  // Of another OS no version is any better.
  for (const version of ['1', '2']) put('other', version, `ID=fedora\nVERSION_ID=4${version}\n`);
  writeSums(scratch, 'served');
  const { url } = await serveFolder('served');
  const { catalog, entries } = await ask(url);
  const newest = ['late 6', 'other 2', 'tool 4.0'];
  expect(entries.map(({ name, version }) => `${name} ${version}`)).toEqual(newest);
  const rows = await catalog.predictEntries(
    entries.map(({ key }) => key),
    DEBIAN,
    null,
  );
  const told = [
    ['late', '6', false],
    ['other', '2', false],
    ['tool', '2.0', true],
  ];
  expect(rows.map(({ name, version, fits }) => [name, version, fits])).toEqual(told);
  expect(catalog.entries(DEBIAN).map(({ name, version, fits }) => [name, version, fits])).toEqual(told);
  expect(catalog.best('it/sysext/tool', DEBIAN).version).toBe('2.0');
  const looked = (name: string) =>
    catalog.releases(`it/sysext/${name}`, DEBIAN).filter(({ prediction }) => prediction !== null).length;
  expect(['late', 'other', 'tool'].map(looked)).toEqual([4, 1, 3]);
});

test('offline it shows what was there, and says so', async () => {
  makeBakery(scratch, 'served');
  const { url, stop } = await serveFolder('served');
  const { catalog } = await ask(url);
  await stop();
  const { state, entries } = await ask(url, {}, catalog);
  expect(state).toMatchObject({ status: 'offline', error: { code: 'unreachable' } });
  expect(state.checkedAt).toBeGreaterThan(Date.now() - 60_000);
  expect(entries).toHaveLength(2);
});

test('a folder of this machine, with and without a list', async () => {
  scratch.put('usb/tool-1.0.raw', imageOf(scratch, { name: 'tool' }));
  const { entries } = await ask(join(scratch.path, 'usb'));
  expect(entries).toMatchObject([{ name: 'tool', version: '1.0' }]);
  writeSums(scratch, 'usb');
  const { catalog } = await ask(join(scratch.path, 'usb'));
  expect(catalog.all()[0]?.sha256).toMatch(/^[0-9a-f]{64}$/);
  rmSync(join(scratch.path, 'usb'), { recursive: true });
  expect((await ask(join(scratch.path, 'usb'))).state).toMatchObject({
    status: 'failed',
    error: { code: 'unreachable' },
  });
});

describe('a hostile list', () => {
  test('gives what is good in it, and nothing that leads elsewhere', async () => {
    const image = imageOf(scratch, { name: 'good' });
    scratch.put('served/good-1.0.raw', image);
    const bad = 'a'.repeat(64);
    const lines = ['../x-1.raw', '/etc/x-1.raw', 'x\0-1.raw', `${'x'.repeat(1024 * 1024)}-1.raw`, 'good-1.0.raw'];
    writeSums(scratch, 'served', lines.map((name) => `${bad}  ${name}\n`).join(''));
    const { url } = await serveFolder('served');
    const { state, entries } = await ask(url);
    // With two hashes neither counts.
    expect(entries).toEqual([]);
    expect(state).toMatchObject({ status: 'current', refused: 5 });
  });

  test('that never ends, or is no list, is refused', async () => {
    const chunk = Buffer.alloc(1024 * 1024, 'a');
    const { url } = await serveFaults((_request, response) => {
      const more = () => {
        while (response.write(chunk));
      };
      response.on('drain', more);
      more();
    });
    expect((await ask(url)).state).toMatchObject({ status: 'failed', error: { code: 'server-error' }, count: 0 });
    const page = await serveFaults((_request, response) => response.end('<!doctype html><title>Welcome</title>'));
    expect((await ask(page.url)).state).toMatchObject({ status: 'current', count: 0, refused: 1 });
  });

  test('that is past its day is not used', async () => {
    scratch.put('served/good-1.0.raw', imageOf(scratch, { name: 'good' }));
    writeSums(scratch, 'served', `${'a'.repeat(64)}  BEST-BEFORE-2020-01-01\n`);
    const { url } = await serveFolder('served');
    expect((await ask(url)).state).toMatchObject({ status: 'failed', error: { code: 'not-verified' } });
  });

  test.each([404, 500, 429])('or no list at all: %d', async (status) => {
    const { url } = await serveFaults((_request, response) => response.writeHead(status).end());
    const code = status === 404 ? 'not-found' : 'server-error';
    expect((await ask(url)).state).toMatchObject({ status: 'failed', error: { code } });
  });
});
