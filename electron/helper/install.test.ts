import { spawnSync } from 'node:child_process';
import {
  appendFileSync,
  chmodSync,
  chownSync,
  closeSync,
  existsSync,
  lstatSync,
  mkdirSync,
  openSync,
  readdirSync,
  readFileSync,
  readlinkSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { dirname } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { FOLDER, type Installing, installingInto, LINK, sha256 } from '../../e2e/harness/installing.ts';
import { makeScratch, putExtension, type Scratch } from '../../e2e/harness/scratch.ts';
import { storedIn } from '../../e2e/harness/stored-images.ts';
import { installImage } from './install.ts';
import { madePaths } from './labels.ts';
import { removeExtension, vacuumStore } from './remove.ts';
import { sweepStores } from './store.ts';

let tree: Scratch;
let tool: Installing;
beforeEach(() => {
  tree = makeScratch('install');
  tool = installingInto(tree);
});
afterEach(() => tree.remove());

test('notes all that it made, for the labels of SELinux', () => {
  tool.installText('1.0');
  expect(madePaths()).toEqual(
    expect.arrayContaining([
      tool.at('var/lib/extensions'),
      tool.at(FOLDER),
      tool.at(`${FOLDER}/tool-1.0-x86-64.raw`),
      tool.at(LINK),
    ]),
  );
});

test('stores a version beside the current one, and changes nothing else', () => {
  tool.installText('1.0');
  expect(tool.installText('2.0', tool.request('2.0', { current: false, keep: 0 }))).toEqual([
    'Wrote /var/lib/extensions.d/tool/tool-2.0-x86-64.raw.',
  ]);
  expect(tool.current()).toBe('1.0');
  expect(storedIn(tool.at(FOLDER))).toEqual(['tool-1.0-x86-64.raw', 'tool-2.0-x86-64.raw']);
});

test('keeps each version and lets the link say which one counts', () => {
  tool.installText('1.0');
  expect(readlinkSync(tool.at(LINK))).toBe('/var/lib/extensions.d/tool/tool-1.0-x86-64.raw');
  tool.installText('2.0');
  expect(tool.current()).toBe('2.0');
  expect(storedIn(tool.at(FOLDER))).toEqual(['tool-1.0-x86-64.raw', 'tool-2.0-x86-64.raw']);
  expect(lstatSync(tool.at(`${FOLDER}/tool-2.0-x86-64.raw`)).mode & 0o777).toBe(0o644);
  installImage(tool.request('1.0', { sha256: null }), 0, () => {});
  expect(tool.current()).toBe('1.0');
  expect(tool.installText('1.0').at(0)).toContain('was there already');
});

test('installs nothing but what the person saw', () => {
  expect(() => tool.installText('evil', tool.request('1.0'))).toThrowError(
    expect.objectContaining({ code: 'changed' }),
  );
  expect(existsSync(tool.at(FOLDER)), 'no empty folder is left').toBe(false);
  expect(existsSync(tool.at(LINK))).toBe(false);
});

test.each([
  ['a pipe', (path: string) => spawnSync('mkfifo', [path])],
  ['a folder', (path: string) => mkdirSync(path)],
  ['a symlink', (path: string) => symlinkSync('/etc/passwd', path)],
])('hangs at nothing and follows nothing where the image goes: %s', (_, make) => {
  mkdirSync(tool.at(FOLDER), { recursive: true });
  const place = tool.at(`${FOLDER}/tool-1.0-x86-64.raw`);
  make(place);
  const before = lstatSync(place).mode;
  expect(() => tool.installText('1.0')).toThrowError(expect.objectContaining({ code: 'unsupported' }));
  expect(lstatSync(place).mode).toBe(before);
  // Another version is not kept up by it, neither when it comes nor when old ones go.
  tool.installText('2.0', tool.request('2.0', { keep: 0 }));
  expect(tool.current()).toBe('2.0');
  removeExtension({ class: 'sysext', root: tree.path, name: 'tool', purge: true });
  expect(storedIn(tool.at(FOLDER))).toEqual(['tool-1.0-x86-64.raw']);
});

test('sweeps what is its own, and passes over what only looks so', () => {
  tool.installText('1.0');
  const own = `.#veneer-${'0a'.repeat(8)}`;
  tree.put(`${FOLDER}/${own}`, 'half');
  mkdirSync(tool.at('var/lib/extensions.d/.#veneer-folder'));
  mkdirSync(tool.at(`var/lib/extensions/.#veneer-${'1b'.repeat(8)}`));
  spawnSync('mkfifo', [tool.at(`${FOLDER}/.#veneer-${'2c'.repeat(8)}`)]);
  tree.put(`${FOLDER}/.#veneer-notes`, 'of somebody');
  sweepStores(tree.path, 'sysext');
  expect(storedIn(tool.at(FOLDER))).toEqual([`.#veneer-${'2c'.repeat(8)}`, '.#veneer-notes', 'tool-1.0-x86-64.raw']);
  expect(readdirSync(tool.at('var/lib/extensions')).sort()).toEqual([`.#veneer-${'1b'.repeat(8)}`, 'tool.raw']);
});

test('reads no more of an image than it had when it was looked at', () => {
  const path = tool.image('1.0');
  const text = 'x'.repeat(3 * 1024 * 1024);
  writeFileSync(path, text);
  const fd = openSync(path, 'r');
  let read = 0;
  const grow = (done: number) => {
    read = done;
    // As whoever still writes to it does.
    appendFileSync(path, 'y'.repeat(20 * 1024 * 1024));
  };
  expect(() => installImage(tool.request('1.0', { sha256: sha256(text) }), fd, grow)).toThrowError(
    expect.objectContaining({ code: 'changed' }),
  );
  closeSync(fd);
  expect(read).toBeLessThanOrEqual(text.length);
  expect(existsSync(tool.at(FOLDER))).toBe(false);
});

test('does not write where a group may write that is not its own', () => {
  mkdirSync(tool.at('var/lib/extensions.d'), { recursive: true });
  chmodSync(tool.at('var/lib/extensions.d'), 0o775);
  if (process.geteuid?.() === 0) {
    chownSync(tool.at('var/lib/extensions.d'), 0, 12345);
    expect(() => tool.installText('1.0')).toThrowError(expect.objectContaining({ code: 'unsupported' }));
    chownSync(tool.at('var/lib/extensions.d'), 0, 0);
  }
  tool.installText('1.0');
  expect(tool.current()).toBe('1.0');
});

test('does not write over a version that has another content', () => {
  tool.installText('1.0');
  const other = tool.request('1.0', { sha256: sha256('other') });
  expect(() => tool.installText('other', other)).toThrowError(expect.objectContaining({ code: 'unsupported' }));
  expect(tool.current()).toBe('1.0');
});

test('takes a file that is not empty, and nothing else', () => {
  expect(() => tool.installText('', tool.request('1.0', { sha256: sha256('') }))).toThrowError(
    expect.objectContaining({ code: 'invalid-input' }),
  );
  const folder = openSync(tree.path, 'r');
  expect(() => installImage(tool.request('1.0'), folder, () => {})).toThrowError(
    expect.objectContaining({ code: 'invalid-input' }),
  );
  closeSync(folder);
});

test('says that a version is not in the store', () => {
  expect(() => installImage(tool.request('9', { sha256: null }), 0, () => {})).toThrowError(
    expect.objectContaining({ code: 'not-found' }),
  );
});

test('leaves what was put there by hand, in whatever form', () => {
  tree.put(LINK, 'by hand');
  expect(() => tool.installText('1.0')).toThrowError(expect.objectContaining({ code: 'unsupported' }));
  expect(readFileSync(tool.at(LINK), 'utf8')).toBe('by hand');
  expect(removeExtension({ class: 'sysext', root: tree.path, name: 'tool', purge: false })[0]?.text).toContain('Moved');
  expect(storedIn(tool.at(FOLDER))).toHaveLength(1);
  putExtension(tree, 'var/lib/extensions', 'tool', 'ID=_any\n');
  expect(() => tool.installText('1.0')).toThrowError(expect.objectContaining({ code: 'unsupported' }));
  expect(() => removeExtension({ class: 'sysext', root: tree.path, name: 'tool', purge: true })).toThrowError(
    expect.objectContaining({ code: 'unsupported' }),
  );
  expect(existsSync(tool.at('var/lib/extensions/tool/usr'))).toBe(true);
});

test.each(['var/lib/extensions.d', FOLDER, 'var/lib/extensions'])('follows no symlink at %s', (path) => {
  mkdirSync(tool.at('elsewhere'));
  mkdirSync(tool.at(dirname(path)), { recursive: true });
  symlinkSync(tool.at('elsewhere'), tool.at(path));
  expect(() => tool.installText('1.0')).toThrowError(expect.objectContaining({ code: 'unsupported' }));
  expect(readdirSync(tool.at('elsewhere'))).toEqual([]);
});

test('does not write where everybody may write', () => {
  mkdirSync(tool.at('var/lib/extensions'), { recursive: true });
  chmodSync(tool.at('var/lib/extensions'), 0o777);
  expect(() => tool.installText('1.0')).toThrowError(expect.objectContaining({ code: 'unsupported' }));
});

test('removes, and deletes only when told to', () => {
  tool.installText('1.0');
  removeExtension({ class: 'sysext', root: tree.path, name: 'tool', purge: false });
  expect(existsSync(tool.at(LINK))).toBe(false);
  expect(storedIn(tool.at(FOLDER))).toHaveLength(1);
  installImage(tool.request('1.0', { sha256: null }), 0, () => {});
  removeExtension({ class: 'sysext', root: tree.path, name: 'tool', purge: true });
  expect(existsSync(tool.at(FOLDER))).toBe(false);
});

test('keeps as many older versions as are asked for', () => {
  for (const version of ['1.0', '2.0', '3.0']) tool.installText(version, tool.request(version, { keep: 1 }));
  expect(storedIn(tool.at(FOLDER))).toEqual(['tool-2.0-x86-64.raw', 'tool-3.0-x86-64.raw']);
});

test('removes the entry that counts, and leaves what lies below it', () => {
  tool.installText('1.0');
  tree.put('run/extensions/tool.raw', 'over it');
  removeExtension({ class: 'sysext', root: tree.path, name: 'tool', purge: true });
  expect(existsSync(tool.at('run/extensions/tool.raw'))).toBe(false);
  expect(tool.current()).toBe('1.0');
});

test('deletes old versions, never the current one', () => {
  for (const version of ['1.0', '2.0', '3.0']) tool.installText(version);
  installImage(tool.request('1.0', { sha256: null }), 0, () => {});
  vacuumStore({ class: 'sysext', root: tree.path, name: 'tool', keep: 1 });
  expect(storedIn(tool.at(FOLDER))).toEqual(['tool-1.0-x86-64.raw', 'tool-3.0-x86-64.raw']);
  vacuumStore({ class: 'sysext', root: tree.path, name: 'tool', keep: 0 });
  expect(tool.current()).toBe('1.0');
});

test('what cannot become current is not left in the store, and what was there stays', () => {
  const attempt = (version: string) => () => tool.installText(version);
  // There the folder of links cannot be made.
  tree.put('var/lib/extensions', '');
  expect(attempt('1.0')).toThrow();
  expect(existsSync(tool.at(FOLDER))).toBe(false);
  rmSync(tool.at('var/lib/extensions'));
  tool.installText('1.0');
  removeExtension({ class: 'sysext', root: tree.path, name: 'tool', purge: false });
  rmSync(tool.at('var/lib/extensions'), { recursive: true });
  tree.put('var/lib/extensions', '');
  expect(attempt('1.0')).toThrow();
  expect(attempt('2.0')).toThrow();
  expect(storedIn(tool.at(FOLDER))).toEqual(['tool-1.0-x86-64.raw']);
});
