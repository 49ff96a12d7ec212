/** Every attack on the loopback door that it must refuse, by raw requests as a hostile page or program makes them. */

import { spawn } from 'node:child_process';
import { existsSync, mkdirSync, readdirSync, readFileSync, statSync, symlinkSync } from 'node:fs';
import { createConnection, type Socket } from 'node:net';
import { join } from 'node:path';
import { expect, test, vi } from 'vitest';
import { WebSocket } from 'ws';
import { openDoorForTests } from '../../e2e/harness/open-door.ts';
import { openDoor } from './server.ts';

/** Also on a machine that does a lot besides. */
const IN_TIME = { timeout: 60_000 };

const here = openDoorForTests('door', (scratch) => {
  scratch.put('window/assets/app.js', 'export {};');
  scratch.put('window/notes.txt', 'not of a type that is served');
  scratch.put('secret.js', 'outside');
  symlinkSync('../secret.js', join(scratch.path, 'window/link.js'));
});
const { ask, knock, own, token, complaints } = here;

test('serves the page with a strict policy and a fresh nonce', async () => {
  const first = await ask('/');
  const second = await ask('/');
  expect(first.status).toBe(200);
  expect(first.body).not.toContain('VENEER_NONCE');
  expect(first.body).not.toBe(second.body);
  expect(first.headers).toMatchObject({
    'content-security-policy': expect.stringContaining("default-src 'none'; script-src 'self'"),
    'x-content-type-options': 'nosniff',
    'referrer-policy': 'no-referrer',
    'cache-control': 'no-store',
    'cross-origin-opener-policy': 'same-origin',
    'cross-origin-resource-policy': 'same-origin',
  });
  expect(first.headers).not.toHaveProperty('set-cookie');
  expect(first.headers).not.toHaveProperty('access-control-allow-origin');
});

test.each([
  '/../secret.js',
  '/..%2fsecret.js',
  '/%2e%2e/secret.js',
  '/assets/../../secret.js',
  '/link.js',
  '/assets',
  '/notes.txt',
  '//etc/passwd',
  '/nothing.js',
])('does not serve %s', async (path) => {
  const { status, body } = await ask(path);
  expect(status).toBe(404);
  expect(body).not.toContain('outside');
});

test.each(['/%', '/a%00.js', '/a%5cb.js'])('refuses the path %s', async (path) => {
  expect((await ask(path)).status).toBe(400);
});

test.each(['evil.example', 'evil.example:80', '127.0.0.1', 'localhost:1', '127.0.0.1.evil.example'])(
  'refuses the Host %j',
  async (host) => {
    expect((await ask('/', { host })).status).toBe(421);
  },
);

test('refuses a page of another origin, and everything but reading', async () => {
  expect((await ask('/', { origin: 'http://evil.example' })).status).toBe(403);
  expect((await ask('/', {}, 'POST')).status).toBe(405);
});

test('lets a page with the token in, and nobody else', async () => {
  expect(await knock(own(), token())).toBe(101);
  expect(here.attached).toBe(1);
  expect(await knock({}, token())).toBe(403);
  expect(await knock({ origin: 'http://evil.example' }, token())).toBe(403);
  expect(await knock({ origin: 'null' }, token())).toBe(403);
  expect(await knock({ origin: `https://127.0.0.1:${here.port}` }, token())).toBe(403);
  expect(await knock({ ...own(), 'sec-fetch-site': 'cross-site' }, token())).toBe(403);
  expect(await knock({ ...own(), host: 'evil.example' }, token())).toBe(421);
  expect(await knock(own(), ['veneer'])).toBe(401);
  expect(await knock(own(), ['veneer', 'veneer.token.wrong'])).toBe(401);
  expect(here.attached).toBe(1);
});

/** The bytes that a page's socket sends after it was let in, raw. */
function sendRaw(bytes: Buffer): Promise<void> {
  return new Promise((settle, fail) => {
    const socket = new WebSocket(`ws://127.0.0.1:${here.port}/api`, token(), { headers: own() });
    // What the other side says of it ends this one as well.
    socket.on('error', () => {});
    socket.on('close', () => settle());
    socket.on('open', () => {
      (socket as unknown as { readonly _socket: Socket })._socket.write(bytes);
      setTimeout(() => fail(new Error('the connection stayed')), 5000).unref();
    });
  });
}

test.each([
  [
    'a message that is too long',
    Buffer.concat([Buffer.from([0x82, 0xff, 0, 0, 0, 0, 0, 0x10, 0, 1]), Buffer.alloc(4)]),
  ],
  ['a reserved opcode', Buffer.from([0x83, 0x80, 0, 0, 0, 0])],
  ['a frame that is not masked', Buffer.from([0x81, 0x01, 0x41])],
  ['text that is no text', Buffer.from([0x81, 0x81, 0, 0, 0, 0, 0xff])],
  ['a bit that nothing gives a meaning', Buffer.from([0xc1, 0x80, 0, 0, 0, 0])],
])('%s ends that connection, and nothing else', async (_what, bytes) => {
  complaints.length = 0;
  await sendRaw(bytes);
  expect(complaints).toEqual([expect.stringContaining('web: Error: A window sent what is not taken')]);
  expect(await knock(own(), token())).toBe(101);
});

