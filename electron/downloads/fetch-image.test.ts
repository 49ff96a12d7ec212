import { spawnSync } from 'node:child_process';
import { createHash, randomBytes } from 'node:crypto';
import { existsSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import type { IncomingMessage, ServerResponse } from 'node:http';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { gzipSync, zstdCompressSync } from 'node:zlib';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { type FaultyServer, serveFaults, serveFile } from '../../e2e/harness/faulty-server.ts';
import { serveFolder, type WebServer } from '../../e2e/harness/nginx.ts';
import { makeScratch, type Scratch } from '../../e2e/harness/scratch.ts';
import { retryAfter } from './again.ts';
import { fetchImage } from './fetch-image.ts';
import { DOWNLOAD_TIMEOUTS, type Order, type Progress } from './order.ts';

const content = randomBytes(3_000_000);
const hashOf = (bytes: Buffer) => createHash('sha256').update(bytes).digest('hex');

/** As in the product, but that nobody waits for it. */
const timeouts = { ...DOWNLOAD_TIMEOUTS, retryMs: [1, 1, 1], silenceMs: 400, dripMs: 300, longestMs: 2000 };

let scratch: Scratch;
let server: FaultyServer | WebServer | null = null;
beforeEach(() => {
  scratch = makeScratch('downloads');
});
afterEach(async () => {
  await server?.stop();
  server = null;
  scratch.remove();
});

const folder = () => join(scratch.path, 'download');
const order = (address: string, change: Partial<Order> = {}): Order => ({
  address,
  sha256: hashOf(content),
  packing: null,
  folder: folder(),
  fileName: 'tool-1.raw',
  limit: 2 ** 30,
  timeouts,
  ...change,
});
const left = () => (existsSync(folder()) ? readdirSync(folder()).sort() : []);
const fetchIt = (one: Order, signal = new AbortController().signal, told: Progress[] = []) =>
  fetchImage(one, (progress) => told.push(progress), signal);

async function faults(answer: (request: IncomingMessage, response: ServerResponse, before: number) => void) {
  const started = await serveFaults(answer);
  server = started;
  return started;
}

test('a whole file from nginx', async () => {
  scratch.put('served/tool-1.raw', content);
  server = await serveFolder(scratch, 'served');
  const told: Progress[] = [];
  const fetched = await fetchIt(order(`${server.url}tool-1.raw`), undefined, told);
  expect(fetched).toEqual({ path: join(folder(), 'tool-1.raw'), sha256: hashOf(content), size: content.length });
  expect(readFileSync(fetched.path).equals(content)).toBe(true);
  expect(told.at(-1)).toEqual({ received: content.length, total: content.length, problem: null });
});

describe.each([0.01, 0.5, 0.99])('cut at %d', (part) => {
  const cutAfter = Math.floor(content.length * part);

  test('goes on where it was', async () => {
    const { url, asked } = await faults((request, response, before) =>
      serveFile(request, response, before === 0 ? { content, cutAfter } : { content }),
    );
    const fetched = await fetchIt(order(`${url}x`));
    expect(readFileSync(fetched.path).equals(content)).toBe(true);
    expect(asked[1]).toMatch(/^GET \/x bytes=[1-9]\d*-$/);
    expect(left()).toContain('tool-1.raw');
  });

  test('begins again at a server without ranges', async () => {
    const { url } = await faults((request, response, before) =>
      serveFile(request, response, { content, ranges: false, ...(before === 0 ? { cutAfter } : {}) }),
    );
    expect((await fetchIt(order(`${url}x`))).sha256).toBe(hashOf(content));
  });

  test('gives up in the end, and the next start goes on', async () => {
    let isBroken = true;
    const { url, asked } = await faults((request, response) =>
      serveFile(request, response, isBroken ? { content, ranges: false, cutAfter } : { content }),
    );
    await expect(fetchIt(order(`${url}x`))).rejects.toMatchObject({ code: 'unreachable' });
    expect(left()).toEqual(['part', 'part.json']);
    isBroken = false;
    expect((await fetchIt(order(`${url}x`))).sha256).toBe(hashOf(content));
    expect(asked.at(-1)).toMatch(/bytes=[1-9]/);
  });

  test('begins again where the file changed meanwhile', async () => {
    const other = randomBytes(2_000_000);
    const { url } = await faults((request, response, before) =>
      serveFile(
        request,
        response,
        before === 0 ? { content: other, cutAfter: Math.min(cutAfter, 1_900_000) } : { content },
      ),
    );
    expect((await fetchIt(order(`${url}x`))).sha256).toBe(hashOf(content));
  });

  test('begins again where the file changed and the server has no tags', async () => {
    const other = randomBytes(content.length);
    const { url, asked } = await faults((request, response, before) =>
      serveFile(request, response, {
        content: before === 0 ? other : content,
        etag: null,
        ...(before === 0 ? { cutAfter } : {}),
      }),
    );
    expect((await fetchIt(order(`${url}x`))).sha256).toBe(hashOf(content));
    expect(asked).toHaveLength(3);
  });
});

test('the wrong bytes are never given a name', async () => {
  const { url } = await faults((request, response) => serveFile(request, response, { content: randomBytes(1000) }));
  await expect(fetchIt(order(`${url}x`))).rejects.toMatchObject({ code: 'not-verified' });
  expect(left()).toEqual([]);
});

test.each(['longer', 'shorter'])('a length that is %s than the file', async (how) => {
  const { url } = await faults((_request, response) => {
    response.socket?.end(
      Buffer.concat([
        Buffer.from(`HTTP/1.1 200 OK\r\nContent-Length: ${content.length + (how === 'longer' ? 10 : -10)}\r\n\r\n`),
        content,
      ]),
    );
  });
  const code = how === 'longer' ? 'unreachable' : 'not-verified';
  await expect(fetchIt(order(`${url}x`))).rejects.toMatchObject({ code });
  expect(left()).not.toContain('tool-1.raw');
});

test.each([
  [404, 'not-found', 1],
  [403, 'server-error', 1],
  [500, 'server-error', 4],
  [429, 'server-error', 4],
])('the answer %d', async (status, code, requests) => {
  const { url, asked } = await faults((_request, response) => response.writeHead(status).end('no'));
  await expect(fetchIt(order(`${url}x`))).rejects.toMatchObject({ code });
  expect(asked).toHaveLength(requests);
  expect(left()).not.toContain('tool-1.raw');
});

test('waits as long as the server asks to', async () => {
  const started = performance.now();
  const { url } = await faults((request, response, before) =>
    before === 0 ? response.writeHead(429, { 'retry-after': '1' }).end() : serveFile(request, response, { content }),
  );
  const told: Progress[] = [];
  await fetchIt(order(`${url}x`), undefined, told);
  expect(performance.now() - started).toBeGreaterThanOrEqual(1000);
  expect(told[0]).toMatchObject({ problem: { code: 'server-error' } });
  expect(retryAfter('120')).toBe(120_000);
  expect(retryAfter(new Date(Date.now() + 60_000).toUTCString())).toBeGreaterThan(50_000);
  expect(retryAfter('soon')).toBe(null);
});

test('a server that asks for more patience than there is', async () => {
  const { url, asked } = await faults((_request, response) =>
    response.writeHead(503, { 'retry-after': '86400' }).end(),
  );
  await expect(fetchIt(order(`${url}x`))).rejects.toMatchObject({ code: 'server-error' });
  expect(asked).toHaveLength(1);
});

test('a slow drip, silence, and nobody at all', async () => {
  const drip = await faults((_request, response) => {
    response.writeHead(200, { 'content-length': content.length });
    const timer = setInterval(() => response.write('x'), 50);
    response.on('close', () => clearInterval(timer));
  });
  await expect(fetchIt(order(`${drip.url}x`))).rejects.toMatchObject({
    code: 'unreachable',
    message: expect.stringContaining('slow'),
  });
  await drip.stop();
  const silent = await faults((_request, response) => response.writeHead(200, { 'content-length': 10 }).flushHeaders());
  await expect(fetchIt(order(`${silent.url}y`))).rejects.toMatchObject({
    code: 'unreachable',
    message: expect.stringContaining('silent'),
  });
  await silent.stop();
  await expect(fetchIt(order(`${silent.url}z`))).rejects.toMatchObject({ code: 'unreachable' });
  server = null;
}, 20_000);

test('a server that never ends', async () => {
  const { url } = await faults((_request, response) => {
    const more = () => {
      while (response.write(content));
    };
    response.on('drain', more);
    more();
  });
  await expect(fetchIt(order(`${url}x`, { limit: 20_000_000 }))).rejects.toMatchObject({ code: 'too-large' });
  expect(left()).toEqual([]);
});

test('more than the disk has room for is refused before it comes', async () => {
  const { url } = await faults((_request, response) =>
    response.writeHead(200, { 'content-length': 2 ** 45 }).flushHeaders(),
  );
  await expect(fetchIt(order(`${url}x`, { limit: 2 ** 52 }))).rejects.toMatchObject({ code: 'no-space' });
  expect(left()).toEqual([]);
});

test('is sent on to https alone', async () => {
  const { url } = await faults((request, response) =>
    request.url === '/x'
      ? response.writeHead(302, { location: 'http://veneer.invalid/x' }).end()
      : response.writeHead(302, { location: 'file:///etc/passwd' }).end(),
  );
  await expect(fetchIt(order(`${url}x`))).rejects.toMatchObject({ code: 'not-verified' });
  await expect(fetchIt(order(`${url}y`))).rejects.toMatchObject({ code: 'not-verified' });
});

test('follows a server at this machine to another one there, and no ring', async () => {
  const { url } = await faults((request, response) => {
    if (request.url === '/x') response.writeHead(302, { location: '/real' }).end();
    else if (request.url === '/ring') response.writeHead(302, { location: '/ring' }).end();
    else serveFile(request, response, { content });
  });
  expect((await fetchIt(order(`${url}x`))).size).toBe(content.length);
  await expect(fetchIt(order(`${url}ring`))).rejects.toMatchObject({ code: 'server-error' });
});

test('stopped, it keeps what came, and goes on', async () => {
  const stop = new AbortController();
  const { url } = await faults((request, response, before) =>
    serveFile(request, response, before === 0 ? { content, cutAfter: 1_000_000 } : { content }),
  );
  const waiting = { ...timeouts, retryMs: [60_000] };
  const first = fetchImage(
    order(`${url}x`, { timeouts: waiting }),
    ({ problem }) => problem !== null && stop.abort(),
    stop.signal,
  );
  await expect(first).rejects.toMatchObject({ code: 'cancelled' });
  expect(left()).toEqual(['part', 'part.json']);
  expect((await fetchIt(order(`${url}x`))).sha256).toBe(hashOf(content));
});

test('what was meddled with on disk meanwhile is found out', async () => {
  const { url } = await faults((request, response) => serveFile(request, response, { content }));
  mkdirSync(folder());
  writeFileSync(join(folder(), 'part'), randomBytes(1000));
  const identity = { address: `${url}x`, etag: null, lastModified: null, total: content.length };
  writeFileSync(join(folder(), 'part.json'), JSON.stringify({ version: 1, ...identity }));
  expect((await fetchIt(order(`${url}x`))).sha256).toBe(hashOf(content));
});

describe.each(['xz', 'gz', 'zst'] as const)('packed with %s', (packing) => {
  const image = Buffer.concat([Buffer.alloc(2_000_000, 'image '), randomBytes(500_000)]);
  const packed =
    packing === 'gz'
      ? gzipSync(image)
      : packing === 'zst'
        ? zstdCompressSync(image)
        : spawnSync('xz', ['--stdout'], { input: image, maxBuffer: 1 << 26 }).stdout;
  const packedOrder = (address: string, change: Partial<Order> = {}) =>
    order(address, { packing, sha256: hashOf(packed), ...change });

  test('is unpacked as it comes, also after a cut and a restart', async () => {
    const cutAfter = Math.floor(packed.length / 2);
    const { url } = await faults((request, response, before) =>
      serveFile(
        request,
        response,
        before < 5 ? { content: packed, ranges: before === 0, cutAfter } : { content: packed },
      ),
    );
    await expect(fetchIt(packedOrder(`${url}x`))).rejects.toMatchObject({ code: 'unreachable' });
    expect(left()).toEqual(['part', 'part.json']);
    const fetched = await fetchIt(packedOrder(`${url}x`));
    expect(fetched).toMatchObject({ sha256: hashOf(image), size: image.length });
    expect(readFileSync(fetched.path).equals(image)).toBe(true);
  });

  test('leaves nothing of a bomb, of damage, or of the wrong file', async () => {
    const damaged = packed.subarray(0, packed.length - 40);
    const { url } = await faults((request, response) =>
      serveFile(request, response, { content: request.url === '/damaged' ? damaged : packed }),
    );
    await expect(fetchIt(packedOrder(`${url}x`, { limit: 1_500_000 }))).rejects.toMatchObject({ code: 'image-broken' });
    await expect(fetchIt(packedOrder(`${url}damaged`, { sha256: hashOf(damaged) }))).rejects.toMatchObject({
      code: 'image-broken',
    });
    await expect(fetchIt(packedOrder(`${url}x`, { sha256: hashOf(image) }))).rejects.toMatchObject({
      code: 'not-verified',
    });
    expect(left()).toEqual([]);
  });
});

test('from a folder of this machine, with and without a list', async () => {
  scratch.put('usb/tool.raw', content);
  const address = pathToFileURL(join(scratch.path, 'usb/tool.raw')).href;
  expect((await fetchIt(order(address))).size).toBe(content.length);
  expect((await fetchIt(order(address, { sha256: null }))).sha256).toBe(hashOf(content));
  await expect(fetchIt(order(address, { sha256: hashOf(Buffer.from('other')) }))).rejects.toMatchObject({
    code: 'not-verified',
  });
  await expect(fetchIt(order(`${address}.gone`))).rejects.toMatchObject({ code: 'not-found' });
});
