import { createHash } from 'node:crypto';
import { copyFileSync, mkdirSync, readFileSync, symlinkSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { makeScratch, putExtension, type Scratch } from '../../e2e/harness/scratch.ts';
import { makeSquashfs } from '../../e2e/harness/squashfs.ts';
import { EMPTY_REQUEST } from '../../shared/changes/empty-request.ts';
import { changeToStored } from '../../shared/changes/install.ts';
import type { Change } from '../../shared/model/change.ts';
import type { Plan } from '../../shared/model/plan.ts';
import { createOwnReader } from '../extensions/own-reader.ts';
import { readSystem, type System, type Target } from '../extensions/system.ts';
import { ownMounts } from '../extensions/target.ts';
import { impactOf } from './impact.ts';
import { examineFile } from './inspected-image.ts';
import { lookInto } from './look-into.ts';
import { makePlan } from './plan.ts';
import { createTemporaryImages } from './temporary-images.ts';
import { undoOf } from './undo.ts';
import { rollbackChange, versionsOf } from './versions.ts';

let tree: Scratch;
beforeEach(() => {
  tree = makeScratch('adopting');
  tree.put('usr/lib/os-release', 'ID=debian\nVERSION_ID=12\n');
  mkdirSync(at('var/lib/extensions'), { recursive: true });
});
afterEach(() => tree.remove());

const at = (path: string) => join(tree.path, path);
const target = (): Target => ({ root: tree.path, asSystemd: 257, mounts: ownMounts(tree.path) });
const read = () => readSystem(target(), null);

/** An image of tool. @returns its path */
function image(path: string, release: string, mark = ''): string {
  const source = `sources/${path.replaceAll('/', '-')}`;
  putExtension(tree, source, 'tool', release, { 'usr/share/tool': mark });
  mkdirSync(join(at(path), '..'), { recursive: true });
  makeSquashfs(at(`${source}/tool`), at(path));
  return at(path);
}
const hashOf = (path: string) =>
  createHash('sha256')
    .update(readFileSync(at(path)))
    .digest('hex');

function install(version: string, path = 'new.raw'): Change {
  const sha256 = hashOf(path);
  return {
    verb: 'install',
    class: 'sysext',
    name: 'tool',
    image: { source: at(path), sha256, version, architecture: null, place: 'kept', keep: null },
  };
}

async function planOf(change: Change): Promise<{ readonly system: System; readonly plan: Plan }> {
  const system = await read();
  const request = { ...EMPTY_REQUEST, changes: [change], classes: [change.class] };
  return {
    system,
    plan: makePlan(system, request, await lookInto(createOwnReader(), target(), system, request.changes)),
  };
}

test.each(['tool.raw', 'tool.sysext.raw'])('keeps what stands at %s under its own version', async (fileName) => {
  image(`var/lib/extensions/${fileName}`, 'ID=_any\nSYSEXT_VERSION_ID=1.0\nARCHITECTURE=x86-64\n');
  image('new.raw', 'ID=_any\nSYSEXT_VERSION_ID=2.0\n');
  const { system, plan } = await planOf(install('2.0'));
  expect(plan.steps).toMatchObject([
    {
      verb: 'install',
      adopts: { version: '1.0', architecture: 'x86-64' },
      sentence: `Install tool 2.0, and keep the image that stands at /var/lib/extensions/${fileName} as version 1.0`,
    },
  ]);
  expect(plan.warnings.map(({ message }) => message)).toContainEqual(
    `The image that stands at /var/lib/extensions/${fileName} is kept as version 1.0.`,
  );
  expect(plan.blockers).toEqual([]);
  expect(undoOf(system, plan)?.changes).toEqual([
    changeToStored('sysext', 'tool', { version: '1.0', architecture: 'x86-64', place: 'kept' }),
  ]);
});

test('gives one without a version, or with one that is taken, a version by its hash', async () => {
  image('new.raw', 'ID=_any\nSYSEXT_VERSION_ID=2.0\n');
  const byHash = () => ({ version: `0.${hashOf('var/lib/extensions/tool.raw').slice(0, 12)}`, architecture: null });
  const adopts = async (version: string) => {
    const [step] = (await planOf(install(version))).plan.steps;
    return step?.verb === 'install' ? step.adopts : null;
  };
  image('var/lib/extensions/tool.raw', 'ID=_any\n');
  expect(await adopts('2.0')).toEqual(byHash());
  image('var/lib/extensions/tool.raw', 'ID=_any\nSYSEXT_VERSION_ID=../1\n');
  expect(await adopts('2.0')).toEqual(byHash());
  image('var/lib/extensions/tool.raw', 'ID=_any\nSYSEXT_VERSION_ID=2.0\n', 'other');
  expect(await adopts('2.0')).toEqual(byHash());
  image('var/lib/extensions/tool.raw', 'ID=_any\nSYSEXT_VERSION_ID=1.0\n');
  image('var/lib/extensions.d/tool/tool-1.0.raw', 'ID=_any\nSYSEXT_VERSION_ID=1.0\n', 'other');
  expect(await adopts('2.0')).toEqual(byHash());
  copyFileSync(at('new.raw'), at('var/lib/extensions/tool.raw'));
  expect(await adopts('2.0')).toEqual({ version: '2.0', architecture: null });
});

test('spells its version as those beside it, which systemd would order otherwise', async () => {
  image('var/lib/extensions/tool.raw', 'ID=_any\nSYSEXT_VERSION_ID=1.0\n');
  image('new.raw', 'ID=_any\nSYSEXT_VERSION_ID=10.0\n');
  expect((await planOf(install('v10.0'))).plan.steps).toMatchObject([{ adopts: { version: 'v1.0' } }]);
});

test('keeps it before systemd-sysupdate puts its link there, and goes back to it', async () => {
  image('var/lib/extensions/tool.raw', 'ID=_any\nSYSEXT_VERSION_ID=1.0\n');
  const change = { verb: 'update', class: 'sysext', name: 'tool', component: 'tools', version: '2.0' } as const;
  const { system, plan } = await planOf(change);
  expect(plan.steps).toMatchObject([
    { name: 'tools', adopts: { name: 'tool', store: '/var/lib/extensions.d', version: '1.0', architecture: null } },
  ]);
  expect(undoOf(system, plan)?.changes).toEqual([
    changeToStored('sysext', 'tool', { version: '1.0', architecture: null, place: 'kept' }),
  ]);
});

test('takes one over from above its link, which it would hide, but not for an image until the next boot', async () => {
  image('etc/extensions/tool.raw', 'ID=_any\nSYSEXT_VERSION_ID=1.0\n');
  image('var/lib/extensions.d/tool/tool-0.9.raw', 'ID=_any\nSYSEXT_VERSION_ID=0.9\n');
  image('new.raw', 'ID=_any\nSYSEXT_VERSION_ID=2.0\n');
  const change = install('2.0');
  const { plan } = await planOf(change);
  expect(plan.steps).toMatchObject([{ adopts: { version: '1.0', architecture: null } }]);
  expect(plan.warnings.map(({ message }) => message)).toEqual([
    'The image that stands at /etc/extensions/tool.raw is kept as version 1.0.',
  ]);
  const back = rollbackChange(await read(), 'sysext', 'tool', null);
  expect(back).toEqual(changeToStored('sysext', 'tool', { version: '0.9', architecture: null, place: 'kept' }));
  expect((await planOf(back)).plan.steps).toMatchObject([{ adopts: { version: '1.0' } }]);
  if (change.verb !== 'install') throw new Error('not an install');
  const volatile = { ...change, image: { ...change.image, place: 'until-reboot' as const } };
  expect((await planOf(volatile)).plan.steps).toMatchObject([{ adopts: null }]);
  // Two of them: which one to keep, only the person knows.
  image('var/lib/extensions/tool.raw', 'ID=_any\nSYSEXT_VERSION_ID=0.5\n');
  expect((await planOf(change)).plan.steps).toMatchObject([{ adopts: null }]);
});

test('takes no link over, and no folder', async () => {
  image('new.raw', 'ID=_any\nSYSEXT_VERSION_ID=2.0\n');
  image('opt/extensions/tool/tool-1.raw', 'ID=_any\nSYSEXT_VERSION_ID=1\n');
  const adopts = async () => (await planOf(install('2.0'))).plan.steps.map((step) => 'adopts' in step && step.adopts);
  symlinkSync('/opt/extensions/tool/tool-1.raw', at('var/lib/extensions/tool.raw'));
  expect(await adopts()).toEqual([null]);
  image('srv/tool-1.raw', 'ID=_any\nSYSEXT_VERSION_ID=1\n');
  mkdirSync(at('etc/extensions'), { recursive: true });
  symlinkSync('/srv/tool-1.raw', at('etc/extensions/tool.raw'));
  const { plan } = await planOf(install('2.0'));
  expect(plan.steps).toMatchObject([{ adopts: null }]);
  expect(plan.warnings.map(({ message }) => message)).toContainEqual(
    'It will have no effect yet: /etc/extensions/tool.raw hides it.',
  );
});

test('keeps what is masked too, and it stays masked', async () => {
  image('var/lib/extensions/tool.raw', 'ID=_any\nSYSEXT_VERSION_ID=1.0\n');
  image('new.raw', 'ID=_any\nSYSEXT_VERSION_ID=2.0\n');
  mkdirSync(at('etc/extensions/tool'), { recursive: true });
  const { plan } = await planOf(install('2.0'));
  expect(plan.steps).toMatchObject([{ adopts: { version: '1.0' } }]);
  expect(plan.warnings.map(({ message }) => message)).toContainEqual(
    'It will have no effect yet: tool is disabled by the mask /etc/extensions/tool.',
  );
});

test('rolls back from it, and says before what the store has', async () => {
  image('var/lib/extensions/tool.raw', 'ID=_any\nSYSEXT_VERSION_ID=2.0\n');
  image('var/lib/extensions.d/tool/tool-1.0.raw', 'ID=_any\nSYSEXT_VERSION_ID=1.0\n');
  const system = await read();
  const known = { version: '1.0', architecture: null, place: 'kept' as const };
  expect(versionsOf(system, 'sysext', 'tool')).toEqual([
    { ...known, isCurrent: false, origin: null, fetchers: [], vendor: null },
  ]);
  const change = rollbackChange(system, 'sysext', 'tool', null);
  expect(change).toEqual(changeToStored('sysext', 'tool', known));
  expect((await planOf(change)).plan.steps).toMatchObject([
    {
      adopts: { version: '2.0', architecture: null },
      sentence:
        'Make version 1.0 of tool current, and keep the image that stands at /var/lib/extensions/tool.raw as version 2.0',
    },
  ]);
});

test('the sheet says that it is kept', async () => {
  image('var/lib/extensions/tool.raw', 'ID=_any\nSYSEXT_VERSION_ID=1.0\n');
  image('new.raw', 'ID=_any\nSYSEXT_VERSION_ID=2.0\n');
  const images = createTemporaryImages(at('incoming'));
  try {
    const system = await read();
    const wishes = { class: null, name: null, version: null };
    const inspected = await examineFile(createOwnReader(), at('new.raw'), wishes, system, images, null);
    const { replaces } = await impactOf(createOwnReader(), target(), system, inspected, null);
    expect(replaces).toMatchObject({
      path: '/var/lib/extensions/tool.raw',
      version: '1.0',
      isKept: true,
      goesOn: false,
    });
  } finally {
    images.close();
  }
});

test('a version that would make every merge fail is not gone back to', async () => {
  image('var/lib/extensions.d/tool/tool-1.0.raw', 'ID=_any\n');
  image('var/lib/extensions/tool.raw', 'ID=_any\nSYSEXT_VERSION_ID=2.0\n');
  const system = await read();
  // systemd finds no release file of its name in it, and stops there.
  putExtension(tree, 'sources', 'other', 'ID=_any\n');
  makeSquashfs(at('sources/other'), at('var/lib/extensions.d/tool/tool-1.0.raw'));
  const change = rollbackChange(system, 'sysext', 'tool', '1.0');
  const { plan } = await planOf(change);
  expect(plan.blockers).toMatchObject([
    { message: { text: expect.stringContaining('would make the whole merge fail') } },
  ]);
});
