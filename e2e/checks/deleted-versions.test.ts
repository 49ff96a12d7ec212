/** What is told to be deleted is what the helper deletes. */
import { readdirSync, symlinkSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { readSystem } from '../../electron/extensions/system.ts';
import { ownMounts } from '../../electron/extensions/target.ts';
import { vacuumStore } from '../../electron/helper/remove.ts';
import { deletedBy } from '../../electron/operations/deleted-versions.ts';
import { requestVacuum } from '../../shared/changes/vacuum.ts';
import { makeScratch, type Scratch } from '../harness/scratch.ts';

const TOOL = { class: 'sysext', name: 'tool' } as const;

let tree: Scratch;
beforeEach(() => {
  tree = makeScratch('deleted-versions');
  tree.put('usr/lib/os-release', 'ID=debian\nVERSION_ID=12\n');
  tree.put('var/lib/extensions/other', '');
});
afterEach(() => tree.remove());

const stored = () => readdirSync(join(tree.path, 'var/lib/extensions.d/tool')).sort();

async function install(...versions: string[]): Promise<void> {
  for (const version of versions) {
    tree.put(`var/lib/extensions.d/tool/tool-${version}-x86-64.raw`, version);
    // The order of installation is told by the change of the inode, which has the kernel's tick.
    await new Promise((settle) => setTimeout(settle, 20));
  }
}

test.each([
  ['2.0', 0, null],
  ['1.0', 1, null],
  ['3.0', 0, '1.0'],
  ['2.0', 2, null],
] as const)('with %s current, %d kept and %s pinned', async (current, keep, pinned) => {
  await install('3.0', '1.0', '2.0');
  symlinkSync(`../extensions.d/tool/tool-${current}-x86-64.raw`, join(tree.path, 'var/lib/extensions/tool.raw'));
  if (pinned !== null)
    tree.put('var/lib/veneer/pins/sysext-tool.json', JSON.stringify({ version: pinned, held: false }));
  const system = await readSystem({ root: tree.path, asSystemd: 257, mounts: ownMounts(tree.path) }, null);
  const told = deletedBy(system, requestVacuum(TOOL, keep));
  const before = stored();
  vacuumStore({ ...TOOL, root: tree.path, keep });
  const gone = before.filter((name) => !stored().includes(name));
  expect(told.map(({ version }) => `tool-${version}-x86-64.raw`).sort()).toEqual(gone);
});
