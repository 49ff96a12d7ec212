/** What is read of a tree; what the service manager tells is held by e2e/testbed. */
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { makeScratch, putExtension, type Scratch } from '../../e2e/harness/scratch.ts';
import { diagnoseState } from '../../shared/diagnosis/state/diagnose-state.ts';
import { readSystem, type System } from '../extensions/system.ts';
import { ownMounts } from '../extensions/target.ts';
import { readState } from './state.ts';

let scratch: Scratch;
beforeEach(() => {
  scratch = makeScratch('state');
  scratch.put('tree/usr/lib/os-release', 'ID=debian\nVERSION_ID=12\n');
});
afterEach(() => scratch.remove());

async function found(change: (system: System) => Partial<System> = () => ({})) {
  const root = join(scratch.path, 'tree');
  const target = { root, asSystemd: 257, mounts: ownMounts(root) };
  const system = await readSystem(target, null);
  const state = await readState(target, { ...system, ...change(system) }, []);
  return diagnoseState(state).map(({ id, message }) => `${id}: ${message.text}`);
}

test('nothing is wrong with an empty tree, of which no service manager tells', async () => {
  expect(await found()).toEqual([]);
});

test('what is not merged, and what is gone after a boot', async () => {
  putExtension(scratch, 'tree/var/lib/extensions', 'tool', 'ID=_any\n');
  putExtension(scratch, 'tree/var/lib/extensions', 'foreign', 'ID=arch\n');
  putExtension(scratch, 'tree/run/extensions', 'passing', 'ID=_any\n');
  // A tree that lies there is merged once it is booted.
  expect(await found()).toEqual(['until-reboot: Gone after the next boot: passing.']);
  const isMerged = ({ hierarchies }: System) => ({
    hierarchies: hierarchies.map((one) => ({ ...one, merged: one.class === 'sysext' })),
  });
  expect(await found(isMerged)).toEqual([
    'merge-differs: Not merged, and taken in by the next merge: passing, tool.',
    'until-reboot: Gone after the next boot: passing.',
  ]);
});

test('nothing is foretold of a merge that fails, which is told elsewhere', async () => {
  putExtension(scratch, 'tree/var/lib/extensions', 'tool', 'ID=_any\n');
  scratch.put('tree/var/lib/extensions/broken.raw', 'a page that was saved');
  expect(await found()).toEqual([]);
});

test('an image of which the loop device has another file', async () => {
  putExtension(scratch, 'tree/var/lib/extensions', 'tool', 'ID=_any\n');
  const loopFiles = [join(scratch.path, 'tree/var/lib/extensions/tool (deleted)')];
  const asMerged = ({ extensions, hierarchies }: System) => ({
    loopFiles,
    extensions: extensions.map((one) => ({ ...one, merged: true })),
    hierarchies: hierarchies.map((one) => ({ ...one, merged: one.class === 'sysext', extensions: ['tool'] })),
  });
  expect(await found(asMerged)).toEqual(['image-replaced: The image was replaced while it is merged: tool.']);
  expect(await found((system) => ({ ...asMerged(system), loopFiles: [] }))).toEqual([]);
});
