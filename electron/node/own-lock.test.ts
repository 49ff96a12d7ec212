import { spawn } from 'node:child_process';
import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { makeScratch, type Scratch } from '../../e2e/harness/scratch.ts';
import { whileLocked, whileLockedAsync } from './own-lock.ts';

let scratch: Scratch;
let file: string;
beforeEach(() => {
  scratch = makeScratch('lock');
  file = join(scratch.path, 'count');
});
afterEach(() => scratch.remove());

/** Runs a program that has the lock at hand. */
function run(code: string): Promise<{ status: number | null; signal: string | null; said: string }> {
  const program = join(scratch.path, 'program.mjs');
  const lock = new URL('own-lock.ts', import.meta.url).href;
  writeFileSync(program, `import { whileLocked } from ${JSON.stringify(lock)};\nimport fs from 'node:fs';\n${code}`);
  const child = spawn(process.execPath, ['--no-warnings', program, file], { stdio: ['ignore', 'pipe', 'inherit'] });
  let said = '';
  child.stdout.on('data', (chunk) => {
    said += String(chunk);
  });
  return new Promise((settle) => child.once('close', (status, signal) => settle({ status, signal, said })));
}

const COUNT = `
  const file = process.argv[2];
  for (let at = 0; at < 50; at++) whileLocked(file, () => fs.writeFileSync(file, String(Number(fs.readFileSync(file, 'utf8')) + 1)));
`;

test('no change of several processes is lost', async () => {
  writeFileSync(file, '0');
  const all = await Promise.all([run(COUNT), run(COUNT), run(COUNT)]);
  expect(all.map(({ status }) => status)).toEqual([0, 0, 0]);
  expect(readFileSync(file, 'utf8')).toBe('150');
  expect(readdirSync(scratch.path).filter((name) => name.includes('.lock-'))).toHaveLength(1);
});

test('who is killed with it keeps nobody out', async () => {
  const { signal } = await run(`whileLocked(process.argv[2], () => process.kill(process.pid, 'SIGKILL'));`);
  expect(signal).toBe('SIGKILL');
  const start = performance.now();
  expect(whileLocked(file, () => 'mine')).toBe('mine');
  // Of one that is not known to be dead it would be after five seconds.
  expect(performance.now() - start).toBeLessThan(4000);
});

test('who is kept out for long says so', async () => {
  const code = `try { whileLocked(process.argv[2], () => {}) } catch (error) { process.stdout.write(error.code) }`;
  await whileLockedAsync(file, async () => expect(await run(code)).toMatchObject({ status: 0, said: 'busy' }));
  expect(await run(code)).toMatchObject({ status: 0, said: '' });
});

test('it is given back also where what was done fails', () => {
  expect(() =>
    whileLocked(file, () => {
      throw new Error('planted');
    }),
  ).toThrow('planted');
  expect(whileLocked(file, () => 1)).toBe(1);
});
