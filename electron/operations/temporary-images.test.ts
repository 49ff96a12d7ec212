import { spawnSync } from 'node:child_process';
import { closeSync, existsSync, mkdirSync, readdirSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { makeScratch, type Scratch } from '../../e2e/harness/scratch.ts';
import { createTemporaryImages } from './temporary-images.ts';

let scratch: Scratch;
let directory = '';
beforeEach(() => {
  scratch = makeScratch('temporary');
  directory = join(scratch.path, 'incoming');
});
afterEach(() => scratch.remove());

test('keeps files apart that have one name, for their user alone, and deletes each when it is given up', () => {
  const images = createTemporaryImages(directory);
  expect(existsSync(directory), 'nothing is made before it is wanted').toBe(false);
  const [one, other] = [images.create('tool.raw'), images.create('tool.raw')];
  for (const { path, fd } of [one, other]) {
    closeSync(fd);
    expect(statSync(path).mode & 0o777).toBe(0o600);
  }
  images.discard(one.path);
  expect([existsSync(one.path), existsSync(other.path)]).toEqual([false, true]);
  images.close();
  expect(readdirSync(directory)).toEqual([]);
});

test('deletes nothing that is not its own', () => {
  const images = createTemporaryImages(directory);
  const { path, fd } = images.create('tool.raw');
  closeSync(fd);
  scratch.put('mine.raw', 'mine');
  const own = join(path, '../..');
  for (const other of [join(scratch.path, 'mine.raw'), `${own}/../x`, `${own}/1/../../../y/z`, own, '/', '']) {
    images.discard(other);
  }
  expect(existsSync(path)).toBe(true);
  expect(existsSync(join(scratch.path, 'mine.raw'))).toBe(true);
});

test('takes away what a process left that is no more, and leaves that of one that runs', () => {
  const gone = spawnSync('true').pid;
  for (const pid of [gone, process.ppid]) {
    mkdirSync(join(directory, String(pid), '1'), { recursive: true });
    writeFileSync(join(directory, String(pid), '1/tool.raw'), '');
  }
  createTemporaryImages(directory);
  expect(readdirSync(directory)).toEqual([String(process.ppid)]);
});

test('keeps nothing of what failed, and takes no name that leads elsewhere', async () => {
  const images = createTemporaryImages(directory);
  const fill = () => Promise.reject(new Error('cut off'));
  await expect(images.fill('tool.raw', fill)).rejects.toThrow('cut off');
  expect(readdirSync(images.folder())).toEqual([]);
  for (const name of ['', '.', '..', '../x', 'a/b', 'a\0b', 'a\nb', 'x'.repeat(256)]) {
    expect(() => images.create(name), name).toThrow('The name of the file cannot be used.');
  }
});
