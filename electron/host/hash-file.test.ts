import { spawnSync } from 'node:child_process';
import { createHash, randomBytes } from 'node:crypto';
import { readdirSync, readlinkSync } from 'node:fs';
import { join } from 'node:path';
import { setImmediate as turn } from 'node:timers/promises';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { makeScratch, type Scratch } from '../../e2e/harness/scratch.ts';
import { hashFile } from './hash-file.ts';

let scratch: Scratch;
beforeEach(() => {
  scratch = makeScratch('hash');
});
afterEach(() => scratch.remove());

test('is the hash of all of it', async () => {
  for (const size of [0, 5, 3 * 1024 * 1024 + 1]) {
    const bytes = randomBytes(size);
    scratch.put('file', bytes);
    const expected = createHash('sha256').update(bytes).digest('hex');
    expect(await hashFile(join(scratch.path, 'file'), null)).toBe(expected);
  }
});

test('the other end of a pipe is not waited for, however many there are', async () => {
  const path = join(scratch.path, 'pipe');
  expect(spawnSync('mkfifo', [path]).status).toBe(0);
  // More than there are threads that read files: before, nothing was read any more.
  const hashes = await Promise.allSettled(Array.from({ length: 6 }, () => hashFile(path, null)));
  for (const hash of hashes) expect(hash).toMatchObject({ status: 'rejected', reason: { code: 'invalid-input' } });
});

/** What this process has open. */
function openFiles(): string[] {
  return readdirSync('/proc/self/fd').flatMap((fd) => {
    try {
      return [readlinkSync(`/proc/self/fd/${fd}`)];
    } catch {
      // The one by which the folder was read.
      return [];
    }
  });
}

test('is stopped where nobody wants it any more, and that is told to who asked alone', async () => {
  scratch.put('file', randomBytes(1024));
  const stray: unknown[] = [];
  const take = (error: unknown) => stray.push(error);
  process.on('unhandledRejection', take);
  const stop = new AbortController();
  const early = hashFile(join(scratch.path, 'file'), stop.signal);
  stop.abort();
  await expect(early).rejects.toThrow('aborted');
  await expect(hashFile(join(scratch.path, 'file'), stop.signal)).rejects.toThrow('aborted');
  // Once the file is closed nothing of it is under way.
  await vi.waitFor(() => expect(openFiles()).not.toContain(join(scratch.path, 'file')));
  await turn();
  process.off('unhandledRejection', take);
  expect(stray).toEqual([]);
});
