/**
 * A release file of another name counts for an extension only where its own name is no hidden file's and no backup's. Each line is
 * what systemd 252, 257 and 262 made of such a folder and of such an image.
 */
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { makeScratch, type Scratch } from '../../e2e/harness/scratch.ts';
import { buildTree } from '../../e2e/harness/trees/build.ts';
import { readSystem } from './system.ts';
import { ownMounts } from './target.ts';

let scratch: Scratch;
beforeEach(() => {
  scratch = makeScratch('hidden-release');
});
afterEach(() => scratch.remove());

test.each([
  ['elsewhere', [252, 257, 262]],
  ['x.orig', [252, 257, 262]],
  ['x.ignore', [252, 257]],
  ['a~', []],
  ['old', []],
  ['x.bak', []],
  ['x.dpkg-backup', []],
  ['x.ucf-old', []],
])('extension-release.%s', async (name, counts) => {
  const file = { t: 'ID=_any\n', x: { 'user.extension-release.strict': '0' } };
  const content = { 'usr/share/it': 'x', [`usr/lib/extension-release.d/extension-release.${name}`]: file };
  const root = join(scratch.path, 'tree');
  buildTree(
    {
      class: 'sysext',
      shapes: [],
      force: false,
      host: { 'usr/lib/os-release': 'ID=debian\nVERSION_ID=12\n' },
      entries: [{ p: 'var/lib/extensions/foo', f: 'dir', t: content }],
    },
    root,
  );
  const taken: number[] = [];
  for (const asSystemd of [252, 257, 262]) {
    const { extensions } = await readSystem({ root, asSystemd, mounts: ownMounts(root) }, null);
    expect(extensions).toHaveLength(1);
    if (extensions[0]?.verdict.compatible === true) taken.push(asSystemd);
  }
  expect(taken).toEqual(counts);
});
