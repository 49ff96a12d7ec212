import { symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import fc from 'fast-check';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { run } from '../../e2e/harness/programs.ts';
import { makeScratch, type Scratch } from '../../e2e/harness/scratch.ts';
import { paxXattrs, readAllXattrs, readXattrs, readXattrsOf } from './xattr.ts';

const NOTHING = { found: new Map<string, Map<string, Buffer>>(), untold: new Set<string>() };

let scratch: Scratch;
beforeAll(() => {
  scratch = makeScratch('xattr');
});
afterAll(() => scratch.remove());

test('reads an attribute, and that there is none', () => {
  const file = join(scratch.path, '-odd name');
  writeFileSync(file, '');
  expect(readXattrs(file)?.get('user.veneer')).toBeUndefined();
  run('setfattr', ['-n', 'user.veneer', '-v', 'yes', file]);
  expect(readXattrs(file)?.get('user.veneer')?.toString()).toBe('yes');
});

test('reads those of a whole folder in one go, whatever the names are', async () => {
  const folder = join(scratch.path, 'many');
  const names = ['plain', 'a=b', 'back\\slash', 'two\nlines', 'grün # file: x'];
  for (const name of names) {
    scratch.put(`many/deep/${name}`, '');
    run('setfattr', ['-n', 'user.veneer', '-v', name, join(folder, 'deep', name)]);
  }
  scratch.put('many/without', '');
  const found = await readAllXattrs(folder);
  const told = [...(found ?? [])].map(([path, attributes]) => [path, attributes.get('user.veneer')?.toString()]);
  expect(told.sort()).toEqual(names.map((name) => [join(folder, 'deep', name), name]).sort());
  expect(await readAllXattrs(join(scratch.path, 'nowhere'))).toEqual(new Map());
});

test('folders that are asked for at the same time have each its own', async () => {
  const folders = ['one', 'one-more', 'one/inner', 'missing'].map((name) => join(scratch.path, 'together', name));
  for (const name of ['one', 'one-more', 'one/inner']) {
    scratch.put(`together/${name}/file`, '');
    run('setfattr', ['-n', 'user.veneer', '-v', name, join(scratch.path, 'together', name, 'file')]);
  }
  const alone = [];
  for (const folder of folders) alone.push(await readAllXattrs(folder));
  expect(alone.map((found) => found?.size)).toEqual([2, 1, 1, 0]);
  expect(await Promise.all(folders.map(readAllXattrs))).toEqual(alone);
});

test('reads the wanted ones of many files, more than one program takes, through symlinks', async () => {
  scratch.put('images/image', '');
  run('setfattr', ['-n', 'user.verity.roothash', '-v', 'ab', join(scratch.path, 'images/image')]);
  run('setfattr', ['-n', 'user.other', '-v', 'x', join(scratch.path, 'images/image')]);
  const names = Array.from({ length: 3000 }, (_, index) => join(scratch.path, 'images', `${'n'.repeat(200)}${index}`));
  for (const name of names) symlinkSync('image', name);
  const { found, untold } = (await readXattrsOf(names, '^user\\.verity\\.')) ?? NOTHING;
  expect([found.size, untold.size]).toEqual([names.length, 0]);
  for (const attributes of found.values()) {
    expect(attributes).toEqual(new Map([['user.verity.roothash', Buffer.from('ab')]]));
  }
  expect(await readXattrsOf([], '^user')).toEqual(NOTHING);
});

test('a file with too much costs itself its answer, and no other', async () => {
  const names = Array.from({ length: 9 }, (_, at) => join(scratch.path, `bloated/${at}`));
  for (const [at, name] of names.entries()) {
    scratch.put(`bloated/${at}`, '');
    run('setfattr', ['-n', 'user.veneer', '-v', at === 6 ? 'x'.repeat(3000) : `${at}`, name]);
  }
  const { found, untold } = (await readXattrsOf(names, '^user', { mostOutput: 3000 })) ?? NOTHING;
  expect([...untold]).toEqual([names[6]]);
  expect([...found].map(([path, one]) => [path, `${one.get('user.veneer')}`])).toEqual(
    names.flatMap((name, at) => (at === 6 ? [] : [[name, `${at}`]])),
  );
});

test('of a program that is missing nothing is told, of one that fails that nothing is', async () => {
  expect(await readXattrsOf([scratch.path], '^user', { program: null })).toBeNull();
  scratch.put('not-a-program', '');
  scratch.put('killed', '#!/bin/sh\necho "# file: $0"\nkill -KILL $$\n', 0o755);
  for (const name of ['not-a-program', 'killed', 'gone']) {
    const answer = await readXattrsOf([scratch.path], '^user', { program: join(scratch.path, name) });
    expect(answer, name).toEqual({ found: new Map(), untold: new Set([scratch.path]) });
  }
});

test('reads it from a tar stream as well', () => {
  const file = join(scratch.path, 'tarred');
  writeFileSync(file, '');
  run('setfattr', ['-n', 'user.veneer', '-v', 'no', file]);
  const archive = join(scratch.path, 'archive.tar');
  run('tar', [
    '--create',
    `--file=${archive}`,
    '--xattrs',
    '--xattrs-include=user.veneer',
    '-C',
    scratch.path,
    'tarred',
  ]);
  const bytes = Buffer.from(run('base64', [archive]), 'base64');
  expect(paxXattrs(bytes).get('user.veneer')?.toString()).toBe('no');
});

test('ends on any archive', () => {
  fc.assert(
    fc.property(fc.uint8Array({ maxLength: 2000 }), (bytes) => {
      expect(paxXattrs(Buffer.from(bytes))).toBeInstanceOf(Map);
    }),
  );
});
