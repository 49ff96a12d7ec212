/** A server without a window in front of it: by whom it may be started, and who need not listen to it. */
import { type ChildProcess, spawn } from 'node:child_process';
import {
  chmodSync,
  cpSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  renameSync,
  statSync,
  truncateSync,
  writeFileSync,
} from 'node:fs';
import { request } from 'node:http';
import { dirname, join } from 'node:path';
import { test as base, expect } from 'playwright/test';
import { EMPTY_REQUEST } from '../../shared/changes/empty-request.ts';
import { isRoot } from '../harness/mount-namespace.ts';
import { makeScratch, putExtension, type Scratch } from '../harness/scratch.ts';
import { makeSquashfs } from '../harness/squashfs.ts';
import { storedIn } from '../harness/stored-images.ts';
import { addressOf, makeHome, programs, runVeneer, veneerCommand } from '../shells/server.ts';
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

/** How a process ended, and what it said. */
function hear(child: ChildProcess) {
  const heard = { said: '', ended: new Promise((settle) => child.once('close', settle)) };
  for (const stream of [child.stdout, child.stderr]) {
    stream?.on('data', (chunk) => {
      heard.said += chunk;
    });
  }
  return heard;
}

test('ends by itself when its window is gone for as long as it was told, and not before', async ({ scratch }) => {
  const env = makeHome(scratch, 'own');
  const args = ['serve', '--port', '0', '--idle', '2', '--root', join(scratch.path, 'tree')];
  const [program = '', ...rest] = veneerCommand('own', args);
  const child = spawn(program, rest, { env, cwd: '/', stdio: ['ignore', 'pipe', 'pipe'] });
  const heard = hear(child);
  const window = await openWindow(doorAt(await addressOf(child)));
  if (typeof window === 'number') throw new Error(`turned away with ${window}`);
  expect(heard.said).toContain('It ends by itself when no window is open for 2 s.');
  expect(readFileSync(`/proc/${child.pid}/comm`, 'utf8')).toBe('veneer\n');
  expect(readFileSync(`/proc/${child.pid}/cmdline`, 'utf8')).toContain('cli.cjs\0serve');
  await new Promise((settle) => setTimeout(settle, 4000));
  expect(child.exitCode).toBeNull();
  window.cut();
  expect(await heard.ended).toBe(0);
  expect(heard.said).toContain('No window was open for so long: it ends.');
});

/** What `systemd-socket-activate` starts at the first connection, as a socket unit does. */
async function activate(socket: string, env: NodeJS.ProcessEnv, mode: number, ...args: string[]) {
  const command = veneerCommand('own', ['serve', ...args]);
  const passed = Object.keys(env).map((name) => `--setenv=${name}`);
  const child = spawn('systemd-socket-activate', ['--listen', socket, ...passed, ...command], { env, cwd: '/' });
  const heard = hear(child);
  await expect.poll(() => heard.said).toContain('as 3.');
  chmodSync(socket, mode);
  return heard;
}

test('a socket that somebody listens on for it is answered, and stays when it ends; its secret is kept', async ({
  scratch,
}) => {
  const env = makeHome(scratch, 'own');
  const socket = join(String(env['HOME']), 'run/serve.sock');
  mkdirSync(dirname(socket), { mode: 0o700 });
  const secrets: string[] = [];
  for (let turn = 0; turn < 2; turn++) {
    const heard = await activate(socket, env, 0o600, '--idle', '1');
    expect(await statusAt(socket)).toBe(200);
    expect(await heard.ended).toBe(0);
    expect(statSync(socket).isSocket()).toBe(true);
    secrets.push(/#(\S+)/.exec(heard.said)?.[1] ?? '');
  }
  expect(secrets[0]).toMatch(/^[\w-]{43}$/);
  expect(secrets[1]).toBe(secrets[0]);
  expect(statSync(join(dirname(socket), 'serve.token')).mode & 0o777).toBe(0o600);
});

test('who starts it again is told how the one that runs is reached', async ({ scratch }) => {
  test.skip(!isRoot, 'for others open is a browser');
  const runtime = join(scratch.path, 'runtime');
  mkdirSync(runtime, { mode: 0o700 });
  const env = { XDG_RUNTIME_DIR: runtime };
  const [program = '', ...args] = veneerCommand('own', ['open']);
  const first = spawn(program, args, { env: { ...makeHome(scratch, 'own'), ...env }, cwd: '/' });
  const heard = hear(first);
  await expect.poll(() => heard.said).toContain('ssh -N -L 7070:');
  const [secret = ''] = /#[\w-]{43}/.exec(heard.said) ?? [];
  for (const verb of ['open', 'serve']) {
    const { status, stdout } = runVeneer(scratch, { user: 'own', args: [verb], env });
    expect(status, verb).toBe(0);
    expect(stdout, verb).toContain(`A Veneer of yours runs already and listens on ${runtime}/veneer/serve.sock.`);
    expect(stdout, verb).toContain(secret);
  }
  first.kill('SIGTERM');
  expect(await heard.ended).toBe(0);
});

test('a socket that others can reach is refused', async ({ scratch }) => {
  const env = makeHome(scratch, 'own');
  const socket = join(String(env['HOME']), 'run/serve.sock');
  mkdirSync(dirname(socket), { mode: 0o700 });
  const heard = await activate(socket, env, 0o666);
  await expect(statusAt(socket)).rejects.toThrow();
  expect(await heard.ended).toBe(12);
  expect(heard.said).toContain('is not a socket of this user alone');
});

test('says in the window and in the log that its files were replaced', async ({ scratch, page }) => {
  // A copy of its own, for what is done to it.
  const dist = join(scratch.path, 'programs/dist');
  cpSync(join(programs(), 'dist'), dist, { recursive: true });
  const env = makeHome(scratch, 'own');
  const args = [join(dist, 'cli.cjs'), 'serve', '--port', '0', '--root', join(scratch.path, 'tree')];
  const child = spawn(join(programs(), 'node'), args, { env, cwd: '/', stdio: ['ignore', 'pipe', 'pipe'] });
  const ended = new Promise((settle) => child.once('close', settle));
  try {
    await page.goto(await addressOf(child));
    await expect(page.getByRole('main')).toBeVisible();
    const updated = page.getByText('Veneer was updated: restart it.').first();
    await page.reload();
    await expect(page.getByRole('main')).toBeVisible();
    await expect(updated).toBeHidden();
    // As dpkg does it: another file in its place, by a rename.
    const program = join(dist, 'commands.cjs');
    writeFileSync(`${program}.dpkg-new`, `${readFileSync(program, 'utf8')}\n// of the next version\n`);
    renameSync(`${program}.dpkg-new`, program);
    await page.reload();
    await expect(updated).toBeVisible();
    await page.reload();
    await expect(updated, 'each page that is loaded').toBeVisible();
    const log = readFileSync(join(String(env['HOME']), '.local/state/veneer/veneer.log'), 'utf8');
    expect(log.split('\n').filter((line) => line.includes('Veneer was updated: restart it.'))).toHaveLength(1);
  } finally {
    child.kill('SIGTERM');
    expect(await ended).toBe(0);
  }
});
