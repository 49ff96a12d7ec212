/** Servers that refuse, stall, never end or lead elsewhere. */
import { randomBytes } from 'node:crypto';
import { expect, test } from 'vitest';
import { serveFile } from '../../e2e/harness/faulty-server.ts';
import { fetchPerTest } from '../../e2e/harness/fetch-per-test.ts';
import { retryAfter } from './again.ts';
import type { Progress } from './order.ts';

const content = randomBytes(3_000_000);
const { serveFaults, order, left, fetchIt } = fetchPerTest('bad-servers', content);

test.each([
  [404, 'not-found', 1],
  [403, 'server-error', 1],
  [500, 'server-error', 4],
  [429, 'server-error', 4],
])('the answer %d', async (status, code, requests) => {
  const { url, asked } = await serveFaults((_request, response) => response.writeHead(status).end('no'));
  await expect(fetchIt(order(`${url}x`))).rejects.toMatchObject({ code });
  expect(asked).toHaveLength(requests);
  expect(left()).not.toContain('tool-1.raw');
});

test('waits as long as the server asks to', async () => {
  const started = performance.now();
  const { url } = await serveFaults((request, response, before) =>
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
  const { url, asked } = await serveFaults((_request, response) =>
    response.writeHead(503, { 'retry-after': '86400' }).end(),
  );
  await expect(fetchIt(order(`${url}x`))).rejects.toMatchObject({ code: 'server-error' });
  expect(asked).toHaveLength(1);
});

test('a slow drip, silence, and nobody at all', async () => {
  const drip = await serveFaults((_request, response) => {
    response.writeHead(200, { 'content-length': content.length });
    const timer = setInterval(() => response.write('x'), 50);
    response.on('close', () => clearInterval(timer));
  });
  await expect(fetchIt(order(`${drip.url}x`))).rejects.toMatchObject({
    code: 'unreachable',
    message: expect.stringContaining('slow'),
  });
  await drip.stop();
  const silent = await serveFaults((_request, response) =>
    response.writeHead(200, { 'content-length': 10 }).flushHeaders(),
  );
  await expect(fetchIt(order(`${silent.url}y`))).rejects.toMatchObject({
    code: 'unreachable',
    message: expect.stringContaining('silent'),
  });
  await silent.stop();
  await expect(fetchIt(order(`${silent.url}z`))).rejects.toMatchObject({ code: 'unreachable' });
});

test('a server that never ends', async () => {
  const { url } = await serveFaults((_request, response) => {
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
  const { url } = await serveFaults((_request, response) =>
    response.writeHead(200, { 'content-length': 2 ** 45 }).flushHeaders(),
  );
  await expect(fetchIt(order(`${url}x`, { limit: 2 ** 52 }))).rejects.toMatchObject({ code: 'no-space' });
  expect(left()).toEqual([]);
});

test('is sent on to https alone', async () => {
  const { url } = await serveFaults((request, response) =>
    request.url === '/x'
      ? response.writeHead(302, { location: 'http://veneer.invalid/x' }).end()
      : response.writeHead(302, { location: 'file:///etc/passwd' }).end(),
  );
  await expect(fetchIt(order(`${url}x`))).rejects.toMatchObject({ code: 'not-verified' });
  await expect(fetchIt(order(`${url}y`))).rejects.toMatchObject({ code: 'not-verified' });
});

test('follows a server at this machine to another one there, and no ring', async () => {
  const { url } = await serveFaults((request, response) => {
    if (request.url === '/x') response.writeHead(302, { location: '/real' }).end();
    else if (request.url === '/ring') response.writeHead(302, { location: '/ring' }).end();
    else serveFile(request, response, { content });
  });
  expect((await fetchIt(order(`${url}x`))).size).toBe(content.length);
  await expect(fetchIt(order(`${url}ring`))).rejects.toMatchObject({ code: 'server-error' });
});
