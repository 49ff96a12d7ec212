/** Images without a version: a real core, a real list, and the hash that tells one from another. */
import { createHash } from 'node:crypto';
import { mkdirSync, symlinkSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { openCore } from '../../e2e/harness/core.ts';
import { putOldOrigin } from '../../e2e/harness/old-origins.ts';
import { imageOf, writeSums } from '../../e2e/harness/remotes.ts';
import { makeScratch, type Scratch } from '../../e2e/harness/scratch.ts';
import { versionByHash } from '../../shared/hash-version.ts';
import type { Core } from '../api/core.ts';
import { checkUpdates } from '../api/update-calls.ts';
import { originOf } from './origins.ts';

let scratch: Scratch;
let core: Core;
beforeEach(() => {
  scratch = makeScratch('unversioned');
});
afterEach(() => {
  core.close();
  scratch.remove();
});

const image = (content: string) => imageOf(scratch, { name: 'cuda', release: `ID=_any\nX_CONTENT=${content}\n` });
const hashOf = (bytes: Buffer) => createHash('sha256').update(bytes).digest('hex');
const look = async () => (await checkUpdates(core, 'ask', null)).items.find(({ name }) => name === 'cuda');

test('it is new where the list has another hash, and from where it came', async () => {
  const [first, second] = [image('1'), image('2')];
  const version = versionByHash(hashOf(first));
  const tree = join(scratch.path, 'tree');
  scratch.put('tree/usr/lib/os-release', 'ID=debian\nVERSION_ID=12\n');
  scratch.put(`tree/var/lib/extensions.d/cuda/cuda-${version}.raw`, first);
  mkdirSync(join(tree, 'var/lib/extensions'), { recursive: true });
  symlinkSync(`/var/lib/extensions.d/cuda/cuda-${version}.raw`, join(tree, 'var/lib/extensions/cuda.raw'));
  scratch.put('served/cuda.raw', first);
  writeSums(scratch, 'served');
  core = await openCore(scratch, tree);
  const remote = {
    name: 'mine',
    url: join(scratch.path, 'served'),
    enabled: true,
    trust: 'unsigned',
    key: null,
  } as const;
  await core.catalog.remotes.put(remote, true);
  // The same hash is the same image.
  expect((await look())?.newest ?? null).toBe(null);

  scratch.put('served/cuda.raw', second);
  writeSums(scratch, 'served');
  const other = versionByHash(hashOf(second));
  const told = await look();
  expect(told).toMatchObject({ installed: version, newest: null, elsewhere: [{ remote: 'mine', version: other }] });

  const release = told?.elsewhere[0]?.release;
  if (release === undefined) throw new Error('there is no release');
  putOldOrigin(
    join(scratch.path, 'state'),
    { root: tree, class: 'sysext', name: 'cuda', version, architecture: null, size: first.length },
    originOf(release),
  );
  expect(await look()).toMatchObject({ installed: version, newest: other, way: 'download', elsewhere: [] });
});
