/** From where downloads came, by the hash of the image. */
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { makeScratch, type Scratch } from '../../e2e/harness/scratch.ts';
import type { Served } from '../../shared/images/origin.ts';
import { createFetched } from './fetched.ts';

let scratch: Scratch;
beforeEach(() => {
  scratch = makeScratch('fetched');
});
afterEach(() => scratch.remove());

const SIGNED: Served = {
  remote: 'bakery',
  address: 'https://example.org/tool-1.0.raw.xz',
  sha256: 'b'.repeat(64),
  signedBy: 'A'.repeat(40),
  signedAt: 1_700_000_000_000,
};
const hash = (number: number) => number.toString(16).padStart(64, '0');
const stored = () => JSON.parse(readFileSync(join(scratch.path, 'fetched.json'), 'utf8')) as Record<string, unknown>;

test('a signed remote is told again whole, by another process as well; of other bytes nothing is known', () => {
  createFetched(scratch.path).record(hash(1), SIGNED);
  expect(createFetched(scratch.path).of(hash(1))).toEqual(SIGNED);
  expect(createFetched(scratch.path).of(hash(2))).toBe(null);
  expect(createFetched(scratch.path).of('version')).toBe(null);
});

test.each<[string, object]>([
  ['a key that is none', { signedBy: 'someone' }],
  ['a key that is no text', { signedBy: 7 }],
  ['no word of a key', { signedBy: undefined }],
  ['a remote that is no name', { remote: '../x' }],
  ['an address with a password', { address: 'https://me:secret@example.org/a' }],
  ['a hash that is none', { sha256: 'b' }],
])('%s tells nothing, for what a key signed must not pass for what nobody signed', (_, bad) => {
  scratch.put('fetched.json', JSON.stringify({ version: 1, [hash(1)]: { ...SIGNED, ...bad }, [hash(2)]: SIGNED }));
  const fetched = createFetched(scratch.path);
  expect(fetched.of(hash(1))).toBe(null);
  expect(fetched.of(hash(2))).toEqual(SIGNED);
});

test.each(['{"damaged', '[]', 'null', ''])('a file that holds %j is said, kept aside and begun anew', (text) => {
  scratch.put('fetched.json', text);
  const said: Error[] = [];
  const fetched = createFetched(scratch.path, (problem) => said.push(problem));
  expect(fetched.of(hash(1))).toBe(null);
  expect(said).toHaveLength(1);
  expect(existsSync(join(scratch.path, 'fetched.json.damaged'))).toBe(true);
  fetched.record(hash(1), SIGNED);
  expect(fetched.of(hash(1))).toEqual(SIGNED);
});

test('of more than 1000 the first go, and what is fetched once more is no new one', () => {
  const all = Object.fromEntries(Array.from({ length: 1000 }, (_, at) => [`a${hash(at).slice(1)}`, SIGNED]));
  scratch.put('fetched.json', JSON.stringify({ version: 1, ...all, later: 'of a newer Veneer' }));
  const fetched = createFetched(scratch.path);
  const first = `a${hash(0).slice(1)}`;
  fetched.record(`a${hash(5).slice(1)}`, { ...SIGNED, remote: 'other' });
  expect(fetched.of(first)).toEqual(SIGNED);
  fetched.record(`b${hash(0).slice(1)}`, SIGNED);
  expect(fetched.of(first)).toBe(null);
  expect(fetched.of(`b${hash(0).slice(1)}`)).toEqual(SIGNED);
  const { version: _, later, ...kept } = stored();
  expect(Object.keys(kept)).toHaveLength(1000);
  expect(later).toBe('of a newer Veneer');
});
