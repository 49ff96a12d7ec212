/** The lengths that were measured at the edge; e2e/live/option-string.test.ts merges at it. */
import { describe, expect, test } from 'vitest';
import { countAboveLimit, OVERLAY_OPTIONS_LIMIT, overlayOptionBytes } from './overlay-options.ts';

const named = (count: number, length: number) => Array.from({ length: count }, (_, at) => `e${at}`.padEnd(length, 'x'));
const plain = { class: 'sysext', hierarchy: '/usr', root: '/', mutable: 'no' } as const;

describe('the most extensions that merge, by the length of their names', () => {
  // Measured on 252, 257 and 262: one more was cut by the kernel.
  test.each([
    ['sysext', '/usr', 3, 103],
    ['sysext', '/usr', 7, 94],
    ['sysext', '/usr', 8, 92],
    ['sysext', '/usr', 12, 84],
    ['sysext', '/usr', 30, 61],
    ['confext', '/etc', 8, 96],
    ['confext', '/etc', 20, 75],
  ] as const)('%s %s: %i letters, %i extensions', (extensionClass, hierarchy, length, most) => {
    const of = (count: number) => ({ ...plain, class: extensionClass, hierarchy, names: named(count, length) });
    expect(overlayOptionBytes(of(most))).toBeLessThanOrEqual(OVERLAY_OPTIONS_LIMIT);
    expect(overlayOptionBytes(of(most + 1))).toBeGreaterThan(OVERLAY_OPTIONS_LIMIT);
    expect(countAboveLimit(of(most))).toBe(0);
    expect(countAboveLimit(of(most + 1))).toBe(1);
  });
});

test('counts bytes, escapes and the root', () => {
  const one = (name: string, root = '/') => overlayOptionBytes({ ...plain, names: [name], root });
  expect(one('a')).toBe(37 + 36 + 1 + 5);
  expect(one('ä')).toBe(one('aa'));
  expect(one('😀')).toBe(one('aaaa'));
  expect(one('a:b,c\\d')).toBe(one('aXXbXXcXXd'));
  expect(one('a', '/srv/tree')).toBe(one('a') + '/srv/tree'.length);
  const base = overlayOptionBytes({ ...plain, hierarchy: '/opt', names: ['a'], base: '/var/opt' });
  expect(base).toBe(overlayOptionBytes({ ...plain, hierarchy: '/opt', names: ['a'] }) + '/var'.length);
});

/** Option strings as systemd 257 and 262 gave them to the kernel (their error lines, and the mount table). */
test.each([
  [
    'yes',
    'lowerdir=/run/systemd/sysext/meta/usr:/run/systemd/sysext/extensions/a/usr:/usr,upperdir=/var/lib/extensions.mutable/usr,workdir=/var/lib/extensions.mutable/.systemd-usr-workdir,redirect_dir=on,metacopy=off,index=off',
  ],
  [
    'import',
    'lowerdir=/run/systemd/sysext/meta/usr:/var/lib/extensions.mutable/usr:/run/systemd/sysext/extensions/a/usr:/usr',
  ],
  [
    'ephemeral',
    'lowerdir=/run/systemd/sysext/meta/usr:/run/systemd/sysext/extensions/a/usr:/usr,upperdir=/run/systemd/sysext/mh_workspace/usr/usr,workdir=/run/systemd/sysext/mh_workspace/usr/.systemd-usr-workdir,redirect_dir=on,metacopy=off,index=off',
  ],
  [
    'ephemeral-import',
    'lowerdir=/run/systemd/sysext/meta/usr:/var/lib/extensions.mutable/usr:/run/systemd/sysext/extensions/a/usr:/usr,upperdir=/run/systemd/sysext/mh_workspace/usr/usr,workdir=/run/systemd/sysext/mh_workspace/usr/.systemd-usr-workdir,redirect_dir=on,metacopy=off,index=off',
  ],
] as const)('is what systemd makes of --mutable=%s', (mutable, options) => {
  expect(overlayOptionBytes({ ...plain, names: ['a'], mutable })).toBe(options.length);
});
