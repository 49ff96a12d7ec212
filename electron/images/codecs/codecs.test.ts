import { spawnSync } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { Readable } from 'node:stream';
import { crc32 } from 'node:zlib';
import fc from 'fast-check';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { makeScratch, type Scratch } from '../../../e2e/harness/scratch.ts';
import { Crc64 } from './crc64.ts';
import { unpackLz4 } from './lz4.ts';
import { unpackLzma } from './lzma.ts';
import { unpackLzo } from './lzo.ts';
import { unpackXz } from './xz.ts';
import { createUnxz } from './xz-stream.ts';

let scratch: Scratch;
beforeAll(() => {
  scratch = makeScratch('codecs');
});
afterAll(() => scratch.remove());

/** Packs with the program of XZ Utils. */
function pack(data: Buffer, ...options: string[]): Buffer {
  const file = join(scratch.path, 'data');
  writeFileSync(file, data);
  const { stdout, status, stderr } = spawnSync('xz', ['--stdout', ...options, file], { maxBuffer: 64 << 20 });
  expect(status, String(stderr)).toBe(0);
  return stdout;
}

const text = fc
  .array(fc.constantFrom('line ', 'and another ', '\n', '0', '1', 'ä'), { maxLength: 3000 })
  .map((parts) => Buffer.from(parts.join('')));
const data = fc.oneof(
  text,
  fc.uint8Array({ maxLength: 3000 }).map((bytes) => Buffer.from(bytes)),
);

test('unpacks what XZ Utils pack', () => {
  fc.assert(
    fc.property(
      data,
      fc.constantFrom('--check=crc32', '--check=none', '--check=sha256', '--check=crc64'),
      fc.constantFrom('-0', '-6', '--lzma2=lc=1,lp=2,pb=0'),
      (bytes, check, level) => {
        expect(unpackXz(pack(bytes, check, level), bytes.length + 10)).toEqual(bytes);
        const lzma = pack(bytes, '--format=lzma', level.replace('lzma2', 'lzma1'));
        expect(unpackLzma(lzma.readUInt8(0), lzma.subarray(13), bytes.length)).toEqual(bytes);
      },
    ),
    { numRuns: 40 },
  );
});

test('keeps what was said before over many chunks', () => {
  const bytes = Buffer.concat(
    Array.from({ length: 60 }, (_, at) => Buffer.from(`${'abcdefgh'.repeat(1000 * (at % 7))}${at}\n`)),
  );
  expect(unpackXz(pack(bytes), bytes.length)).toEqual(bytes);
});

test('refuses more than was asked for, and damage', () => {
  const packed = pack(Buffer.alloc(100_000, 'x'));
  expect(() => unpackXz(packed, 99_999)).toThrow('more than');
  const crc = pack(Buffer.from('some text'), '--check=crc32');
  crc[crc.length - 30] = (crc[crc.length - 30] ?? 0) ^ 1;
  expect(() => unpackXz(crc, 100)).toThrow();
});

test('names a filter that it does not know', () => {
  expect(() => unpackXz(pack(Buffer.alloc(1000, 'x'), '--x86', '--lzma2'), 1000)).toThrow('filter 4');
});

test('ends on any bytes, within what was asked for', () => {
  const near = fc.uint8Array({ maxLength: 400 }).map((bytes) => Buffer.from(bytes));
  const base = pack(Buffer.from('a text that is long enough to be packed, packed, packed'.repeat(20)));
  const damaged = fc.array(fc.tuple(fc.nat(base.length - 1), fc.nat(255)), { maxLength: 6 }).map((changes) => {
    const bytes = Buffer.from(base);
    for (const [at, value] of changes) bytes[at] = value;
    return bytes;
  });
  const unpackers = [
    (bytes: Buffer) => unpackXz(bytes, 2000),
    (bytes: Buffer) => unpackLzma(bytes[0] ?? 0, Buffer.concat([Buffer.alloc(1), bytes]), 2000),
    (bytes: Buffer) => unpackLzo(bytes, 2000),
    (bytes: Buffer) => unpackLz4(bytes, 2000),
  ];
  fc.assert(
    fc.property(fc.oneof(near, damaged), fc.constantFrom(...unpackers), (bytes, unpack) => {
      try {
        expect(unpack(bytes).length).toBeLessThanOrEqual(2000);
      } catch (error) {
        expect(error).toBeInstanceOf(Error);
      }
    }),
    { numRuns: 2000 },
  );
});

test('counts CRC-64 as its definition does, in pieces of any size', () => {
  const sum = (...pieces: readonly string[]) => {
    const crc = new Crc64();
    for (const piece of pieces) crc.update(Buffer.from(piece));
    return crc.digest().readBigUInt64LE(0);
  };
  // The check value of CRC-64/XZ in the catalogue of parametrised CRC algorithms.
  expect(sum('123456789')).toBe(0x995dc9bbdf1939fan);
  expect(sum('1', '23', '', '456', '789')).toBe(0x995dc9bbdf1939fan);
  expect(sum('')).toBe(0n);
});

