import { mkdirSync, symlinkSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { makeScratch, putExtension, type Scratch } from '../../e2e/harness/scratch.ts';
import { makeSquashfs } from '../../e2e/harness/squashfs.ts';
import { EMPTY_REQUEST } from '../../shared/changes/empty-request.ts';
import { changeToStored } from '../../shared/changes/install.ts';
import type { Change } from '../../shared/model/change.ts';
import { createOwnReader } from '../extensions/own-reader.ts';
import { readSystem } from '../extensions/system.ts';
import { ownMounts } from '../extensions/target.ts';
import { inspectInstalls } from './file-changes.ts';
import { makePlan } from './plan.ts';
import { undoOf } from './undo.ts';

let tree: Scratch;
beforeEach(() => {
  tree = makeScratch('undo');
  tree.put('usr/lib/os-release', 'ID=debian\nVERSION_ID=12\n');
  putExtension(tree, 'sources', 'tool', 'ID=_any\n');
  makeSquashfs(join(tree.path, 'sources/tool'), join(tree.path, 'tool.raw'));
  mkdirSync(join(tree.path, 'var/lib/extensions'), { recursive: true });
});
afterEach(() => tree.remove());

const stored = { version: '1', architecture: null, place: 'kept' as const };
const remove = (purge: boolean): Change => ({ verb: 'remove', class: 'sysext', name: 'tool', purge });
const install = (place: 'kept' | 'until-reboot'): Change => {
  const image = { source: join(tree.path, 'tool.raw'), sha256: 'a'.repeat(64), version: '2', architecture: null };
  return { verb: 'install', class: 'sysext', name: 'tool', image: { ...image, place, keep: null } };
};

/** Version 1 of tool, installed. */
function putStored(): void {
  const folder = join(tree.path, 'var/lib/extensions.d/tool');
  mkdirSync(folder, { recursive: true });
  makeSquashfs(join(tree.path, 'sources/tool'), join(folder, 'tool-1.raw'));
  symlinkSync('/var/lib/extensions.d/tool/tool-1.raw', join(tree.path, 'var/lib/extensions/tool.raw'));
}

async function undone(change: Change): Promise<readonly Change[] | null> {
  const target = { root: tree.path, asSystemd: 257, mounts: ownMounts(tree.path) };
  const system = await readSystem(target, null);
  const request = { ...EMPTY_REQUEST, changes: [change] };
  const plan = makePlan(system, request, {
    inspections: await inspectInstalls(createOwnReader(), target, system, request.changes),
  });
  return undoOf(system, plan)?.changes ?? null;
}

test('takes away what was new', async () => {
  expect(await undone(install('kept'))).toEqual([remove(false)]);
});

test('goes back to the version before', async () => {
  putStored();
  expect(await undone(install('kept'))).toEqual([changeToStored('sysext', 'tool', stored)]);
  expect(await undone(remove(false))).toEqual([changeToStored('sysext', 'tool', stored)]);
});

test('takes away what lies over the version before until the next reboot', async () => {
  putStored();
  expect(await undone(install('until-reboot'))).toEqual([remove(false)]);
});

test('takes away what systemd-sysupdate brought new', async () => {
  const update = { verb: 'update', class: 'sysext', name: 'tool', component: 'tools', version: '1' } as const;
  expect(await undone(update)).toEqual([remove(false)]);
  putStored();
  expect(await undone(update)).toEqual([changeToStored('sysext', 'tool', stored)]);
});

test('offers none for what deletes', async () => {
  putStored();
  expect(await undone(remove(true))).toBeNull();
  expect(await undone({ verb: 'vacuum', class: 'sysext', name: 'tool', keep: 0 })).toBeNull();
});

test('goes back to the version before in a versioned directory', async () => {
  const place = join(tree.path, 'var/lib/extensions/tool.raw.v');
  mkdirSync(place);
  makeSquashfs(join(tree.path, 'sources/tool'), join(place, 'tool_1.raw'));
  expect(await undone(install('kept'))).toEqual([changeToStored('sysext', 'tool', stored)]);
  expect(await undone(remove(false))).toEqual([changeToStored('sysext', 'tool', stored)]);
});
