import { existsSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { gzipSync, zstdCompressSync } from 'node:zlib';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { run } from '../../e2e/harness/programs.ts';
import { makeScratch, type Scratch } from '../../e2e/harness/scratch.ts';
import { createUnzstd } from './codecs/zstd-stream.ts';
import { createDecompressor, packingOf, unpackFile } from './unpack.ts';

const data = Buffer.from('an image that was packed\n'.repeat(40_000));
let scratch: Scratch;
beforeAll(() => {
  scratch = makeScratch('unpack');
  scratch.put('plain', data);
  scratch.put('gzip', gzipSync(data));
  scratch.put('zstd', zstdCompressSync(data));
  run('sh', ['-c', 'xz --stdout "$0" > "$1"', join(scratch.path, 'plain'), join(scratch.path, 'xz')]);
});
afterAll(() => scratch.remove());

const at = (name: string) => join(scratch.path, name);

test.each(['gzip', 'xz', 'zstd'] as const)('unpacks %s, within its limit', async (packing) => {
  expect(await packingOf(at(packing))).toBe(packing);
  await unpackFile(at(packing), packing, at(`${packing}.out`), data.length);
  expect(readFileSync(at(`${packing}.out`)).equals(data)).toBe(true);
  await expect(unpackFile(at(packing), packing, at('bomb'), data.length - 1)).rejects.toMatchObject({
    problem: 'too-large',
  });
  expect(existsSync(at('bomb'))).toBe(false);
});

test.each(['gzip', 'xz', 'zstd'] as const)('leaves nothing of a damaged %s', async (packing) => {
  const bytes = readFileSync(at(packing));
  writeFileSync(at('cut'), bytes.subarray(0, bytes.length - 9));
  await expect(unpackFile(at('cut'), packing, at('cut.out'), 1 << 24)).rejects.toMatchObject({ problem: 'corrupt' });
  expect(readdirSync(scratch.path).filter((name) => name.includes('cut.out'))).toEqual([]);
});

test('takes no plain file for a packed one', async () => {
  expect(await packingOf(at('plain'))).toBeNull();
});

test.each([
  ['gzip', 'gzip', () => createDecompressor('gzip')],
  ['xz', 'xz -1', () => createDecompressor('xz')],
  ['zstd', 'zstd', () => createDecompressor('zstd')],
  ['zstd on Node 20', 'zstd', createUnzstd],
] as const)('%s gives no more than is read of it, however much a piece unpacks to', async (_, program, open) => {
  run('sh', ['-c', `head -c 64M /dev/zero | ${program} > "$0"`, at('zeros')]);
  const stream = open();
  stream.end(readFileSync(at('zeros')));
  let length = 0;
  let most = 0;
  for await (const part of stream as AsyncIterable<Buffer>) {
    length += part.length;
    most = Math.max(most, part.length + stream.readableLength);
    await new Promise((settle) => setImmediate(settle));
  }
  expect(length).toBe(64 * 1024 * 1024);
  expect(most).toBeLessThan(8 * 1024 * 1024);
});

test('xz keeps pace with a file, where noise and holes take turns', async () => {
  const piece = 'head -c 1M /dev/urandom; head -c 7M /dev/zero';
  run('sh', [
    '-c',
    `for i in 1 2 3 4 5 6 7 8; do ${piece}; done > "$0"; xz -1 -c "$0" > "$1"`,
    at('holes'),
    at('holes.xz'),
  ]);
  await unpackFile(at('holes.xz'), 'xz', at('holes.out'), 64 * 1024 * 1024);
  run('cmp', [at('holes'), at('holes.out')]);
  expect(existsSync(at('holes.out'))).toBe(true);
});
