import fs, { mkdirSync, rmSync, symlinkSync, utimesSync, writeFileSync } from 'node:fs';
import { syncBuiltinESMExports } from 'node:module';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { imageOf } from '../../../e2e/harness/remotes.ts';
import { makeScratch, putExtension, type Scratch } from '../../../e2e/harness/scratch.ts';
import type { FindPart, FindQuery } from '../../../shared/model/find.ts';
import { readSystem } from '../system.ts';
import { ownMounts } from '../target.ts';
import { findFiles } from './find-files.ts';

const PLACE = 'var/lib/extensions';
let tree: Scratch;
let opened: string[] = [];
const openSync = fs.openSync;
beforeEach(() => {
  tree = makeScratch('find');
  tree.put('usr/lib/os-release', 'ID=debian\nVERSION_ID=12\n');
  tree.put('usr/bin/tool', 'base');
  symlinkSync('usr/bin', join(tree.path, 'bin'));
  opened = [];
  fs.openSync = (path, ...rest) => {
    if (String(path).endsWith('.raw')) opened.push(String(path).slice(-5));
    return openSync(path, ...rest);
  };
  syncBuiltinESMExports();
});
afterEach(() => {
  fs.openSync = openSync;
  syncBuiltinESMExports();
  tree.remove();
});

const target = () => ({ root: tree.path, asSystemd: 257, mounts: ownMounts(tree.path) });

async function find(text: string, wishes: Partial<FindQuery> = {}): Promise<FindPart> {
  const system = await readSystem(target(), null);
  let last: FindPart | null = null;
  const query = { text, isExact: true, sitting: 1, most: 100, ...wishes };
  opened = [];
  for await (const part of findFiles(target(), system, query, null)) last = part;
  if (last === null) throw new Error('there was no answer');
  expect(last.read).toBe(last.total);
  return last;
}

const rowsOf = ({ files }: FindPart) => files.map(({ path, extension, next }) => [path, extension, next.is, next.by]);

describe('of what several extensions bring', () => {
  beforeEach(() => {
    for (const name of ['a', 'b']) putExtension(tree, PLACE, name, 'ID=_any\n', { 'usr/bin/tool': name });
    putExtension(tree, PLACE, 'other', 'ID=fedora\nVERSION_ID=41\n', { 'usr/bin/tool': 'other' });
    putExtension(tree, PLACE, 'masked', 'ID=_any\n', { 'usr/bin/tool': 'masked' });
    mkdirSync(join(tree.path, 'etc/extensions/masked'), { recursive: true });
  });

  test('the one that wins comes first, then who is hidden by it, then who is not merged', async () => {
    const found = await find('/usr/bin/tool');
    expect(rowsOf(found)).toEqual([
      ['/usr/bin/tool', 'b', 'seen', null],
      ['/usr/bin/tool', 'a', 'hidden', 'b'],
      ['/usr/bin/tool', expect.any(String), 'out', null],
      ['/usr/bin/tool', expect.any(String), 'out', null],
    ]);
    expect(found.files[0]?.next.over).toEqual(['a', 'base']);
    expect(found.files.map(({ now }) => now.is)).toEqual(['out', 'out', 'out', 'out']);
    expect(found.asked).toEqual([{ path: '/usr/bin/tool', base: true }]);
  });

  test('a name, a part of a path and a path by way of a link mean it too', async () => {
    const whole = await find('/usr/bin/tool');
    for (const text of ['tool', 'bin/tool', '/bin/tool', '//usr/bin/tool'])
      expect((await find(text)).files, text).toEqual(whole.files);
    for (const text of ['TOO', '/usr/bin/t', 'bin/t', '/bin/to'])
      expect((await find(text, { isExact: false })).files, text).toEqual(whole.files);
  });

  test('no more than was asked for is given, and that there is more is said', async () => {
    const found = await find('tool', { most: 1 });
    expect(found).toMatchObject({ files: [{ extension: 'b' }], more: true });
    expect(found.extensions, 'but every extension that brings it is named').toHaveLength(4);
    expect((await find('oo', { isExact: false })).extensions, 'none begins so').toEqual([]);
    expect((await find('in/too', { isExact: false, most: 1 })).extensions).toHaveLength(4);
  });
});

