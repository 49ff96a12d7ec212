import fc from 'fast-check';
import { expect, test } from 'vitest';
import { VeneerError } from '../../shared/errors.ts';
import { parseCommandLine } from './arguments.ts';

test('reads options around the command', () => {
  expect(
    parseCommandLine(['--json', 'list', '--root', '/srv/tree/', '--as-systemd=262', '--class', 'confext']),
  ).toMatchObject({
    command: 'list',
    json: true,
    root: '/srv/tree',
    asSystemd: 262,
    class: 'confext',
  });
  expect(parseCommandLine([]).command).toBe('help');
});

test.each([
  [['frobnicate']],
  [['list', 'x']],
  [['list', '--frobnicate']],
  [['enable']],
  [['inspect']],
  [['inspect', 'a', 'b']],
  [['list', '--as-systemd', 'new']],
  [['list', '--class', 'portable']],
  [['serve', '--port', '65536']],
  [['list', '--root', '']],
])('refuses %j', (args) => {
  expect(() => parseCommandLine(args)).toThrowError(expect.objectContaining({ code: 'invalid-input' }));
});

test('refuses or understands any words', () => {
  const word = fc.oneof(fc.string(), fc.constantFrom('list', 'enable', '--json', '--root', '--port=1', '-h', '--'));
  fc.assert(
    fc.property(fc.array(word), (args) => {
      try {
        expect(parseCommandLine(args).command).toBeTypeOf('string');
      } catch (error) {
        expect(error).toBeInstanceOf(VeneerError);
      }
    }),
  );
});
