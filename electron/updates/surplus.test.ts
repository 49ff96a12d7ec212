/** What is right is said by sysupdate.d(5) (InstancesMax=, ProtectVersion=) and transfer_vacuum() of systemd. */
import { expect, test } from 'vitest';
import { surplusOf } from './surplus.ts';

const surplus = (versions: string, instancesMax: number | null, inUse: string | null, isProtected = '') =>
  surplusOf(
    versions.split(' ').map((version) => ({ version })),
    { protectedVersions: isProtected.split(' '), target: { instancesMax } },
    inUse,
  )
    .map(({ version }) => version)
    .join(' ');

test.each([
  ['5 4 3 2 1', 3, '5', '2 1'],
  ['5 4 3 2 1', null, '5', '2 1'],
  ['5 4', 2, '5', ''],
  ['5', 2, '5', ''],
  ['5 4 3', 2, null, '3'],
  // systemd-sysupdate would keep 5 and 4 and delete what is in use.
  ['5 4 3', 2, '3', ''],
  ['5 4 3', 2, '4', ''],
])('of %s, where %s stay and %s is in use, go: %s', (versions, most, inUse, goes) => {
  expect(surplus(versions, most, inUse)).toBe(goes);
});

test('what is protected stays, and the next older one goes for it', () => {
  expect(surplus('5 4 3 2 1', 3, '5', '1')).toBe('3 2');
  expect(surplus('3 2 1', 2, '3', '2 1')).toBe('');
});
