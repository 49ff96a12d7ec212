import { spawn } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { once } from 'node:events';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { type FaultyServer, serveFaults } from '../../e2e/harness/faulty-server.ts';
import { DOWNLOADER } from '../../e2e/harness/guarded-reader.ts';
import { programFile } from '../../e2e/harness/program-files.ts';
import { hashOf } from '../../e2e/harness/remotes.ts';
import { makeScratch, type Scratch } from '../../e2e/harness/scratch.ts';
import { createFetcher } from './fetcher.ts';
import { DOWNLOAD_TIMEOUTS, type Order } from './order.ts';

const GREEDY = {
  program: process.execPath,
  script: programFile('greedy-downloader'),
};
const content = randomBytes(200_000);
const never = new AbortController().signal;

let scratch: Scratch;
let server: FaultyServer | null = null;
beforeEach(() => {
  scratch = makeScratch('fetcher');
});
afterEach(async () => {
  await server?.stop();
  server = null;
  scratch.remove();
});

const order = (address: string): Order => ({
  address,
  sha256: hashOf(content),
  packing: null,
  folder: join(scratch.path, 'download'),
  fileName: 'x.raw',
  limit: 2 ** 30,
  timeouts: DOWNLOAD_TIMEOUTS,
});

test.each(['hang', 'buffers', 'dies'])(
  '%s: that download is ended and told so, and others go on',
  async (how) => {
    const fetcher = createFetcher(GREEDY, { memory: 128 * 2 ** 20, timeMs: 700, isRenewed: true });
    const addresses = [how, 'environment'].map((last) => `https://127.0.0.1/${last}`);
    const [ended, other] = await Promise.allSettled(addresses.map((one) => fetcher.fetch(order(one), () => {}, never)));
    expect(other).toMatchObject({ status: 'rejected', reason: { code: 'internal' } });
    expect(ended).toMatchObject({ status: 'rejected', reason: { code: 'too-large', detail: addresses[0] } });
  },
  30_000,
);

test('has of the environment what a request needs, and no more', async () => {
  vi.stubEnv('https_proxy', 'http://127.0.0.1:1');
  vi.stubEnv('SSH_AUTH_SOCK', '/tmp/x');
  vi.stubEnv('NODE_OPTIONS', '');
  try {
    const asked = createFetcher(GREEDY).fetch(order('https://127.0.0.1/environment'), () => {}, never);
    const { message } = await asked.then(
      () => ({ message: 'it came' }),
      (error: Error) => error,
    );
    const names = message.split(' ');
    expect(names).toContain('https_proxy');
    expect(
      names.filter((name) => !/proxy$|^SSL_CERT|^NODE_(?:EXTRA_CA_CERTS|USE_SYSTEM_CA|CHANNEL_)/i.test(name)),
    ).toEqual([]);
  } finally {
    vi.unstubAllEnvs();
  }
});

test('one that is being started while it is closed does not begin', async () => {
  const fetcher = createFetcher(GREEDY);
  const fetching = fetcher.fetch(order('https://127.0.0.1/hang'), () => {}, never);
  fetcher.close();
  await expect(fetching).rejects.toMatchObject({ code: 'cancelled' });
  await expect(fetcher.fetch(order('https://127.0.0.1/hang'), () => {}, never)).rejects.toMatchObject({
    code: 'cancelled',
  });
});

test('nothing is left where it was stopped, closed, or who asked was killed', async () => {
  const running = () => readdirSync('/proc').filter((pid) => isOurs(pid));
  const isOurs = (pid: string): boolean => {
    try {
      return readFileSync(`/proc/${pid}/cmdline`, 'utf8').includes(`${process.pid}-of-test`);
    } catch {
      return false;
    }
  };
  server = await serveFaults((_request, response) => {
    // The rest never comes.
    response.writeHead(200, { 'content-length': content.length });
    response.write(content.subarray(0, 1000));
  });
  const script = join(scratch.path, `${process.pid}-of-test.mjs`);
  scratch.put(`${process.pid}-of-test.mjs`, `await import(${JSON.stringify(DOWNLOADER.script.href)});\n`);
  const program = { program: process.execPath, script };
  const fetcher = createFetcher(program);
  const stop = new AbortController();
  const stopped = fetcher.fetch(order(server.url), () => stop.abort(), stop.signal);
  await expect(stopped).rejects.toMatchObject({ code: 'cancelled' });
  const closed = fetcher.fetch({ ...order(server.url), folder: join(scratch.path, 'b') }, fetcher.close, never);
  await expect(closed).rejects.toThrow();
  const keeper = `
    const { createFetcher } = await import(${JSON.stringify(new URL('fetcher.ts', import.meta.url).href)});
    const order = ${JSON.stringify({ ...order(server.url), folder: join(scratch.path, 'c') })};
    await createFetcher(${JSON.stringify(program)}).fetch(order, () => console.log('begun'), new AbortController().signal);
  `;
  const child = spawn(process.execPath, ['--no-warnings', '--input-type=module', '-e', keeper]);
  await once(child.stdout, 'data');
  expect(running()).not.toEqual([]);
  child.kill('SIGKILL');
  for (let tries = 0; running().length > 0 && tries < 200; tries++)
    await new Promise((settle) => setTimeout(settle, 20));
  expect(running()).toEqual([]);
});
