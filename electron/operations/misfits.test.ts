import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { makeScratch, putExtension, type Scratch } from '../../e2e/harness/scratch.ts';
import { makeSquashfs } from '../../e2e/harness/squashfs.ts';
import { EMPTY_REQUEST } from '../../shared/changes/empty-request.ts';
import type { Change } from '../../shared/model/change.ts';
import { createOwnReader } from '../extensions/own-reader.ts';
import { readSystem } from '../extensions/system.ts';
import { ownMounts } from '../extensions/target.ts';
import { siftMisfits } from './misfits.ts';

let tree: Scratch;
beforeEach(() => {
  tree = makeScratch('misfits');
  tree.put('usr/lib/os-release', 'ID=debian\nVERSION_ID=12\n');
  mkdirSync(join(tree.path, 'var/lib/extensions'), { recursive: true });
});
afterEach(() => tree.remove());

/** An install of an image whose release file is for `inside`. */
function install(name: string, release: string, inside = name): Change {
  putExtension(tree, 'sources', inside, release);
  const source = join(tree.path, `${name}-2.0.raw`);
  makeSquashfs(join(tree.path, 'sources', inside), source);
  return {
    verb: 'install',
    class: 'sysext',
    name,
    image: { source, sha256: 'a'.repeat(64), version: '2.0', architecture: null, place: 'kept', keep: null },
  };
}

async function sift(changes: readonly Change[], force = false) {
  const target = { root: tree.path, asSystemd: 257, mounts: ownMounts(tree.path) };
  const request = { ...EMPTY_REQUEST, changes: [...changes], force };
  return siftMisfits(createOwnReader(), target, await readSystem(target, null), request);
}

test('takes out what systemd would leave out or stop at, and leaves the rest', async () => {
  putExtension(tree, 'sources', 'old', 'ID=_any\nSYSEXT_VERSION_ID=1.0\n');
  makeSquashfs(join(tree.path, 'sources/old'), join(tree.path, 'var/lib/extensions/old.raw'));
  const [good, left, blocking] = [
    install('good', 'ID=_any\n'),
    install('old', 'ID=fedora\nVERSION_ID=41\n'),
    install('torn', 'ID=_any\n', 'other'),
  ];
  const { request, misfits } = await sift([good, left, blocking]);
  expect(request.changes).toEqual([good]);
  expect(misfits).toMatchObject([
    {
      change: left,
      diagnosis: {
        id: 'update-does-not-fit',
        message: {
          text: expect.stringContaining('old 2.0 does not fit, so it is not installed: It was built for fedora'),
        },
        nextStep: '1.0 stays. Wait for a version that fits.',
      },
    },
    {
      change: blocking,
      diagnosis: {
        id: 'update-fails-merges',
        message: { text: expect.stringContaining('torn 2.0 would make every merge fail') },
      },
    },
  ]);
  expect(await sift([left, blocking], true)).toMatchObject({ request: { changes: [left, blocking] }, misfits: [] });
});

test('what fails already is no fault of an update', async () => {
  tree.put('var/lib/extensions/broken.raw', 'no image');
  const good = install('good', 'ID=_any\n');
  expect(await sift([good])).toMatchObject({ request: { changes: [good] }, misfits: [] });
});
