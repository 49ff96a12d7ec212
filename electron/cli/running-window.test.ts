import { existsSync, readFileSync, statSync } from 'node:fs';
import { createConnection } from 'node:net';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { makeScratch, type Scratch } from '../../e2e/harness/scratch.ts';
import { handOver, takeHandedOver } from './running-window.ts';

let scratch: Scratch;
let socket = '';
let taken: string[];
let stop: (() => void) | null = null;

beforeEach(async () => {
  scratch = makeScratch('window');
  socket = join(scratch.path, 'run/window.sock');
  taken = [];
  stop = await takeHandedOver(socket, '/', (paths) => taken.push(...paths));
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

test('one window listens, for its user alone, and leaves nothing behind', async () => {
  expect(statSync(socket).mode & 0o777).toBe(0o600);
  expect(await takeHandedOver(socket, '/', () => {})).toBeNull();
  stop?.();
  expect(existsSync(socket)).toBe(false);
});

test('a window of another tree does not take the socket from the one that is open', async () => {
  expect(await takeHandedOver(socket, '/mnt', () => {})).toBeNull();
  expect(await handOver(socket, { host: '/', paths: ['/home/me/a.raw'] })).toBe('taken');
  expect(taken).toEqual(['/home/me/a.raw']);
});

test('a file of the person in its place stays', async () => {
  const place = join(scratch.path, 'run/thesis');
  scratch.put('run/thesis', 'thesis');
  await expect(takeHandedOver(place, '/', () => {})).rejects.toMatchObject({ code: 'unsupported' });
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
