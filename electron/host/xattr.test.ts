import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import fc from 'fast-check';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { run } from '../../e2e/harness/programs.ts';
import { makeScratch, type Scratch } from '../../e2e/harness/scratch.ts';
import { paxXattr, readXattr } from './xattr.ts';

let scratch: Scratch;
beforeAll(() => {
  scratch = makeScratch('xattr');
});
afterAll(() => scratch.remove());

test('reads an attribute, and that there is none', () => {
  const file = join(scratch.path, '-odd name');
  writeFileSync(file, '');
  expect(readXattr(file, 'user.veneer')).toBeNull();
  run('setfattr', ['-n', 'user.veneer', '-v', 'yes', file]);
  expect(readXattr(file, 'user.veneer')).toBe('yes');
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
  expect(paxXattr(bytes, 'user.veneer')).toBe('no');
});

test('ends on any archive', () => {
  fc.assert(
    fc.property(fc.uint8Array({ maxLength: 2000 }), (bytes) => {
      expect(['string', 'object']).toContain(typeof paxXattr(Buffer.from(bytes), 'user.veneer'));
    }),
  );
});
