/** Going back to a point of the history leaves the files of a real tree as they were then. */
import { readdirSync, readlinkSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { isRoot } from '../../e2e/harness/mount-namespace.ts';
import { programFile } from '../../e2e/harness/program-files.ts';
import { hashOf, imageOf } from '../../e2e/harness/remotes.ts';
import { makeScratch, putExtension, type Scratch } from '../../e2e/harness/scratch.ts';
import { openSession } from '../../e2e/harness/session.ts';
import { backTo, isWayBack } from '../../shared/changes/back-to.ts';
import { EMPTY_REQUEST } from '../../shared/changes/empty-request.ts';
import { messageOf } from '../../shared/messages/message.ts';
import type { Change } from '../../shared/model/change.ts';
import type { HistoryEntry } from '../../shared/model/history.ts';
import type { PlanRequest } from '../../shared/model/plan.ts';
import type { Session } from '../session/session.ts';
import type { Host } from './host.ts';

const HELPER = { program: process.execPath, args: ['--no-warnings', fileURLToPath(programFile('helper'))] };
const SYSEXT = { class: 'sysext' } as const;

let scratch: Scratch;
let session: Session;
let host: Host;
beforeEach(async () => {
  scratch = makeScratch('back-to');
  scratch.put('tree/usr/lib/os-release', 'ID=debian\nVERSION_ID=12\n');
  for (const name of ['one', 'two']) putExtension(scratch, 'tree/var/lib/extensions', name, 'ID=_any\n');
  ({ session, host } = await openSession(scratch, join(scratch.path, 'tree'), { helper: HELPER, isRoot }));
});
afterEach(() => {
  session.close();
  scratch.remove();
});

/** What systemd would look at: masks, and where each link leads. */
function entries(): string[] {
  return ['etc/extensions', 'var/lib/extensions'].flatMap((folder) => {
    try {
      return readdirSync(join(scratch.path, 'tree', folder), { withFileTypes: true }).map((one) => {
        const at = join(one.parentPath, one.name);
        return one.isSymbolicLink() ? `${folder}/${one.name} -> ${readlinkSync(at)}` : `${folder}/${one.name}`;
      });
    } catch {
      return [];
    }
  });
}

/** @returns its entry in the history */
async function apply(request: PlanRequest): Promise<HistoryEntry> {
  const { revision, blockers } = await host.plan(request);
  expect(blockers).toEqual([]);
  const { id } = await host.apply(request, revision);
  await host.operations.ended(id);
  const entry = (await host.history()).entries.find((one) => one.id === id);
  if (entry === undefined) throw new Error('the history does not have it');
  return entry;
}
const change = (...changes: Change[]): PlanRequest => ({ ...EMPTY_REQUEST, changes, classes: ['sysext'] });
const turn = (verb: 'enable' | 'disable', ...names: string[]): PlanRequest =>
  change(...names.map((name) => ({ verb, ...SYSEXT, name })));

function installing(name: string, version: string): PlanRequest {
  const bytes = imageOf(scratch, { name, release: `ID=_any\nSYSEXT_VERSION_ID=${version}\n` });
  scratch.put(`files/${name}-${version}.raw`, bytes);
  const source = join(scratch.path, `files/${name}-${version}.raw`);
  const image = { source, sha256: hashOf(bytes), version, architecture: null, place: 'kept', keep: null } as const;
  return change({ verb: 'install', ...SYSEXT, name, image });
}

async function goBackTo({ id }: HistoryEntry): Promise<HistoryEntry> {
  const way = backTo((await host.history()).entries, id);
  if (!isWayBack(way)) throw new Error(`it cannot be gone back: ${JSON.stringify(way)}`);
  return apply(way.request);
}

describe.runIf(isRoot)('as root, on a tree', () => {
  test('what was switched since is as it was, in one change', async () => {
    const point = await apply(turn('disable', 'one'));
    const then = entries();
    await apply(turn('disable', 'two'));
    await apply(turn('enable', 'one'));
    expect(entries()).not.toEqual(then);
    const count = (await host.history()).entries.length;
    const back = await goBackTo(point);
    expect(back.status).toBe('succeeded');
    expect(entries()).toEqual(then);
    expect((await host.history()).entries).toHaveLength(count + 1);
    // And forth again, for that is a change like any other.
    if (back.undo === null) throw new Error('nothing takes it back');
    await apply(back.undo);
    expect(entries()).toEqual(['etc/extensions/two', 'var/lib/extensions/one', 'var/lib/extensions/two']);
  });

  test('of several versions the one of that time counts again, and what came new is gone', async () => {
    const point = await apply(installing('tool', '1.0'));
    const then = entries();
    await apply(installing('tool', '2.0'));
    await apply(installing('tool', '3.0'));
    await apply(installing('other', '1.0'));
    expect((await goBackTo(point)).status).toBe('succeeded');
    expect(entries()).toEqual(then);
    expect(await host.versionInUse('sysext', 'tool')).toBe('1.0');
  });

  test('a thing that cannot be taken back stands in the way of all before it, and of nothing after it', async () => {
    await apply(installing('tool', '1.0'));
    const before = await apply(installing('tool', '2.0'));
    const purge = await apply(change({ verb: 'remove', ...SYSEXT, name: 'tool', purge: true }));
    await apply(turn('disable', 'one'));
    expect(backTo((await host.history()).entries, before.id)).toMatchObject({
      kind: 'no-way-back',
      entry: { id: purge.id },
    });
    await goBackTo(purge);
    expect(entries()).toEqual(['var/lib/extensions/one', 'var/lib/extensions/two']);
  });

  test('two kinds of change on one name are no one plan', async () => {
    const point = await apply(turn('disable', 'one'));
    await apply(installing('tool', '1.0'));
    await apply(turn('disable', 'tool'));
    expect(backTo((await host.history()).entries, point.id)).toEqual({ kind: 'mixed', name: 'tool' });
  });

  test('there is no way back to where one is', async () => {
    const point = await apply(turn('disable', 'one'));
    expect(backTo((await host.history()).entries, point.id)).toBeNull();
    // What came to nothing is nothing to take back.
    const { id } = await apply(installing('tool', '1.0'));
    const now = (await host.history()).entries.find((one) => one.id === id);
    if (now === undefined) throw new Error('the history does not have it');
    const failed = { ...now, id: 'x', finishedAt: now.finishedAt + 1, status: 'failed' as const, steps: [] };
    expect(backTo([failed, now], id)).toBeNull();
    expect(backTo([{ ...failed, status: 'went-back', steps: now.steps }, now], id)).toBeNull();
    expect(backTo([{ ...failed, steps: now.steps }, now], id)).toMatchObject({ kind: 'half-way' });
  });
});

const entry = (id: string, at: number, more: Partial<HistoryEntry>): HistoryEntry => ({
  id,
  kind: 'change',
  root: '/',
  title: messageOf('change.done'),
  done: null,
  effects: [],
  status: 'succeeded',
  keepUntil: null,
  startedAt: at,
  finishedAt: at,
  by: 'me',
  steps: [messageOf('change.done')],
  outcomes: [],
  outcome: messageOf('change.done'),
  error: null,
  request: null,
  os: null,
  undo: EMPTY_REQUEST,
  ...more,
});

test('what others did, and another OS, is not taken back', () => {
  const point = entry('point', 1, {});
  expect(backTo([entry('a', 3, {}), entry('b', 2, { kind: 'outside', undo: null }), point], 'point')).toMatchObject({
    kind: 'not-by-veneer',
    entry: { id: 'b' },
  });
  expect(backTo([entry('b', 2, { kind: 'os', undo: null }), point], 'point')).toMatchObject({ kind: 'other-os' });
  expect(backTo([entry('b', 2, { status: 'running' }), point], 'point')).toMatchObject({ kind: 'running' });
});

test('of the merge, too, the oldest tells how it was', () => {
  const point = entry('point', 1, {});
  const merged: PlanRequest = { ...EMPTY_REQUEST, classes: ['sysext'], action: 'unmerge' };
  const again: PlanRequest = { ...EMPTY_REQUEST, classes: ['sysext'], action: 'refresh' };
  const way = backTo([entry('b', 3, { undo: again }), entry('a', 2, { undo: merged }), point], 'point');
  expect(way).toMatchObject({ request: { action: 'unmerge', classes: ['sysext'] } });
  const etc: PlanRequest = { ...again, classes: ['confext'] };
  expect(backTo([entry('b', 3, { undo: etc }), entry('a', 2, { undo: merged }), point], 'point')).toEqual({
    kind: 'two-plans',
  });
});
