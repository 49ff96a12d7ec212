import { existsSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { makeScratch, type Scratch } from '../../e2e/harness/scratch.ts';
import { createSeen, type SignedPlace } from './seen.ts';

let scratch: Scratch;
let path: string;
const place = (host: string): SignedPlace => ({ folder: `https://${host}.example/`, trust: 'system', key: null });
beforeEach(() => {
  scratch = makeScratch('seen');
  path = join(scratch.path, 'signed-lists.json');
});
afterEach(() => scratch.remove());

test('keeps the newest of each place over starts, and what two write at a time', () => {
  const [one, two] = [createSeen(path), createSeen(path)];
  one.saw(place('a'), 5);
  two.saw(place('a'), 7);
  two.saw(place('b'), 3);
  two.flush();
  one.flush();
  const again = createSeen(path);
  expect([again.newest(place('a')), again.newest(place('b')), again.newest(place('c'))]).toEqual([7, 3, null]);
  again.forget('https://a.example/');
  expect(createSeen(path).newest(place('a'))).toBeNull();
  expect(createSeen(path).newest(place('b'))).toBe(3);
});

test('one bad value loses itself alone, and what is new stays', () => {
  writeFileSync(path, '{"version":4,"https://a.example/ system":5,"https://b.example/ system":"x","later":{"a":1}}');
  const seen = createSeen(path);
  expect([seen.newest(place('a')), seen.newest(place('b'))]).toEqual([5, null]);
  seen.saw(place('b'), 9);
  seen.flush();
  expect(JSON.parse(readFileSync(path, 'utf8'))).toMatchObject({
    version: 4,
    'https://a.example/ system': 5,
    'https://b.example/ system': 9,
    later: { a: 1 },
  });
});

test('a damaged file is moved aside and said', () => {
  writeFileSync(path, '{"');
  const said: string[] = [];
  expect(createSeen(path, ({ message }) => said.push(message)).newest(place('a'))).toBeNull();
  expect(said).toEqual([expect.stringContaining('signed-lists.json was damaged, and is kept as')]);
  expect(existsSync(`${path}.damaged`)).toBe(true);
});

test('what could not be written down is known to this start, and written with the next', () => {
  const inner = join(scratch.path, 'state/signed-lists.json');
  const seen = createSeen(inner);
  // No folder can be made in its place.
  writeFileSync(dirname(inner), '');
  seen.saw(place('a'), 20);
  expect(() => seen.flush()).toThrow();
  expect(seen.newest(place('a'))).toBe(20);
  rmSync(dirname(inner));
  seen.flush();
  expect(createSeen(inner).newest(place('a'))).toBe(20);
});
