import { statSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { makeScratch } from '../../e2e/harness/scratch.ts';
import { ofThisMerge } from './loop-files.ts';

test('a device of a file that is gone counts where what stands there now came after the merge', () => {
  const scratch = makeScratch('loop-files');
  try {
    scratch.put('tool.raw', '');
    const path = join(scratch.path, 'tool.raw');
    const { ctimeMs } = statSync(path);
    // What cannot be looked at, of which a name that is too long is one for root too, stays.
    const gone = [join(scratch.path, 'gone.raw (deleted)'), join(scratch.path, `${'x'.repeat(300)} (deleted)`)];
    const all = [path, `${path} (deleted)`, ...gone];
    expect(ofThisMerge(all, ctimeMs - 1), 'it was replaced').toEqual(all);
    expect(ofThisMerge(all, ctimeMs + 1), 'it was there already').toEqual([path, ...gone]);
    expect(ofThisMerge(all, null)).toEqual(all);
  } finally {
    scratch.remove();
  }
});
