import { copyFileSync, mkdirSync, realpathSync } from 'node:fs';
import { join } from 'node:path';
import fc from 'fast-check';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { run } from '../../e2e/harness/programs.ts';
import { makeScratch, type Scratch } from '../../e2e/harness/scratch.ts';
import { readElfNeeds } from './elf.ts';
import { openFolder } from './folder.ts';

let scratch: Scratch;
beforeAll(() => {
  scratch = makeScratch('elf');
  mkdirSync(join(scratch.path, 'tree'));
});
afterAll(() => scratch.remove());

async function needsOf(name: string) {
  const tree = openFolder(join(scratch.path, 'tree'), 'folder');
  const node = await tree.child(await tree.root(), name);
  if (node === null) throw new Error('the file is not there');
  return readElfNeeds(tree, node);
}

test.each(['/usr/bin/systemctl', '/usr/bin/mksquashfs', '/bin/ls'])(
  'finds what the loader would need for %s',
  async (program) => {
    copyFileSync(realpathSync(program), join(scratch.path, 'tree/program'));
    // The loader itself prints what the file names, and what those name in turn.
    const theirs = run('sh', ['-c', `LD_TRACE_LOADED_OBJECTS=1 "$0"`, program]);
    const ours = await needsOf('program');
    expect(ours?.needed.length).toBeGreaterThan(0);
    for (const name of ours?.needed ?? []) expect(theirs).toContain(name);
  },
);

test('takes no script and no stub for ELF', async () => {
  scratch.put('tree/script', `#!/bin/sh\n${'#'.repeat(100)}\n`);
  scratch.put('tree/stub', Buffer.concat([Buffer.from('\x7fELF\x02\x01'), Buffer.alloc(100)]));
  expect(await needsOf('script')).toBeNull();
  expect(await needsOf('stub')).toBeNull();
});

test('ends on any bytes behind the magic number', async () => {
  await fc.assert(
    fc.asyncProperty(
      fc.uint8Array({ minLength: 60, maxLength: 600 }),
      fc.constantFrom(1, 2),
      fc.constantFrom(1, 2),
      async (bytes, wide, order) => {
        scratch.put(
          'tree/random',
          Buffer.concat([Buffer.from(`\x7fELF${String.fromCharCode(wide, order)}`, 'latin1'), bytes]),
        );
        const found = await needsOf('random');
        expect(found === null || Array.isArray(found.needed)).toBe(true);
      },
    ),
    { numRuns: 300 },
  );
});
