/** One change at a time, with the real helper and a real holder in another process. */
import { type ChildProcess, spawn, spawnSync } from 'node:child_process';
import { lstatSync, mkdirSync, readFileSync, symlinkSync } from 'node:fs';
import { createServer } from 'node:net';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { isRoot } from '../../e2e/harness/mount-namespace.ts';
import { programFile } from '../../e2e/harness/program-files.ts';
import { makeScratch, type Scratch } from '../../e2e/harness/scratch.ts';
import { HELPER_PROTOCOL } from '../../shared/changes/installed-helper.ts';
import { withLock } from './lock.ts';

const MAIN = fileURLToPath(programFile('helper'));

let tree: Scratch;
let holders: ChildProcess[];
beforeEach(() => {
  tree = makeScratch('lock');
  tree.put('var/lib/extensions/a/usr/x', '');
  holders = [];
});
afterEach(() => {
  for (const holder of holders) holder.kill('SIGKILL');
  tree.remove();
});

/** Masks `a`. @param before a program that starts the helper, with its arguments */
function mask(node = process.execPath, before: readonly string[] = []): string {
  const request = { protocol: HELPER_PROTOCOL, class: 'sysext', root: tree.path, names: ['a'], allowMovingAside: true };
  const [program = '', ...args] = [...before, node, '--no-warnings', MAIN, 'mask', JSON.stringify(request)];
  return spawnSync(program, args, { encoding: 'utf8' }).stdout;
}

/** Holds the lock in a process of its own until it is killed. */
async function hold(): Promise<ChildProcess> {
  const module = new URL('./lock.ts', import.meta.url).href;
  const script = `import { withLock } from ${JSON.stringify(module)};
    await withLock(${JSON.stringify(tree.path)}, () => { console.log('held'); return new Promise(() => setInterval(() => {}, 1000)); });`;
  const args = ['--no-warnings', '--experimental-strip-types', '--input-type=module', '--eval', script];
  const holder = spawn(process.execPath, args, { stdio: ['ignore', 'pipe', 'inherit'] });
  holders.push(holder);
  await new Promise<void>((settle, fail) => {
    holder.stdout?.once('data', () => settle());
    holder.once('close', () => fail(new Error('it was not held')));
  });
  return holder;
}

test('a second change is refused with the first one’s process and its time, until that one is gone', async () => {
  const holder = await hold();
  const answer = mask();
  expect(answer).toContain('"code":"busy"');
  expect(answer).toMatch(new RegExp(`process ${holder.pid} since \\d{4}-\\d\\d-\\d\\dT[\\d:.]+Z`));
  const gone = new Promise((settle) => holder.once('close', settle));
  holder.kill('SIGKILL');
  await gone;
  expect(mask()).toContain('"result"');
});

test.runIf(isRoot)('holds in another network namespace as well', async () => {
  await hold();
  expect(mask(process.execPath, ['unshare', '--net'])).toContain('"code":"busy"');
});

test('nobody blocks it by a socket, and nobody else can open the file', async () => {
  const { dev, ino } = lstatSync(tree.path);
  const server = createServer();
  // What the lock was once: any user could bind it.
  await new Promise<void>((settle) => server.listen(`\0veneer-change-${dev}-${ino}`, settle));
  expect(mask()).toContain('"result"');
  server.close();
  expect(lstatSync(join(tree.path, 'run/veneer')).mode & 0o777).toBe(0o700);
  expect(lstatSync(join(tree.path, 'run/veneer/lock')).mode & 0o777).toBe(0o600);
});

/** That package.json promises; the lock file brings it. */
const OLDEST = new URL(`../../node_modules/node-oldest-linux-${process.arch}/bin/node`, import.meta.url);

test('what the programs run on makes no difference', async () => {
  await hold();
  // The oldest Node reads no TypeScript: it stands before flock(1) alone, as the helper does it.
  const script = `const { openSync } = require('node:fs'); const { spawnSync } = require('node:child_process');
    const fd = openSync(${JSON.stringify(join(tree.path, 'run/veneer/lock'))}, 'r+');
    console.log(spawnSync('flock', ['--exclusive', '--nonblock', '3'], { stdio: ['ignore', 'ignore', 'ignore', fd] }).status);`;
  expect(spawnSync(fileURLToPath(OLDEST), ['--eval', script], { encoding: 'utf8' }).stdout).toBe('1\n');
});

test('follows nothing that stands where the lock goes, and hangs at nothing', async () => {
  mkdirSync(join(tree.path, 'run/veneer'), { recursive: true, mode: 0o700 });
  const lock = join(tree.path, 'run/veneer/lock');
  spawnSync('mkfifo', [lock]);
  expect(mask()).toContain('"code":"unsupported"');
  spawnSync('rm', [lock]);
  tree.put('elsewhere', 'kept');
  symlinkSync(join(tree.path, 'elsewhere'), lock);
  expect(mask()).toContain('"code":"unsupported"');
  expect(readFileSync(join(tree.path, 'elsewhere'), 'utf8')).toBe('kept');
});

test('is let go when the work fails', async () => {
  await expect(withLock(tree.path, () => Promise.reject(new Error('no')))).rejects.toThrow('no');
  expect(await withLock(tree.path, () => Promise.resolve('yes'))).toBe('yes');
});
