/** Packed files that unpack to more than there is room for, and more than any image has. */
import { spawnSync } from 'node:child_process';
import { statfsSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { setImmediate as turn } from 'node:timers/promises';
import { pathToFileURL } from 'node:url';
import { gzipSync, zstdCompressSync } from 'node:zlib';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { makeScratch, type Scratch } from '../../e2e/harness/scratch.ts';
import { declaredSize } from './declared-size.ts';
import { fetchImage } from './fetch-image.ts';
import { DOWNLOAD_TIMEOUTS, type Order } from './order.ts';
import { createUnpackWatch } from './room.ts';

let scratch: Scratch;
beforeEach(() => {
  scratch = makeScratch('room');
});
afterEach(() => scratch.remove());

const MIB = 2 ** 20;
const content = Buffer.alloc(3 * MIB, 'abcdefgh');

function fetchLocal(fileName: string, packing: Order['packing'], bytes: Buffer | null, limit = 2 ** 36) {
  if (bytes !== null) scratch.put(`from/${fileName}`, bytes);
  const order: Order = {
    address: pathToFileURL(join(scratch.path, 'from', fileName)).href,
    sha256: null,
    packing,
    folder: join(scratch.path, 'download'),
    fileName: 'tool-1.raw',
    limit,
    timeouts: DOWNLOAD_TIMEOUTS,
  };
  return fetchImage(order, () => {}, new AbortController().signal);
}

test('what a file says of its size', () => {
  for (const size of [0, 100, 255, 256, 70_000, 3 * MIB]) {
    const bytes = content.subarray(0, size);
    // The library writes the size where it is given the whole.
    const said = declaredSize('zst', zstdCompressSync(bytes, { pledgedSrcSize: size }));
    expect(said).toBe(size);
    expect(declaredSize('gz', gzipSync(bytes))).toBe(null);
  }
  const xz = (...args: string[]) =>
    spawnSync('xz', ['--stdout', ...args], { input: content, maxBuffer: 1 << 26 }).stdout;
  // Several threads write the size of each block, one thread does not.
  expect(declaredSize('xz', xz('--threads=2', '--block-size=1MiB'))).toBe(MIB);
  expect(declaredSize('xz', xz('--threads=1'))).toBe(null);
  for (const cut of [0, 3, 6, 12, 13, 14]) expect(declaredSize('xz', xz('--threads=2').subarray(0, cut))).toBe(null);
});

/** A frame of zstd that claims a size; nothing of it is ever unpacked. */
function claims(size: number): Buffer {
  const head = Buffer.alloc(200);
  head.writeUInt32LE(0xfd2fb528, 0);
  head.writeUInt8(0xe0, 4);
  head.writeBigUInt64LE(BigInt(size), 5);
  return head;
}

test('one that says that it has no room here, or is larger than any image, is refused beforehand', async () => {
  const { bavail, bsize } = statfsSync(scratch.path);
  await expect(fetchLocal('a.zst', 'zst', claims(2 * bavail * bsize), 2 ** 60)).rejects.toMatchObject({
    code: 'no-space',
  });
  await expect(fetchLocal('b.zst', 'zst', claims(2 ** 40))).rejects.toMatchObject({
    code: 'image-broken',
    message: expect.stringContaining('it says that it unpacks to'),
  });
});

test('more than a gibibyte at more than two hundred times its size is no image', () => {
  const watch = createUnpackWatch(scratch.path);
  expect(() => watch(1024 * MIB, 1)).not.toThrow();
  expect(() => watch(1025 * MIB, 6 * MIB)).not.toThrow();
  expect(() => watch(1025 * MIB, 5 * MIB)).toThrow('more than 200 times its size');
});

test('waiting for the decompressor leaves no listener behind', async () => {
  const warnings: Error[] = [];
  const hear = (warning: Error) => warnings.push(warning);
  process.on('warning', hear);
  try {
    const image = Buffer.alloc(64 * MIB);
    for (let at = 0; at < image.length; at += 4096) image.writeUInt32LE(at, at);
    await fetchLocal('c.gz', 'gz', gzipSync(image, { level: 0 }));
    // Node tells of a warning in the turn in which it arose.
    await turn();
  } finally {
    process.off('warning', hear);
  }
  expect(warnings).toEqual([]);
});

test('a pipe in the place of an image is no image', async () => {
  scratch.put('from/x', '');
  spawnSync('mkfifo', [join(scratch.path, 'from/d.raw')]);
  await expect(fetchLocal('d.raw', null, null)).rejects.toMatchObject({ code: 'invalid-input' });
  writeFileSync(join(scratch.path, 'from/e.raw'), content);
  expect(await fetchLocal('e.raw', null, null)).toMatchObject({ size: content.length });
});
