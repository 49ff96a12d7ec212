/** Where the room goes, on a tree with a store as Veneer and systemd-sysupdate lay it out. */
import { mkdirSync, statfsSync, symlinkSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { makeScratch, type Scratch } from '../../e2e/harness/scratch.ts';
import { type Opened, openSession } from '../../e2e/harness/session.ts';
import { makeSquashfs } from '../../e2e/harness/squashfs.ts';
import { storageOf } from './storage.ts';

let scratch: Scratch;
let opened: Opened;
beforeAll(async () => {
  scratch = makeScratch('storage');
  scratch.put('tree/usr/lib/os-release', 'ID=debian\nVERSION_ID=12\n');
  scratch.put('tool/usr/lib/extension-release.d/extension-release.tool', 'ID=_any\n');
  const store = join(scratch.path, 'tree/var/lib/extensions.d/tool');
  mkdirSync(store, { recursive: true });
  mkdirSync(join(scratch.path, 'tree/var/lib/extensions'));
  makeSquashfs(join(scratch.path, 'tool'), join(store, 'tool-3.0.raw'));
  for (const version of ['1.0', '2.0'])
    scratch.put(`tree/var/lib/extensions.d/tool/tool-${version}.raw`, 'x'.repeat(1000));
  symlinkSync('/var/lib/extensions.d/tool/tool-3.0.raw', join(scratch.path, 'tree/var/lib/extensions/tool.raw'));
  opened = await openSession(scratch, join(scratch.path, 'tree'));
});
afterAll(() => {
  opened.session.close();
  scratch.remove();
});

test('what is in use, what is old, and what may go by how many stay', async () => {
  const { session, host } = opened;
  const storage = await storageOf(session, host, 1);
  const disk = statfsSync(join(scratch.path, 'tree/var/lib/extensions.d'));
  expect(storage).toMatchObject({
    store: '/var/lib/extensions.d',
    total: disk.blocks * disk.bsize,
    // mksquashfs pads an image to whole blocks of 4 KiB.
    inUse: 4096,
    old: { bytes: 2000, versions: 2 },
    deletable: [{ class: 'sysext', name: 'tool', versions: 1, bytes: 1000 }],
    downloads: { bytes: 0, here: true },
  });
  expect(storage.free).toBeLessThan(storage.total);
  expect((await storageOf(session, host, 2)).deletable).toEqual([]);
});
