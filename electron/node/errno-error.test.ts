/** What the kernel itself says, and what becomes of it. */
import { mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { makeScratch } from '../../e2e/harness/scratch.ts';
import { errnoError } from './errno-error.ts';

function caught(call: () => unknown): unknown {
  try {
    call();
  } catch (error) {
    return error;
  }
  throw new Error('nothing was thrown');
}

test('each errno has one answer, with its path', () => {
  const scratch = makeScratch('errno');
  try {
    const file = join(scratch.path, 'file');
    writeFileSync(file, '');
    for (const [call, code] of [
      [() => readFileSync(`${file}.gone`), 'not-found'],
      [() => readFileSync(`${file}/below`), 'not-found'],
      [() => readFileSync(join(scratch.path, 'n'.repeat(300))), 'invalid-input'],
      [() => readFileSync(scratch.path), 'invalid-input'],
      [() => writeFileSync('/dev/full', 'x'), 'no-space'],
      [() => mkdirSync('/proc/veneer'), 'not-found'],
    ] as const)
      expect(errnoError(caught(call))?.code, String(caught(call))).toBe(code);
    expect(errnoError(caught(() => readFileSync(`${file}.gone`)))?.message).toContain(`${file}.gone`);
  } finally {
    scratch.remove();
  }
});

test('what nobody can do anything about is left for a bug report', () => {
  expect(errnoError(caught(() => readdirSync('\0')))).toBeNull();
  expect(errnoError('no error at all')).toBeNull();
  expect(errnoError(Object.assign(new Error('x'), { code: 'EACCES', path: '/x' }))?.code).toBe('not-authorized');
  expect(errnoError(Object.assign(new Error('x'), { code: 'EROFS', path: '/x' }))?.code).toBe('read-only');
});
