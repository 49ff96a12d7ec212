import fc from 'fast-check';
import { expect, test } from 'vitest';
import { HELPER_VERBS } from '../../shared/changes/actions.ts';
import { HELPER_PROTOCOL } from '../../shared/changes/installed-helper.ts';
import { VeneerError } from '../../shared/model/errors.ts';
import { isExtensionName } from '../../shared/systemd/extension-name.ts';
import { parseRequest } from './request.ts';

const common = { protocol: HELPER_PROTOCOL, class: 'sysext', root: '/' };
const good = { ...common, names: ['a'], allowMovingAside: false };
const image = {
  ...common,
  name: 'a',
  store: '/var/lib/extensions.d',
  version: '1.0',
  architecture: 'x86-64',
  sha256: 'a'.repeat(64),
  keep: null,
  current: true,
  versioned: false,
  adopts: null,
  origin: null,
};
const origin = {
  remote: 'bakery',
  address: 'https://example.org/a/a-1.0-x86-64.raw.xz',
  sha256: 'b'.repeat(64),
  signedBy: 'A'.repeat(40),
  signedAt: 1,
};
const merge = { ...common, mutable: null };
const options = { noexec: false, imagePolicy: 'root=signed', noReload: false, alwaysRefresh: null };
const transfer = {
  ...common,
  name: 'a',
  url: 'https://example.org/a',
  patterns: ['a-@v-%a.raw'],
  verify: true,
  store: '/var/lib/extensions.d',
  keep: 2,
};
const update = {
  ...common,
  name: 'a',
  version: null,
  adopts: { name: 'a', store: '/var/lib/extensions.d', version: '1', architecture: null },
};
const units = { ...common, units: ['a.service'], stop: false };

test('takes a request that is right', () => {
  const { protocol: _, ...rest } = good;
  expect(parseRequest(['mask', JSON.stringify(good)], {})).toEqual({
    verb: 'mask',
    aroundConfext: null,
    trial: null,
    ...rest,
  });
  const tried = { ...good, trial: { begins: true } };
  expect(parseRequest(['mask', JSON.stringify(tried)], {})).toMatchObject({ trial: { begins: true } });
  const around = { ...good, aroundConfext: { mutable: 'yes' } };
  expect(parseRequest(['mask', JSON.stringify(around)], {})).toMatchObject({ aroundConfext: { mutable: 'yes' } });
  expect(parseRequest(['install', JSON.stringify(image)], {})).toMatchObject({
    store: { store: '/var/lib/extensions.d', directory: '/var/lib/extensions' },
  });
  expect(parseRequest(['install', JSON.stringify({ ...image, origin })], {})).toMatchObject({ origin });
  expect(parseRequest(['update', JSON.stringify(update)], {})).toMatchObject({
    adopts: { name: 'a', version: '1', store: { directory: '/var/lib/extensions' } },
  });
  expect(parseRequest(['write-transfer', JSON.stringify(transfer)], {})).toMatchObject({
    transfer: { url: 'https://example.org/a', store: { directory: '/var/lib/extensions' } },
  });
  const withOptions = { ...merge, options: { ...options, imagePolicy: null } };
  expect(parseRequest(['merge', JSON.stringify(withOptions)], {})).toMatchObject({ options: { noexec: false } });
  expect(parseRequest(['merge', JSON.stringify(merge)], {})).toMatchObject({ options: null });
  const byPolicy = { ...merge, force: true, options };
  expect(parseRequest(['refresh-policy', JSON.stringify(byPolicy)], {})).toMatchObject({ force: true, options });
  expect(parseRequest(['restart-units', JSON.stringify(units)], {})).toMatchObject({ units: ['a.service'] });
});

