import { rmSync, utimesSync } from 'node:fs';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { makeScratch, type Scratch } from '../../e2e/harness/scratch.ts';
import { createSeeUpdate, isPartMissing } from './own-files.ts';

let scratch: Scratch;
beforeEach(() => {
  scratch = makeScratch('own-files');
});
afterEach(() => scratch.remove());

test('is told once, when another file is there', () => {
  const program = join(scratch.path, 'commands.cjs');
  scratch.put('commands.cjs', 'first');
  const told: string[] = [];
  const see = createSeeUpdate(program, ({ message }) => told.push(message));
  expect(see()).toBeNull();
  utimesSync(program, 7, 7);
  expect(see(), 'the same again').toBeNull();
  rmSync(program);
  expect(see(), 'while it is being replaced').toBeNull();
  scratch.put('commands.cjs', 'second');
  expect(see()).toMatchObject({ code: 'changed', message: expect.stringContaining('Veneer was updated') });
  expect(see()).not.toBeNull();
  expect(told).toHaveLength(1);
});

test('says nothing of a program whose files it never saw', () => {
  const see = createSeeUpdate(join(scratch.path, 'nothing.js'), () => {});
  scratch.put('nothing.js', 'later');
  expect(see()).toBeNull();
});

test('a missing part is told from every other error', async () => {
  const missing = pathToFileURL(join(scratch.path, 'gone.js')).href;
  const error = await import(/* @vite-ignore */ missing).catch((one: unknown) => one);
  expect(isPartMissing(error)).toBe(true);
  expect(isPartMissing(new Error('else'))).toBe(false);
  expect(isPartMissing(null)).toBe(false);
});
