/** A server without a window in front of it: by whom it may be started, and who need not listen to it. */
import { spawn } from 'node:child_process';
import { readdirSync, readFileSync, statSync, truncateSync } from 'node:fs';
import { request } from 'node:http';
import { join } from 'node:path';
import { test as base, expect } from 'playwright/test';
import { EMPTY_REQUEST } from '../../shared/changes/empty-request.ts';
import { isRoot } from '../harness/mount-namespace.ts';
import { makeScratch, putExtension, type Scratch } from '../harness/scratch.ts';
import { makeSquashfs } from '../harness/squashfs.ts';
import { storedIn } from '../harness/stored-images.ts';
import { addressOf, makeHome, veneerCommand } from '../shells/server.ts';
import { doorAt, openWindow } from '../soak/door.ts';

/** So large that it is still being copied when somebody goes. */
const SIZE = 256 * 1024 ** 2;

const test = base.extend<{ scratch: Scratch }>({
  // biome-ignore lint/correctness/noEmptyPattern: Playwright reads the names of the fixtures from the pattern
  scratch: async ({}, use) => {
    const scratch = makeScratch('serving');
    scratch.put('tree/usr/lib/os-release', 'ID=debian\nVERSION_ID=12\n');
    await use(scratch);
    scratch.remove();
  },
});

function statusAt(socketPath: string): Promise<number> {
  return new Promise((settle, fail) => {
    const asking = request({ socketPath, path: '/', headers: { host: 'localhost:7070' } }, (response) => {
      response.resume();
      settle(response.statusCode ?? 0);
    });
    asking.once('error', fail);
    asking.end();
  });
}

test('a user without an entry in passwd can serve on a socket', async ({ scratch }) => {
  test.skip(!isRoot, 'only root can be a user that nobody made');
  const env = makeHome(scratch, 'ordinary');
  const socket = join(String(env['HOME']), 'run/serve.sock');
  const args = ['serve', '--socket', socket, '--root', join(scratch.path, 'tree')];
  const [program = '', ...rest] = veneerCommand('ordinary', args);
  const child = spawn(program, rest, { env, cwd: '/', stdio: ['ignore', 'pipe', 'pipe'] });
  const ended = new Promise((settle) => child.once('close', settle));
  let said = '';
  for (const stream of [child.stdout, child.stderr]) {
    stream.on('data', (chunk) => {
      said += chunk;
    });
  }
  await expect.poll(() => said).toContain('USER@');
  expect(said).toContain(`Listening on ${socket}`);
  expect(await statusAt(socket)).toBe(200);
  child.kill('SIGTERM');
  expect(await ended).toBe(0);
  // What stays is the lock beside it, which is empty.
  expect(readdirSync(join(String(env['HOME']), 'run'))).not.toContain('serve.sock');
});

test('who asked goes, nobody reads what it says, it is asked to stop: the change is whole all the same', async ({
  scratch,
}) => {
  test.skip(!isRoot, 'only root changes a tree without asking');
  putExtension(scratch, 'sources', 'tool', 'ID=_any\n', { 'usr/bin/tool': 'echo' });
  const image = join(scratch.path, 'tool-1.0.raw');
  makeSquashfs(join(scratch.path, 'sources/tool'), image);
  truncateSync(image, SIZE);
  const tree = join(scratch.path, 'tree');
  const env = makeHome(scratch, 'own');
  const [program = '', ...rest] = veneerCommand('own', ['serve', '--port', '0', '--root', tree]);
  const child = spawn(program, rest, { env, cwd: '/', stdio: ['ignore', 'pipe', 'pipe'] });
  const ended = new Promise((settle) => child.once('exit', settle));
  const window = await openWindow(doorAt(await addressOf(child)));
  if (typeof window === 'number') throw new Error(`turned away with ${window}`);
  const { client, host } = window;
  const { inspected } = await client.files.examine({ host, path: image, class: null, name: null, version: null });
  const { class: extensionClass, name, version, architecture, sha256 } = inspected;
  const wanted = { source: inspected.path, sha256, version, architecture, place: 'kept', keep: null } as const;
  const asked = {
    ...EMPTY_REQUEST,
    changes: [{ verb: 'install' as const, class: extensionClass, name, image: wanted }],
    action: 'none' as const,
  };
  const { revision } = await client.plan.preview({ host, request: asked });
  await client.plan.apply({ host, request: asked, revision });
  window.cut();
  child.stdout.destroy();
  child.stderr.destroy();
  child.kill('SIGTERM');
  expect(await ended).toBe(0);
  const store = join(tree, 'var/lib/extensions.d/tool');
  expect(storedIn(store)).toEqual(['tool-1.0.raw']);
  expect(statSync(join(store, 'tool-1.0.raw')).size).toBe(SIZE);
  const history = readFileSync(join(String(env['HOME']), '.local/state/veneer/history.jsonl'), 'utf8');
  const statuses = history
    .trim()
    .split('\n')
    .map((line) => (JSON.parse(line) as { readonly status: string }).status);
  expect(statuses).toEqual(['running', 'succeeded']);
});
