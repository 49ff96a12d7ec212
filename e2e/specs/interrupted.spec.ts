/** Ctrl-C in a download, or a SIGTERM: the shell learns that it was stopped, and what was fetched is not fetched again. */
import { spawn } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { once } from 'node:events';
import { statSync } from 'node:fs';
import { join } from 'node:path';
import { test as base, expect } from 'playwright/test';
import { serveFaults, serveFile } from '../harness/faulty-server.ts';
import { hashOf, imageOf } from '../harness/remotes.ts';
import { makeScratch } from '../harness/scratch.ts';
import { makeHome, veneerCommand } from '../shells/server.ts';

const SENT_FIRST = 2 << 20;
const FILE = 'tool-1.0.raw';

interface Ran {
  readonly status: number | null;
  readonly signal: NodeJS.Signals | null;
  readonly said: string;
  readonly told: string;
}

interface Downloading {
  /** @param whileItRuns is given the process, which leads a group of its own */
  run(script: string, args: readonly string[], whileItRuns?: (group: number) => Promise<void>): Promise<Ran>;
  readonly download: readonly string[];
  /** Waits until the download hangs, with a part of it written down. */
  stalled(): Promise<void>;
  /** The same download again, by a server that sends all: from where it stopped. */
  goesOn(): Promise<void>;
}

const test = base.extend<{ downloading: Downloading }>({
  // biome-ignore lint/correctness/noEmptyPattern: Playwright reads the names of the fixtures from the pattern
  downloading: async ({}, use) => {
    const scratch = makeScratch('interrupted');
    // So long that its first part is written down before the rest is there.
    const content = Buffer.concat([imageOf(scratch, { name: 'tool' }), randomBytes(4 << 20)]);
    let isStalled = true;
    const server = await serveFaults((request, response) => {
      if (request.url === '/SHA256SUMS') response.end(`${hashOf(content)}  ${FILE}\n`);
      else if (request.url === `/${FILE}`) {
        const send = (body: Buffer) => response.write(body.subarray(0, SENT_FIRST));
        const isFirst = isStalled && request.headers.range === undefined;
        serveFile(request, response, { content, ...(isFirst ? { send } : {}) });
      } else response.writeHead(404).end();
    });
    const env = makeHome(scratch, 'own');
    const run: Downloading['run'] = async (script, args, whileItRuns = async () => {}) => {
      const child = spawn('bash', ['-c', script, 'bash', ...veneerCommand('own', args)], {
        env,
        cwd: '/',
        detached: true,
      });
      let [said, told] = ['', ''];
      child.stdout.on('data', (text) => {
        said += text;
      });
      child.stderr.on('data', (text) => {
        told += text;
      });
      const closed = once(child, 'close');
      await whileItRuns(child.pid ?? 0);
      const [status, signal] = await closed;
      return { status, signal, said, told };
    };
    const download = ['download', 'tool', '--output', join(scratch.path, 'images')];
    const whole = () => server.asked.filter((one) => one === `GET /${FILE}`).length;
    try {
      expect(await run('"$@"', ['remote', 'add', 'mine', server.url])).toMatchObject({ status: 0 });
      await use({
        run,
        download,
        async stalled() {
          await expect.poll(whole).toBe(1);
          await expect.poll(() => partOf(scratch.path)).toBeGreaterThanOrEqual(SENT_FIRST / 2);
        },
        async goesOn() {
          expect(whole()).toBe(1);
          isStalled = false;
          expect(await run('"$@"', download)).toMatchObject({ status: 0 });
          expect(server.asked.some((one) => new RegExp(`^GET /${FILE} bytes=[1-9]\\d*-$`).test(one))).toBe(true);
        },
      });
    } finally {
      await server.stop();
      scratch.remove();
    }
  },
});

const TOLD = /veneer: It was stopped\.\n {2}The same command goes on where it stopped\.\n$/;

test('a loop of a shell ends with the download that is interrupted, which goes on later', async ({ downloading }) => {
  const { run, download, stalled, goesOn } = downloading;
  const loop = 'for time in 1 2; do "$@"; done; echo went on';
  const interrupted = await run(loop, download, async (group) => {
    await stalled();
    process.kill(-group, 'SIGINT');
  });
  expect(interrupted).toEqual({ status: null, signal: 'SIGINT', said: '', told: expect.stringMatching(TOLD) });
  await goesOn();
});

test('a download that is told to end ends by that signal, and goes on later', async ({ downloading }) => {
  const { run, download, stalled, goesOn } = downloading;
  const ended = await run('exec "$@"', download, async (group) => {
    await stalled();
    process.kill(group, 'SIGTERM');
  });
  expect(ended).toEqual({ status: null, signal: 'SIGTERM', said: '', told: expect.stringMatching(TOLD) });
  await goesOn();
});

/** How much of the download is written down. */
function partOf(folder: string): number {
  return statSync(join(folder, `images/.${FILE}.download/part`), { throwIfNoEntry: false })?.size ?? 0;
}
