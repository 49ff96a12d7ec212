import { symlinkSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { makeScratch, putExtension, type Scratch } from '../../e2e/harness/scratch.ts';
import { makeSquashfs } from '../../e2e/harness/squashfs.ts';
import { EMPTY_REQUEST } from '../../shared/changes/empty-request.ts';
import type { Change } from '../../shared/model/change.ts';
import type { Plan, PlanRequest } from '../../shared/model/plan.ts';
import { createOwnReader } from '../extensions/own-reader.ts';
import { readSystem } from '../extensions/system.ts';
import { ownMounts } from '../extensions/target.ts';
import { lookInto } from './look-into.ts';
import { makePlan } from './plan.ts';
import { touchesOfPlan } from './plan-touches.ts';

const NAMES = ['editor', 'field-kit', 'hello', 'metrics', 'terminal'];

let tree: Scratch;
beforeEach(() => {
  tree = makeScratch('plan-words');
  tree.put('usr/lib/os-release', 'ID=debian\nVERSION_ID=12\n');
  for (const name of NAMES) putExtension(tree, 'var/lib/extensions', name, 'ID=_any\n', { [`usr/bin/${name}`]: '' });
});
afterEach(() => tree.remove());

async function planOf(request: Partial<PlanRequest>, merged: readonly string[] = []): Promise<Plan> {
  const target = { root: tree.path, asSystemd: 257, mounts: ownMounts(tree.path) };
  const read = await readSystem(target, null);
  const usr = { path: '/usr', class: 'sysext', merged: true, since: null, writable: false, mutable: 'no' } as const;
  const system = merged.length === 0 ? read : { ...read, hierarchies: [{ ...usr, extensions: [...merged] }] };
  const whole: PlanRequest = { ...EMPTY_REQUEST, action: 'auto', ...request };
  const reader = createOwnReader();
  const known = await lookInto(reader, target, system, whole.changes);
  const plan = makePlan(system, whole, known);
  return makePlan(system, whole, {
    ...known,
    ...(await touchesOfPlan(reader, target, system, plan, known.inspections)),
  });
}

const disable = (name: string): Change => ({ verb: 'disable', class: 'sysext', name });
const said = ({ words: { title, button, done, effects } }: Plan) => [
  title.text,
  button.text,
  done.text,
  ...effects.map(({ text }) => text),
];

/** An image in the store with the link that makes it count. */
async function store(version: string): Promise<Change> {
  putExtension(tree, `sources-${version}`, 'tilde', 'ID=_any\n', { 'usr/bin/tilde': version, 'usr/bin/hello': '' });
  const file = join(tree.path, `var/lib/extensions.d/tilde/tilde-${version}.raw`);
  tree.put(`var/lib/extensions.d/tilde/tilde-${version}.raw`, '');
  makeSquashfs(join(tree.path, `sources-${version}/tilde`), file);
  const image = { source: null, sha256: null, version, architecture: null, place: 'kept', keep: null } as const;
  return { verb: 'install', class: 'sysext', name: 'tilde', image };
}

test('a plan is a sentence with a verb, and so is what was done, said once', async () => {
  expect(said(await planOf({ action: 'merge' }))).toEqual(['Merge 5 extensions', 'Merge', 'Merged 5 extensions']);
  expect(said(await planOf({ changes: [disable('metrics'), disable('editor')] }, NAMES))).toEqual([
    'Disable editor and metrics',
    'Disable',
    'Disabled editor and metrics',
    'Re-merged system extensions',
  ]);
  expect(said(await planOf({ action: 'unmerge' }, NAMES))).toEqual([
    'Unmerge 5 extensions',
    'Unmerge',
    'Unmerged 5 extensions',
  ]);
});

test('what begins a merge says so beside its changes', async () => {
  expect(said(await planOf({ changes: [disable('hello')], action: 'merge' }))).toEqual([
    'Disable hello, merge 4 extensions',
    'Apply',
    'Disabled hello, merged 4 extensions',
    'editor, field-kit, metrics, terminal came in',
  ]);
});

test('no sentence is longer than a toast, whatever the names', async () => {
  for (let at = 0; at < 12; at++) putExtension(tree, 'var/lib/extensions', `extraordinarily-long-${at}`, 'ID=_any\n');
  const changes = Array.from({ length: 12 }, (_, at) => disable(`extraordinarily-long-${at}`));
  expect(said(await planOf({ changes }))).toEqual(['Disable 12 extensions', 'Disable', 'Disabled 12 extensions']);
  const remove: Change = { verb: 'remove', class: 'sysext', name: 'hello', purge: false };
  expect(said(await planOf({ changes: [...changes, remove] }))[0]).toBe('Disable 12 extensions, remove hello');
});

test('a version that comes is an update, one that was before a way back, and both are named', async () => {
  const [old, now] = [await store('1.0'), await store('2.0')];
  symlinkSync('../extensions.d/tilde/tilde-2.0.raw', join(tree.path, 'var/lib/extensions/tilde.raw'));
  const back = await planOf({ changes: [old] }, ['tilde']);
  expect(said(back).slice(0, 3)).toEqual(['Go back to tilde 1.0', 'Go back', 'Went back to tilde 1.0']);
  expect(back.outcomes[0]?.versions['tilde']).toEqual({ before: '2.0', after: '1.0' });
  const later = await store('3.0');
  expect(said(await planOf({ changes: [later] }, ['tilde']))[0]).toBe('Update tilde 2.0 → 3.0');
  expect(said(await planOf({ changes: [now] }, ['tilde']))[0]).toBe('Install tilde 2.0');
  expect(back.overlaps, 'what comes lies over what is there').toMatchObject([
    { winner: 'tilde', loser: 'hello', files: 1, paths: ['/usr/bin/hello'] },
  ]);
});

test('a removal says what stays, and what is deleted is named', async () => {
  await store('1.0');
  await store('2.0');
  symlinkSync('../extensions.d/tilde/tilde-2.0.raw', join(tree.path, 'var/lib/extensions/tilde.raw'));
  const removal = (purge: boolean): Change => ({ verb: 'remove', class: 'sysext', name: 'tilde', purge });
  const plain = await planOf({ changes: [removal(false)] });
  expect(plain).toMatchObject({ words: { destroys: true }, deletes: [], canUndo: true });
  expect(plain.keeps.map(({ version }) => version).sort()).toEqual(['1.0', '2.0']);
  const whole = await planOf({ changes: [removal(true)] });
  expect(whole).toMatchObject({ keeps: [], canUndo: false });
  expect(whole.deletes).toHaveLength(2);
  for (const { size } of whole.deletes) expect(size).toBeGreaterThan(0);
});

test('a file of the system that is replaced is told', async () => {
  tree.put('usr/bin/editor', 'base');
  expect((await planOf({ action: 'merge' })).overlaps).toEqual([
    { class: 'sysext', winner: 'editor', loser: null, files: 1, paths: ['/usr/bin/editor'] },
  ]);
  expect((await planOf({ changes: [disable('hello')] }, NAMES)).overlaps, 'it is no news').toEqual([]);
});
