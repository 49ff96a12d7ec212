import { readFileSync } from 'node:fs';
import { gunzipSync } from 'node:zlib';
import { expect, test } from 'vitest';
import { expectToStandDamage } from '../../../e2e/harness/image-checks.ts';
import { listTree } from '../../../e2e/harness/sample-tree.ts';
import { designationOf, typeNameOf } from '../../../shared/systemd/partition-types.ts';
import { openImage } from '../open.ts';
import { openBytes, sliceOf } from '../source.ts';
import { readDisk } from './disk.ts';
import { checkVerity, readVeritySuperblock } from './verity.ts';

const fixtures = new URL('../../../e2e/fixtures/images/', import.meta.url);
const image = gunzipSync(readFileSync(new URL('fixture-ddi.raw.gz', fixtures)));
/** As systemd-repart printed it. */
const ROOT_HASH = 'ba6a29b5ee405691030868a67d732945ecde4d10e4c4da2643b1f255c86ceb90';
const FINGERPRINT = '304370f5c188f1d168f1b160e15eaee6a662d39ce00332655afbfd7630e99acb';

async function check(bytes: Buffer, rootHash = ROOT_HASH, signal: AbortSignal | null = null) {
  const source = openBytes(bytes);
  const [verity] = (await readDisk(source, { architecture: 'x86-64', version: 262, policy: null })).verity;
  if (verity === undefined) throw new Error('there is no verity');
  const hashes = sliceOf(source, verity.hashes.offset, verity.hashes.size);
  const progress: number[] = [];
  const data = sliceOf(source, verity.data.offset, verity.data.size);
  const result = await checkVerity(
    data,
    hashes,
    await readVeritySuperblock(hashes),
    rootHash,
    (done) => progress.push(done),
    signal,
  );
  return { ...result, progress };
}

async function offsets() {
  const [verity] = (await readDisk(openBytes(image), { architecture: 'x86-64', version: 262, policy: null })).verity;
  if (verity === undefined) throw new Error('there is no verity');
  return { data: verity.data.offset, hashes: verity.hashes.offset };
}

test('reads the tree of a DDI as one', async () => {
  const opened = await openImage(openBytes(image), { architecture: 'x86-64', version: 262, policy: null });
  if (opened.kind !== 'tree') throw new Error(`it was taken for ${opened.kind}`);
  const found = Object.fromEntries(await listTree(opened.tree));
  const expected = JSON.parse(readFileSync(new URL('erofs.json', fixtures), 'utf8')) as Record<string, string>;
  // Its definition copies /usr and /opt.
  const usr = Object.entries(expected).filter(([path]) => path === 'usr' || path.startsWith('usr/'));
  expect(found).toMatchObject(Object.fromEntries(usr));
});

test('shows what vouches for it', async () => {
  const disk = await readDisk(openBytes(image), { architecture: 'x86-64', version: 262, policy: null });
  expect(disk.partitions.map(({ typeName, used }) => [typeName, used])).toEqual([
    ['root-x86-64', true],
    ['root-x86-64-verity', true],
    ['root-x86-64-verity-sig', true],
  ]);
  expect(disk.verity).toMatchObject([
    {
      of: 'root',
      rootHash: ROOT_HASH,
      matches: true,
      algorithm: 'sha256',
      signature: { rootHash: ROOT_HASH, certificateFingerprint: FINGERPRINT },
    },
  ]);
});

test('takes what is for another architecture where there is nothing else, as systemd does', async () => {
  const disk = await readDisk(openBytes(image), { architecture: 'arm64', version: 257, policy: null });
  expect(disk.root?.label).toBe('root-x86-64');
});

test('checks the whole of it, and says at which block it fails', async () => {
  const whole = await check(image);
  expect(whole).toMatchObject({ intact: true, failure: null });
  expect(whole.progress.at(-1)).toBeGreaterThan(0);
  const { data, hashes } = await offsets();
  const damaged = Buffer.from(image);
  damaged[data + 3 * 4096 + 100] = (damaged[data + 3 * 4096 + 100] ?? 0) ^ 1;
  expect((await check(damaged)).failure).toContain('Data block 3 (byte 12288');
  const forged = Buffer.from(image);
  forged[hashes + 4096] = (forged[hashes + 4096] ?? 0) ^ 1;
  expect((await check(forged)).failure).toBe('The root hash is another one.');
  expect((await check(image, '00'.repeat(32))).intact).toBe(false);
});

test('stops when it is told to', async () => {
  await expect(check(image, ROOT_HASH, AbortSignal.abort())).rejects.toThrow('abort');
});

test('refuses a table whose checksum is wrong', async () => {
  const damaged = Buffer.from(image);
  damaged[1024 + 60] = (damaged[1024 + 60] ?? 0) ^ 1;
  await expect(openImage(openBytes(damaged), { architecture: 'x86-64', version: 262, policy: null })).rejects.toThrow(
    'checksum',
  );
});

test('ends on any damage with its own error', async () => {
  await expectToStandDamage(image, 2048, 200);
});

test('names types as systemd does', () => {
  expect(designationOf('4f68bce3-e8cd-4db1-96e7-fbcaf984b709')).toEqual({ role: 'root', architecture: 'x86-64' });
  expect(typeNameOf('77ff5f63-e7b6-4633-acf4-1565b864c0e6')).toBe('usr-x86-64-verity');
  expect(typeNameOf('c12a7328-f81f-11d2-ba4b-00a0c93ec93b')).toBe('esp');
  expect(typeNameOf('00000000-0000-0000-0000-000000000001')).toBe('00000000-0000-0000-0000-000000000001');
});
