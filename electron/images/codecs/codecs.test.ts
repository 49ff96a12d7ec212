import { spawnSync } from 'node:child_process';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import fc from 'fast-check';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { makeScratch, type Scratch } from '../../../e2e/harness/scratch.ts';
import { unpackLz4 } from './lz4.ts';
import { unpackLzma } from './lzma.ts';
import { unpackLzo } from './lzo.ts';
import { unpackXz } from './xz.ts';

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
