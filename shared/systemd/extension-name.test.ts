import fc from 'fast-check';
import { expect, test } from 'vitest';
import { isExtensionName } from './extension-name.ts';

test.each(['a', 'docker-28.0', 'ä', 'a b', 'x'.repeat(255)])('takes %j', (name) => {
  expect(isExtensionName(name)).toBe(true);
});

test.each(['', '.', '..', 'a/b', '../x', '/etc', 'a\0b', 'a\nb', '.#lock', 'x'.repeat(256), 'ä'.repeat(128), '\ud800'])(
  'refuses %j',
  (name) => {
    expect(isExtensionName(name)).toBe(false);
  },
);

test('never takes a name that leads elsewhere', () => {
  fc.assert(
    fc.property(fc.string({ unit: 'binary' }), (name) => {
      if (isExtensionName(name)) expect(name).not.toMatch(/[/\0]|^\.{1,2}$/);
      else expect(isExtensionName(name)).toBe(false);
    }),
  );
});
