/** What nobody looked at within the time is said, over a real host that takes longer. */
import { mkdirSync, symlinkSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { run } from '../../../e2e/harness/programs.ts';
import { makeLargeTree } from '../../../e2e/harness/sample-tree.ts';
import { makeScratch, putExtension, type Scratch } from '../../../e2e/harness/scratch.ts';
import { readSystem } from '../system.ts';
import { ownMounts } from '../target.ts';
import { dangersOfMerge } from './dangers.ts';

let tree: Scratch;
beforeEach(() => {
  tree = makeScratch('dangers');
  tree.put('usr/lib/os-release', 'ID=debian\nVERSION_ID=12\n');
});
afterEach(() => tree.remove());

async function idsOf(): Promise<string[]> {
  const target = { root: tree.path, asSystemd: 257, mounts: ownMounts(tree.path) };
  const system = await readSystem(target, null);
  const names = system.extensions.map(({ name }) => name);
  return (await dangersOfMerge(target, system, 'sysext', names)).map(({ id }) => id);
}

test('not-looked-through is told of hosts with so much that the time is over, and of no other', async () => {
  putExtension(tree, 'large', 'all', 'ID=_any\n');
  // One folder for all of them: its release file may have another name (systemd-sysext(8)).
  const release = join(tree.path, 'large/all/usr/lib/extension-release.d/extension-release.all');
  run('setfattr', ['-n', 'user.extension-release.strict', '-v', 'false', release]);
  makeLargeTree(tree, 'large/all', 10);
  const extensions = join(tree.path, 'var/lib/extensions');
  mkdirSync(extensions, { recursive: true });
  const put = (name: string) => symlinkSync('/large/all', join(extensions, name));
  put('one');
  expect(await idsOf()).not.toContain('not-looked-through');
  for (let count = 0; count < 300; count++) put(`more-${count}`);
  expect(await idsOf()).toContain('not-looked-through');
});
