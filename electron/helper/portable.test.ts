/** What is refused before portablectl is asked; what it does then: e2e/testbed/portable.system.ts. */
import { expect, test } from 'vitest';
import { Fields } from './fields.ts';
import { PORTABLE_VERBS } from './portable.ts';

const NOBODYS = 'veneer-has-no-such-image';
const common = { class: 'sysext', root: '/' } as const;
const how = { extensions: [], prefixes: [], runtime: false, now: false, atBoot: false };
const attaching = { name: NOBODYS, profile: NOBODYS, ...how };
const quiet = () => {};
const code = (wanted: string) => expect.objectContaining({ code: wanted });

test.each(['attach-portable', 'reattach-portable'] as const)('%s wants a profile that is there', async (verb) => {
  const { check, run } = PORTABLE_VERBS[verb];
  const request = { ...common, ...check(new Fields(attaching), common) };
  await expect(run(request, quiet)).rejects.toEqual(code('not-found'));
  await expect(run({ ...request, root: '/srv/tree' }, quiet)).rejects.toEqual(code('unsupported'));
});

test('what is not attached is not detached', async () => {
  const { check, run } = PORTABLE_VERBS['detach-portable'];
  const request = { ...common, ...check(new Fields({ name: NOBODYS, now: true }), common) };
  await expect(run(request, quiet)).rejects.toEqual(code('not-found'));
  await expect(run({ ...request, root: '/srv/tree' }, quiet)).rejects.toEqual(code('unsupported'));
});

test.each([
  ['a path for a profile', { profile: '../x' }],
  ['a path for an extension', { extensions: ['/etc/x'] }],
  ['more extensions than one image takes', { extensions: Array.from({ length: 33 }, (_, at) => `e${at}`) }],
  ['a prefix that is an option', { prefixes: ['--help'] }],
])('%s is refused', (_, wrong) => {
  const { check } = PORTABLE_VERBS['attach-portable'];
  expect(() => check(new Fields({ ...attaching, ...wrong }), common)).toThrowError(code('invalid-input'));
});
