import { expect, test } from 'vitest';
import { rulesFor } from './classes.ts';
import { maskDirectory } from './masking.ts';

test.each([
  ['sysext', '/var/lib/extensions', '/etc/extensions'],
  ['sysext', '/run/extensions', '/etc/extensions'],
  ['sysext', '/etc/extensions', null],
  ['confext', '/usr/lib/confexts', '/var/lib/confexts'],
  ['confext', '/var/lib/confexts', '/run/confexts'],
  ['confext', '/run/confexts', null],
] as const)('masks a %s of %s in %s', (extensionClass, directory, mask) => {
  expect(maskDirectory(directory, extensionClass, rulesFor(257))).toBe(mask);
});
