import { once } from 'node:events';
import { watch as watchFolder, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { makeScratch, type Scratch } from '../../e2e/harness/scratch.ts';
import { rulesFor } from '../../shared/systemd/classes.ts';
import type { Target } from './system.ts';
import { watchSystem } from './watch.ts';

let scratch: Scratch;
let target: Target;
beforeEach(() => {
  scratch = makeScratch('watch');
  scratch.put('tree/var/lib/extensions/.keep', '');
  scratch.put('mountinfo', '');
  const root = join(scratch.path, 'tree');
  target = { root, asSystemd: 257, mounts: { root, prefix: '', mountinfo: join(scratch.path, 'mountinfo') } };
});
afterEach(() => {
  vi.useRealTimers();
  scratch.remove();
});

/** Comes true when something in the folder was told of; a watch that is older was told before. */
const toldOf = (folder: string) => once(watchFolder(folder, { persistent: false }), 'change');

const MERGED = '60 29 0:50 / /usr ro,nodev - overlay sysext ro,lowerdir=/x\n';

test('a merge that nobody has looked for yet is told when the watch ends', () => {
  const watch = watchSystem(target, null, () => {});
  scratch.put('mountinfo', MERGED);
  expect(watch.close()).toBe(true);
});

test('so is a new image whose burst has not settled; without a change nothing is', async () => {
  const quiet = watchSystem(target, null, () => {});
  expect(quiet.close()).toBe(false);
  const watch = watchSystem(target, null, () => {});
  const seen = toldOf(join(scratch.path, 'tree/var/lib/extensions'));
  scratch.put('tree/var/lib/extensions/tool.raw', 'x');
  await seen;
  expect(watch.close()).toBe(true);
});

test('a merge is told within some seconds, once', () => {
  vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout', 'setInterval', 'clearInterval'] });
  let told = 0;
  const watch = watchSystem(target, null, () => told++);
  scratch.put('mountinfo', MERGED);
  vi.advanceTimersByTime(3000);
  expect(told).toBe(1);
  scratch.put('mountinfo', '');
  vi.advanceTimersByTime(60_000);
  expect(told).toBe(1);
  watch.close();
});

test('what was read holds until something changes; a merge ends that before it is told', async () => {
  const watch = watchSystem(target, null, () => {});
  expect(watch.holds(0)).toBe(true);
  scratch.put('mountinfo', MERGED);
  expect(watch.holds(0)).toBe(false);
  scratch.put('mountinfo', '');
  scratch.put('tree/var/lib/extensions/tool.raw', 'x');
  await expect.poll(() => watch.holds(0)).toBe(false);
  await expect.poll(() => watch.hasTold()).toBe(true);
  watch.close();
});

test.each([
  ['a transfer file in a folder that is new', 'tree/etc/sysupdate.tool.d/tool.transfer'],
  ['a transfer file of the vendor', 'tree/usr/lib/sysupdate.d/50-tool.transfer'],
  ['a drop-in of a feature', 'tree/etc/sysupdate.known.d/debug.feature.d/on.conf'],
  ['a component that is switched off', 'tree/etc/sysupdate.known.component.d/off.conf'],
  ['a pin', 'tree/var/lib/veneer/pins/sysext-tool.json'],
])('%s is told', async (_what, path) => {
  for (const folder of ['etc/sysupdate.known.d/debug.feature.d', 'usr/lib']) scratch.put(`tree/${folder}/.keep`, '');
  const watch = watchSystem(target, null, () => {});
  scratch.put(path, 'x');
  await expect.poll(() => watch.hasTold()).toBe(true);
  watch.close();
});

test('what comes and goes beside transfer files and pins is not', async () => {
  const searched = Object.values(rulesFor(0).searchPath).flat();
  for (const folder of ['/run', '/usr/lib', '/var/lib/veneer', ...searched]) scratch.put(`tree${folder}/.keep`, '');
  const watch = watchSystem(target, null, () => {});
  const places = ['run', 'usr/lib', 'var/lib', 'var/lib/veneer'].map((folder) => join(target.root, folder));
  const seen = Promise.all(places.map(toldOf));
  for (const folder of places) writeFileSync(join(folder, 'other'), 'x');
  await seen;
  expect(watch.holds(0)).toBe(true);
  watch.close();
});

test('where folders may be, in which something can change unseen, what was read holds for a while only', () => {
  const seeing = watchSystem(target, null, () => {});
  expect(seeing.holds(30_000)).toBe(true);
  expect(seeing.holds(120_000)).toBe(false);
  seeing.close();
});