test.each(['crc32', 'crc64', 'sha256'])('sees every flipped bit under %s, as xz does', async (check) => {
  const noise = randomBytes(200);
  const packed = pack(Buffer.concat([noise, Buffer.alloc(900, 'text '), noise]), `--check=${check}`);
  for (let at = 0; at < packed.length; at++) {
    const damaged = Buffer.from(packed);
    damaged.writeUInt8(damaged.readUInt8(at) ^ (1 << (at % 8)), at);
    expect(() => unpackXz(damaged, 2000), `byte ${at}`).toThrow();
    if (at % 7 === 0) await expect(unxz(damaged, 65_536), `byte ${at}`).rejects.toThrow();
  }
});

test('refuses xz cut after any byte, and one with more behind it that is neither padding nor a stream', async () => {
  const packed = pack(Buffer.from('a text that is cut'.repeat(9)));
  for (let length = 0; length < packed.length; length++) {
    expect(() => unpackXz(packed.subarray(0, length), 1000)).toThrow();
    await expect(unxz(packed.subarray(0, length), 7)).rejects.toThrow();
  }
  await expect(unxz(Buffer.concat([packed, Buffer.alloc(3)]), 64)).rejects.toThrow('no padding');
  await expect(unxz(Buffer.concat([packed, Buffer.from('more and more')]), 64)).rejects.toThrow();
});

test('refuses an index, a footer or a block header that lies, though its checksum is right', async () => {
  const packed = pack(Buffer.alloc(3000, 'said otherwise '), '--block-size=1000', '--check=crc64', '-T2');
  const lies = [
    // The index: its first record says one byte more unpacked (the third byte of it, behind the number of records).
    (bytes: Buffer, index: number) => bytes.writeUInt8((bytes.readUInt8(index + 3) & 0x80) | 0x69, index + 3),
    // The number of records.
    (bytes: Buffer, index: number) => bytes.writeUInt8(bytes.readUInt8(index + 1) + 1, index + 1),
    // The size in the first block's header, which xz writes where it works on several threads.
    (bytes: Buffer) => {
      expect(bytes.readUInt8(13) & 0xc0).toBe(0xc0);
      const length = (bytes.readUInt8(12) + 1) * 4;
      bytes.writeUInt8(bytes.readUInt8(14) ^ 1, 14);
      bytes.writeUInt32LE(crc32(bytes.subarray(12, 12 + length - 4)), 12 + length - 4);
    },
    // The kind of check at the end.
    (bytes: Buffer) => {
      bytes.writeUInt8(1, bytes.length - 3);
      bytes.writeUInt32LE(crc32(bytes.subarray(-8, -2)), bytes.length - 12);
    },
  ];
  expect(unpackXz(packed, 3000)).toHaveLength(3000);
  for (const [number, lie] of lies.entries()) {
    const bytes = Buffer.from(packed);
    const index = bytes.length - 12 - (bytes.readUInt32LE(bytes.length - 8) + 1) * 4;
    lie(bytes, index);
    bytes.writeUInt32LE(crc32(bytes.subarray(index, -16)), bytes.length - 16);
    expect(spawnSync('xz', ['--test'], { input: bytes }).status, `lie ${number}`).not.toBe(0);
    expect(() => unpackXz(bytes, 3000), `lie ${number}`).toThrow();
    await expect(unxz(bytes, 65_536), `lie ${number}`).rejects.toThrow();
  }
});

/** Everything that comes out of the stream where the file comes in pieces of `step` bytes. */
async function unxz(packed: Buffer, step: number): Promise<Buffer> {
  const pieces = Array.from({ length: Math.ceil(packed.length / step) }, (_, at) =>
    packed.subarray(at * step, (at + 1) * step),
  );
  const parts: Buffer[] = [];
  for await (const part of Readable.from(pieces).pipe(createUnxz()) as AsyncIterable<Buffer>) parts.push(part);
  return Buffer.concat(parts);
}

test('xz as a stream, larger than its window, in several blocks and streams, in pieces of any size', async () => {
  // Repeats reach back over the whole window, which has to move on for them.
  const noise = randomBytes(70_001);
  const bytes = Buffer.concat(
    Array.from({ length: 150 }, (_, at) => Buffer.concat([noise.subarray(at), Buffer.from(`${at}`)])),
  );
  const options = ['--lzma2=dict=128KiB', '--block-size=3MiB'];
  for (const check of ['crc32', 'crc64', 'sha256', 'none']) {
    const packed = pack(bytes, ...options, `--check=${check}`);
    expect((await unxz(packed, 4093)).equals(bytes)).toBe(true);
  }
  const two = Buffer.concat([pack(noise), Buffer.alloc(8), pack(bytes, '-9')]);
  expect((await unxz(two, 65_536)).equals(Buffer.concat([noise, bytes]))).toBe(true);
  const small = pack(Buffer.from('small'));
  expect((await unxz(small, 1)).toString()).toBe('small');
});

test('xz as a stream tells damage from the end', async () => {
  const packed = pack(randomBytes(100_000), '--check=crc32');
  for (const length of [0, 5, 100, packed.length - 1, packed.length - 13]) {
    await expect(unxz(packed.subarray(0, length), 1000)).rejects.toThrow();
  }
  for (let at = 0; at < packed.length; at += 997) {
    const damaged = Buffer.from(packed);
    damaged.writeUInt8(damaged.readUInt8(at) ^ 0xff, at);
    await expect(unxz(damaged, 65_536)).rejects.toThrow();
  }
});
