/** Every attack on the loopback door that it must refuse, by raw requests as a hostile page or program makes them. */

import { spawn } from 'node:child_process';
import {
  closeSync,
  existsSync,
  mkdirSync,
  openSync,
  readdirSync,
  readFileSync,
  readlinkSync,
  statSync,
  symlinkSync,
} from 'node:fs';
import { request } from 'node:http';
import { createConnection, type Socket } from 'node:net';
import { basename, join } from 'node:path';
import { afterAll, beforeAll, expect, test, vi } from 'vitest';
import { WebSocket } from 'ws';
import { makeScratch, type Scratch } from '../../e2e/harness/scratch.ts';
import type { Api } from '../api/router.ts';
import { createJobs } from '../jobs/runner.ts';
import { createTemporaryImages, type TemporaryImages } from '../operations/temporary-images.ts';
import { type Door, type DoorOptions, openDoor } from './server.ts';

const FORGET_MS = 300;

/** Also on a machine that does a lot besides. */
const IN_TIME = { timeout: 20_000 };

let scratch: Scratch;
let door: Door;
let port = 0;
let attached = 0;
const complaints: string[] = [];
let incoming: TemporaryImages;
let session: DoorOptions['session'];
const api: Api = {
  attachSocket: async () => {
    attached++;
  },
  attachPort: () => {},
};

beforeAll(async () => {
  scratch = makeScratch('door');
  scratch.put('window/index.html', '<meta nonce="VENEER_NONCE">');
  scratch.put('window/assets/app.js', 'export {};');
  scratch.put('window/notes.txt', 'not of a type that is served');
  scratch.put('secret.js', 'outside');
  symlinkSync('../secret.js', join(scratch.path, 'window/link.js'));
  incoming = createTemporaryImages(join(scratch.path, 'incoming'));
  session = {
    incoming,
    jobs: createJobs(),
    complain: (where, error) => complaints.push(`${where}: ${error}`),
  };
  door = await openDoor({ api, session, folder: join(scratch.path, 'window'), listen: 0, forgetAfterMs: FORGET_MS });
  port = Number(new URL(door.url).port);
});
afterAll(async () => {
  await door.close();
  scratch.remove();
});

interface Answer {
  readonly status: number;
  readonly headers: Readonly<Record<string, unknown>>;
  readonly body: string;
}

function ask(
  path: string,
  headers: Record<string, string> = {},
  method = 'GET',
  socketPath?: string,
  body: string | Buffer = '',
): Promise<Answer> {
  return new Promise((settle, fail) => {
    const where = socketPath === undefined ? { host: '127.0.0.1', port } : { socketPath };
    const asking = request(
      { ...where, path, method, headers: { host: `127.0.0.1:${port}`, ...headers } },
      (response) => {
        let said = '';
        response.on('data', (chunk: Buffer) => {
          said += chunk.toString('utf8');
        });
        response.on('end', () => settle({ status: response.statusCode ?? 0, headers: response.headers, body: said }));
      },
    );
    asking.on('error', fail);
    asking.end(body);
  });
}

/** @returns 101 where the socket was let in, else the status of the refusal */
function knock(headers: Record<string, string>, protocols: string[]): Promise<number> {
  return new Promise((settle, fail) => {
    const socket = new WebSocket(`ws://127.0.0.1:${port}/api`, protocols, { headers });
    socket.on('open', () => {
      socket.close();
      settle(101);
    });
    socket.on('unexpected-response', (_asking, response) => {
      response.destroy();
      settle(response.statusCode ?? 0);
    });
    socket.on('error', (error) => (error.message.includes('Unexpected server response') ? undefined : fail(error)));
  });
}

const own = () => ({ origin: `http://127.0.0.1:${port}` });
const token = () => ['veneer', `veneer.token.${door.token}`];

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
  expect(attached).toBe(1);
  expect(await knock({}, token())).toBe(403);
  expect(await knock({ origin: 'http://evil.example' }, token())).toBe(403);
  expect(await knock({ origin: 'null' }, token())).toBe(403);
  expect(await knock({ origin: `https://127.0.0.1:${port}` }, token())).toBe(403);
  expect(await knock({ ...own(), 'sec-fetch-site': 'cross-site' }, token())).toBe(403);
  expect(await knock({ ...own(), host: 'evil.example' }, token())).toBe(421);
  expect(await knock(own(), ['veneer'])).toBe(401);
  expect(await knock(own(), ['veneer', 'veneer.token.wrong'])).toBe(401);
  expect(attached).toBe(1);
});

const put = (name: string, headers: Record<string, string>, body: string | Buffer = 'image') =>
  ask(`/upload/${name}`, { 'content-length': String(Buffer.byteLength(body)), ...headers }, 'PUT', undefined, body);
const bearer = () => ({ ...own(), authorization: `Bearer ${door.token}` });
const kept = () => readdirSync(incoming.folder(), { recursive: true }).map(String);

