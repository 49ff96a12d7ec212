import { spawnSync } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { gzipSync, zstdCompressSync } from 'node:zlib';
import { describe, expect, test } from 'vitest';
import { serveFile } from '../../e2e/harness/faulty-server.ts';
import { fetchPerTest, QUICK_TIMEOUTS } from '../../e2e/harness/fetch-per-test.ts';
import { hashOf } from '../../e2e/harness/remotes.ts';
import { fetchImage } from './fetch-image.ts';
import type { Order, Progress } from './order.ts';

const content = randomBytes(3_000_000);
const { scratch, folder, serveFolder, serveFaults, order, left, fetchIt } = fetchPerTest('downloads', content);

test('a whole file from nginx', async () => {
  scratch.put('served/tool-1.raw', content);
  const server = await serveFolder('served');
  const told: Progress[] = [];
  const fetched = await fetchIt(order(`${server.url}tool-1.raw`), undefined, told);
  expect(fetched).toEqual({ path: join(folder(), 'tool-1.raw'), sha256: hashOf(content), size: content.length });
  expect(readFileSync(fetched.path).equals(content)).toBe(true);
  expect(told.at(-1)).toEqual({ received: content.length, total: content.length, problem: null });
});

describe.each([0.01, 0.5, 0.99])('cut at %d', (part) => {
  const cutAfter = Math.floor(content.length * part);

  test('goes on where it was', async () => {
    const { url, asked } = await serveFaults((request, response, before) =>
      serveFile(request, response, before === 0 ? { content, cutAfter } : { content }),
    );
    const fetched = await fetchIt(order(`${url}x`));
    expect(readFileSync(fetched.path).equals(content)).toBe(true);
    expect(asked[1]).toMatch(/^GET \/x bytes=[1-9]\d*-$/);
    expect(left()).toContain('tool-1.raw');
  });

  test('begins again at a server without ranges', async () => {
    const { url } = await serveFaults((request, response, before) =>
      serveFile(request, response, { content, ranges: false, ...(before === 0 ? { cutAfter } : {}) }),
    );
    expect((await fetchIt(order(`${url}x`))).sha256).toBe(hashOf(content));
  });

  test('gives up in the end, and the next start goes on', async () => {
    let isBroken = true;
    const { url, asked } = await serveFaults((request, response) =>
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
    const { url } = await serveFaults((request, response, before) =>
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
    const { url, asked } = await serveFaults((request, response, before) =>
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
  const { url } = await serveFaults((request, response) =>
    serveFile(request, response, { content: randomBytes(1000) }),
  );
  await expect(fetchIt(order(`${url}x`))).rejects.toMatchObject({ code: 'not-verified' });
  expect(left()).toEqual([]);
});

test.each(['longer', 'shorter'])('a length that is %s than the file', async (how) => {
  const { url } = await serveFaults((_request, response) => {
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

test('stopped, it keeps what came, and goes on', async () => {
  const stop = new AbortController();
  const { url } = await serveFaults((request, response, before) =>
    serveFile(request, response, before === 0 ? { content, cutAfter: 1_000_000 } : { content }),
  );
  const waiting = { ...QUICK_TIMEOUTS, retryMs: [60_000] };
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
  const { url } = await serveFaults((request, response) => serveFile(request, response, { content }));
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
    const { url } = await serveFaults((request, response, before) =>
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
    const { url } = await serveFaults((request, response) =>
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
