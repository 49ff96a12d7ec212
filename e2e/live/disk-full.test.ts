/** Downloads onto a disk that becomes full, on a real file system of its own. */
import { randomBytes } from 'node:crypto';
import { existsSync, readdirSync } from 'node:fs';
import { gzipSync } from 'node:zlib';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { fetchImage } from '../../electron/downloads/fetch-image.ts';
import { DOWNLOAD_TIMEOUTS, type Order } from '../../electron/downloads/order.ts';
import { type FaultyServer, serveFaults } from '../harness/faulty-server.ts';
import { type MountNamespace, openMountNamespace } from '../harness/mount-namespace.ts';
import { hashOf } from '../harness/remotes.ts';

let namespace: MountNamespace;
let server: FaultyServer;
const packed = gzipSync(Buffer.alloc(100_000_000));
beforeAll(async () => {
  namespace = await openMountNamespace();
  namespace.run('mkdir', '/run/small');
  const { status, output } = namespace.run('mount', '-t', 'tmpfs', '-o', 'size=50m', 'tmpfs', '/run/small');
  if (status !== 0) throw new Error(output);
  const noise = randomBytes(1024 * 1024);
  server = await serveFaults((request, response) => {
    if (request.url === '/packed') return response.end(packed);
    if (request.url === '/known') return response.writeHead(200, { 'content-length': 100_000_000 }).flushHeaders();
    // Without a length nobody can tell beforehand that it is too much.
    const more = () => {
      while (response.write(noise));
    };
    response.on('drain', more);
    more();
  });
});
afterAll(async () => {
  await server.stop();
  namespace.close();
});

/** The small disk, as the namespace has it. */
const folder = () => `/proc/${namespace.pid}/root/run/small/download`;
const order = (path: string, change: Partial<Order> = {}): Order => ({
  address: `${server.url}${path}`,
  sha256: 'a'.repeat(64),
  packing: null,
  folder: folder(),
  fileName: 'x.raw',
  limit: 2 ** 40,
  timeouts: DOWNLOAD_TIMEOUTS,
  ...change,
});

test.each([
  ['known', {}],
  ['endless', {}],
  ['packed', { packing: 'gz' as const, sha256: hashOf(packed) }],
])('%s: says so and leaves nothing', async (path, change) => {
  const fetching = fetchImage(order(path, change), () => {}, new AbortController().signal);
  await expect(fetching).rejects.toMatchObject({ code: 'no-space' });
  expect(existsSync(folder()) ? readdirSync(folder()) : []).toEqual([]);
});
