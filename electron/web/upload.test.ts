/** What a page sends: from whom it is taken, how much, and for how long it is kept. */

import { closeSync, existsSync, openSync, readFileSync, readlinkSync, statSync } from 'node:fs';
import { request } from 'node:http';
import { basename } from 'node:path';
import { expect, test, vi } from 'vitest';
import { FORGET_MS, openDoorForTests } from '../../e2e/harness/open-door.ts';

/** Also on a machine that does a lot besides. */
const IN_TIME = { timeout: 60_000 };

const here = openDoorForTests('upload');
const { ask, knock, own, token, put, bearer, kept } = here;

test('takes a file of the page, whole, for its user alone', async () => {
  const sent = Buffer.alloc(3 << 20, 7);
  const { status, body } = await put('a%20b.raw', bearer(), sent);
  expect(status).toBe(200);
  const { path } = JSON.parse(body) as { path: string };
  expect(basename(path)).toBe('a b.raw');
  expect(readFileSync(path).equals(sent)).toBe(true);
  expect(statSync(path).mode & 0o777).toBe(0o600);
  expect(statSync(here.incoming.folder()).mode & 0o777).toBe(0o700);
  here.incoming.discard(path);
  expect(kept()).toEqual([]);
});

test('takes no file of anybody else, and none that leads elsewhere', async () => {
  expect((await put('a.raw', own())).status).toBe(401);
  expect((await put('a.raw', { ...own(), authorization: 'Bearer wrong' })).status).toBe(401);
  expect((await put('a.raw', { authorization: `Bearer ${here.door.token}` })).status).toBe(403);
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
    const headers = { host: `127.0.0.1:${here.port}`, ...bearer(), 'content-length': length };
    const asking = request(
      { host: '127.0.0.1', port: here.port, path: '/upload/a.raw', method: 'PUT', headers },
      (response) => {
        response.on('data', (chunk: Buffer) => settle(`${response.statusCode} ${chunk}`));
      },
    );
    asking.on('error', () => {});
    asking.flushHeaders();
  });
  expect(refused).toMatch(/^507 .*no-space/);
  await new Promise<void>((settle) => {
    const headers = { host: `127.0.0.1:${here.port}`, ...bearer(), 'content-length': '1000' };
    const asking = request({ host: '127.0.0.1', port: here.port, path: '/upload/cut.raw', method: 'PUT', headers });
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
      const headers = { host: `127.0.0.1:${here.port}`, ...bearer(), 'content-length': '1000000' };
      const asking = request({ host: '127.0.0.1', port: here.port, path: '/upload/cut.raw', method: 'PUT', headers });
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
  const headers = { host: `127.0.0.1:${here.port}`, ...bearer(), 'content-length': '4' };
  const path = await new Promise<string>((settle, fail) => {
    const asking = request(
      { host: '127.0.0.1', port: here.port, path: '/upload/slow.raw', method: 'PUT', headers },
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

test('a body without end is for who is let in', async () => {
  const sent = await new Promise<number>((settle) => {
    let bytes = 0;
    const headers = { host: `127.0.0.1:${here.port}`, ...own(), 'content-length': String(2 ** 40) };
    const asking = request({ host: '127.0.0.1', port: here.port, path: '/upload/a.raw', method: 'PUT', headers });
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
