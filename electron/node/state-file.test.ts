import { spawnSync } from 'node:child_process';
import { lstatSync, readdirSync, readFileSync, symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { makeScratch, type Scratch } from '../../e2e/harness/scratch.ts';
import { createStateFile } from './state-file.ts';

let scratch: Scratch;
let path: string;
let said: string[];
const say = ({ message }: Error) => said.push(message);
beforeEach(() => {
  scratch = makeScratch('state');
  path = join(scratch.path, 'it.json');
  said = [];
});
afterEach(() => scratch.remove());

const stored = () => JSON.parse(readFileSync(path, 'utf8')) as unknown;

test('keeps what only a newer version knows', () => {
  writeFileSync(path, '{"version":7,"theme":"dark","invented":{"later":[1]}}');
  createStateFile(path, say).change(() => ({ theme: 'light' }));
  expect(stored()).toEqual({ version: 7, theme: 'light', invented: { later: [1] } });
  expect(said).toEqual([]);
});

test('a field that is given as undefined goes', () => {
  const file = createStateFile(path, say);
  file.change(() => ({ a: 1, b: 2 }));
  file.change(() => ({ a: undefined }));
  expect(stored()).toEqual({ version: 1, b: 2 });
});

test('what cannot be read now may be whole, and nothing is written over it', () => {
  symlinkSync('it.json', path);
  const file = createStateFile(path, say);
  expect(file.read()).toEqual({});
  expect(() => file.change(() => ({ a: 1 }))).toThrow(
    expect.objectContaining({ code: 'not-authorized', detail: expect.stringContaining('ELOOP') }),
  );
  expect(lstatSync(path).isSymbolicLink()).toBe(true);
  expect(said).toEqual([expect.stringContaining('it.json cannot be read.')]);
});

test('sees what another process changed, and undoes none of it', () => {
  const [one, two] = [createStateFile(path, say), createStateFile(path, say)];
  one.change(() => ({ a: 1 }));
  two.change(() => ({ b: 2 }));
  one.change(() => ({ c: 3 }));
  expect(two.read()).toEqual({ version: 1, a: 1, b: 2, c: 3 });
});

test.each(['{', '', '[]', 'null', '"text"', '\0\0\0'])('%j is moved aside and said', (content) => {
  writeFileSync(path, content);
  const file = createStateFile(path, say);
  expect(file.read()).toEqual({});
  expect(readFileSync(`${path}.damaged`, 'utf8')).toBe(content);
  expect(said).toEqual([expect.stringContaining('it.json was damaged, and is kept as')]);
  file.change(() => ({ a: 1 }));
  expect(file.read()).toMatchObject({ a: 1 });
});

test('a pipe, a folder and an endless file hang nothing', () => {
  expect(spawnSync('mkfifo', [path]).status).toBe(0);
  expect(createStateFile(path, say).read()).toEqual({});
  expect(lstatSync(`${path}.damaged`).isFIFO()).toBe(true);
  symlinkSync('/dev/zero', path);
  expect(createStateFile(path, say).read()).toEqual({});
  scratch.put('folder.json/inner', '');
  expect(createStateFile(join(scratch.path, 'folder.json'), say).read()).toEqual({});
  expect(said).toHaveLength(3);
});

test('a link to where a person keeps it stays one', () => {
  scratch.put('dotfiles/it.json', '{"a":1}');
  symlinkSync('dotfiles/it.json', path);
  const file = createStateFile(path, say);
  expect(file.read()).toEqual({ a: 1 });
  file.change(() => ({ b: 2 }));
  expect(lstatSync(path).isSymbolicLink()).toBe(true);
  expect(stored()).toEqual({ version: 1, a: 1, b: 2 });
});

test('a link to where nothing is now is not taken for nothing', () => {
  symlinkSync('unplugged/it.json', path);
  const file = createStateFile(path, say);
  expect(() => file.change(() => ({ a: 1 }))).toThrow('it.json cannot be read.');
  expect(lstatSync(path).isSymbolicLink()).toBe(true);
  expect(said).toEqual([expect.stringContaining('it.json cannot be read.')]);
});

test('what is being written is never seen, and nothing else is left', () => {
  const file = createStateFile(path, say);
  file.change(() => ({ a: 'x'.repeat(100_000) }));
  expect(readdirSync(scratch.path).filter((name) => !name.includes('.lock-'))).toEqual(['it.json']);
  expect(() =>
    file.change(() => {
      throw new Error('planted');
    }),
  ).toThrow('planted');
  expect(file.read()['a']).toHaveLength(100_000);
});
