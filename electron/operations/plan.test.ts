import { mkdirSync, rmSync, symlinkSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { makeScratch, putExtension, type Scratch } from '../../e2e/harness/scratch.ts';
import { makeSquashfs } from '../../e2e/harness/squashfs.ts';
import { EMPTY_REQUEST } from '../../shared/changes/empty-request.ts';
import { callOf } from '../../shared/changes/steps.ts';
import type { PlanRequest } from '../../shared/model/plan.ts';
import { NO_MERGE_OPTIONS } from '../../shared/systemd/merge-options.ts';
import { readSystem } from '../extensions/system.ts';
import { ownMounts } from '../extensions/target.ts';
import { makePlan } from './plan.ts';
import { revisionOf } from './revision.ts';
import { undoOf } from './undo.ts';
import { verifyOutcome } from './verify.ts';

let tree: Scratch;
beforeEach(() => {
  tree = makeScratch('plan');
  tree.put('usr/lib/os-release', 'ID=debian\nVERSION_ID=12\n');
  putExtension(tree, 'var/lib/extensions', 'a', 'ID=_any\n', { 'usr/lib/systemd/system/a.service': '' });
  putExtension(tree, 'var/lib/extensions', 'b', 'ID=debian\nVERSION_ID=12\n');
  putExtension(tree, 'var/lib/extensions', 'old', 'ID=debian\nVERSION_ID=11\n');
});
afterEach(() => tree.remove());

const read = (asSystemd = 257) => readSystem({ root: tree.path, asSystemd, mounts: ownMounts(tree.path) }, null);
const request = (change: Partial<PlanRequest>): PlanRequest => ({
  ...EMPTY_REQUEST,
  action: 'auto',
  ...change,
});
const disable = (name: string) => ({ verb: 'disable' as const, class: 'sysext' as const, name });
const enable = (name: string) => ({ verb: 'enable' as const, class: 'sysext' as const, name });

test('predicts layers, units and what stays out', async () => {
  const plan = makePlan(await read(), request({ action: 'merge' }));
  expect(plan.outcomes).toEqual([{ class: 'sysext', before: [], after: ['a', 'b'], uncertain: [], versions: {} }]);
  expect(plan.unitsGained).toEqual(['a.service']);
  expect(plan.steps.map(({ verb }) => verb)).toEqual(['merge']);
});

test('acts on every class that the host uses, where none is named', async () => {
  tree.put('var/lib/confexts/c/etc/extension-release.d/extension-release.c', 'ID=_any\n');
  const plan = makePlan(await read(), request({ action: 'merge' }));
  expect(plan.steps.map((step) => [step.verb, step.class])).toEqual([
    ['merge', 'sysext'],
    ['merge', 'confext'],
  ]);
  expect(plan.outcomes.map(({ after }) => after)).toEqual([['a', 'b'], ['c']]);
});

test('says that a mask will not outlive a reboot', async () => {
  tree.put('var/lib/confexts/c/etc/extension-release.d/extension-release.c', 'ID=_any\n');
  const system = await read();
  const change = { verb: 'disable' as const, class: 'confext' as const, name: 'c' };
  expect(makePlan(system, request({ changes: [change] })).warnings[0]?.message.text).toContain(
    'lasts until the next reboot',
  );
});

test('a mask below a merged /etc is made around it, and taken back without touching /etc more than that', async () => {
  tree.put('var/lib/confexts/c/etc/extension-release.d/extension-release.c', 'ID=_any\n');
  const system = await read();
  const etc = {
    path: '/etc',
    class: 'confext' as const,
    merged: true,
    extensions: ['c'],
    since: null,
    writable: false,
    mutable: 'no' as const,
  };
  const covered = { ...system, hierarchies: [etc] };
  const plan = makePlan(covered, request({ changes: [disable('a')], action: 'none' }));
  expect(plan.steps.map((step) => [step.verb, step.aroundConfext])).toEqual([['mask', { mutable: null }]]);
  expect(undoOf(covered, plan)).toMatchObject({ changes: [{ verb: 'enable', name: 'a' }], classes: ['sysext'] });
});

test('takes everything in by force', async () => {
  const plan = makePlan(await read(), request({ action: 'refresh', force: true }));
  expect(plan.outcomes[0]?.after).toEqual(['a', 'b', 'old']);
});

const ONE_MERGE = { noexec: false, imagePolicy: null, noReload: true, alwaysRefresh: null };

test('says what holds for one merge alone, and asks the helper for it', async () => {
  const plan = makePlan(await read(), request({ action: 'merge', mergeOptions: ONE_MERGE }));
  expect(plan.steps).toMatchObject([{ verb: 'merge', options: ONE_MERGE }]);
  expect(plan.summary.text).toContain('Merge into /usr and /opt, with --noexec=no, with --no-reload');
  const [step] = plan.steps;
  expect(step && callOf(step, { sha256: null })).toMatchObject({ verb: 'merge', parameters: { options: ONE_MERGE } });
  const unmerge = makePlan(await read(), request({ action: 'unmerge', mergeOptions: ONE_MERGE }));
  expect(unmerge.steps).toMatchObject([{ options: { noexec: null, noReload: true } }]);
  // The next merge is without them, as the one is that takes this back.
  expect(undoOf(await read(), plan)).toMatchObject({ mergeOptions: null });
});

test('a /usr from which nothing can be run is refused, an /etc is not', async () => {
  tree.put('var/lib/confexts/c/etc/extension-release.d/extension-release.c', 'ID=_any\n');
  const mergeOptions = { ...NO_MERGE_OPTIONS, noexec: true };
  const system = await read();
  expect(() => makePlan(system, request({ action: 'merge', mergeOptions, classes: ['sysext'] }))).toThrowError(
    expect.objectContaining({ code: 'unsupported', message: expect.stringContaining('every program of this host') }),
  );
  expect(makePlan(system, request({ action: 'merge', mergeOptions, classes: ['confext'] })).steps).toHaveLength(1);
});

test('a policy of one merge decides what fits, and is a leave of its own', async () => {
  putExtension(tree, 'sources', 'plain', 'ID=_any\n');
  makeSquashfs(join(tree.path, 'sources/plain'), join(tree.path, 'var/lib/extensions/plain.raw'));
  const strict = { ...ONE_MERGE, imagePolicy: 'root=signed:usr=signed' };
  expect(makePlan(await read(), request({ action: 'merge' })).blockers).toEqual([]);
  const plan = makePlan(await read(), request({ action: 'merge', mergeOptions: strict }));
  expect(plan.blockers).toMatchObject([{ message: { text: expect.stringMatching(/plain\.raw .*--image-policy/) } }]);
  const [step] = plan.steps;
  expect(step && callOf(step, { sha256: null })).toMatchObject({
    verb: 'merge-policy',
    parameters: { force: false, options: strict },
  });
});

test.each([
  ['--noexec=no', 253, 254],
  ['--no-reload', 254, 255],
  ['--always-refresh=no', 259, 260],
])('%s is refused before anything is done where systemd is too old', async (option, version, since) => {
  const given = {
    ...NO_MERGE_OPTIONS,
    ...{ '--noexec=no': { noexec: false }, '--no-reload': { noReload: true } }[option],
  };
  const mergeOptions = option.startsWith('--always') ? { ...given, alwaysRefresh: false } : given;
  const asked = request({ action: 'refresh', mergeOptions });
  const system = await read(version);
  expect(() => makePlan(system, asked)).toThrowError(
    expect.objectContaining({
      code: 'unsupported',
      message: `systemd ${version} does not know ${option}, so nothing was done.`,
    }),
  );
  expect(makePlan(await read(since), asked).steps).toHaveLength(1);
});

test('only masks where nothing is merged', async () => {
  const plan = makePlan(await read(), request({ changes: [disable('a')] }));
  expect(plan.steps).toMatchObject([{ verb: 'mask', names: ['a'] }]);
});

test('enabling merges nothing where nothing is merged', async () => {
  mkdirSync(join(tree.path, 'etc/extensions/a'), { recursive: true });
  const plan = makePlan(await read(), request({ changes: [enable('a')] }));
  expect(plan.steps.map(({ verb }) => verb)).toEqual(['unmask']);
  expect(plan.outcomes[0]?.after).toEqual([]);
  rmSync(join(tree.path, 'etc/extensions/a'), { recursive: true });
  expect(makePlan(await read(), request({ changes: [enable('a')] })).steps).toEqual([]);
});

test('merges without a mask step when what is switched on was not masked', async () => {
  const plan = makePlan(await read(), request({ changes: [enable('a')], action: 'refresh' }));
  expect(plan.steps.map(({ verb }) => verb)).toEqual(['refresh']);
  expect(plan.warnings).toMatchObject([
    { id: 'also-merged', message: 'Also merged, because they fit and are enabled: b.' },
  ]);
});

test('finds what a mask hid once it is taken away', async () => {
  mkdirSync(join(tree.path, 'etc/extensions/a'), { recursive: true });
  const system = await read();
  expect(makePlan(system, request({ action: 'merge' })).outcomes[0]?.after).toEqual(['b']);
  const plan = makePlan(system, request({ changes: [enable('a')], action: 'refresh' }));
  expect(plan.steps.map(({ verb }) => verb)).toEqual(['unmask', 'refresh']);
  expect(plan.outcomes[0]?.after).toEqual(['a', 'b']);
});

test('warns that switching on does not help what does not fit', async () => {
  const plan = makePlan(await read(), request({ changes: [enable('old')] }));
  expect(plan.warnings[0]?.message.text).toContain('old will not be merged all the same');
});

test('is blocked by a broken image until the image is masked', async () => {
  tree.put('var/lib/extensions/torn.raw', 'no image');
  const system = await read();
  const blocked = makePlan(system, request({ action: 'refresh' }));
  expect(blocked.blockers).toMatchObject([
    { id: 'merge-would-fail', fix: { changes: [disable('torn')], action: 'none' } },
  ]);
  const mended = makePlan(system, request({ action: 'refresh', changes: [disable('torn')] }));
  expect(mended.blockers).toEqual([]);
});

test('is blocked by an extension with an os-release of its own, masked or not yet', async () => {
  tree.put('var/lib/extensions/a/usr/lib/os-release', 'ID=x\n');
  expect(makePlan(await read(), request({ action: 'refresh' })).blockers).toHaveLength(1);
  mkdirSync(join(tree.path, 'etc/extensions/a'), { recursive: true });
  const system = await read();
  expect(makePlan(system, request({ action: 'refresh' })).blockers).toEqual([]);
  expect(makePlan(system, request({ changes: [enable('a')], action: 'refresh' })).blockers).toHaveLength(1);
});

test('says what has to be moved aside, but takes symlinks as they are', async () => {
  tree.put('etc/extensions/here.raw', 'no image');
  symlinkSync('../../var/lib/extensions/b', join(tree.path, 'etc/extensions/link'));
  const plan = makePlan(await read(), request({ changes: [disable('here'), disable('link')], action: 'none' }));
  expect(plan.movesAside).toEqual(['/etc/extensions/here.raw']);
});

test('names another state of the disk otherwise', async () => {
  const before = revisionOf(await read());
  expect(revisionOf(await read())).toBe(before);
  putExtension(tree, 'var/lib/extensions', 'c', 'ID=_any\n');
  expect(revisionOf(await read())).not.toBe(before);
});

test('refuses a name that is not there and a class that this systemd lacks', async () => {
  const system = await read(252);
  expect(() => makePlan(system, request({ changes: [enable('nothing')] }))).toThrowError(
    expect.objectContaining({ code: 'not-found' }),
  );
  expect(() => makePlan(system, request({ classes: ['confext'] }))).toThrowError(
    expect.objectContaining({ code: 'unsupported' }),
  );
});

test('notices that what was planned did not come true', async () => {
  const system = await read();
  const plan = makePlan(system, request({ action: 'merge' }));
  expect(verifyOutcome(system, plan, [])?.message).toContain('a, b are not merged although they should be');
});
