/** Images without a version: a real core, a real list, and the hash that tells one from another. */

import { createHash } from 'node:crypto';
import { mkdirSync, readFileSync, symlinkSync, utimesSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { putOldOrigin } from '../../e2e/harness/old-origins.ts';
import { imageOf, writeSums } from '../../e2e/harness/remotes.ts';
import { makeScratch, type Scratch } from '../../e2e/harness/scratch.ts';
import { openSession } from '../../e2e/harness/session.ts';
import { versionByHash } from '../../shared/images/hash-version.ts';
import { originText } from '../../shared/images/origin.ts';
import { hashFile } from '../host/hash-file.ts';
import type { Host } from '../hosts/host.ts';
import type { Session } from '../session/session.ts';
import { checkUpdates } from '../session/update-calls.ts';
import { createImageHashes } from './image-hashes.ts';
import { originOf } from './origins.ts';

let scratch: Scratch;
let session: Session;
let host: Host;
beforeEach(() => {
  scratch = makeScratch('unversioned');
});
afterEach(() => {
  session.close();
  scratch.remove();
});

const image = (content: string) => imageOf(scratch, { name: 'cuda', release: `ID=_any\nX_CONTENT=${content}\n` });
const hashOf = (bytes: Buffer) => createHash('sha256').update(bytes).digest('hex');
const serve = async (fileName: string, bytes: Buffer) => {
  scratch.put(`served/${fileName}`, bytes);
  writeSums(scratch, 'served');
  if (session.catalog.remotes.list().some(({ name }) => name === 'mine')) return;
  const url = join(scratch.path, 'served');
  await session.catalog.remotes.put({ name: 'mine', url, enabled: true, trust: 'unsigned', key: null }, true);
};
const look = async () => (await checkUpdates(host, 'revalidate', null)).items.find(({ name }) => name === 'cuda');

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
  ({ session, host } = await openSession(scratch, tree));
  const remote = {
    name: 'mine',
    url: join(scratch.path, 'served'),
    enabled: true,
    trust: 'unsigned',
    key: null,
  } as const;
  await session.catalog.remotes.put(remote, true);
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

test('one that stands there by hand is told by the hash of its file, which is read once', async () => {
  const [first, second] = [image('1'), image('2')];
  scratch.put('tree/usr/lib/os-release', 'ID=debian\nVERSION_ID=12\n');
  scratch.put('tree/var/lib/extensions/cuda.raw', first);
  ({ session, host } = await openSession(scratch, join(scratch.path, 'tree')));
  await serve('cuda.raw', first);
  expect(await look()).toBe(undefined);
  await serve('cuda.raw', second);
  const other = versionByHash(hashOf(second));
  expect(await look()).toMatchObject({
    installed: versionByHash(hashOf(first)),
    newest: null,
    problem: null,
    elsewhere: [{ remote: 'mine', version: other }],
  });
  // Whoever puts the new one there has it.
  scratch.put('tree/var/lib/extensions/cuda.raw', second);
  expect(await look()).toBe(undefined);
});

test('one that came packed is told by the hash as it was served; without a record nobody knows', async () => {
  const [first, second] = [image('1'), image('2')];
  const packed = gzipSync(first);
  const version = versionByHash(hashOf(first));
  scratch.put('tree/usr/lib/os-release', 'ID=debian\nVERSION_ID=12\n');
  scratch.put(`tree/var/lib/extensions.d/cuda/cuda-${version}.raw`, first);
  mkdirSync(join(scratch.path, 'tree/var/lib/extensions'), { recursive: true });
  symlinkSync(`../extensions.d/cuda/cuda-${version}.raw`, join(scratch.path, 'tree/var/lib/extensions/cuda.raw'));
  ({ session, host } = await openSession(scratch, join(scratch.path, 'tree')));
  await serve('cuda.raw.gz', packed);
  const told = await look();
  expect(told).toMatchObject({ installed: version, newest: null, way: 'none', elsewhere: [] });
  expect(told?.problem).toMatchObject({
    message: 'Whether mine has another cuda is not known: it lists no version, and the file there is packed.',
  });

  const record = {
    remote: 'mine',
    address: `file://${join(scratch.path, 'served')}/cuda.raw.gz`,
    sha256: hashOf(packed),
    signedBy: null,
    signedAt: null,
    installedAt: 1,
    installedBy: 0,
    size: first.length,
    imageSha256: hashOf(first),
    sysupdate: null,
  };
  const recordFile = `tree/var/lib/extensions.d/cuda/.origin:cuda-${version}.raw.json`;
  scratch.put(recordFile, originText(record));
  expect(await look()).toBe(undefined);
  await serve('cuda.raw.gz', gzipSync(second));
  expect(await look()).toMatchObject({ installed: version, way: 'download', problem: null, elsewhere: [] });
  expect((await look())?.release).toMatchObject({ remote: 'mine', sha256: hashOf(gzipSync(second)) });

  // Another remote's may be the same image, packed by somebody else; and this one is kept current from its own.
  scratch.put(recordFile, originText({ ...record, remote: 'other', address: 'https://example.org/cuda.raw.gz' }));
  expect(await look()).toBe(undefined);
  // Of a file nobody knows.
  scratch.put(recordFile, originText({ ...record, remote: null, address: null, sha256: hashOf(first) }));
  expect((await look())?.problem?.id).toBe('newer-untold');
});

test('a list without hashes tells nothing', async () => {
  scratch.put('tree/usr/lib/os-release', 'ID=debian\nVERSION_ID=12\n');
  scratch.put('tree/var/lib/extensions/cuda.raw', image('1'));
  ({ session, host } = await openSession(scratch, join(scratch.path, 'tree')));
  scratch.put('served/cuda.raw', image('2'));
  const url = join(scratch.path, 'served');
  await session.catalog.remotes.put({ name: 'mine', url, enabled: true, trust: 'unsigned', key: null }, true);
  const told = await look();
  expect(told?.problem?.message.text).toBe(
    'Whether mine has another cuda is not known: it lists neither a version nor a hash.',
  );
});

test('a hash is read once, and again once the file is another one', async () => {
  ({ session, host } = await openSession(scratch, join(scratch.path, 'tree')));
  scratch.put('image', 'one');
  const path = join(scratch.path, 'image');
  const read = vi.fn(hashFile);
  const open = () => createImageHashes(join(scratch.path, 'hashes'), read, () => {});
  const one = hashOf(Buffer.from('one'));
  expect([await open().of(path, null), await open().of(path, null), read.mock.calls.length]).toEqual([one, one, 1]);
  // Of the same length, and with the time of before.
  writeFileSync(path, 'two');
  utimesSync(path, 1, 1);
  expect(await open().of(path, null)).toBe(hashOf(Buffer.from('two')));
  expect(await open().of(join(scratch.path, 'nothing'), null)).toBe(null);
  expect(
    await createImageHashes(
      join(scratch.path, 'other'),
      () => Promise.reject(new Error('no')),
      () => {},
    ).of(path, null),
  ).toBe(null);
  expect(
    Object.keys(JSON.parse(readFileSync(join(scratch.path, 'hashes/image-hashes.json'), 'utf8')) as object),
  ).toContain(path);
});
