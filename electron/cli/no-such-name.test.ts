import { mkdirSync } from 'node:fs';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { makeScratch, type Scratch } from '../../e2e/harness/scratch.ts';
import type { VeneerError } from '../../shared/model/errors.ts';
import { asUnreadable } from '../host/hash-file.ts';
import { neitherNameNorPath, noSuchName } from './no-such-name.ts';

let scratch: Scratch;
beforeAll(() => {
  scratch = makeScratch('no-such-name');
  mkdirSync(`${scratch.path}/big`);
});
afterAll(() => scratch.remove());

const stepOf = (error: unknown): string => (error as VeneerError).nextStep?.text ?? '';

test('a name that is nearly one there is, is asked for; any other leads to the list', () => {
  expect(noSuchName(['docker', 'tool'], 'dokcer').code).toBe('not-found');
  expect(stepOf(noSuchName(['docker', 'tool'], 'dokcer'))).toContain('docker');
  expect(stepOf(noSuchName([], 'x'))).toContain('veneer list');
});

test('a folder that is here has to be written as a path', () => {
  const big = `${scratch.path}/big`;
  expect(stepOf(neitherNameNorPath(['tool'], big))).toBe(`${big} is a folder here. Write ./${big}`);
  expect(stepOf(neitherNameNorPath(['tool'], 'tol'))).toContain('tool');
  expect(stepOf(neitherNameNorPath(['tool'], ''))).not.toContain('./');
});

test('an address in the place of a path says what to do with it', () => {
  const gone = Object.assign(new Error('gone'), { code: 'ENOENT' });
  expect(stepOf(asUnreadable('https://example.org/x.raw', gone))).toContain('veneer remote add');
  expect(stepOf(asUnreadable('/srv/x.raw', gone))).toContain('moved or deleted');
});