test('a request that is never finished is ended, and more are not kept than there is room for', async () => {
  const halves = await Promise.all(
    Array.from(
      { length: 80 },
      () =>
        new Promise<Socket>((settle, fail) => {
          const half = createConnection(here.port, '127.0.0.1', () => settle(half));
          half.on('error', fail);
          half.write('GET / HTTP/1.1\r\nHost: 127');
        }),
    ),
  );
  const closed = halves.map((half) => new Promise<void>((settle) => half.once('close', () => settle()).resume()));
  // Those above the limit at once, the others by their time.
  await vi.waitFor(() => expect(halves.filter(({ closed: is }) => is).length).toBeGreaterThanOrEqual(16), IN_TIME);
  await Promise.all(closed);
  expect((await ask('/')).status).toBe(200);
});

test('a browser is led here by a file of its user, whose code is good once', async () => {
  const folder = join(here.scratch.path, 'runtime');
  const path = here.door.invite(folder);
  expect(statSync(path).mode & 0o777).toBe(0o600);
  expect(statSync(folder).mode & 0o777).toBe(0o700);
  const page = readFileSync(path, 'utf8');
  expect(page).not.toContain(here.door.token);
  const code = /url=http:\/\/127\.0\.0\.1:\d+\/#code\.([\w-]{43})"/.exec(page)?.[1] ?? '';
  const session = (headers: Record<string, string>) => ask('/session', headers, 'POST');
  expect((await session({ ...own(), authorization: 'Code wrong' })).status).toBe(401);
  expect((await session({ authorization: `Code ${code}` })).status).toBe(403);
  expect((await session({ origin: 'http://evil.example', authorization: `Code ${code}` })).status).toBe(403);
  expect(existsSync(path)).toBe(true);
  const { status, body } = await session({ ...own(), authorization: `Code ${code}` });
  expect(status).toBe(200);
  expect(JSON.parse(body)).toEqual({ token: here.door.token });
  expect(existsSync(path)).toBe(false);
  expect((await session({ ...own(), authorization: `Code ${code}` })).status).toBe(401);
  expect(await knock(own(), ['veneer', `veneer.token.${code}`])).toBe(401);
});

test('what nobody followed goes with the door', async () => {
  const folder = join(here.scratch.path, 'runtime');
  const other = await openDoor({ ...here.options, listen: 0 });
  other.invite(folder);
  expect(readdirSync(folder)).toHaveLength(1);
  await other.close();
  expect(readdirSync(folder)).toEqual([]);
});

// Only root can be somebody else here. Both open many at once, of which one look at the kernel's table tells.
test.skipIf(process.getuid?.() !== 0)('lets in no process of another user, whatever it knows', async () => {
  const EACH = 8;
  const code = `
    const firstLines = Array.from({ length: ${EACH} }, () => new Promise((settle) => {
      const socket = require('node:net').connect(${here.port}, '127.0.0.1');
      let said = '';
      socket.on('data', (chunk) => { said += chunk; });
      socket.on('error', () => {});
      socket.on('close', () => settle(said.split('\\r\\n')[0]));
      socket.write('GET / HTTP/1.1\\r\\nHost: 127.0.0.1:${here.port}\\r\\nConnection: close\\r\\n\\r\\n');
    }));
    Promise.all(firstLines).then((lines) => process.stdout.write(JSON.stringify(lines)));
  `;
  const said = (uid: number) =>
    spawn(process.execPath, ['-e', code], { uid, gid: uid, cwd: '/', stdio: ['ignore', 'pipe', 'inherit'] });
  const answers = [0, 65_534].map(
    (uid) =>
      new Promise<string[]>((settle, fail) => {
        let text = '';
        const child = said(uid);
        child.stdout.on('data', (chunk) => {
          text += String(chunk);
        });
        child.once('error', fail);
        child.once('close', () => settle(JSON.parse(text) as string[]));
      }),
  );
  const [own, other] = await Promise.all(answers);
  expect(own).toEqual(Array(EACH).fill('HTTP/1.1 200 OK'));
  expect(other).toEqual(Array(EACH).fill('HTTP/1.1 403 Forbidden'));
});

test('slows down who guesses', async () => {
  for (let wrong = 0; wrong < 5; wrong++) await knock(own(), ['veneer', `veneer.token.${wrong}`]);
  const start = performance.now();
  expect(await knock(own(), ['veneer', 'veneer.token.again'])).toBe(401);
  expect(performance.now() - start).toBeGreaterThan(900);
});

test('opens a unix socket for its user alone', async () => {
  const folder = join(here.scratch.path, 'run');
  const path = join(folder, 'serve.sock');
  const private_ = await openDoor({ ...here.options, listen: path });
  try {
    expect(statSync(path).mode & 0o777).toBe(0o600);
    expect(statSync(folder).mode & 0o777).toBe(0o700);
    expect((await ask('/', { host: 'localhost:7070' }, 'GET', path)).status).toBe(200);
    expect((await ask('/', { host: 'evil.example' }, 'GET', path)).status).toBe(421);
  } finally {
    await private_.close();
  }
  mkdirSync(folder, { recursive: true });
  expect(statSync(path, { throwIfNoEntry: false })).toBeUndefined();
});
