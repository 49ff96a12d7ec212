import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { makeScratch, type Scratch } from '../../e2e/harness/scratch.ts';
import { loadCompiled } from './compiled.ts';

interface Exports {
  readonly here: string;
  hashOf(text: string): string;
}

const PROGRAM = { program: 'program.cjs', cache: 'program.cache' };
const SOURCE = `(function (module, require, here) {
  const { join } = require('node:path');
  const crypto = require('node:crypto');
  module.exports = { here, joined: join('a', 'b'), hashOf: (text) => crypto.hash('sha256', text) };
})`;
const HASH_OF_NOTHING = 'e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855';

let scratch: Scratch;
beforeEach(() => {
  scratch = makeScratch('compiled');
  scratch.put(PROGRAM.program, SOURCE);
});
afterEach(() => scratch.remove());

const load = () => loadCompiled<Exports>(scratch.path, PROGRAM);

test('a program without a cache is compiled, and knows where it is', () => {
  const { exports, script } = load();
  expect(exports).toMatchObject({
    here: pathToFileURL(join(scratch.path, PROGRAM.program)).href,
    joined: 'a/b',
  });
  expect(exports.hashOf('')).toBe(HASH_OF_NOTHING);
  expect(script.cachedDataRejected).toBeUndefined();
});

test('a cache that this V8 made is used, and what is none is refused', () => {
  const cache = load().script.createCachedData();
  // V8 remembers what it compiled by its path too.
  const loadWith = (folder: string, bytes: Buffer) => {
    scratch.put(`${folder}/${PROGRAM.program}`, SOURCE);
    writeFileSync(join(scratch.path, folder, PROGRAM.cache), bytes);
    return loadCompiled<Exports>(join(scratch.path, folder), PROGRAM);
  };
  const [used, refused] = [loadWith('same', cache), loadWith('other', Buffer.from('of another V8'))];
  expect(used.script.cachedDataRejected).toBe(false);
  expect(refused.script.cachedDataRejected).toBe(true);
  for (const { exports } of [used, refused]) expect(exports.hashOf('')).toBe(HASH_OF_NOTHING);
});

test('a module that this Node does not have is named', () => {
  scratch.put(PROGRAM.program, "(function (module, require) { require('node:nothing'); })");
  expect(load).toThrow('There is no node:nothing in this Node.');
});

test('a program that is not there is named', () => {
  expect(() => loadCompiled(scratch.path, { ...PROGRAM, program: 'none.cjs' })).toThrow(
    expect.objectContaining({ code: 'ENOENT' }),
  );
});
