import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import fc from 'fast-check';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { run } from '../../e2e/harness/programs.ts';
import { makeScratch, type Scratch } from '../../e2e/harness/scratch.ts';
import { paxXattrs, readAllXattrs, readXattrs } from './xattr.ts';

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
