/** Which signed lists were seen, whatever happens to the file that keeps it. */
import { readFileSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { makeScratch, type Scratch } from '../../e2e/harness/scratch.ts';
import { createSeen } from './seen.ts';

let scratch: Scratch;
const file = () => join(scratch.path, 'signed-lists.json');
const at = (folder: string) => ({ folder: `https://${folder}.example/`, trust: 'system', key: null }) as const;
beforeEach(() => {
  scratch = makeScratch('seen');
});
afterEach(() => scratch.remove());

test('the newest time stays, of each place by itself, and of two processes', () => {
  const [one, two] = [createSeen(file()), createSeen(file())];
  one.saw(at('a'), 20);
  one.saw(at('a'), 10);
  one.flush();
  two.saw(at('b'), 5);
  two.flush();
  expect([one.newest(at('a')), one.newest(at('b')), two.newest(at('a'))]).toEqual([20, 5, 20]);
  one.forget('https://a.example/');
  expect([two.newest(at('a')), two.newest(at('b'))]).toEqual([null, 5]);
});

test('what could not be written down is known to this start, and written with the next', () => {
  const path = join(scratch.path, 'state/signed-lists.json');
  const seen = createSeen(path);
  // No folder can be made in its place.
  writeFileSync(dirname(path), '');
  seen.saw(at('a'), 20);
  expect(() => seen.flush()).toThrow();
  expect(seen.newest(at('a'))).toBe(20);
  rmSync(dirname(path));
  seen.flush();
  expect(createSeen(path).newest(at('a'))).toBe(20);
});

test('one value that is none loses itself alone, and a damaged file is set aside and said', () => {
  writeFileSync(file(), JSON.stringify({ version: 9, newest: { 'https://a.example/ system': 'x' }, invented: 1 }));
  const said: string[] = [];
  const seen = createSeen(file(), ({ message }) => said.push(message));
  expect(seen.newest(at('a'))).toBe(null);
  seen.saw(at('b'), 5);
  seen.flush();
  expect(JSON.parse(readFileSync(file(), 'utf8'))).toMatchObject({ version: 9, invented: 1 });
  writeFileSync(file(), '[]');
  expect(seen.newest(at('b'))).toBe(null);
  expect(said).toEqual([expect.stringContaining('was damaged, and is kept as')]);
});
