import { expect, test } from 'vitest';
import { parseChecksums } from './checksums.ts';

const A = 'a'.repeat(64);
const B = 'b'.repeat(64);

test('reads what sha256sum writes, in text and in binary mode', () => {
  const { files, refused } = parseChecksums(`${A}  one-1.raw\n${B.toUpperCase()} *two 2.raw\r\n${A}  sub/three.raw\n`);
  expect(files).toEqual([
    { sha256: A, path: 'one-1.raw' },
    { sha256: B, path: 'two 2.raw' },
    { sha256: A, path: 'sub/three.raw' },
  ]);
  expect(refused).toEqual([]);
});

test.each([
  `${A}  ../x.raw`,
  `${A}  a/../x.raw`,
  `${A}  /etc/x.raw`,
  `${A}  ./x.raw`,
  `${A}  a//x.raw`,
  `${A}  x\0.raw`,
  `${A}  x%2e.raw`,
  `${A}  x\\.raw`,
  `${A}  ü.raw`,
  `${A} x.raw`,
  `${A.slice(1)}  x.raw`,
  `\\${A}  x.raw`,
  `${A}  ${'x'.repeat(300)}`,
  `${A}  ${'x'.repeat(1024 * 1024)}`,
  '<!doctype html>',
])('refuses %j', (line) => {
  const { files, refused } = parseChecksums(`${A}  good-1.raw\n${line}\n`);
  expect(files).toEqual([{ sha256: A, path: 'good-1.raw' }]);
  expect(refused).toMatchObject([{ line: 2 }]);
});

test('a name that is there twice counts once, and not at all with two hashes', () => {
  expect(parseChecksums(`${A}  x.raw\n${A}  x.raw\n`).files).toHaveLength(1);
  const { files, refused } = parseChecksums(`${A}  x.raw\n${B}  x.raw\n${A}  x.raw\n`);
  expect(files).toEqual([]);
  expect(refused.length).toBeGreaterThan(0);
});

test('tells until when it may be used', () => {
  expect(parseChecksums(`${A}  BEST-BEFORE-2026-12-24\n`)).toMatchObject({ files: [], bestBefore: '2026-12-24' });
});