test('where no extension brings it, it says whether the base does', async () => {
  putExtension(tree, PLACE, 'a', 'ID=_any\n');
  expect(await find('/usr/bin/tool')).toMatchObject({ files: [], asked: [{ base: true }] });
  expect(await find('/usr/bin/nothing')).toMatchObject({ files: [], asked: [{ base: false }] });
  expect((await find('tool')).asked).toContainEqual({ path: '/usr/bin/tool', base: true });
});

test('a unit is found by its name', async () => {
  putExtension(tree, PLACE, 'a', 'ID=_any\n', { 'usr/lib/systemd/system/x.service': '[Unit]\n' });
  expect(rowsOf(await find('x.service'))).toEqual([['/usr/lib/systemd/system/x.service', 'a', 'seen', null]]);
});

test('what systemd lays over nothing is not found: files elsewhere, and release files', async () => {
  putExtension(tree, PLACE, 'a', 'ID=_any\n', { 'etc/x': '', 'srv/x': '' });
  expect((await find('x')).files).toEqual([]);
  expect((await find('extension-release.a')).files).toEqual([]);
});

test('one that cannot be read is named, and hides nothing of the others', async () => {
  putExtension(tree, PLACE, 'a', 'ID=_any\n', { 'usr/bin/tool': '' });
  tree.put(`${PLACE}/broken.raw`, Buffer.concat([Buffer.from('hsqs'), Buffer.alloc(8192, 7)]));
  const found = await find('/usr/bin/tool');
  expect(found.unread).toEqual([expect.objectContaining({ name: 'broken', class: 'sysext' })]);
  expect(found.files).toEqual([expect.objectContaining({ extension: 'a' })]);
});

test('an image is opened once while it stays the same', async () => {
  for (const name of ['a', 'b'])
    tree.put(`${PLACE}/${name}.raw`, imageOf(tree, { name, files: { 'usr/bin/mine': name } }));
  expect((await find('/usr/bin/mine')).files).toHaveLength(2);
  expect(opened.sort()).toEqual(['a.raw', 'b.raw']);
  await find('/usr/bin/tool', { sitting: 2 });
  expect(opened).toEqual([]);
  tree.put(`${PLACE}/b.raw`, imageOf(tree, { name: 'b', files: { 'usr/bin/other': 'x' } }));
  expect((await find('/usr/bin/mine', { sitting: 2 })).files).toHaveLength(1);
  expect(opened).toEqual(['b.raw']);
});

describe('a folder is looked at again in each sitting', () => {
  const place = () => join(tree.path, PLACE, 'a/usr/bin');
  /** Long ago, so that a change has another time for certain. */
  const age = () => utimesSync(place(), 1000, 1000);

  test.each<[string, () => void, number]>([
    ['got a file', () => writeFileSync(join(place(), 'new'), ''), 2],
    ['lost a file', () => rmSync(join(place(), 'old')), 0],
  ])('one that %s', async (_, change, count) => {
    putExtension(tree, PLACE, 'a', 'ID=_any\n', { 'usr/bin/old': '' });
    age();
    expect((await find('/usr/bin/', { isExact: false })).files).toHaveLength(1);
    change();
    expect((await find('/usr/bin/', { isExact: false, sitting: 2 })).files).toHaveLength(count);
  });
});

test('a question that is given up leaves what was read to the next one', async () => {
  tree.put(`${PLACE}/a.raw`, imageOf(tree, { name: 'a', files: { 'usr/bin/mine': '' } }));
  const system = await readSystem(target(), null);
  const parts = findFiles(target(), system, { text: 'm', isExact: false, sitting: 1, most: 10 }, null);
  await parts.next();
  await parts.return(undefined);
  expect(await find('mine')).toMatchObject({ files: [{ path: '/usr/bin/mine' }] });
  expect(opened).toEqual([]);
});
