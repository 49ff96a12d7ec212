import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { expect, test } from 'vitest';
import { openCatalogPerTest } from '../../e2e/harness/catalog-per-test.ts';
import { DEBIAN } from '../../e2e/harness/catalog-room.ts';
import { GREEDY_READER } from '../../e2e/harness/guarded-reader.ts';
import { hashOf, imageOf, makeSysextmgr, writeSums } from '../../e2e/harness/remotes.ts';
import { createGuard } from '../reader/guard.ts';

const { scratch, room, serveFolder, serveFaults, ask } = openCatalogPerTest('predict');

test('a manifest counts only where the list vouches for it', async () => {
  makeSysextmgr(scratch, 'served');
  const lie = gzipSync(JSON.stringify({ extension: { ID: '_any' } }));
  writeFileSync(join(scratch.path, 'served/gcc-31.2.x86-64.manifest.gz'), lie);
  const { url } = await serveFolder('served');
  const { catalog, entries } = await ask(url);
  const gcc = entries.find(({ name }) => name === 'gcc');
  const [row] = await catalog.predictEntries([gcc?.key ?? ''], DEBIAN, null);
  expect(row).toMatchObject({ fits: false, source: 'image' });
});

test('an image is judged under the name that its own release file has', async () => {
  const pretty = 'ID=_any\nPRETTY_NAME="Debugging tools"\n';
  scratch.put('served/debug-29.1.x86-64.raw', imageOf(scratch, { name: 'debug-29.1.x86-64', release: pretty }));
  scratch.put('served/same-1.0.raw', imageOf(scratch, { name: 'same' }));
  writeSums(scratch, 'served');
  const { url } = await serveFolder('served');
  const { catalog, entries } = await ask(url);
  const keys = entries.map(({ key }) => key);
  const expected = [
    { name: 'debug', fits: true, inside: 'debug-29.1.x86-64', description: 'Debugging tools' },
    { name: 'same', fits: true, inside: null, description: null },
  ];
  expect(await catalog.predictEntries(keys, DEBIAN, null)).toMatchObject(expected);
  // And so it is told by the next Veneer, which asks nobody.
  const next = room();
  await next.refresh('cache-only', null, DEBIAN, null);
  expect(next.entries(DEBIAN)).toMatchObject(expected);
});

test('an image that takes too much to read is told so, of it alone, and is not read again', async () => {
  // The first bytes tell the stand-in of the reader what to do; the process and its limits are the real ones.
  scratch.put('served/bad-1.0.raw', 'hang    ');
  scratch.put('served/good-1.0.raw', 'well    ');
  writeSums(scratch, 'served');
  const nginx = await serveFolder('served');
  const asked: string[] = [];
  const { url } = await serveFaults((request, response) => {
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
    const rows = await catalog.predictEntries(keys, DEBIAN, null);
    expect(rows.map(({ name, fits, reason }) => [name, fits, reason?.text])).toEqual([
      ['bad', null, 'Unknown: it took too much to read.'],
      ['good', true, expect.any(String)],
    ]);
    // Whoever asks meanwhile is answered.
    expect(isFree).toBe(true);
    const before = asked.length;
    const next = room(greedy);
    await next.refresh('cache-only', null, DEBIAN, null);
    expect(await next.predictEntries(keys, DEBIAN, null)).toMatchObject([{ name: 'bad', fits: null }, { fits: true }]);
    expect(asked).toHaveLength(before);
  } finally {
    greedy.close();
  }
});

test('an image at a server without ranges is known after the download', async () => {
  const image = imageOf(scratch, { name: 'tool' });
  const { url } = await serveFaults((request, response) =>
    response.end(request.url === '/SHA256SUMS' ? `${hashOf(image)}  tool-1.0.raw\n` : image),
  );
  const { catalog, entries } = await ask(url);
  const [row] = await catalog.predictEntries([entries[0]?.key ?? ''], DEBIAN, null);
  expect(row).toMatchObject({
    fits: null,
    source: null,
    reason: { text: expect.stringContaining('Known after the download') },
  });
});
