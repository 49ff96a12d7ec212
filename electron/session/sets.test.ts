/** Sets are files of the person's, and stay within their folder. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { makeScratch, type Scratch } from '../../e2e/harness/scratch.ts';
import { createSets } from './sets.ts';

let scratch: Scratch;
beforeEach(() => {
  scratch = makeScratch('sets');
});
afterEach(() => scratch.remove());

test('kept, listed, read and removed', () => {
  const sets = createSets(scratch.path);
  expect(sets.list()).toEqual([]);
  sets.write('Über uns 2', 'b');
  sets.write('Demo', 'a');
  sets.write('Demo', 'c');
  scratch.put('sets/notes.txt', '');
  scratch.put('sets/-x.yaml', '');
  expect(sets.list()).toEqual(['Demo', 'Über uns 2']);
  expect(readFileSync(join(scratch.path, 'sets/Demo.yaml'), 'utf8')).toBe('c');
  expect(sets.read('Demo')).toBe('c');
  sets.remove('Demo');
  sets.remove('Demo');
  expect(() => sets.read('Demo')).toThrow('There is no set Demo.');
  scratch.put('sets/Large.yaml', 'x'.repeat(2 * 1024 * 1024));
  expect(() => sets.read('Large')).toThrow('too large');
});

test('no name leads out of the folder, and there are not too many', () => {
  const sets = createSets(scratch.path);
  for (const name of ['', '.', '..', '../x', 'a/b', '-a', 'a ', 'a\n', 'a\u202e', 'x'.repeat(61)])
    expect(() => sets.write(name, ''), JSON.stringify(name)).toThrow('letters and digits');
  for (let number = 0; number < 100; number++) scratch.put(`sets/s${number}.yaml`, '');
  expect(() => sets.write('one more', '')).toThrow('more than 100 sets');
  sets.write('s7', 'again');
});
