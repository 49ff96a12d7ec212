/** Recipes as a window asks of them, with the real processes that read and build. */
import { createHash } from 'node:crypto';
import { existsSync, readdirSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { serveFolder, type WebServer } from '../../e2e/harness/nginx.ts';
import { run } from '../../e2e/harness/programs.ts';
import { makeScratch, type Scratch } from '../../e2e/harness/scratch.ts';
import { openSession } from '../../e2e/harness/session.ts';
import type { RecipeDraft } from '../../shared/model/recipe-view.ts';
import type { Session } from './session.ts';

let scratch: Scratch;
let session: Session;
let server: WebServer | null = null;
beforeEach(async () => {
  scratch = makeScratch('builds');
  scratch.put('tree/usr/lib/os-release', 'ID=debian\nVERSION_ID=13\n');
  scratch.put('own/bin/hello', '#!/bin/sh\n', 0o755);
  ({ session } = await openSession(scratch, join(scratch.path, 'tree')));
});
afterEach(async () => {
  session.close();
  await server?.stop();
  server = null;
  scratch.remove();
});

const HELLO = `name: hello
version: "1.0"
target: {architectures: [any]}
sources: {bin: {file: bin}}
steps:
  - take: {from: bin, path: hello, to: /usr/bin/}
`;
const draft = (text: string): RecipeDraft => ({
  ...{ text, version: null, architecture: null },
  folder: join(scratch.path, 'own'),
});
const served = (url: string, sum: string) =>
  HELLO.replace('{file: bin}', `{url: "${url}big", sha256: {"1.0": {any: ${sum}}}}`).replace(
    'path: hello, to: /usr/bin/',
    'to: /usr/bin/hello',
  );

test('a recipe says what it will hold, and its image is made apart from us', async () => {
  expect(await session.builds.read(draft(HELLO), null)).toMatchObject({
    outline: {
      ...{ name: 'hello', version: '1.0', architecture: 'any', needsFolder: true },
      sources: [{ name: 'bin', place: join(scratch.path, 'own/bin'), state: 'here' }],
      steps: [{ text: 'Take hello from bin to /usr/bin/' }],
    },
  });
  const job = await session.builds.start(draft(HELLO));
  const path = await session.builds.ended(job, undefined);
  expect(run('unsquashfs', ['-lls', '-d', '', path])).toMatch(/-rwxr-xr-x root\/root .*\/usr\/bin\/hello\n/);
  expect(readdirSync(dirname(path)), 'nothing of its work').toEqual(['hello.raw']);
  expect(session.jobs.list()).toMatchObject([{ kind: 'build', title: { text: 'hello' }, state: 'succeeded' }]);
  session.incoming.discard(path);
  expect(existsSync(dirname(path))).toBe(false);
});

test('what is wrong is told with its line and column, and is not built', async () => {
  const wrong = draft(HELLO.replace('sources:', 'souces:'));
  expect(await session.builds.read(wrong, null)).toMatchObject({
    fault: { line: 4, column: 1, message: { text: expect.stringContaining('sources') } },
  });
  expect(await session.builds.read(draft('a: [\n'), null)).toMatchObject({ fault: { line: 2 } });
  await expect(session.builds.start(wrong)).rejects.toMatchObject({ code: 'invalid-input' });
  const gone = await session.builds.start(draft(HELLO.replace('path: hello', 'path: gone')));
  await expect(session.builds.ended(gone, undefined)).rejects.toMatchObject({
    said: { text: expect.stringContaining('line 6') },
  });
  await expect(session.builds.ended('unknown', undefined)).rejects.toMatchObject({ code: 'not-found' });
});

test('a build is stopped while it fetches, with nothing left', async () => {
  const big = 'x'.repeat(4_000_000);
  scratch.put('served/big', big);
  server = await serveFolder(scratch, 'served', { limits: 'limit_rate 100k;' });
  const sum = createHash('sha256').update(big).digest('hex');
  const text = served(server.url, sum);
  expect(await session.builds.read(draft(text), null)).toMatchObject({
    outline: { sources: [{ sha256: sum, state: 'fetched' }] },
  });
  const job = await session.builds.start(draft(text));
  for await (const { progress } of session.jobs.follow(job, undefined)) if (progress !== null) break;
  session.jobs.cancel(job);
  await expect(session.builds.ended(job, undefined)).rejects.toMatchObject({ code: 'cancelled' });
  const left = (folder: string) => readdirSync(join(scratch.path, folder), { recursive: true });
  expect(left('cache/sources')).toEqual([]);
  expect(left('incoming').filter((name) => String(name).includes('hello'))).toEqual([]);
});

test('a recipe is opened by its path; nothing else of this machine is', () => {
  scratch.put('own/hello.recipe.yaml', HELLO);
  expect(session.builds.open(join(scratch.path, 'own/hello.recipe.yaml'))).toEqual({
    text: HELLO,
    folder: join(scratch.path, 'own'),
  });
  for (const path of ['/etc/shadow', 'hello.recipe.yaml', join(scratch.path, 'own/gone.yaml')])
    expect(() => session.builds.open(path)).toThrow();
});

test('every shipped recipe is one', async () => {
  for (const { name, text } of session.builds.shipped())
    expect(await session.builds.read(draft(text), null), name).toHaveProperty('outline.name', name);
});
