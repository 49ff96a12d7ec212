import { expect, test } from 'vitest';
import { isStartable, isUnitName } from './unit-name.ts';

test('names of units by systemd.unit(5)', () => {
  for (const name of ['a.service', 'dev-sda\\x2d1.mount', 'getty@tty1.service', 'a:b.timer'])
    expect(isUnitName(name), name).toBe(true);
  for (const name of [
    '-a.service',
    '.service',
    'a b.service',
    'a.slice',
    'a.target',
    '../a.service',
    'a.service\n',
    `${'x'.repeat(250)}.service`,
  ])
    expect(isUnitName(name), name).toBe(false);
});

test('mounts are started and stopped by nobody', () => {
  expect(isStartable('a.mount')).toBe(false);
  expect(isStartable('a.socket')).toBe(true);
});
