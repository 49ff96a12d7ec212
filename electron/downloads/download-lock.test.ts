import { spawn } from 'node:child_process';
import { createHash } from 'node:crypto';
import { once } from 'node:events';
import { createServer } from 'node:net';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { makeScratch, type Scratch } from '../../e2e/harness/scratch.ts';
import { lockDownload } from './download-lock.ts';

let scratch: Scratch;
beforeEach(() => {
  scratch = makeScratch('download-lock');
});
afterEach(() => scratch.remove());

const folder = () => `${scratch.path}/one`;

test('one has it at a time, until it gives it back', () => {
  const first = lockDownload(folder());
  expect(first).not.toBeNull();
  expect(lockDownload(folder())).toBeNull();
  first?.close();
  const second = lockDownload(folder());
  expect(second).not.toBeNull();
  second?.close();
});

test('another process keeps it out, and gives it back however it ends', async () => {
  const module = new URL('download-lock.ts', import.meta.url).href;
  const code = `
    const { lockDownload } = await import(${JSON.stringify(module)});
    console.log(lockDownload(${JSON.stringify(folder())}) === null);
    setInterval(() => {}, 1000);
  `;
  const child = spawn(process.execPath, ['--no-warnings', '--input-type=module', '-e', code]);
  const [said] = (await once(child.stdout, 'data')) as [Buffer];
  expect(said.toString()).toBe('false\n');
  expect(lockDownload(folder())).toBeNull();
  child.kill('SIGKILL');
  await once(child, 'exit');
  const mine = lockDownload(folder());
  expect(mine).not.toBeNull();
  mine?.close();
});

test('nothing that anybody else can take stands in for it', async () => {
  // As it was: a name in the abstract namespace, which every user of the machine may bind (trust.md S51).
  const name = createHash('sha256').update(folder()).digest('hex').slice(0, 32);
  const server = createServer().listen(`\0veneer-download-${process.getuid?.() ?? 0}-${name}`);
  await once(server, 'listening');
  try {
    const mine = lockDownload(folder());
    expect(mine).not.toBeNull();
    mine?.close();
  } finally {
    server.close();
  }
});
