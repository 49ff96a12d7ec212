import { expect, test } from 'vitest';
import { isOtherByHash, versionByHash } from './hash-version.ts';

const sha256 = '9fc62e5c3840'.padEnd(64, '0');
const other = '1fc62e5c3840'.padEnd(64, '0');

test('an image without a version is another one where its hash is', () => {
  expect(versionByHash(sha256)).toBe('0.9fc62e5c3840');
  const release = { version: '', sha256, packing: null, oci: null };
  expect(isOtherByHash(release, versionByHash(sha256))).toBe(false);
  expect(isOtherByHash(release, versionByHash(other))).toBe(true);
  // Of what has a version of its own, or is packed, the hash tells nothing.
  expect(isOtherByHash(release, '1.0')).toBe(false);
  expect(isOtherByHash({ ...release, packing: 'xz', oci: null }, versionByHash(other))).toBe(false);
  expect(isOtherByHash({ ...release, version: '2' }, versionByHash(other))).toBe(false);
});
