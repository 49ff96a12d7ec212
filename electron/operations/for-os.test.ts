import { mkdirSync, symlinkSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { makeScratch, putExtension, type Scratch } from '../../e2e/harness/scratch.ts';
import { makeSquashfs } from '../../e2e/harness/squashfs.ts';
import { EMPTY_REQUEST } from '../../shared/changes/empty-request.ts';
import { FOR_OS, forOsText } from '../../shared/images/for-os.ts';
import type { Change } from '../../shared/model/change.ts';
import { readSystem } from '../extensions/system.ts';
import { ownMounts } from '../extensions/target.ts';
import { makePlan } from './plan.ts';
import { undoOf } from './undo.ts';

const OS = { id: 'debian', version: '13' };
const IMAGE = { sha256: 'a'.repeat(64), version: '2', architecture: null, place: 'kept', keep: null } as const;

let tree: Scratch;
beforeEach(() => {
  tree = makeScratch('for-os-plan');
  tree.put('usr/lib/os-release', 'ID=debian\nVERSION_ID=12\n');
  putExtension(tree, 'sources', 'tool', 'ID=debian\nVERSION_ID=12\n');
  for (const directory of ['var/lib/extensions', 'var/lib/extensions.d/tool']) {
    mkdirSync(join(tree.path, directory), { recursive: true });
  }
  makeSquashfs(join(tree.path, 'sources/tool'), join(tree.path, 'var/lib/extensions.d/tool/tool-1.raw'));
  symlinkSync('/var/lib/extensions.d/tool/tool-1.raw', join(tree.path, 'var/lib/extensions/tool.raw'));
});
afterEach(() => tree.remove());

const read = () => readSystem({ root: tree.path, asSystemd: 257, mounts: ownMounts(tree.path) }, null);
const change = (more: Partial<Extract<Change, { verb: 'for-os' }>> = {}): Change => ({
  verb: 'for-os',
  class: 'sysext',
  name: 'tool',
  os: OS,
  image: { ...IMAGE, source: '/tmp/tool-2.raw' },
  ...more,
});
const planOf = async (...changes: Change[]) => {
  const system = await read();
  return { system, plan: makePlan(system, { ...EMPTY_REQUEST, changes, action: 'auto' }) };
};

test('stores the image first, names it then, and merges nothing', async () => {
  const { system, plan } = await planOf(change());
  expect(plan.steps).toMatchObject([
    { verb: 'install', current: false, store: '/var/lib/extensions.d', image: { version: '2' } },
    { verb: 'set-for-os', os: OS, stored: { version: '2', architecture: null } },
  ]);
  expect(plan.blockers).toEqual([]);
  expect(undoOf(system, plan)).toMatchObject({ action: 'none', changes: [{ verb: 'for-os', os: OS, image: null }] });
});

test('the way back is to what was meant for that release before', async () => {
  const target = '/var/lib/extensions.d/tool/tool-1.5.raw';
  tree.put(`${FOR_OS.slice(1)}/debian:13/sysext-tool.conf`, forOsText(OS, 'sysext', 'tool', target));
  const before = { verb: 'for-os', name: 'tool', os: OS, image: { source: null, version: '1.5' } };
  for (const one of [change(), change({ image: null })]) {
    const { system, plan } = await planOf(one);
    expect(undoOf(system, plan)).toMatchObject({ changes: [before] });
  }
});

test('refuses the release that runs, what is not there, and what no link leads to', async () => {
  const refused = (one: Change, code: string) => expect(planOf(one)).rejects.toMatchObject({ code });
  await refused(change({ os: { id: 'debian', version: '12' } }), 'invalid-input');
  await refused(change({ name: 'other' }), 'not-found');
  putExtension(tree, 'var/lib/extensions', 'folder', 'ID=_any\n');
  await refused(change({ name: 'folder' }), 'unsupported');
  // What cannot be prepared any more can still be forgotten.
  await expect(planOf(change({ name: 'folder', image: null }))).resolves.toBeDefined();
});
