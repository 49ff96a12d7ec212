/** A folder that flock(1) of somebody else holds. */
import { mkdirSync, readdirSync } from 'node:fs';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { makeScratch, type Scratch } from '../../e2e/harness/scratch.ts';
import { startProgram, untilReady } from '../node/long-program.ts';
import { withFolderLock } from './folder-lock.ts';

let scratch: Scratch;
let folder: string;
beforeEach(() => {
  scratch = makeScratch('folder-lock');
  folder = `${scratch.path}/pub`;
  mkdirSync(folder);
});
afterEach(() => scratch.remove());

test('a folder that somebody holds for too long is told so, and is ours once they have ended', async () => {
  const holder = startProgram('/usr/bin/flock', ['--exclusive', folder, 'sh', '-c', 'echo held; read line'], {
    stdio: ['pipe', 'pipe', 'ignore'],
  });
  await untilReady(holder, 'output', 10_000);
  await expect(withFolderLock(folder, async () => 'mine', 0)).rejects.toMatchObject({
    code: 'busy',
    message: `Somebody else publishes into ${folder}.`,
    nextStep: { id: 'publish.wait-for-them' },
  });
  const waiting = withFolderLock(folder, async () => 'mine');
  holder.stdin?.end();
  expect(await waiting).toBe('mine');
  expect(readdirSync(folder)).toEqual([]);
});

test('what fails within it gives it back', async () => {
  await expect(withFolderLock(folder, () => Promise.reject(new Error('no')))).rejects.toThrow('no');
  expect(await withFolderLock(folder, async () => withFolderLock(scratch.path, async () => 'both'), 0)).toBe('both');
});
