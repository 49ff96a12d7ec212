/** On readings of real trees: what systemd makes of them is held by e2e/live. */
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { makeScratch, putExtension, type Scratch } from '../../e2e/harness/scratch.ts';
import { readSystem } from '../../electron/extensions/system.ts';
import { ownMounts } from '../../electron/extensions/target.ts';
import { snapshotOf } from '../../electron/hosts/snapshot-of.ts';
import { foreignText } from '../messages/message.ts';
import type { Snapshot } from '../model/snapshot.ts';
import { diagnoseHost } from './diagnose-host.ts';

let scratch: Scratch;
beforeEach(() => {
  scratch = makeScratch('diagnosis');
  scratch.put('tree/usr/lib/os-release', 'ID=debian\nVERSION_ID=12\n');
  putExtension(scratch, 'tree/var/lib/extensions', 'tool', 'ID=_any\n');
});
afterEach(() => scratch.remove());

async function snapshot(): Promise<Snapshot> {
  const root = join(scratch.path, 'tree');
  const system = await readSystem({ root, asSystemd: 257, mounts: ownMounts(root) }, null);
  const executor = { kind: 'direct' as const, sentence: foreignText('x'), helper: null };
  return snapshotOf(1, system, { sandbox: false, sandboxNote: null, overSsh: null, executor });
}

const idsOf = (given: Snapshot) => diagnoseHost(given).map(({ id, severity }) => [id, severity]);

test('nothing is wrong with a host where nothing is', async () => {
  expect(idsOf(await snapshot())).toEqual([]);
});

test('the worst comes first, each with what it is about, why, and what mends it', async () => {
  scratch.put('tree/var/lib/extensions/notes.img', 'no image');
  scratch.put('tree/var/lib/extensions/broken.raw', 'a page that was saved');
  const path = '/var/lib/extensions/broken.raw';
  expect(diagnoseHost(await snapshot())).toMatchObject([
    {
      id: 'merge-fails',
      severity: 'danger',
      subject: { kind: 'entry', class: 'sysext', path },
      message: `Every merge fails while ${path} is there.`,
      reason: 'The file is plain text, not an image. Look for the .raw file that was meant.',
      fix: { changes: [{ verb: 'disable', class: 'sysext', name: 'broken' }], action: 'none' },
    },
    {
      id: 'not-looked-at',
      severity: 'note',
      subject: { kind: 'entry', class: 'sysext', path: '/var/lib/extensions/notes.img' },
      fix: null,
    },
  ]);
});

test('a failure that no entry is to blame for is one of the class', async () => {
  scratch.put('tree/usr/lib/os-release', 'VERSION_ID=12\n');
  const [found] = diagnoseHost(await snapshot());
  expect(found).toMatchObject({ id: 'merge-fails', subject: { kind: 'class', class: 'sysext' }, fix: null });
});

test('what is merged and not there any more goes with a refresh of its class', async () => {
  const now = await snapshot();
  const merged = now.hierarchies.map((one) => ({
    ...one,
    merged: true,
    extensions: one.class === 'sysext' ? ['gone', 'gone', 'other'] : [],
  }));
  expect(diagnoseHost({ ...now, hierarchies: merged })).toMatchObject([
    {
      id: 'still-merged',
      message: 'Still merged: gone, other.',
      fix: { changes: [], action: 'refresh', classes: ['sysext'] },
    },
  ]);
});

test('without systemd-sysext nothing can be merged, but in the sandbox', async () => {
  const now = await snapshot();
  const without = { ...now, host: { ...now.host, sysextAvailable: false } };
  expect(idsOf(without)).toEqual([['not-installed', 'warning']]);
  expect(idsOf({ ...without, host: { ...without.host, sandbox: true } })).toEqual([]);
});

test('what hides merged images matters where there are images', async () => {
  const now = await snapshot();
  const hidden = { ...now, host: { ...now.host, unseen: foreignText('Not seen.') } };
  expect(idsOf(hidden)).toEqual([]);
  const extensions = hidden.extensions.map((one) => ({ ...one, type: 'raw' as const }));
  expect(idsOf({ ...hidden, extensions })).toEqual([['images-unseen', 'note']]);
});
