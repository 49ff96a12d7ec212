/** Which mounts came too late, by what systemctl of 257 prints of them (e2e/testbed/start.system.ts holds that it does). */
import { expect, test } from 'vitest';
import { laterMountsIn, readMergeUnits } from './merge-units.ts';
import { isBooted } from './services.ts';

const START = { Id: 'sysinit.target', ActiveState: 'active', ActiveEnterTimestampMonotonic: '5000' };
const MOUNT = { Id: 'srv.mount', ActiveState: 'active', Where: '/srv', ActiveEnterTimestampMonotonic: '9000' };
const UNIT = { ...MOUNT, FragmentPath: '/run/systemd/generator/srv.mount', Before: 'umount.target' };

const later = (...fields: Readonly<Record<string, string>>[]) => [
  ...laterMountsIn([START, ...fields], ['sysext']).values(),
];

test('what was mounted after the start, by how it comes', () => {
  expect(later(MOUNT)).toEqual([{ mountPoint: '/srv', by: 'hand' }]);
  expect(later(UNIT)).toEqual([{ mountPoint: '/srv', by: 'unit' }]);
  expect(later({ ...UNIT, After: 'remote-fs-pre.target', WantedBy: 'remote-fs.target' })).toEqual([
    { mountPoint: '/srv', by: 'network' },
  ]);
  expect(later({ ...UNIT, WantedBy: 'local-fs.target' }), 'nofail').toHaveLength(1);
});

test('what was there before, or is ordered before and was mounted once more, is none', () => {
  expect(later({ ...UNIT, ActiveEnterTimestampMonotonic: '4000' })).toEqual([]);
  expect(later({ ...UNIT, RequiredBy: 'local-fs.target', Before: 'local-fs.target' })).toEqual([]);
  expect(later({ ...UNIT, RequiredBy: 'systemd-sysext.service', Before: 'systemd-sysext.service' })).toEqual([]);
  expect(later({ ...UNIT, TriggeredBy: 'srv.automount' })).toEqual([]);
  expect(later({ ...MOUNT, ActiveState: 'inactive' })).toEqual([]);
});

test('nothing is told where the start is not over, or nobody answers', async () => {
  expect(laterMountsIn([{ ...START, ActiveEnterTimestampMonotonic: '0' }, MOUNT], ['sysext']).size).toBe(0);
  if (!isBooted()) expect(await readMergeUnits(['sysext'], ['/srv'])).toBeNull();
});
