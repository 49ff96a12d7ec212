import { spawnSync } from 'node:child_process';
import { mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import type { IncomingMessage, ServerResponse } from 'node:http';
import { createServer } from 'node:http';
import { type AddressInfo, connect } from 'node:net';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { gzipSync } from 'node:zlib';
import { afterAll, afterEach, beforeEach, describe, expect, test } from 'vitest';
import { makeCertificates } from '../../e2e/harness/certificates.ts';
import { serveFaults } from '../../e2e/harness/faulty-server.ts';
import { GREEDY_READER, GUARDED_READER } from '../../e2e/harness/guarded-reader.ts';
import { serveFolder } from '../../e2e/harness/nginx.ts';
import { makeSigningKey } from '../../e2e/harness/openpgp-key.ts';
import { programFile } from '../../e2e/harness/program-files.ts';
import { hashOf, imageOf, makeBakery, makeFolders, makeSysextmgr, writeSums } from '../../e2e/harness/remotes.ts';
import { makeScratch, type Scratch } from '../../e2e/harness/scratch.ts';
import type { Remote } from '../../shared/model/catalog.ts';
import { rulesFor } from '../../shared/systemd/classes.ts';
import type { HostRelease } from '../../shared/systemd/compatibility.ts';
import { createJobs } from '../jobs/runner.ts';
import { createGuard } from '../reader/guard.ts';
import { createLocalReader } from '../reader/local-reader.ts';
import { createCatalog } from './catalog.ts';
import { createMetadata } from './metadata.ts';
import { createSeen } from './seen.ts';

const host: HostRelease = {
  fields: new Map([
    ['ID', 'debian'],
    ['VERSION_ID', '12'],
  ]),
  architecture: 'x86-64',
  rules: rulesFor(257),
  scope: 'system',
  problem: null,
};

let scratch: Scratch;
const guard = createGuard(GUARDED_READER);
// As in whatever answers a window.
const texts = createLocalReader(GUARDED_READER, null);
afterAll(() => {
  guard.close();
  texts.close();
});
const running: { stop(): Promise<void> }[] = [];
beforeEach(() => {
  scratch = makeScratch('catalog');
});
afterEach(async () => {
  for (const one of running.splice(0)) await one.stop();
  scratch.remove();
});

const room = (reader = guard) =>
  createCatalog({
    jobs: createJobs(),
    configDirectory: join(scratch.path, 'config'),
    cacheDirectory: join(scratch.path, 'cache'),
    metadata: createMetadata(
      join(scratch.path, 'cache/lists'),
      createSeen(join(scratch.path, 'state/signed-lists.json')),
    ),
    guard: reader,
    texts,
    root: join(scratch.path, 'tree'),
  });

/** A catalog of one remote, after it was asked. */
async function ask(url: string, change: Partial<Remote> = {}, catalog = room()) {
  await catalog.remotes.put({ name: 'it', url, enabled: true, trust: 'unsigned', key: null, ...change }, false);
  await catalog.refresh('revalidate', null, host, null);
  const state = catalog.state().remotes.find(({ name }) => name === 'it');
  if (state === undefined) throw new Error('the remote is gone');
  return { catalog, state, entries: catalog.entries(host) };
}

async function serve(folder: string, serving = {}) {
  const server = await serveFolder(scratch, folder, serving);
  running.push(server);
  return server;
}

async function faults(answer: (request: IncomingMessage, response: ServerResponse, before: number) => void) {
  const server = await serveFaults(answer);
  running.push(server);
  return server;
}

test('three shapes of anybody, with what each tells before a download', async () => {
  makeBakery(scratch, 'served/bakery');
  makeFolders(scratch, 'served/folders');
  makeSysextmgr(scratch, 'served/suse');
  const { url } = await serve('served');
  const told = async (folder: string) => {
    const { catalog, entries, state } = await ask(`${url}${folder}`);
    expect(state).toMatchObject({ status: 'current', error: null, refused: 0 });
    const rows = await catalog.predictEntries(
      entries.map(({ key }) => key),
      host,
      null,
    );
    return rows.map(({ name, version, releases, fits, source }) => [name, version, releases, fits, source]);
  };
  expect(await told('bakery')).toEqual([
    ['docker', '24.0.9', 1, false, 'image'],
    ['kubernetes', 'v10.0', 6, true, 'image'],
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
  const { url } = await faults((request, response) => {
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
  const names = () => catalog.entries(host).map(({ name }) => name);
  await put({});
  const asked = catalog.refresh('revalidate', null, host, null);
  await put({ url: `${url}new` });
  await catalog.refresh('revalidate', null, host, null);
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
  const { url } = await serve('served');
  const { catalog } = await ask(url);
  const releases = catalog.releases('it/sysext/kubernetes', host);
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
  expect(catalog.best('it/sysext/kubernetes', host).architecture).toBe('x86-64');
});

test('asks again only whether it changed, and looks into the same bytes once', async () => {
  makeBakery(scratch, 'served');
  const asked: string[] = [];
  const nginx = await serve('served');
  // A proxy of the test's own shows what is asked.
  const { url } = await faults((request, response) => {
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
  await catalog.predictEntries(keys, host, null);
  const before = asked.length;
  await catalog.predictEntries(keys, host, null);
  expect(asked).toHaveLength(before);
  await ask(url, {}, catalog);
  expect(asked.slice(before)).toEqual([expect.stringMatching(/^GET \/SHA256SUMS "/)]);
  // What was read before is there for the next Veneer, without a server.
  const next = room();
  await next.refresh('cache-only', null, host, null);
  expect(next.entries(host).find(({ name }) => name === 'kubernetes')).toMatchObject({ fits: true });
  expect(asked).toHaveLength(before + 1);
});

test('offline it shows what was there, and says so', async () => {
  makeBakery(scratch, 'served');
  const { url, stop } = await serve('served');
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
    const { url } = await serve('served');
    const { state, entries } = await ask(url);
    // With two hashes neither counts.
    expect(entries).toEqual([]);
    expect(state).toMatchObject({ status: 'current', refused: 5 });
  });

  test('that never ends, or is no list, is refused', async () => {
    const chunk = Buffer.alloc(1024 * 1024, 'a');
    const { url } = await faults((_request, response) => {
      const more = () => {
        while (response.write(chunk));
      };
      response.on('drain', more);
      more();
    });
    expect((await ask(url)).state).toMatchObject({ status: 'failed', error: { code: 'server-error' }, count: 0 });
    const page = await faults((_request, response) => response.end('<!doctype html><title>Welcome</title>'));
    expect((await ask(page.url)).state).toMatchObject({ status: 'current', count: 0, refused: 1 });
  });

  test('that is past its day is not used', async () => {
    scratch.put('served/good-1.0.raw', imageOf(scratch, { name: 'good' }));
    writeSums(scratch, 'served', `${'a'.repeat(64)}  BEST-BEFORE-2020-01-01\n`);
    const { url } = await serve('served');
    expect((await ask(url)).state).toMatchObject({ status: 'failed', error: { code: 'not-verified' } });
  });

  test.each([404, 500, 429])('or no list at all: %d', async (status) => {
    const { url } = await faults((_request, response) => response.writeHead(status).end());
    const code = status === 404 ? 'not-found' : 'server-error';
    expect((await ask(url)).state).toMatchObject({ status: 'failed', error: { code } });
  });
});

describe('signatures', () => {
  const signed = (name: string) => {
    scratch.put('served/good-1.0.raw', imageOf(scratch, { name: 'good' }));
    writeSums(scratch, 'served');
    const key = makeSigningKey(scratch, name);
    key.sign(join(scratch.path, 'served/SHA256SUMS'));
    return key;
  };

  test('by a pinned key, and by none other', async () => {
    const key = signed('right');
    const other = makeSigningKey(scratch, 'other');
    try {
      const { url } = await serve('served');
      const pinned = { trust: 'pinned', key: key.armour } as const;
      expect((await ask(url, pinned)).state).toMatchObject({ status: 'current', signedBy: key.fingerprint, count: 1 });
      const wrong = await ask(url, { trust: 'pinned', key: other.armour });
      expect(wrong.state).toMatchObject({ status: 'failed', error: { code: 'not-verified' } });
      expect(wrong.entries).toEqual([]);
      // Where nothing else is kept: one byte is there that was not signed.
      rmSync(join(scratch.path, 'cache'), { recursive: true });
      const list = join(scratch.path, 'served/SHA256SUMS');
      writeFileSync(list, `${readFileSync(list, 'utf8')}\n`);
      expect((await ask(url, pinned)).state).toMatchObject({ status: 'failed', error: { code: 'not-verified' } });
      rmSync(`${list}.gpg`);
      expect((await ask(url, pinned)).state.error?.message.text).toContain('nobody signed it');
      scratch.put('served/SHA256SUMS.gpg', 'no signature');
      expect((await ask(url, pinned)).state.error?.message.text).toContain('its signature cannot be read');
    } finally {
      key.close();
      other.close();
    }
  });

  test('by the keyring of systemd: the local one hides the vendor’s, until both count', async () => {
    const key = signed('vendor');
    const other = makeSigningKey(scratch, 'local');
    try {
      const { url } = await serve('served');
      const system = { trust: 'system' } as const;
      expect((await ask(url, system)).state.error?.message.text).toContain('no key');
      for (const folder of ['tree/usr/lib/systemd', 'tree/etc/systemd'])
        mkdirSync(join(scratch.path, folder), { recursive: true });
      key.exportTo(join(scratch.path, 'tree/usr/lib/systemd/import-pubring.gpg'));
      expect((await ask(url, system)).state).toMatchObject({ status: 'current', signedBy: key.fingerprint });
      other.exportTo(join(scratch.path, 'tree/etc/systemd/import-pubring.gpg'));
      expect((await ask(url, system)).state).toMatchObject({ status: 'failed' });
      const catalog = room();
      await catalog.refresh('revalidate', null, { ...host, rules: rulesFor(262) }, null);
      expect(catalog.state().remotes[0]).toMatchObject({ status: 'current' });
    } finally {
      key.close();
      other.close();
    }
  });

  test('what is no key is refused before anything is kept', async () => {
    await expect(ask('https://example.org/', { trust: 'pinned', key: 'no key' })).rejects.toMatchObject({
      code: 'invalid-input',
    });
    await expect(ask('https://example.org/', { trust: 'pinned' })).rejects.toMatchObject({ code: 'invalid-input' });
  });
});

describe('https', () => {
  test('trusts no expired certificate, none of another host, and none of an unknown authority', async () => {
    scratch.put('served/good-1.0.raw', imageOf(scratch, { name: 'good' }));
    writeSums(scratch, 'served');
    const { authority, good, expired, otherHost } = makeCertificates(scratch);
    for (const [tls, trusts, says] of [
      [good, false, 'is not one that this system trusts'],
      [expired, true, 'has expired'],
      [otherHost, true, 'is not one that this system trusts'],
      [good, true, null],
    ] as const) {
      const { url } = await serve('served', { tls });
      const { status, message } = askElsewhere(url, trusts ? authority : null);
      expect(status).toBe(says === null ? 'current' : 'failed');
      if (says !== null) expect(message).toContain(says);
    }
  });

  test('goes through the proxy of the environment, and past it where that says so', async () => {
    scratch.put('served/good-1.0.raw', imageOf(scratch, { name: 'good' }));
    writeSums(scratch, 'served');
    const { authority, good } = makeCertificates(scratch);
    const { url } = await serve('served', { tls: good });
    const tunnelled: string[] = [];
    const proxy = createServer().on('connect', (request, socket) => {
      tunnelled.push(String(request.url));
      const { hostname, port } = new URL(`http://${request.url}`);
      const upstream = connect(Number(port), hostname, () => {
        socket.write('HTTP/1.1 200 OK\r\n\r\n');
        socket.pipe(upstream).pipe(socket);
      });
      for (const one of [upstream, socket]) one.on('error', () => {});
    });
    await new Promise<void>((settle) => proxy.listen(0, '127.0.0.1', settle));
    const https_proxy = `http://127.0.0.1:${(proxy.address() as AddressInfo).port}`;
    try {
      expect(await askAside(url, { https_proxy, NODE_EXTRA_CA_CERTS: authority })).toMatchObject({ status: 'current' });
      expect(tunnelled).toEqual([new URL(url).host]);
      const past = { https_proxy, no_proxy: '127.0.0.1', NODE_EXTRA_CA_CERTS: authority };
      expect(await askAside(url, past)).toMatchObject({ status: 'current' });
      expect(tunnelled).toHaveLength(1);
    } finally {
      proxy.close();
      proxy.closeAllConnections();
    }
  });

  const script = fileURLToPath(programFile('ask-remote'));
  const command = (url: string) => [script, url, join(scratch.path, `cache-${Math.random()}`)];

  /** In a process of its own, for Node reads whom it trusts when it starts. */
  function askElsewhere(url: string, authority: string | null): { status: string; message: string | null } {
    const env = { ...process.env, ...(authority === null ? {} : { NODE_EXTRA_CA_CERTS: authority }) };
    const { stdout, stderr } = spawnSync(process.execPath, command(url), { env, encoding: 'utf8' });
    if (stdout === '') throw new Error(stderr);
    return JSON.parse(stdout);
  }

  /** The same without waiting, for the proxy is in this process. */
  async function askAside(url: string, env: NodeJS.ProcessEnv): Promise<{ status: string }> {
    const { execFile } = await import('node:child_process');
    return new Promise((settle, fail) => {
      execFile(process.execPath, command(url), { env: { ...process.env, ...env } }, (error, stdout) =>
        error === null ? settle(JSON.parse(stdout)) : fail(error),
      );
    });
  }
});

test('a manifest counts only where the list vouches for it', async () => {
  makeSysextmgr(scratch, 'served');
  const lie = gzipSync(JSON.stringify({ extension: { ID: '_any' } }));
  writeFileSync(join(scratch.path, 'served/gcc-31.2.x86-64.manifest.gz'), lie);
  const { url } = await serve('served');
  const { catalog, entries } = await ask(url);
  const gcc = entries.find(({ name }) => name === 'gcc');
  const [row] = await catalog.predictEntries([gcc?.key ?? ''], host, null);
  expect(row).toMatchObject({ fits: false, source: 'image' });
});

test('an image is judged under the name that its own release file has', async () => {
  const pretty = 'ID=_any\nPRETTY_NAME="Debugging tools"\n';
  scratch.put('served/debug-29.1.x86-64.raw', imageOf(scratch, { name: 'debug-29.1.x86-64', release: pretty }));
  scratch.put('served/same-1.0.raw', imageOf(scratch, { name: 'same' }));
  writeSums(scratch, 'served');
  const { url } = await serve('served');
  const { catalog, entries } = await ask(url);
  const keys = entries.map(({ key }) => key);
  const expected = [
    { name: 'debug', fits: true, inside: 'debug-29.1.x86-64', description: 'Debugging tools' },
    { name: 'same', fits: true, inside: null, description: null },
  ];
  expect(await catalog.predictEntries(keys, host, null)).toMatchObject(expected);
  // And so it is told by the next Veneer, which asks nobody.
  const next = room();
  await next.refresh('cache-only', null, host, null);
  expect(next.entries(host)).toMatchObject(expected);
});

test('an image that takes too much to read is told so, of it alone, and is not read again', async () => {
  // The first bytes tell the stand-in of the reader what to do; the process and its limits are the real ones.
  scratch.put('served/bad-1.0.raw', 'hang    ');
  scratch.put('served/good-1.0.raw', 'well    ');
  writeSums(scratch, 'served');
  const nginx = await serve('served');
  const asked: string[] = [];
  const { url } = await faults((request, response) => {
    asked.push(String(request.url));
    fetch(`${nginx.url}${request.url?.slice(1)}`, { headers: { range: request.headers.range ?? '' } })
      .then(async (answer) => {
        const range = answer.headers.get('content-range');
        response.writeHead(answer.status, range === null ? {} : { 'content-range': range });
        response.end(Buffer.from(await answer.arrayBuffer()));
      })
      // Whoever asked may be gone by now, and nginx with the test.
      .catch(() => response.destroy());
  });
  const limits = { memory: 128 * 2 ** 20, timeMs: 800 };
  const greedy = createGuard({ program: process.execPath, script: GREEDY_READER }, limits);
  try {
    const { catalog, entries } = await ask(url, {}, room(greedy));
    const keys = entries.map(({ key }) => key);
    let isFree = false;
    setTimeout(() => {
      isFree = true;
    }, limits.timeMs / 2);
    const rows = await catalog.predictEntries(keys, host, null);
    expect(rows.map(({ name, fits, reason }) => [name, fits, reason?.text])).toEqual([
      ['bad', null, 'Unknown: it took too much to read.'],
      ['good', true, expect.any(String)],
    ]);
    // Whoever asks meanwhile is answered.
    expect(isFree).toBe(true);
    const before = asked.length;
    const next = room(greedy);
    await next.refresh('cache-only', null, host, null);
    expect(await next.predictEntries(keys, host, null)).toMatchObject([{ name: 'bad', fits: null }, { fits: true }]);
    expect(asked).toHaveLength(before);
  } finally {
    greedy.close();
  }
});

test('an image at a server without ranges is known after the download', async () => {
  const image = imageOf(scratch, { name: 'tool' });
  const { url } = await faults((request, response) =>
    response.end(request.url === '/SHA256SUMS' ? `${hashOf(image)}  tool-1.0.raw\n` : image),
  );
  const { catalog, entries } = await ask(url);
  const [row] = await catalog.predictEntries([entries[0]?.key ?? ''], host, null);
  expect(row).toMatchObject({
    fits: null,
    source: null,
    reason: { text: expect.stringContaining('Known after the download') },
  });
});
