import { spawn } from 'node:child_process';
import {
  chmodSync,
  existsSync,
  linkSync,
  lstatSync,
  readdirSync,
  readFileSync,
  renameSync,
  statSync,
  symlinkSync,
} from 'node:fs';
import { createConnection, createServer, type Server } from 'node:net';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { makeScratch, type Scratch } from '../../e2e/harness/scratch.ts';
import { listenOnOwnSocket } from './own-socket.ts';

let scratch: Scratch;
let path: string;
let servers: Server[];

beforeEach(() => {
  scratch = makeScratch('socket');
  path = join(scratch.path, 'run/it.sock');
  servers = [];
});
afterEach(() => {
  for (const server of servers) server.close();
  scratch.remove();
});

function open(at = path): Promise<() => void> {
  const server = createServer((peer) => peer.on('error', () => {}).end('here'));
  servers.push(server);
  return listenOnOwnSocket(server, at);
}

/** What stands in the folder, but for the lock. */
const shown = () => readdirSync(join(path, '..')).filter((name) => !name.includes('.lock-'));

function ask(at = path): Promise<string> {
  return new Promise((settle) => {
    const peer = createConnection(at);
    let said = '';
    peer.on('data', (chunk) => {
      said += String(chunk);
    });
    peer.on('error', ({ code }: NodeJS.ErrnoException) => settle(code ?? ''));
    peer.on('close', () => settle(said));
  });
}

/** A socket whose process is gone, as a SIGKILL leaves it. */
async function leaveSocket(at: string): Promise<void> {
  const code = 'require("net").createServer().listen(process.argv[1], () => process.kill(process.pid, "SIGKILL"))';
  const child = spawn(process.execPath, ['-e', code, at], { stdio: 'ignore' });
  await new Promise((settle) => child.once('close', settle));
  expect(lstatSync(at).isSocket()).toBe(true);
}

test('is for its user alone, and leaves nothing behind', async () => {
  const remove = await open();
  expect(statSync(path).mode & 0o777).toBe(0o600);
  expect(statSync(join(path, '..')).mode & 0o777).toBe(0o700);
  expect(shown()).toEqual(['it.sock']);
  expect(await ask()).toBe('here');
  remove();
  expect(shown()).toEqual([]);
});

test('a file, a folder and a link stay what they are', async () => {
  scratch.put('run/it.sock', 'thesis');
  chmodSync(join(scratch.path, 'run'), 0o700);
  await expect(open()).rejects.toMatchObject({ code: 'unsupported' });
  expect(readFileSync(path, 'utf8')).toBe('thesis');
  await expect(open(join(scratch.path, 'run'))).rejects.toMatchObject({ code: 'unsupported' });
  const link = join(scratch.path, 'run/link.sock');
  symlinkSync('it.sock', link);
  await expect(open(link)).rejects.toMatchObject({ code: 'unsupported' });
  expect(lstatSync(link).isSymbolicLink()).toBe(true);
});

test('the second says that one runs, and the first goes on', async () => {
  await open();
  await expect(open()).rejects.toMatchObject({ code: 'busy' });
  expect(await ask()).toBe('here');
  expect(shown()).toEqual(['it.sock']);
});

test('one that was left by a process that is gone is replaced', async () => {
  scratch.put('run/other', '');
  chmodSync(join(scratch.path, 'run'), 0o700);
  await leaveSocket(path);
  expect(await ask()).toBe('ECONNREFUSED');
  await open();
  expect(await ask()).toBe('here');
});

test('of many that start at once one listens, and it is reached', async () => {
  scratch.put('run/other', '');
  chmodSync(join(scratch.path, 'run'), 0o700);
  await leaveSocket(path);
  const all = await Promise.allSettled(Array.from({ length: 8 }, () => open()));
  expect(all.filter(({ status }) => status === 'fulfilled')).toHaveLength(1);
  expect(await ask()).toBe('here');
});

test('takes away only what it made', async () => {
  const remove = await open();
  const moved = join(scratch.path, 'run/moved');
  renameSync(path, moved);
  const second = createServer((peer) => peer.end('second'));
  servers.push(second);
  await listenOnOwnSocket(second, path);
  remove();
  servers[0]?.close();
  expect(await ask()).toBe('second');
  linkSync(moved, join(scratch.path, 'run/again'));
  expect(existsSync(moved)).toBe(true);
});

test.each([0o777, 0o770, 0o1777])('makes none in a folder of mode %o', async (mode) => {
  scratch.put('run/other', '');
  chmodSync(join(scratch.path, 'run'), mode);
  await expect(open()).rejects.toMatchObject({
    code: 'unsupported',
    nextStep: { text: expect.stringContaining('chmod') },
  });
  expect(existsSync(path)).toBe(false);
});

test('says where a path is too long', async () => {
  await expect(open(join(scratch.path, 'x'.repeat(100)))).rejects.toMatchObject({ code: 'unsupported' });
});
