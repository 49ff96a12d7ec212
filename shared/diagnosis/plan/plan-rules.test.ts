/** Each rule by a plan on a tree that makes it speak; what systemd makes of such trees is held by e2e/live. */
import { mkdirSync, symlinkSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { makeScratch, putExtension, type Scratch } from '../../../e2e/harness/scratch.ts';
import { makeSquashfs } from '../../../e2e/harness/squashfs.ts';
import { createOwnReader } from '../../../electron/extensions/own-reader.ts';
import { readSystem, type System } from '../../../electron/extensions/system.ts';
import { ownMounts } from '../../../electron/extensions/target.ts';
import { lookInto } from '../../../electron/operations/look-into.ts';
import { type Known, makePlan } from '../../../electron/operations/plan.ts';
import { EMPTY_REQUEST } from '../../changes/empty-request.ts';
import { englishOf, foreignText } from '../../messages/message.ts';
import type { Change } from '../../model/change.ts';
import type { Hierarchy } from '../../model/host.ts';
import type { Plan, PlanRequest } from '../../model/plan.ts';
import { wholeText } from '../whole-text.ts';

let tree: Scratch;
beforeEach(() => {
  tree = makeScratch('plan-rules');
  tree.put('usr/lib/os-release', 'ID=debian\nVERSION_ID=12\n');
  putExtension(tree, 'var/lib/extensions', 'a', 'ID=_any\n');
  putExtension(tree, 'var/lib/extensions', 'b', 'ID=_any\n');
});
afterEach(() => tree.remove());

async function planOf(
  request: Partial<PlanRequest>,
  changed: (system: System) => System = (system) => system,
  known: Known = {},
): Promise<Plan> {
  const target = { root: tree.path, asSystemd: 257, mounts: ownMounts(tree.path) };
  const system = changed(await readSystem(target, null));
  const whole = { ...EMPTY_REQUEST, action: 'auto' as const, ...request };
  return makePlan(system, whole, { ...(await lookInto(createOwnReader(), target, system, whole.changes)), ...known });
}

const disable = (name: string): Change => ({ verb: 'disable', class: 'sysext', name });
const enable = (name: string): Change => ({ verb: 'enable', class: 'sysext', name });

function install(name: string, release: string, inside = name): Change {
  putExtension(tree, 'sources', inside, release);
  const source = join(tree.path, `${name}-2.0.raw`);
  makeSquashfs(join(tree.path, 'sources', inside), source);
  const image = { source, sha256: null, version: '2.0', architecture: null, place: 'kept' as const, keep: null };
  return { verb: 'install', class: 'sysext', name, image };
}

const mergedOver = (path: string, extensionClass: Hierarchy['class'], extensions: string[]): Hierarchy => ({
  ...{ path, class: extensionClass, merged: true, extensions, since: null, writable: false, mutable: 'no' },
});

const withMerged =
  (...more: Hierarchy[]) =>
  (system: System): System => ({ ...system, hierarchies: [...system.hierarchies, ...more] });

test('what is merged already is refreshed instead, with what else was asked for', async () => {
  const usr = mergedOver('/usr', 'sysext', ['a']);
  const { blockers } = await planOf({ action: 'merge', changes: [disable('b')] }, withMerged(usr));
  expect(blockers).toMatchObject([
    {
      id: 'already-merged',
      subject: { kind: 'class', class: 'sysext' },
      fix: { changes: [disable('b')], action: 'refresh' },
    },
  ]);
  const refreshed = await planOf({ ...blockers[0]?.fix }, withMerged(usr));
  expect(refreshed.blockers).toEqual([]);
});

test('a mask below a merged /etc is made while that is taken out, and it is merged again', async () => {
  tree.put('var/lib/confexts/c/etc/extension-release.d/extension-release.c', 'ID=_any\n');
  const etc = mergedOver('/etc', 'confext', ['c']);
  const merged = withMerged(etc, mergedOver('/usr', 'sysext', ['a', 'b']));
  const plan = await planOf({ changes: [disable('a')] }, merged);
  expect(plan.blockers).toEqual([]);
  expect(plan.steps).toMatchObject([
    { verb: 'mask', class: 'sysext', names: ['a'], aroundConfext: { mutable: null } },
    { verb: 'refresh', class: 'sysext' },
  ]);
  expect(plan.outcomes).toMatchObject([
    { class: 'sysext', before: ['a', 'b'], after: ['b'] },
    { class: 'confext', before: ['c'], after: ['c'] },
  ]);
  expect(plan.warnings.map(({ id }) => id)).toContain('etc-opened');
  const writable = await planOf({ changes: [disable('a')] }, withMerged({ ...etc, writable: true, mutable: 'yes' }));
  expect(
    writable.steps.some(({ aroundConfext }) => aroundConfext !== undefined),
    'nothing is in the way',
  ).toBe(false);
  const unmerge = await planOf({ changes: [disable('a')], action: 'unmerge', classes: ['sysext', 'confext'] }, merged);
  expect(unmerge.steps.map((step) => [step.verb, step.class, step.aroundConfext])).toEqual([
    ['unmerge', 'confext', undefined],
    ['mask', 'sysext', undefined],
    ['unmerge', 'sysext', undefined],
  ]);
});

test('where configuration could not be merged again, /etc is not opened', async () => {
  tree.put('var/lib/confexts/torn.raw', 'no image');
  const { blockers } = await planOf({ changes: [disable('a')] }, withMerged(mergedOver('/etc', 'confext', ['c'])));
  expect(blockers).toMatchObject([
    { id: 'merge-would-fail', subject: { kind: 'entry', class: 'confext', path: '/var/lib/confexts/torn.raw' } },
  ]);
});

test('what would make the merge fail stands in the way until it is masked', async () => {
  tree.put('var/lib/extensions/torn.raw', 'no image');
  const { blockers } = await planOf({ action: 'refresh' });
  expect(blockers).toMatchObject([
    {
      id: 'merge-would-fail',
      subject: { kind: 'entry', class: 'sysext', path: '/var/lib/extensions/torn.raw' },
      nextStep: expect.objectContaining({ text: expect.stringContaining('Disable torn') }),
      fix: { changes: [disable('torn')], action: 'none' },
    },
  ]);
  expect((await planOf({ action: 'refresh', ...blockers[0]?.fix })).blockers).toEqual([]);
  mkdirSync(join(tree.path, 'etc/extensions/torn'), { recursive: true });
  // Nothing is merged, so that only a later merge would fail: switched back on, it is as it was before.
  const { warnings } = await planOf({ action: 'none', changes: [enable('torn')] });
  expect(warnings).toMatchObject([{ id: 'next-merge-would-fail', severity: 'danger', fix: null }]);
});

test('a file that would make every merge fail is let in by force alone', async () => {
  const torn = install('torn', 'ID=_any\n', 'other');
  const [blocked, forced] = [
    await planOf({ changes: [torn], action: 'none' }),
    await planOf({ changes: [torn], action: 'none', force: true }),
  ];
  const ids = ({ blockers, warnings }: Plan) => [blockers, warnings].map((found) => found.map(({ id }) => id));
  expect(ids(blocked)).toEqual([['merge-would-fail'], ['left-out']]);
  expect(ids(forced)).toEqual([[], ['next-merge-would-fail', 'left-out']]);
});

test('what is merged over other hierarchies stays', async () => {
  const elsewhere = [mergedOver('/srv', 'sysext', ['a'])];
  const { warnings } = await planOf({ action: 'unmerge' }, (system) => ({ ...system, elsewhere }));
  expect(warnings).toMatchObject([{ id: 'merged-elsewhere', severity: 'note' }]);
});

test('a mask below /run is gone with the next boot', async () => {
  tree.put('var/lib/confexts/c/etc/extension-release.d/extension-release.c', 'ID=_any\n');
  const { warnings } = await planOf({ changes: [{ verb: 'disable', class: 'confext', name: 'c' }] });
  expect(warnings).toMatchObject([
    { id: 'mask-until-reboot', subject: { kind: 'entry', class: 'confext', path: '/var/lib/confexts/c' } },
  ]);
});

test('an image that gives way to a link is kept', async () => {
  const change = install('tool', 'ID=_any\n');
  makeSquashfs(join(tree.path, 'sources/tool'), join(tree.path, 'var/lib/extensions/tool.raw'));
  const { warnings } = await planOf({ changes: [change] });
  expect(warnings.find(({ id }) => id === 'image-kept')).toMatchObject({
    severity: 'note',
    subject: { kind: 'entry', class: 'sysext', path: '/var/lib/extensions/tool.raw' },
  });
});

test('what is installed below a mask has no effect, and what is removed may uncover another', async () => {
  mkdirSync(join(tree.path, 'run/extensions/tool'), { recursive: true });
  mkdirSync(join(tree.path, 'etc/extensions/tool'), { recursive: true });
  const { warnings } = await planOf({ changes: [install('tool', 'ID=_any\n')], action: 'none' });
  expect(warnings.map(({ id }) => id)).toContain('no-effect-yet');
  putExtension(tree, 'run/extensions', 'a', 'ID=_any\n');
  const removed = await planOf({ changes: [{ verb: 'remove', class: 'sysext', name: 'a', purge: false }] });
  expect(removed.warnings).toMatchObject([
    { id: 'no-longer-hidden', subject: { kind: 'entry', class: 'sysext', path: '/var/lib/extensions/a' } },
  ]);
});

test('what does not fit is left out, and what else fits comes along', async () => {
  putExtension(tree, 'var/lib/extensions', 'old', 'ID=debian\nVERSION_ID=11\n');
  const { warnings } = await planOf({ changes: [enable('old'), enable('a')], action: 'refresh' });
  expect(warnings).toMatchObject([
    { id: 'left-out', subject: { kind: 'extension', class: 'sysext', name: 'old', inside: '' } },
    { id: 'also-merged', severity: 'note', message: 'Also merged, because they fit and are enabled: b.' },
  ]);
});

test('what cannot be read is told as unknown', async () => {
  const facts = { kind: 'unknown', code: 'permission', reason: foreignText('Nobody can tell.') } as const;
  const { warnings } = await planOf({ action: 'merge' }, (system) => ({
    ...system,
    entries: new Map([...system.entries].map(([id, entry]) => [id, { ...entry, facts }])),
  }));
  expect(warnings).toMatchObject([{ id: 'merge-uncertain' }, { id: 'merge-uncertain' }]);
});

test('an old systemd follows no symlink below a root of its own', async () => {
  symlinkSync('b', join(tree.path, 'var/lib/extensions/link'));
  const { warnings } = await planOf({ action: 'merge' }, (system) => ({
    ...system,
    here: { version: 257, followsLinks: false },
  }));
  expect(warnings).toMatchObject([{ id: 'passed-over-here', subject: { path: '/var/lib/extensions/link' } }]);
});

describe('the extension that Veneer runs from', () => {
  const merged = withMerged(mergedOver('/usr', 'sysext', ['a', 'b']));
  const own = async (request: Partial<PlanRequest>) => {
    const { warnings } = await planOf(request, merged, { runsFrom: { class: 'sysext', name: 'a' } });
    return warnings.filter(({ id }) => id === 'own-extension').map((one) => englishOf(wholeText(one)));
  };
  const GONE = 'Veneer itself runs from a: the command veneer goes away with it.';
  const UNMASK = 'To bring it back, as root: rmdir /etc/extensions/a && systemd-sysext refresh';

  test('takes the command away when it is masked, and the way back needs none', async () => {
    expect(await own({ changes: [disable('a')] })).toEqual([`${GONE} ${UNMASK}`]);
    expect(await own({ changes: [disable('a')], action: 'none' })).toEqual([
      `Veneer itself runs from a: the command veneer is gone after the next re-merge or reboot. ${UNMASK}`,
    ]);
    mkdirSync(join(tree.path, 'etc/extensions/a'), { recursive: true });
    expect(await own({ action: 'refresh' })).toEqual([`${GONE} ${UNMASK}`]);
  });

  test('takes it away when it is removed, unmerged, or does not fit', async () => {
    const remove = { verb: 'remove', class: 'sysext', name: 'a', purge: false } as const;
    expect(await own({ changes: [remove] })).toEqual([
      `${GONE} To bring it back, put its image a.raw into /var/lib/extensions again and run, as root: systemd-sysext refresh`,
    ]);
    expect(await own({ action: 'unmerge' })).toEqual([`${GONE} To bring it back, as root: systemd-sysext refresh`]);
    putExtension(tree, 'var/lib/extensions', 'a', 'ID=other\n');
    expect(await own({ action: 'refresh' })).toEqual([
      `${GONE} As root, systemd-sysext refresh --force brings it back though it does not fit.`,
    ]);
    expect(await own({ action: 'refresh', force: true })).toEqual([]);
  });

  test('says nothing while it stays', async () => {
    expect(await own({ changes: [disable('b')] })).toEqual([]);
    expect(await own({ action: 'refresh' })).toEqual([]);
    putExtension(tree, 'run/extensions', 'a', 'ID=_any\n');
    const remove = { verb: 'remove', class: 'sysext', name: 'a', purge: false } as const;
    expect(await own({ changes: [remove] }), 'another of its name counts').toEqual([]);
  });

  test('is moved back from where it was moved to', async () => {
    putExtension(tree, 'etc/extensions', 'a', 'ID=_any\n');
    expect(await own({ changes: [disable('a')], allowMovingAside: true })).toEqual([
      `${GONE} To bring it back, as root: mv /etc/extensions.disabled/a /etc/extensions/ && systemd-sysext refresh`,
    ]);
  });
});