test('takes a file of the page, whole, for its user alone', async () => {
  const sent = Buffer.alloc(3 << 20, 7);
  const { status, body } = await put('a%20b.raw', bearer(), sent);
  expect(status).toBe(200);
  const { path } = JSON.parse(body) as { path: string };
  expect(basename(path)).toBe('a b.raw');
  expect(readFileSync(path).equals(sent)).toBe(true);
  expect(statSync(path).mode & 0o777).toBe(0o600);
  expect(statSync(incoming.folder()).mode & 0o777).toBe(0o700);
  incoming.discard(path);
  expect(kept()).toEqual([]);
});

test('takes no file of anybody else, and none that leads elsewhere', async () => {
  expect((await put('a.raw', own())).status).toBe(401);
  expect((await put('a.raw', { ...own(), authorization: 'Bearer wrong' })).status).toBe(401);
  expect((await put('a.raw', { authorization: `Bearer ${door.token}` })).status).toBe(403);
  expect((await put('a.raw', { ...bearer(), origin: 'http://evil.example' })).status).toBe(403);
  expect((await put('a.raw', { ...bearer(), 'sec-fetch-site': 'cross-site' })).status).toBe(403);
  expect((await put('a.raw', { ...bearer(), host: 'evil.example' })).status).toBe(421);
  const chunked = { ...bearer(), 'transfer-encoding': 'chunked' };
  expect((await ask('/upload/a.raw', chunked, 'PUT', undefined, 'image')).status).toBe(411);
  for (const name of ['..%2fa.raw', '..', '', 'a%00.raw', 'x'.repeat(300), '%']) {
    expect((await put(name, bearer())).status, name).toBe(400);
  }
  expect(kept()).toEqual([]);
});

test('refuses what the disk has no room for before a byte is sent, and forgets what was cut off', async () => {
  const length = String(2 ** 52);
  const refused = await new Promise<string>((settle) => {
    const headers = { host: `127.0.0.1:${port}`, ...bearer(), 'content-length': length };
    const asking = request({ host: '127.0.0.1', port, path: '/upload/a.raw', method: 'PUT', headers }, (response) => {
      response.on('data', (chunk: Buffer) => settle(`${response.statusCode} ${chunk}`));
    });
    asking.on('error', () => {});
    asking.flushHeaders();
  });
  expect(refused).toMatch(/^507 .*no-space/);
  await new Promise<void>((settle) => {
    const headers = { host: `127.0.0.1:${port}`, ...bearer(), 'content-length': '1000' };
    const asking = request({ host: '127.0.0.1', port, path: '/upload/cut.raw', method: 'PUT', headers });
    asking.on('error', () => settle());
    asking.write('half', () => {
      const look = setInterval(() => {
        if (!kept().some((path) => path.endsWith('cut.raw'))) return;
        clearInterval(look);
        asking.destroy();
      }, 5);
    });
  });
  await vi.waitFor(() => expect(kept()).toEqual([]), IN_TIME);
});

test('an upload that is cut off closes its own file, once, and no other', async () => {
  const warnings: string[] = [];
  const take = ({ message }: Error) => warnings.push(message);
  process.on('warning', take);
  const opened: number[] = [];
  for (let round = 0; round < 40; round++) {
    await new Promise<void>((settle) => {
      const headers = { host: `127.0.0.1:${port}`, ...bearer(), 'content-length': '1000000' };
      const asking = request({ host: '127.0.0.1', port, path: '/upload/cut.raw', method: 'PUT', headers });
      asking.on('error', () => {});
      asking.once('close', () => settle());
      asking.write(Buffer.alloc(300_000), () => asking.destroy());
    });
    // Takes the number that became free.
    opened.push(openSync('/dev/null', 'r'));
  }
  await vi.waitFor(() => expect(kept()).toEqual([]), IN_TIME);
  // One more from its beginning to its end: whatever the others still had to close is closed by then.
  expect((await put('a.raw', bearer())).status).toBe(200);
  process.off('warning', take);
  for (const fd of opened) {
    expect(readlinkSync(`/proc/self/fd/${fd}`)).toBe('/dev/null');
    closeSync(fd);
  }
  expect(warnings).toEqual([]);
});

test('forgets what was sent once the last page is gone', async () => {
  const { path } = JSON.parse((await put('a.raw', bearer())).body) as { path: string };
  expect(existsSync(path)).toBe(true);
  expect(await knock(own(), token())).toBe(101);
  await vi.waitFor(() => expect(existsSync(path)).toBe(false), IN_TIME);
});

test('what is still being sent then is kept', async () => {
  expect(await knock(own(), token())).toBe(101);
  const headers = { host: `127.0.0.1:${port}`, ...bearer(), 'content-length': '4' };
  const path = await new Promise<string>((settle, fail) => {
    const asking = request(
      { host: '127.0.0.1', port, path: '/upload/slow.raw', method: 'PUT', headers },
      (response) => {
        response.on('data', (chunk: Buffer) => settle((JSON.parse(String(chunk)) as { path: string }).path));
      },
    );
    asking.on('error', fail);
    asking.write('im');
    // Time itself is what is tested: longer than what is sent is kept for.
    setTimeout(() => asking.end('ag'), 2 * FORGET_MS);
  });
  expect(readFileSync(path, 'utf8')).toBe('imag');
});

