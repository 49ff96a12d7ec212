import fs, { readdirSync, renameSync, rmSync, truncateSync, utimesSync, writeFileSync } from 'node:fs';
import { syncBuiltinESMExports } from 'node:module';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import { imageOf } from '../../../e2e/harness/remotes.ts';
import { makeScratch, putExtension, type Scratch } from '../../../e2e/harness/scratch.ts';
import { readContents } from '../contents.ts';
import { readFindings } from '../findings.ts';
import { readDiskInfo } from '../image-details.ts';
import { readLayers } from '../layers.ts';
import { readSystem, type System } from '../system.ts';
import { ownMounts } from '../target.ts';

const EXTENSIONS = 'var/lib/extensions';
const openSync = fs.openSync;
let tree: Scratch;
let opened: string[] = [];
beforeEach(() => {
  tree = makeScratch('index');
  tree.put('usr/lib/os-release', 'ID=debian\nVERSION_ID=12\n');
  for (const name of ['a', 'b', 'c', 'd']) tree.put(`${EXTENSIONS}/${name}.raw`, imageOf(tree, { name }));
  fs.openSync = (path, ...rest) => {
    if (String(path).endsWith('.raw')) opened.push(String(path).slice(-5));
    return openSync(path, ...rest);
  };
  syncBuiltinESMExports();
  opened = [];
});
afterEach(() => {
  fs.openSync = openSync;
  syncBuiltinESMExports();
  tree.remove();
});

const target = () => ({ root: tree.path, asSystemd: 257, mounts: ownMounts(tree.path) });
const place = (name: string) => join(tree.path, EXTENSIONS, `${name}.raw`);

/** What the window asks when somebody clicks on one extension. */
async function click(system: System, name: string): Promise<number> {
  const extension = system.extensions.find((one) => one.name === name);
  if (extension === undefined) throw new Error(`${name} is not there`);
  let files = 0;
  for await (const part of readContents(target(), system, extension, null)) files = part.files;
  await readFindings(target(), system, extension);
  await readDiskInfo(target(), system, extension);
  return files;
}

describe('images are opened once, whatever is asked of them', () => {
  test('by one click after the other', async () => {
    const system = await readSystem(target(), null);
    opened = [];
    expect(await click(system, 'a')).toBeGreaterThan(0);
    // Its own a second time, for the libraries that its programs need.
    expect(opened.sort()).toEqual(['a.raw', 'a.raw', 'b.raw', 'c.raw', 'd.raw']);
    opened = [];
    await click(system, 'b');
    expect(opened).toEqual(['b.raw']);
    opened = [];
    await click(system, 'b');
    await readLayers(target(), system, 'sysext');
    expect(opened).toEqual([]);
  });

  test.each([
    ['is written anew', () => writeFileSync(place('b'), imageOf(tree, { name: 'b', files: { 'usr/share/new': 'x' } }))],
    [
      'is replaced',
      () => {
        tree.put('other.raw', imageOf(tree, { name: 'b', files: { 'usr/share/other': 'x' } }));
        renameSync(join(tree.path, 'other.raw'), place('b'));
      },
    ],
    ['is touched', () => utimesSync(place('b'), 1, 1)],
  ])('until it %s', async (_, change) => {
    await click(await readSystem(target(), null), 'a');
    change();
    const system = await readSystem(target(), null);
    opened = [];
    await click(system, 'a');
    expect(opened).toEqual(['b.raw']);
  });

  test('and what is new inside is seen', async () => {
    const before = await click(await readSystem(target(), null), 'b');
    rmSync(place('b'));
    tree.put(`${EXTENSIONS}/b.raw`, imageOf(tree, { name: 'b', files: { 'usr/share/new': 'x' } }));
    expect(await click(await readSystem(target(), null), 'b')).not.toBe(before);
  });
});

test('a folder is looked at each time, for it can change without a trace', async () => {
  putExtension(tree, EXTENSIONS, 'folder', 'ID=_any\n', { 'usr/share/deep/one': '1' });
  const system = await readSystem(target(), null);
  const before = await click(system, 'folder');
  tree.put(`${EXTENSIONS}/folder/usr/share/deep/two`, '2');
  expect(await click(system, 'folder')).toBe(before + 1);
});

/** The modules as another process would have them, with nothing in memory. @returns how often the image is opened */
async function openingsOfAnother(folder: string): Promise<number> {
  vi.resetModules();
  const { keepIndexesIn } = await import('./index-of.ts');
  const { openIndexFolder, FOLDER_LIMITS } = await import('./folder.ts');
  const { readContents: read } = await import('../contents.ts');
  keepIndexesIn(openIndexFolder(folder, { ...FOLDER_LIMITS, worthMs: 0 }));
  const system = await readSystem(target(), null);
  const extension = system.extensions.find(({ name }) => name === 'a');
  if (extension === undefined) throw new Error('a is not there');
  opened = [];
  for await (const { problem } of read(target(), system, extension, null)) expect(problem).toBeNull();
  return opened.length;
}

test('one on disk saves the opening, a damaged one or one of another state does not', async () => {
  const folder = join(tree.path, 'kept');
  expect(await openingsOfAnother(folder)).toBe(4);
  expect(await openingsOfAnother(folder)).toBe(0);
  utimesSync(place('a'), 1, 1);
  expect(await openingsOfAnother(folder)).toBe(1);
  for (const name of readdirSync(folder)) truncateSync(join(folder, name), 40);
  expect(await openingsOfAnother(folder)).toBe(4);
  expect(await openingsOfAnother(folder)).toBe(0);
});
