import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { makeScratch, type Scratch } from '../../../e2e/harness/scratch.ts';
import { helperForRoot } from './for-root.ts';

let scratch: Scratch;
beforeEach(() => {
  scratch = makeScratch('for-root');
  scratch.put('helper.cjs', '');
});
afterEach(() => scratch.remove());

test('leaves alone what root can read', async () => {
  const command = { program: process.execPath, args: [join(scratch.path, 'helper.cjs')] };
  expect(await helperForRoot(command, null)).toEqual(command);
});

test('a host without Node can be looked at all the same', async () => {
  const command = { program: join(scratch.path, 'no-node'), args: [join(scratch.path, 'helper.cjs')] };
  expect(await helperForRoot(command, scratch.path)).toBe(null);
});
