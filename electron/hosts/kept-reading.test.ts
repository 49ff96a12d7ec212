/** The host is read once for all that is asked of it, until something changes. */

import { once } from 'node:events';
import { renameSync, rmSync, statSync, utimesSync, watch } from 'node:fs';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { GUARDED_READER } from '../../e2e/harness/guarded-reader.ts';
import { makeScratch, type Scratch } from '../../e2e/harness/scratch.ts';
import { openSession } from '../../e2e/harness/session.ts';
import { EMPTY_REQUEST } from '../../shared/changes/empty-request.ts';
import type { Snapshot } from '../../shared/model/snapshot.ts';
import { createLocalReader } from '../reader/local-reader.ts';
import type { Session } from '../session/session.ts';
import type { Host } from './host.ts';

let scratch: Scratch;
let session: Session;
let host: Host;
let readings = 0;
/** Held against the end of each reading. */
let gate: Promise<void>;
let seen: Snapshot[] = [];
let stop: AbortController;
let watching: Promise<void>;
const image = 'tree/var/lib/extensions/tool.raw';

beforeEach(async () => {
  scratch = makeScratch('kept');
  scratch.put('tree/usr/lib/os-release', 'ID=debian\nVERSION_ID=12\n');
  scratch.put(image, 'no image');
  [readings, seen, stop] = [0, [], new AbortController()];
  const reader = createLocalReader(GUARDED_READER, null);
  gate = Promise.resolve();
  const system: typeof reader.system = async (target) => {
    readings++;
    const read = await reader.system(target);
    await gate;
    return read;
  };
  ({ session, host } = await openSession(scratch, join(scratch.path, 'tree'), { reader: { ...reader, system } }));
  watching = look();
  await expect.poll(() => seen.length, { timeout: 60_000 }).toBe(1);
});
async function look(): Promise<void> {
  for await (const snapshot of host.watch(stop.signal)) seen.push(snapshot);
}
afterEach(async () => {
  stop.abort();
  await watching;
  session.close();
  scratch.remove();
});

test('questions and plans take what was read', async () => {
  const first = await host.read();
  const request = { ...EMPTY_REQUEST, action: 'none' as const };
  await host.plan(request);
  expect(await host.read()).toBe(first);
  expect(readings).toBe(1);
});

test('a plan that is applied is held against the host as it is then', async () => {
  const { revision } = await host.plan({ ...EMPTY_REQUEST, action: 'none' });
  expect(readings).toBe(1);
  await expect(host.apply({ ...EMPTY_REQUEST, action: 'none' }, `${revision}x`)).rejects.toMatchObject({
    code: 'stale-plan',
  });
  expect(readings).toBe(2);
});

test('a change is read at once by who asks, and told', async () => {
  const first = await host.read();
  scratch.put('tree/var/lib/extensions/other.raw', 'neither');
  await expect.poll(async () => (await host.read()).extensions.length, { timeout: 60_000 }).toBe(2);
  await expect.poll(() => seen.at(-1)?.extensions.length, { timeout: 60_000 }).toBe(2);
  expect(seen.at(-1)?.revision).toBe(2);
  expect(seen.at(-1)?.keys).toMatchObject(seen[0]?.keys ?? {});
  expect(first.extensions).toHaveLength(1);
});

test('a reading that found the same is no new revision, and nobody hears of it', async () => {
  const first = await host.read();
  // Something changes in a folder that is watched; what systemd sees there is as before.
  scratch.put('tree/var/lib/extensions/.unseen', 'x');
  await expect.poll(() => readings, { timeout: 60_000 }).toBe(2);
  const again = await host.reload();
  expect(again.revision).toBe(1);
  expect(await host.read()).toBe(first);
  expect(seen).toHaveLength(1);
});

