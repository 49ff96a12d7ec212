/** Ctrl-C in a download: the shell learns that it was stopped, and what was fetched is not fetched again. */
import { spawn } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { once } from 'node:events';
import { statSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'playwright/test';
import { serveFaults, serveFile } from '../harness/faulty-server.ts';
import { hashOf, imageOf } from '../harness/remotes.ts';
import { makeScratch } from '../harness/scratch.ts';
import { makeHome, veneerCommand } from '../shells/server.ts';

const SENT_FIRST = 2 << 20;
const FILE = 'tool-1.0.raw';

test('a loop of a shell ends with the download that is interrupted, which goes on later', async () => {
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
  const run = async (script: string, args: readonly string[], whileItRuns: (group: number) => Promise<void>) => {
    const child = spawn('bash', ['-c', script, 'bash', ...veneerCommand('own', args)], {
      env,
      cwd: '/',
      detached: true,
    });
    let said = '';
    child.stdout.on('data', (text) => {
      said += text;
    });
    const closed = once(child, 'close');
    await whileItRuns(child.pid ?? 0);
    const [status, signal] = await closed;
    return { status, signal, said };
  };
  const whole = () => server.asked.filter((one) => one === `GET /${FILE}`).length;
  try {
    expect(await run('"$@"', ['remote', 'add', 'mine', server.url], async () => {})).toMatchObject({ status: 0 });
    const download = ['download', 'tool', '--output', join(scratch.path, 'images')];
    const loop = 'for time in 1 2; do "$@"; done; echo went on';
    const interrupted = await run(loop, download, async (group) => {
      await expect.poll(whole).toBe(1);
      await expect.poll(() => partOf(scratch.path)).toBeGreaterThanOrEqual(SENT_FIRST / 2);
      process.kill(-group, 'SIGINT');
    });
    expect(interrupted).toEqual({ status: null, signal: 'SIGINT', said: '' });
    expect(whole()).toBe(1);
    isStalled = false;
    expect(await run('"$@"', download, async () => {})).toMatchObject({ status: 0 });
    expect(server.asked.some((one) => new RegExp(`^GET /${FILE} bytes=[1-9]\\d*-$`).test(one))).toBe(true);
  } finally {
    await server.stop();
    scratch.remove();
  }
});

/** How much of the download is written down. */
function partOf(folder: string): number {
  return statSync(join(folder, `images/.${FILE}.download/part`), { throwIfNoEntry: false })?.size ?? 0;
}
