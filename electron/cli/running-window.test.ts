import { existsSync, readFileSync, statSync } from 'node:fs';
import { createConnection } from 'node:net';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { makeScratch, type Scratch } from '../../e2e/harness/scratch.ts';
import { askForWindow, handOver, type OpenWindow, takeHandedOver } from './running-window.ts';

let scratch: Scratch;
let socket = '';
let taken: string[];
let shown = 0;
let stop: (() => void) | null = null;
const url = 'http://127.0.0.1:7/#secret';
const window: OpenWindow = {
  takeFiles: (paths) => taken.push(...paths),
  show: () => {
    shown++;
  },
  url,
};

beforeEach(async () => {
  shown = 0;
  scratch = makeScratch('window');
  socket = join(scratch.path, 'run/window.sock');
  taken = [];
  stop = await takeHandedOver(socket, '/', window);
});
afterEach(() => {
  stop?.();
  scratch.remove();
});

test('hands files to the window of the same host, and to no other', async () => {
  expect(await handOver(socket, { host: '/', paths: ['/home/me/a.raw'] })).toBe('taken');
  expect(taken).toEqual(['/home/me/a.raw']);
  expect(await handOver(socket, { host: '/mnt', paths: ['/home/me/b.raw'] })).toBe('other-tree');
  expect(await handOver(join(scratch.path, 'nothing'), { host: '/', paths: [] })).toBe('nobody');
  expect(taken).toHaveLength(1);
});

test('opens a window where it can, and else says where it is', async () => {
  expect(await askForWindow(socket, '/', false)).toBe('shown');
  expect(shown).toBe(1);
  expect(await askForWindow(socket, '/', true)).toEqual({ url });
  expect(shown).toBe(1);
  expect(await askForWindow(socket, '/mnt', false)).toBeNull();
  expect(await askForWindow(join(scratch.path, 'nothing'), '/', false)).toBeNull();
  stop?.();
  stop = await takeHandedOver(socket, '/', { ...window, show: null });
  expect(await askForWindow(socket, '/', false)).toEqual({ url });
  expect(shown).toBe(1);
  expect(taken).toEqual([]);
});

test('one window listens, for its user alone, and leaves nothing behind', async () => {
  expect(statSync(socket).mode & 0o777).toBe(0o600);
  expect(await takeHandedOver(socket, '/', window)).toBeNull();
  stop?.();
  expect(existsSync(socket)).toBe(false);
});

test('a window of another tree does not take the socket from the one that is open', async () => {
  expect(await takeHandedOver(socket, '/mnt', window)).toBeNull();
  expect(await handOver(socket, { host: '/', paths: ['/home/me/a.raw'] })).toBe('taken');
  expect(taken).toEqual(['/home/me/a.raw']);
});

test('a file of the person in its place stays', async () => {
  const place = join(scratch.path, 'run/thesis');
  scratch.put('run/thesis', 'thesis');
  await expect(takeHandedOver(place, '/', window)).rejects.toMatchObject({ code: 'unsupported' });
  expect(readFileSync(place, 'utf8')).toBe('thesis');
});

test.each(['{', '[]', 'null', '{"host":"/","paths":["relative"]}', '{"host":"/","paths":[1]}', '{"host":"/"}'])(
  'takes nothing from %s',
  async (line) => {
    const said = await new Promise<string>((settle) => {
      let text = '';
      const peer = createConnection(socket);
      peer.on('data', (chunk) => {
        text += String(chunk);
      });
      peer.on('close', () => settle(text));
      peer.on('error', () => {});
      peer.write(`${line}\n`);
    });
    expect(said).toBe('');
    expect(taken).toEqual([]);
  },
);
