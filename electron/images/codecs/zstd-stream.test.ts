/** What zstd(1) packs is unpacked to the same bytes, by pieces of any size, and nothing is believed. */
import { spawnSync } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { Readable } from 'node:stream';
import { buffer } from 'node:stream/consumers';
import { zstdCompressSync } from 'node:zlib';
import { expect, test } from 'vitest';
import { createUnzstd } from './zstd-stream.ts';

const text = Buffer.from('an image that was packed\n'.repeat(40_000));
const noise = randomBytes(200_000);
const mixed = Buffer.concat([noise, text, Buffer.alloc(1_000_000), noise.subarray(1000)]);

function pack(data: Buffer, ...options: string[]): Buffer {
  const { stdout, status } = spawnSync('zstd', ['-c', ...options], { input: data, maxBuffer: 64 << 20 });
  if (status !== 0) throw new Error(`zstd ended with ${status}`);
  return stdout;
}

function* inPieces(data: Buffer, size: number): Generator<Buffer> {
  for (let at = 0; at < data.length; at += size) yield data.subarray(at, at + size);
}

const unpack = (data: Buffer, size = 64 * 1024) => buffer(Readable.from(inPieces(data, size)).pipe(createUnzstd()));
/** `pipe` tells nobody of an error on this side, which is what is looked for here. */
const failure = (data: Buffer) =>
  unpack(data).then(
    () => null,
    (error: unknown) => String(error),
  );

test.each([
  ['with a checksum', ['--check']],
  ['without', ['--no-check']],
  ['thoroughly', ['-19']],
  ['with a long window', ['--long=27']],
])('packed %s', async (_, options) => {
  const packed = pack(mixed, ...options);
  for (const size of [1021, 64 * 1024]) expect((await unpack(packed, size)).equals(mixed), `${size}`).toBe(true);
});

test('in one call, by byte for byte, and what is nothing', async () => {
  expect((await unpack(zstdCompressSync(text), 1)).equals(text)).toBe(true);
  for (const data of [Buffer.alloc(0), Buffer.from('x'), Buffer.from('short')]) {
    expect(await unpack(pack(data), 1)).toEqual(data);
    expect(await unpack(pack(data, '--no-check'))).toEqual(data);
  }
});

test('several frames, and what is to be skipped between them, as pzstd writes it', async () => {
  const skipped = Buffer.concat([Buffer.from([0x5a, 0x2a, 0x4d, 0x18, 5, 0, 0, 0]), Buffer.from('notes')]);
  const small = pack(Buffer.from('x'));
  const packed = Buffer.concat([skipped, pack(text), small, skipped, small, pack(noise, '--no-check'), skipped]);
  const expected = Buffer.concat([text, Buffer.from('xx'), noise]);
  for (const size of [1021, 1 << 20]) expect((await unpack(packed, size)).equals(expected), `${size}`).toBe(true);
});

test('one that is cut anywhere is damaged, and so is what comes after the last', async () => {
  const packed = pack(text);
  for (const length of [0, 3, 4, 10, 17, 40, packed.length - 9, packed.length - 1]) {
    expect(await failure(packed.subarray(0, length)), `${length} bytes`).not.toBeNull();
  }
  expect(await failure(Buffer.concat([packed, Buffer.from('<!doctype html>')]))).toContain('no frame of zstd');
});

test('no window of more than zlib’s own takes is kept, nor a dictionary sought', async () => {
  const windowed = Buffer.from(pack(mixed, '--long=27'));
  windowed[5] = 18 << 3;
  expect(await failure(windowed)).toContain('a window of more than');
  const gibibyte = Buffer.concat([Buffer.from([0x28, 0xb5, 0x2f, 0xfd, 0xa0, 0, 0, 0, 0x40]), Buffer.alloc(64)]);
  expect(await failure(gibibyte)).toContain('a window of more than');
  expect(await failure(Buffer.concat([Buffer.from([0x28, 0xb5, 0x2f, 0xfd, 0x21, 7]), Buffer.alloc(64)]))).toContain(
    'dictionary',
  );
});

test('changed bytes come to an end, and never to more than a block at once', async () => {
  const packed = pack(mixed.subarray(0, 600_000), '--no-check');
  let ended = 0;
  for (let at = 0; at < packed.length; at += Math.ceil(packed.length / 120)) {
    const damaged = Buffer.from(packed);
    damaged[at] = (damaged[at] ?? 0) ^ 0x55;
    const stream = Readable.from([damaged]).pipe(createUnzstd());
    try {
      for await (const part of stream as AsyncIterable<Buffer>) expect(part.length).toBeLessThanOrEqual(128 * 1024);
    } catch (error) {
      expect(error).toBeInstanceOf(Error);
    }
    ended++;
  }
  expect(ended).toBeGreaterThan(100);
});