test.each([
  ['an unknown verb', ['destroy'], good, {}],
  ['more arguments', ['mask', '--force'], good, {}],
  ['a request of another version', ['mask'], { ...good, protocol: 'veneer-helper-protocol-2' }, {}],
  ['a name that leads up', ['mask'], { ...good, names: ['../../etc/passwd'] }, {}],
  ['a name with a NUL byte', ['mask'], { ...good, names: ['a\0b'] }, {}],
  ['a name of 300 characters', ['mask'], { ...good, names: ['a'.repeat(300)] }, {}],
  ['no name to mask', ['mask'], { ...good, names: [] }, {}],
  ['another class', ['merge'], { ...merge, class: 'portable' }, {}],
  ['a flag that is no boolean', ['mask'], { ...good, allowMovingAside: 'yes' }, {}],
  ['a parameter that is not known', ['merge'], { ...merge, path: '/etc' }, {}],
  ['force where the verb does not say so', ['merge'], { ...merge, force: true }, {}],
  ['a relative root', ['merge'], { ...merge, root: 'tree' }, {}],
  ['another root through polkit', ['merge'], { ...merge, root: '/home/me/tree' }, { PKEXEC_UID: '1000' }],
  ['a mode that systemd does not know', ['merge'], { ...merge, mutable: 'maybe' }, {}],
  ['an image policy by a verb that is not named after it', ['merge'], { ...merge, options }, {}],
  ['no policy by a verb that is', ['merge-policy'], { ...merge, force: false }, {}],
  [
    'a policy that is an option',
    ['merge-policy'],
    { ...merge, force: false, options: { ...options, imagePolicy: 'root=signed --force' } },
    {},
  ],
  ['a policy without its leave to force', ['merge-policy'], { ...merge, options }, {}],
  [
    'that no program can be started',
    ['merge'],
    { ...merge, options: { ...options, imagePolicy: null, noexec: true } },
    {},
  ],
  ['options that are not all there', ['merge'], { ...merge, options: { noexec: true } }, {}],
  ['an option that is not known', ['merge'], { ...merge, options: { ...options, imagePolicy: null, root: '/' } }, {}],
  ['a store of its own', ['install'], { ...image, store: '/home/me' }, {}],
  ['a version that leads up', ['install'], { ...image, version: '../1' }, {}],
  ['a kept version that leads up', ['install'], { ...image, adopts: { version: '../1', architecture: null } }, {}],
  [
    'a path of what is kept',
    ['install'],
    { ...image, adopts: { version: '1', architecture: null, path: '/etc/shadow' } },
    {},
  ],
  ['a kept version that is no object', ['install'], { ...image, adopts: ['1'] }, {}],
  [
    'what is kept in a store of its own',
    ['update'],
    { ...update, adopts: { ...update.adopts, store: '/home/me' } },
    {},
  ],
  ['a version that is an option', ['install'], { ...image, version: '-1' }, {}],
  ['an unknown architecture', ['install'], { ...image, architecture: '/x' }, {}],
  ['a hash that is none', ['install'], { ...image, sha256: 'A' }, {}],
  ['a request that leaves out where the image is from', ['install'], { ...image, origin: undefined }, {}],
  ['a remote with a line break', ['install'], { ...image, origin: { ...origin, remote: 'a\nb' } }, {}],
  ['an address in the clear', ['install'], { ...image, origin: { ...origin, address: 'http://a.org/a.raw' } }, {}],
  ['an address with a password', ['install'], { ...image, origin: { ...origin, address: 'https://u:p@a.org/a' } }, {}],
  [
    'an address of no end',
    ['install'],
    { ...image, origin: { ...origin, address: `https://a/${'a'.repeat(2000)}` } },
    {},
  ],
  ['a key by its name', ['install'], { ...image, origin: { ...origin, signedBy: 'me@example.org' } }, {}],
  ['a time that no date has', ['install'], { ...image, origin: { ...origin, signedAt: 1e17 } }, {}],
  ['who installed, as told', ['install'], { ...image, origin: { ...origin, installedBy: 0 } }, {}],
  ['a version of the store with an origin', ['make-current'], { ...image, sha256: null, origin }, {}],
  ['a unit that is an option', ['restart-units'], { ...units, units: ['--force'] }, {}],
  ['a unit with a path', ['restart-units'], { ...units, units: ['/etc/a.service'] }, {}],
  ['a count below zero', ['vacuum'], { ...common, name: 'a', keep: -1 }, {}],
  ['a transfer without a pattern', ['write-transfer'], { ...transfer, patterns: [] }, {}],
  ['a transfer from another machine in the clear', ['write-transfer'], { ...transfer, url: 'http://a.org/' }, {}],
  ['a transfer that keeps none', ['write-transfer'], { ...transfer, keep: 0 }, {}],
  ['a transfer to a store of its own', ['write-transfer'], { ...transfer, store: '/etc' }, {}],
  ['a component that leads up', ['remove-transfer'], { ...common, name: '../a' }, {}],
  [
    'an /etc that is opened for what is not written there',
    ['merge'],
    { ...merge, aroundConfext: { mutable: null } },
    {},
  ],
  [
    'a trial of what nobody could take back',
    ['remove'],
    { ...common, name: 'a', purge: true, trial: { begins: true } },
    {},
  ],
  ['a trial of another root', ['mask'], { ...good, root: '/tree', trial: { begins: true } }, {}],
  ['a trial with more', ['mask'], { ...good, trial: { begins: true, seconds: 1 } }, {}],
  ['an /etc that is opened in an unknown mode', ['mask'], { ...good, aroundConfext: { mutable: 'maybe' } }, {}],
  ['an /etc that is opened with more', ['mask'], { ...good, aroundConfext: { mutable: null, force: true } }, {}],
  ['a version that is an option of sysupdate', ['update'], { ...common, name: 'a', version: '--offline' }, {}],
] as const)('refuses %s', (_what, args, body, environment) => {
  const [verb, ...rest] = args;
  expect(() => parseRequest([verb, JSON.stringify(body), ...rest], environment)).toThrow(VeneerError);
});

test('refuses a call without verb or parameters', () => {
  expect(() => parseRequest([], {})).toThrow(VeneerError);
  expect(() => parseRequest(['merge'], {})).toThrow(VeneerError);
});

test('refuses or understands whatever it is given', () => {
  const near = fc.record(
    {
      protocol: fc.constant(HELPER_PROTOCOL),
      class: fc.oneof(fc.constant('sysext'), fc.anything()),
      names: fc.oneof(fc.array(fc.string()), fc.anything()),
      name: fc.oneof(fc.string(), fc.anything()),
      store: fc.oneof(fc.constant('/var/lib/extensions.d'), fc.string()),
      version: fc.oneof(fc.string(), fc.anything()),
      architecture: fc.oneof(fc.constant(null), fc.string()),
      sha256: fc.oneof(fc.constant(null), fc.string()),
      allowMovingAside: fc.boolean(),
      root: fc.oneof(fc.constant('/'), fc.string()),
    },
    { requiredKeys: ['protocol'] },
  );
  const text = fc.oneof(
    fc.string(),
    fc.json(),
    near.map((value) => JSON.stringify(value) ?? ''),
  );
  fc.assert(
    fc.property(fc.constantFrom(...HELPER_VERBS), text, (verb, parameters) => {
      try {
        const request = parseRequest([verb, parameters], {});
        const names = 'names' in request ? request.names : 'name' in request ? [request.name] : [];
        expect(names.every(isExtensionName)).toBe(true);
        expect(request.root.startsWith('/')).toBe(true);
      } catch (error) {
        expect(error).toBeInstanceOf(VeneerError);
      }
    }),
  );
});
