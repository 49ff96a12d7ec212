import { closeSync, existsSync, mkdirSync, symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { imageOf } from '../../e2e/harness/remotes.ts';
import { makeScratch, type Scratch } from '../../e2e/harness/scratch.ts';
import { EMPTY_REQUEST } from '../../shared/changes/empty-request.ts';
import type { Change } from '../../shared/model/change.ts';
import type { Extension } from '../../shared/model/extension.ts';
import { createOwnReader } from '../extensions/own-reader.ts';
import { readSystem } from '../extensions/system.ts';
import { ownMounts } from '../extensions/target.ts';
import { inspectInstalls } from './file-changes.ts';
import { examineFile } from './inspected-image.ts';
import { makePlan } from './plan.ts';
import { createTemporaryImages } from './temporary-images.ts';
import { inverseOf } from './undo.ts';

let scratch: Scratch;
let tree: string;
beforeEach(() => {
  scratch = makeScratch('file-changes');
  tree = join(scratch.path, 'tree');
  scratch.put('tree/usr/lib/os-release', 'ID=debian\nVERSION_ID=12\n');
  for (const folder of ['etc/extensions', 'var/lib/extensions']) mkdirSync(join(tree, folder), { recursive: true });
  scratch.put('foo.raw', imageOf(scratch, { name: 'foo' }));
});
afterEach(() => scratch.remove());

const targetAs = (asSystemd: number) => ({ root: tree, asSystemd, mounts: ownMounts(tree) });

function install(version: string): Change {
  const image = { source: join(scratch.path, 'foo.raw'), sha256: 'a'.repeat(64), version, architecture: null };
  return { verb: 'install', class: 'sysext', name: 'foo', image: { ...image, place: 'kept', keep: null } };
}

async function planOf(change: Change, asSystemd = 257) {
  const target = targetAs(asSystemd);
  const system = await readSystem(target, null);
  const inspections = await inspectInstalls(createOwnReader(), target, system, [change]);
  return makePlan(system, { ...EMPTY_REQUEST, changes: [change], action: 'merge' }, { inspections });
}

test.each(['/dev/null', '/nowhere', 'foo.raw'])('a link to %s hides nothing that is installed below it', async (to) => {
  // One into a circle keeps systemd from listing anything; it is told as that and not as a mask.
  symlinkSync(to, join(tree, 'etc/extensions/foo.raw'));
  const plan = await planOf(install('1'));
  expect(plan.warnings.map(({ message }) => message.text).join('\n')).not.toContain('hides it');
  if (to !== 'foo.raw') expect(plan.outcomes).toMatchObject([{ after: ['foo'] }]);
});

test('an empty folder above still masks it', async () => {
  mkdirSync(join(tree, 'etc/extensions/foo'));
  expect((await planOf(install('1'))).outcomes).toMatchObject([{ after: [] }]);
});

test('a version that systemd would not find again in a .v folder is refused before anything is written', async () => {
  scratch.put('tree/var/lib/extensions/foo.raw.v/foo_0.raw', imageOf(scratch, { name: 'foo' }));
  await expect(planOf(install('1_2'))).rejects.toMatchObject({ code: 'invalid-input' });
  expect((await planOf(install('1.2'))).outcomes).toMatchObject([{ after: ['foo'] }]);
  // 262 takes no plus sign any more.
  expect((await planOf(install('1+2'), 257)).blockers).toEqual([]);
  await expect(planOf(install('1+2'), 262)).rejects.toMatchObject({ code: 'invalid-input' });
});

test('in a store an underscore is fine', async () => {
  expect((await planOf(install('1_2'))).outcomes).toMatchObject([{ after: ['foo'] }]);
});

test('a wrong version does not lose an image that was sent', async () => {
  const images = createTemporaryImages(join(scratch.path, 'incoming'));
  const { path, fd } = images.create('foo.raw');
  writeFileSync(fd, imageOf(scratch, { name: 'foo' }));
  closeSync(fd);
  const system = await readSystem(targetAs(257), null);
  const examine = (version: string) =>
    examineFile(createOwnReader(), path, { class: null, name: null, version }, system, images, null);
  await expect(examine('not a version')).rejects.toMatchObject({ code: 'invalid-input' });
  expect(existsSync(path)).toBe(true);
  expect(await examine('1.0')).toMatchObject({ name: 'foo', version: '1.0' });
  images.close();
});

test('a misnamed image merges under the name that its release file has, and goes back', async () => {
  scratch.put('tree/var/lib/extensions/foo-1.raw', imageOf(scratch, { name: 'foo' }));
  const [{ warnings }] = (await readSystem(targetAs(257), null)).extensions as [Extension];
  const changes = warnings.flatMap(({ fix }) => fix?.changes ?? []);
  expect(changes).toEqual([{ verb: 'rename', class: 'sysext', name: 'foo-1', to: 'foo' }]);
  const [change] = changes as [Change];
  const plan = await planOf(change);
  expect(plan).toMatchObject({ blockers: [], canUndo: true, outcomes: [{ before: [], after: ['foo'] }] });
  expect(inverseOf(await readSystem(targetAs(257), null), change, plan.steps)).toEqual({
    verb: 'rename',
    class: 'sysext',
    name: 'foo',
    to: 'foo-1',
  });
  // Under a name that is not in it every merge would fail as before.
  expect((await planOf({ ...change, to: 'bar' } as Change)).blockers).not.toEqual([]);
  scratch.put('tree/var/lib/extensions/foo.raw', imageOf(scratch, { name: 'foo' }));
  await expect(planOf(change)).rejects.toMatchObject({ code: 'unsupported' });
  const [taken] = (await readSystem(targetAs(257), null)).extensions.filter(({ name }) => name === 'foo-1');
  expect(taken?.warnings[0]?.fix?.changes).toMatchObject([{ verb: 'disable' }]);
});
