/** An image gets another name where it stands, and nothing is ever put over anything. */
import { existsSync, mkdirSync, readFileSync, readlinkSync, symlinkSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { makeScratch, type Scratch } from '../../e2e/harness/scratch.ts';
import { englishOf } from '../../shared/messages/message.ts';
import { renameImage } from './rename.ts';

const FOLDER = 'var/lib/extensions';

let tree: Scratch;
beforeEach(() => {
  tree = makeScratch('rename');
  mkdirSync(join(tree.path, FOLDER), { recursive: true });
});
afterEach(() => tree.remove());

const at = (path: string) => join(tree.path, path);
const rename = (name: string, to: string) => renameImage({ class: 'sysext', root: tree.path, name, to }).map(englishOf);
const code = (wanted: string) => expect.objectContaining({ code: wanted });

test('a file and a link keep what they are', () => {
  tree.put(`${FOLDER}/tool-1.raw`, 'image');
  expect(rename('tool-1', 'tool')).toEqual([`Moved /${FOLDER}/tool-1.raw to /${FOLDER}/tool.raw.`]);
  expect(existsSync(at(`${FOLDER}/tool-1.raw`))).toBe(false);
  expect(readFileSync(at(`${FOLDER}/tool.raw`), 'utf8')).toBe('image');
  symlinkSync('/opt/other-2.raw', at(`${FOLDER}/other-2.raw`));
  rename('other-2', 'other');
  expect(readlinkSync(at(`${FOLDER}/other.raw`))).toBe('/opt/other-2.raw');
});

test.each([
  ['a file', (path: string) => tree.put(`${path}.raw`, 'other')],
  ['a folder', (path: string) => mkdirSync(at(path))],
  ['a link to nowhere', (path: string) => symlinkSync('/nowhere', at(`${path}.raw`))],
])('%s of the new name keeps it from being done', (_what, put) => {
  tree.put(`${FOLDER}/tool-1.raw`, 'image');
  put(`${FOLDER}/tool`);
  expect(() => rename('tool-1', 'tool')).toThrowError(code('unsupported'));
  expect(readFileSync(at(`${FOLDER}/tool-1.raw`), 'utf8')).toBe('image');
});

test('a mask of the new name in another folder keeps it too, for then nothing of it would be merged', () => {
  tree.put(`${FOLDER}/tool-1.raw`, 'image');
  mkdirSync(at('etc/extensions/tool'), { recursive: true });
  expect(() => rename('tool-1', 'tool')).toThrowError(code('unsupported'));
});

test('folders stay, and what is not there cannot be renamed', () => {
  mkdirSync(at(`${FOLDER}/folder/usr`), { recursive: true });
  expect(() => rename('folder', 'other')).toThrowError(code('unsupported'));
  expect(() => rename('nothing', 'other')).toThrowError(code('not-found'));
});
