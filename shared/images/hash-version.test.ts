import { expect, test } from 'vitest';
import { isOtherByHash, isVersionByHash, versionByHash } from './hash-version.ts';

const sha256 = '9fc62e5c3840'.padEnd(64, '0');
const other = '1fc62e5c3840'.padEnd(64, '0');
const plain = { sha256, packing: null, oci: null };
const packed = { ...plain, packing: 'xz' } as const;
const unknown = { image: null, version: null, served: null, isFromThere: false };

test('an image without a version is another one where its hash is', () => {
  expect(versionByHash(sha256)).toBe('0.9fc62e5c3840');
  expect([isVersionByHash(versionByHash(sha256)), isVersionByHash('0.9fc62e5')]).toEqual([true, false]);
  expect(isOtherByHash(plain, { ...unknown, version: versionByHash(sha256) })).toBe(false);
  expect(isOtherByHash(plain, { ...unknown, version: versionByHash(other) })).toBe(true);
  expect(isOtherByHash(plain, { ...unknown, image: sha256 })).toBe(false);
  expect(isOtherByHash(plain, { ...unknown, image: other })).toBe(true);
  expect(isOtherByHash(plain, unknown)).toBe(null);
  expect(isOtherByHash({ ...plain, sha256: null }, { ...unknown, image: other })).toBe(null);
});

test('a packed one is told by the hash as it was served, where it came from there', () => {
  expect(isOtherByHash(packed, { ...unknown, image: other })).toBe(null);
  expect(isOtherByHash(packed, { ...unknown, served: sha256 })).toBe(false);
  expect(isOtherByHash(packed, { ...unknown, image: other, served: other, isFromThere: true })).toBe(true);
  // Somebody else may have packed the same image.
  expect(isOtherByHash(packed, { ...unknown, image: other, served: other })).toBe(null);
});
