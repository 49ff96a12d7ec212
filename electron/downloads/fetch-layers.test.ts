import { spawnSync } from 'node:child_process';
import { linkSync, mkdirSync, readFileSync, truncateSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { type FaultyServer, serveFaults, serveFile } from '../../e2e/harness/faulty-server.ts';
import { hashOf } from '../../e2e/harness/remotes.ts';
import { makeScratch, type Scratch } from '../../e2e/harness/scratch.ts';
import { fetchLayers } from './fetch-layers.ts';
import { DOWNLOAD_TIMEOUTS } from './order.ts';

let scratch: Scratch;
let server: FaultyServer | null = null;
beforeEach(() => {
  scratch = makeScratch('fetch-layers');
});
afterEach(async () => {
  await server?.stop();
  server = null;
  scratch.remove();
});

test('a small layer that becomes a huge image by many names of one file is refused before anything is written', async () => {
  const folder = join(scratch.path, 'tree/usr/share');
  mkdirSync(folder, { recursive: true });
  writeFileSync(join(folder, 'f'), '');
  truncateSync(join(folder, 'f'), 8 * 2 ** 20);
  for (let at = 0; at < 160; at++) linkSync(join(folder, 'f'), join(folder, `f${at}`));
  const tar = join(scratch.path, 'layer.tar');
  expect(spawnSync('tar', ['--create', '--file', tar, '--directory', join(scratch.path, 'tree'), 'usr']).status).toBe(
    0,
  );
  const layer = gzipSync(readFileSync(tar));
  const mediaType = 'application/vnd.oci.image.layer.v1.tar+gzip';
  const layers = [{ mediaType, digest: `sha256:${hashOf(layer)}`, size: layer.length }];
  const manifest = Buffer.from(
    JSON.stringify({ mediaType: 'application/vnd.oci.image.manifest.v1+json', layers, config: {} }),
  );
  server = await serveFaults((request, response) =>
    serveFile(request, response, { content: request.url?.includes('/manifests/') === true ? manifest : layer }),
  );
  const order = {
    address: `${server.url}v2/x/manifests/sha256:${hashOf(manifest)}`,
    sha256: hashOf(manifest),
    packing: null,
    folder: join(scratch.path, 'download'),
    fileName: 'x.raw',
    limit: 2 ** 36,
    timeouts: DOWNLOAD_TIMEOUTS,
    registry: { what: 'layers', files: [] },
  } as const;
  await expect(fetchLayers(order, () => {}, new AbortController().signal)).rejects.toMatchObject({
    code: 'image-broken',
    message: expect.stringContaining('more than 200 times its size'),
  });
});
