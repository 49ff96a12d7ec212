import fc from 'fast-check';
import { expect, test } from 'vitest';
import { VeneerError } from '../../shared/errors.ts';
import { isExtensionName } from '../../shared/extension-name.ts';
import { parseRequest } from './request.ts';

const good = { class: 'sysext', names: ['a'], force: false, allowSetAside: false, root: '/' };

test('takes a request that is right', () => {
  expect(parseRequest(['mask'], JSON.stringify(good), {})).toEqual({ verb: 'mask', ...good });
});

test.each([
  ['no verb', [], good, {}],
  ['an unknown verb', ['install'], good, {}],
  ['more arguments', ['mask', '--force'], good, {}],
  ['a name that leads up', ['mask'], { ...good, names: ['../../etc/passwd'] }, {}],
  ['a name with a NUL byte', ['mask'], { ...good, names: ['a\0b'] }, {}],
  ['no name to mask', ['mask'], { ...good, names: [] }, {}],
  ['another class', ['merge'], { ...good, class: 'portable' }, {}],
  ['a flag that is no boolean', ['merge'], { ...good, force: 'yes' }, {}],
  ['a parameter that is not known', ['merge'], { ...good, path: '/etc' }, {}],
  ['a relative root', ['merge'], { ...good, root: 'tree' }, {}],
  ['another root through polkit', ['merge'], { ...good, root: '/home/me/tree' }, { PKEXEC_UID: '1000' }],
] as const)('refuses %s', (_what, args, body, environment) => {
  expect(() => parseRequest(args, JSON.stringify(body), environment)).toThrow(VeneerError);
});

test('refuses or understands whatever comes on stdin', () => {
  const near = fc.record(
    {
      class: fc.oneof(fc.constant('sysext'), fc.anything()),
      names: fc.oneof(fc.array(fc.string()), fc.anything()),
      force: fc.oneof(fc.boolean(), fc.anything()),
      allowSetAside: fc.boolean(),
      root: fc.oneof(fc.constant('/'), fc.string()),
    },
    { requiredKeys: [] },
  );
  const text = fc.oneof(
    fc.string(),
    fc.json(),
    near.map((value) => JSON.stringify(value) ?? ''),
  );
  fc.assert(
    fc.property(fc.constantFrom('mask', 'unmask', 'merge'), text, (verb, stdin) => {
      try {
        const { names, root } = parseRequest([verb], stdin, {});
        expect(names.every(isExtensionName)).toBe(true);
        expect(root.startsWith('/')).toBe(true);
      } catch (error) {
        expect(error).toBeInstanceOf(VeneerError);
      }
    }),
  );
});
