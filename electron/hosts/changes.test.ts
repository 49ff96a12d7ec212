/** What is applied to a host is done on its files by the real helper, and what takes it back leaves them as they were. */
import { lstatSync, readdirSync, readFileSync, readlinkSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { isRoot } from '../../e2e/harness/mount-namespace.ts';
import { programFile } from '../../e2e/harness/program-files.ts';
import { hashOf, imageOf } from '../../e2e/harness/remotes.ts';
import { makeScratch, putExtension, type Scratch } from '../../e2e/harness/scratch.ts';
import { openSession } from '../../e2e/harness/session.ts';
import { EMPTY_REQUEST } from '../../shared/changes/empty-request.ts';
import type { Change } from '../../shared/model/change.ts';
import type { Operation } from '../../shared/model/operation.ts';
import type { PlanRequest } from '../../shared/model/plan.ts';
import type { Session } from '../session/session.ts';
import type { Host } from './host.ts';

const HELPER = { program: process.execPath, args: ['--no-warnings', fileURLToPath(programFile('helper'))] };
const SYSEXT = { class: 'sysext' } as const;

let scratch: Scratch;
let session: Session;
let host: Host;
beforeEach(async () => {
  scratch = makeScratch('changes');
  scratch.put('tree/usr/lib/os-release', 'ID=debian\nVERSION_ID=12\n');
  putExtension(scratch, 'tree/var/lib/extensions', 'folder', 'ID=_any\n');
  ({ session, host } = await openSession(scratch, join(scratch.path, 'tree'), { helper: HELPER, isRoot }));
});
afterEach(() => {
  session.close();
  scratch.remove();
});

/** Every file below the tree and every entry that is empty, but the helper's own lock, with what it holds or where it leads. */
function filesOf(folder = 'tree'): Record<string, string> {
  const found: Record<string, string> = {};
  for (const entry of readdirSync(join(scratch.path, folder), { recursive: true, withFileTypes: true })) {
    const path = join(entry.parentPath, entry.name);
    const name = path.slice(scratch.path.length + folder.length + 2);
    if (name.startsWith('run/veneer')) continue;
    if (entry.isDirectory()) {
      if (name.startsWith('etc/extensions/')) found[name] = 'a folder';
    } else found[name] = entry.isSymbolicLink() ? `-> ${readlinkSync(path)}` : hashOf(readFileSync(path));
  }
  return found;
}

async function apply(request: PlanRequest): Promise<Operation> {
  const { revision, blockers } = await host.plan(request);
  expect(blockers).toEqual([]);
  const { id } = await host.apply(request, revision);
  await host.operations.ended(id);
  return host.operations.get(id);
}
const change = (...changes: Change[]): PlanRequest => ({ ...EMPTY_REQUEST, changes, classes: ['sysext'] });

/**
 * Applies it, and what takes it back.
 *
 * @param stays of what came, what taking back leaves
 * @returns the files between
 */
async function thereAndBack(request: PlanRequest, stays: RegExp | null = null): Promise<Record<string, string>> {
  const before = filesOf();
  const done = await apply(request);
  expect(done).toMatchObject({ status: 'succeeded', error: null });
  const between = filesOf();
  expect(between).not.toEqual(before);
  if (done.undo === null) throw new Error('nothing takes it back');
  expect(await apply(done.undo)).toMatchObject({ status: 'succeeded', error: null });
  const after = Object.entries(filesOf()).filter(([path]) => path in before || stays?.test(path) !== true);
  expect(Object.fromEntries(after)).toEqual(before);
  return between;
}

/** An image that waits outside of the tree, as the change that installs it. */
function installing(name: string, version: string, keep: number | null = null): Change {
  const bytes = imageOf(scratch, { name, release: `ID=_any\nSYSEXT_VERSION_ID=${version}\n` });
  scratch.put(`files/${name}-${version}.raw`, bytes);
  const source = join(scratch.path, `files/${name}-${version}.raw`);
  const image = { source, sha256: hashOf(bytes), version, architecture: null, place: 'kept', keep } as const;
  return { verb: 'install', ...SYSEXT, name, image };
}

describe.runIf(isRoot)('as root, on a tree', () => {
  test('one that is switched off is masked', async () => {
    const between = await thereAndBack(change({ verb: 'disable', ...SYSEXT, name: 'folder' }));
    // Of an empty folder systemd takes nothing (systemd-sysext(8)).
    expect(between['etc/extensions/folder']).toBe('a folder');
  });

  test('an image is stored by its version, and a link makes it count', async () => {
    const install = installing('tool', '1.0');
    // What was stored can be gone back to.
    const between = await thereAndBack(change(install), /\/extensions\.d\/tool\/\.?(?:origin:)?tool-1\.0\.raw/);
    expect(between).toMatchObject({
      'var/lib/extensions/tool.raw': '-> /var/lib/extensions.d/tool/tool-1.0.raw',
      'var/lib/extensions.d/tool/tool-1.0.raw': hashOf(readFileSync(join(scratch.path, 'files/tool-1.0.raw'))),
    });
    expect(lstatSync(join(scratch.path, 'files/tool-1.0.raw')).isFile(), 'what is the person’s own stays').toBe(true);
  });

  test('a newer version counts instead, and the one before is gone back to', async () => {
    await apply(change(installing('tool', '1.0')));
    const newer = installing('tool', '2.0');
    await thereAndBack(change(newer), /tool-2\.0\.raw/);
    await apply(change(newer));
    expect(filesOf()['var/lib/extensions/tool.raw']).toBe('-> /var/lib/extensions.d/tool/tool-2.0.raw');
    expect(await host.versionInUse('sysext', 'tool')).toBe('2.0');
    const back = await apply(change(await host.changeBack('sysext', 'tool', null)));
    expect(back).toMatchObject({ status: 'succeeded' });
    expect(await host.versionInUse('sysext', 'tool')).toBe('1.0');
  });

  test('versions beyond those that are kept go', async () => {
    for (const version of ['1.0', '2.0', '3.0']) await apply(change(installing('tool', version)));
    const stored = () => Object.keys(filesOf()).filter((path) => path.startsWith('var/lib/extensions.d/tool/tool-'));
    expect(stored()).toHaveLength(3);
    const done = await apply(change({ verb: 'vacuum', ...SYSEXT, name: 'tool', keep: 1 }));
    expect(done).toMatchObject({ status: 'succeeded', undo: null });
    expect(stored().map((path) => path.split('/').at(-1))).toEqual(['tool-2.0.raw', 'tool-3.0.raw']);
  });

  test('what is removed leaves its stored versions, unless they are to go', async () => {
    await apply(change(installing('tool', '1.0')));
    const between = await thereAndBack(change({ verb: 'remove', ...SYSEXT, name: 'tool', purge: false }));
    expect(Object.keys(between).filter((path) => path.includes('/tool'))).toEqual([
      'var/lib/extensions.d/tool/.origin:tool-1.0.raw.json',
      'var/lib/extensions.d/tool/tool-1.0.raw',
    ]);
    const purged = await apply(change({ verb: 'remove', ...SYSEXT, name: 'tool', purge: true }));
    expect(purged).toMatchObject({ status: 'succeeded', undo: null });
    expect(Object.keys(filesOf()).filter((path) => path.includes('tool'))).toEqual([]);
  });

  test('a pin, and a transfer file that is ours', async () => {
    await apply(change(installing('tool', '1.0')));
    const pin = { verb: 'pin', ...SYSEXT, name: 'tool', held: false } as const;
    expect(await apply(change({ ...pin, version: '1.0' }))).toMatchObject({ status: 'succeeded' });
    expect([...(await host.read()).pins.values()]).toEqual([{ version: '1.0', held: false }]);
    expect(await apply(change({ ...pin, version: null }))).toMatchObject({ status: 'succeeded' });
    expect(Object.keys(filesOf()).filter((path) => path.includes('pins/'))).toEqual([]);
    const transfer = {
      url: 'https://example.org/tool/',
      patterns: ['tool-@v.raw'],
      verify: true,
      store: '/var/lib/extensions.d',
      keep: 2,
    };
    const followed = await thereAndBack(change({ verb: 'follow', ...SYSEXT, name: 'tool', transfer }));
    expect(Object.keys(followed).filter((path) => path.startsWith('etc/'))).toEqual([
      'etc/sysupdate.tool.d/50-veneer.conf',
    ]);
  });

  test('an optional feature is switched by a drop-in', async () => {
    scratch.put('tree/usr/lib/sysupdate.tool.d/debug.feature', '[Feature]\nDescription=Debug\nEnabled=false\n');
    scratch.put(
      'tree/usr/lib/sysupdate.tool.d/tool.transfer',
      '[Source]\nType=url-file\nPath=https://example.org/\nMatchPattern=tool-@v.raw\n' +
        '[Target]\nType=regular-file\nPath=/var/lib/extensions.d/tool\nMatchPattern=tool-@v.raw\n',
    );
    const isOn = async () => (await host.features()).map(({ name, isOn }) => [name, isOn]);
    const dropIn = 'etc/sysupdate.tool.d/debug.feature.d/50-systemd-sysupdate-enabled.conf';
    const feature = { verb: 'feature', ...SYSEXT, name: 'debug', component: 'tool' } as const;
    const before = filesOf();
    const done = await apply(change({ ...feature, isOn: true }));
    expect([await isOn(), Object.keys(filesOf())]).toEqual([[['debug', true]], expect.arrayContaining([dropIn])]);
    if (done.undo === null) throw new Error('nothing takes it back');
    expect(await apply(done.undo)).toMatchObject({ status: 'succeeded' });
    expect(await isOn()).toEqual([['debug', false]]);
    expect(await apply(change({ ...feature, isOn: null }))).toMatchObject({ status: 'succeeded' });
    expect(filesOf()).toMatchObject(before);
    expect(filesOf()).not.toHaveProperty([dropIn]);
  });

  test('one step that fails ends the others, is said, and leaves nothing half-way', async () => {
    const first = installing('tool', '1.0');
    if (first.verb !== 'install') throw new Error('it installs nothing');
    const request = change(
      { ...first, image: { ...first.image, sha256: 'f'.repeat(64) } },
      { verb: 'disable', ...SYSEXT, name: 'folder' },
    );
    const before = filesOf();
    const done = await apply(request);
    expect(done).toMatchObject({ status: 'failed', error: { code: 'changed' }, undo: null });
    expect(filesOf()).toEqual(before);
    expect((await host.history()).entries[0]).toMatchObject({ status: 'failed' });
    // The next one is not held up by it.
    expect(await apply(change({ verb: 'disable', ...SYSEXT, name: 'folder' }))).toMatchObject({ status: 'succeeded' });
  });
});