test('an image of the same size and time in the place of another is another reading', async () => {
  const path = join(scratch.path, image);
  const { atime, mtime } = statSync(path);
  scratch.put('tree/new', 'no IMAGE');
  utimesSync(join(scratch.path, 'tree/new'), atime, mtime);
  renameSync(join(scratch.path, 'tree/new'), path);
  await expect.poll(() => seen.length, { timeout: 60_000 }).toBe(2);
  expect(seen[1]?.revision).toBe(2);
  expect(seen[1]?.keys).not.toEqual(seen[0]?.keys);
  expect(seen[1]?.layersKeys['sysext']).not.toBe(seen[0]?.layersKeys['sysext']);
  expect(seen[1]?.layersKeys['confext']).toBe(seen[0]?.layersKeys['confext']);
});

test('what systemd-sysupdate is told and what a person decided is in the reading, and told', async () => {
  expect((await host.read()).definitions).toEqual([]);
  scratch.put(
    'tree/etc/sysupdate.tool.d/tool.transfer',
    '[Source]\nType=url-file\nPath=https://example.org/\nMatchPattern=tool-@v.raw\n' +
      '[Target]\nType=regular-file\nPath=/var/lib/extensions.d/tool\nMatchPattern=tool-@v.raw\n',
  );
  await expect.poll(() => seen.length, { timeout: 60_000 }).toBe(2);
  expect((await host.read()).definitions).toMatchObject([{ component: 'tool', transfers: [{ id: 'tool' }] }]);
  scratch.put('tree/var/lib/veneer/pins/sysext-tool.json', '{"version":"1.0","held":false}');
  await expect.poll(() => seen.length, { timeout: 60_000 }).toBe(3);
  expect([...(await host.read()).pins.values()]).toEqual([{ version: '1.0', held: false }]);
});

test('another stored version, and one that goes, is told', async () => {
  scratch.put('tree/var/lib/extensions.d/tool/tool-1.0.raw', 'x');
  await expect.poll(() => seen.length, { timeout: 60_000 }).toBe(2);
  scratch.put('tree/var/lib/extensions.d/tool/tool-2.0.raw', 'x');
  await expect.poll(() => seen.length, { timeout: 60_000 }).toBe(3);
  const [first] = (await host.read()).extensions;
  // An image stands where the link would be, so that none of them is current.
  expect((await host.versions(first?.id ?? '')).map(({ version, isCurrent }) => [version, isCurrent])).toEqual([
    ['2.0', false],
    ['1.0', false],
  ]);
  rmSync(join(scratch.path, 'tree/var/lib/extensions.d/tool/tool-1.0.raw'));
  await expect.poll(() => seen.length, { timeout: 60_000 }).toBe(4);
});

test('a command that holds the reading reads once until something changes, and nothing behind its back', async () => {
  stop.abort();
  await watching;
  readings = 0;
  await host.read();
  await host.read();
  expect(readings, 'with nobody who watches').toBe(2);
  host.hold();
  await host.read();
  await host.plan({ ...EMPTY_REQUEST, action: 'none' });
  await host.features();
  expect(readings).toBe(3);
  scratch.put('tree/var/lib/extensions/other.raw', 'neither');
  await expect.poll(async () => (await host.read()).extensions.length, { timeout: 60_000 }).toBe(2);
  expect(readings).toBe(4);
});

test('a window that comes gets what changed while none was there, though a reading outlived the last one', async () => {
  let letGo = () => {};
  gate = new Promise((settle) => {
    letGo = settle;
  });
  const reloading = host.reload();
  stop.abort();
  await watching;
  letGo();
  await reloading;
  const told = once(watch(join(scratch.path, 'tree/var/lib/extensions'), { persistent: false }), 'change');
  // Time for a watch that is left to tell, and to see nothing from then on.
  vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout'] });
  scratch.put('tree/var/lib/extensions/other.raw', 'neither');
  await told;
  vi.advanceTimersByTime(10_000);
  vi.useRealTimers();
  [seen, stop] = [[], new AbortController()];
  watching = look();
  await expect.poll(() => seen.at(-1)?.extensions.length, { timeout: 60_000 }).toBe(2);
});
