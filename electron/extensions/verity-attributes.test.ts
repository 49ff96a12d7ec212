import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { run } from '../../e2e/harness/programs.ts';
import { makeScratch, type Scratch } from '../../e2e/harness/scratch.ts';
import { readVerityAttributes } from './verity-attributes.ts';

let scratch: Scratch;
beforeAll(() => {
  scratch = makeScratch('verity-attributes');
});
afterAll(() => scratch.remove());

function put(name: string, attributes: Readonly<Record<string, string>>): string {
  scratch.put(name, '');
  const path = join(scratch.path, name);
  for (const [attribute, value] of Object.entries(attributes)) {
    run('setfattr', ['-n', `user.verity.${attribute}`, '-v', value, path]);
  }
  return path;
}

test('tells what is there, and unknown of an image alone whose answer is too long', async () => {
  const [plain, hashed, bloated] = [
    put('plain.raw', {}),
    put('hashed.raw', { roothash: 'ab', usrhash: 'cd' }),
    put('bloated.raw', { roothash: 'x'.repeat(3000) }),
  ];
  const told = await readVerityAttributes([plain, hashed, bloated], { mostOutput: 2000 });
  expect(told).toEqual(
    new Map<string, unknown>([
      [bloated, 'unknown'],
      [hashed, { root: 'ab', usr: 'cd' }],
    ]),
  );
});

test('what systemd does not ask for cannot make an answer long', async () => {
  const path = put('other.raw', { other: 'x'.repeat(3000), roothash: 'ab' });
  expect(await readVerityAttributes([path], { mostOutput: 2000 })).toEqual(
    new Map([[path, { root: 'ab', usr: null }]]),
  );
});

test('without getfattr nothing is told', async () => {
  expect(await readVerityAttributes([scratch.path], { program: null })).toBeNull();
});
