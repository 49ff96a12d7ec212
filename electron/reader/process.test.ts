import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { makeScratch, type Scratch } from '../../e2e/harness/scratch.ts';
import { startLimited } from './process.ts';

let scratch: Scratch;
beforeEach(() => {
  scratch = makeScratch('limited-process');
});
afterEach(() => scratch.remove());

const LIMITS = { memory: 64 << 20, timeMs: 5000 };

test.each([
  ['ends before it says a word', 'process.exit(3)'],
  ['cannot be read', 'this is no program'],
])('one that %s cannot be started', async (_, script) => {
  scratch.put('child.mjs', script);
  const program = { program: process.execPath, script: join(scratch.path, 'child.mjs') };
  await expect(startLimited(program, LIMITS)).rejects.toMatchObject({ code: 'internal' });
});

test('one that is no program at all cannot be started either', async () => {
  const program = { program: join(scratch.path, 'nothing'), script: join(scratch.path, 'child.mjs') };
  await expect(startLimited(program, LIMITS)).rejects.toMatchObject({ code: 'internal' });
});
