import fc from 'fast-check';
import { expect, test } from 'vitest';
import { parseMountinfo } from './mounts.ts';

test('reads the line of a merged hierarchy', () => {
  const line =
    '92 42 0:40 / /srv/a\\040tree/usr ro,relatime shared:22 - overlay sysext ro,lowerdir=/run/systemd/sysext/meta/usr:/x,redirect_dir=on';
  expect(parseMountinfo(line)).toEqual([
    {
      device: '0:40',
      root: '/',
      mountPoint: '/srv/a tree/usr',
      fileSystem: 'overlay',
      source: 'sysext',
      options: ['ro', 'relatime'],
      superOptions: ['ro', 'lowerdir=/run/systemd/sysext/meta/usr:/x', 'redirect_dir=on'],
    },
  ]);
});

test('passes over what has not its form', () => {
  fc.assert(
    fc.property(fc.string(), (text) => {
      expect(Array.isArray(parseMountinfo(text))).toBe(true);
    }),
  );
});