/** The bytes that a page's socket sends after it was let in, raw. */
function sendRaw(bytes: Buffer): Promise<void> {
  return new Promise((settle, fail) => {
    const socket = new WebSocket(`ws://127.0.0.1:${port}/api`, token(), { headers: own() });
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
          const half = createConnection(port, '127.0.0.1', () => settle(half));
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
}, 40_000);

test('a body without end is for who is let in', async () => {
  const sent = await new Promise<number>((settle) => {
    let bytes = 0;
    const headers = { host: `127.0.0.1:${port}`, ...own(), 'content-length': String(2 ** 40) };
    const asking = request({ host: '127.0.0.1', port, path: '/upload/a.raw', method: 'PUT', headers });
    const chunk = Buffer.alloc(64 * 1024);
    const more = () => {
      bytes += chunk.length;
      asking.write(chunk, (error) => (error ? settle(bytes) : more()));
    };
    asking.on('error', () => settle(bytes));
    more();
  });
  expect(sent).toBeLessThan(64 << 20);
  expect((await ask('/', { 'content-length': '5' }, 'GET', undefined, 'image')).status).toBe(413);
  expect((await ask('/api', { 'content-length': '5' }, 'POST', undefined, 'image')).status).toBe(405);
});

test('a browser is led here by a file of its user, whose code is good once', async () => {
  const folder = join(scratch.path, 'runtime');
  const path = door.invite(folder);
  expect(statSync(path).mode & 0o777).toBe(0o600);
  expect(statSync(folder).mode & 0o777).toBe(0o700);
  const page = readFileSync(path, 'utf8');
  expect(page).not.toContain(door.token);
  const code = /url=http:\/\/127\.0\.0\.1:\d+\/#code\.([\w-]{43})"/.exec(page)?.[1] ?? '';
  const session = (headers: Record<string, string>) => ask('/session', headers, 'POST');
  expect((await session({ ...own(), authorization: 'Code wrong' })).status).toBe(401);
  expect((await session({ authorization: `Code ${code}` })).status).toBe(403);
  expect((await session({ origin: 'http://evil.example', authorization: `Code ${code}` })).status).toBe(403);
  expect(existsSync(path)).toBe(true);
  const { status, body } = await session({ ...own(), authorization: `Code ${code}` });
  expect(status).toBe(200);
  expect(JSON.parse(body)).toEqual({ token: door.token });
  expect(existsSync(path)).toBe(false);
  expect((await session({ ...own(), authorization: `Code ${code}` })).status).toBe(401);
  expect(await knock(own(), ['veneer', `veneer.token.${code}`])).toBe(401);
});

test('what nobody followed goes with the door', async () => {
  const folder = join(scratch.path, 'runtime');
  const other = await openDoor({ api, session, folder: join(scratch.path, 'window'), listen: 0 });
  other.invite(folder);
  expect(readdirSync(folder)).toHaveLength(1);
  await other.close();
  expect(readdirSync(folder)).toEqual([]);
});

test.skipIf(process.getuid?.() !== 0)('lets in no process of another user, whatever it knows', async () => {
  // Only root can be somebody else here.
  const code = `
    const socket = require('node:net').connect(${port}, '127.0.0.1');
    let said = '';
    socket.on('data', (chunk) => { said += chunk; });
    socket.on('error', () => {});
    socket.on('close', () => process.stdout.write(said.split('\\r\\n')[0]));
    socket.write('GET / HTTP/1.1\\r\\nHost: 127.0.0.1:${port}\\r\\n\\r\\n');
  `;
  const said = (uid: number) =>
    spawn(process.execPath, ['-e', code], { uid, gid: uid, cwd: '/', stdio: ['ignore', 'pipe', 'inherit'] });
  const answers = [0, 65_534].map(
    (uid) =>
      new Promise<string>((settle, fail) => {
        let text = '';
        const child = said(uid);
        child.stdout.on('data', (chunk) => {
          text += String(chunk);
        });
        child.once('error', fail);
        child.once('close', () => settle(text));
      }),
  );
  expect(await Promise.all(answers)).toEqual(['HTTP/1.1 200 OK', 'HTTP/1.1 403 Forbidden']);
});

test('slows down who guesses', async () => {
  for (let wrong = 0; wrong < 5; wrong++) await knock(own(), ['veneer', `veneer.token.${wrong}`]);
  const start = performance.now();
  expect(await knock(own(), ['veneer', 'veneer.token.again'])).toBe(401);
  expect(performance.now() - start).toBeGreaterThan(900);
});

test('opens a unix socket for its user alone', async () => {
  const folder = join(scratch.path, 'run');
  const path = join(folder, 'serve.sock');
  const private_ = await openDoor({ api, session, folder: join(scratch.path, 'window'), listen: path });
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
