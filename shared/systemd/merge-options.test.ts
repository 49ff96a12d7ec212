/** What systemd takes, as `systemd-analyze image-policy` of 257 and 262 and `systemd-sysext --help` of 252, 257 and 262 say. */
import { expect, test } from 'vitest';
import { isImagePolicy, isPolicyOf260 } from './image-policy.ts';
import {
  areRight,
  isWithoutOptions,
  type MergeOptions,
  NO_MERGE_OPTIONS,
  unknownOptions,
  wordsOfOptions,
} from './merge-options.ts';

test.each(
  [
    ...['*', '-', '~', 'root=signed', 'root=signed+absent:usr=ignore', 'root=', '=absent', 'root-verity=unprotected'],
    ...['usr-verity-sig=absent', 'tmp=open:var=open', 'root=signed+read-only-on', 'root=verity+growfs-off', 'home=-'],
    ...['esp=unused', 'root=open+ignore', 'root=read-only-on+read-only-off', 'root=encryptedwithintegrity'],
    'root=signed:usr=verity+signed+absent:=absent',
  ].map((policy) => [policy]),
)('%j is an image policy to systemd', (policy) => {
  expect(isImagePolicy(policy)).toBe(true);
});

test.each(
  [
    ...[
      'root',
      'root=foo',
      'foo=signed',
      'root=signed:root=verity',
      'root=signed:',
      ':',
      'root=signed+',
      'ROOT=signed',
    ],
    ...['root=*', '=absent:=open', 'root=signed --force', 'root=signed\n', 'root=signed\0'],
  ].map((policy) => [policy]),
)('%j is none', (policy) => {
  expect(isImagePolicy(policy)).toBe(false);
});

test('what systemd takes and Veneer does not predict is not taken', () => {
  // 262 reads an empty one as `-`, takes blanks, and knows file systems.
  for (const policy of ['', ' root = signed ', 'root=squashfs+signed'])
    expect(isImagePolicy(policy), policy).toBe(false);
  expect(isImagePolicy(`root=${'open+'.repeat(300)}open`)).toBe(false);
});

const ALL: MergeOptions = { noexec: false, imagePolicy: 'root=signed', noReload: true, alwaysRefresh: false };

test('each is told as systemd spells it, and refused where it does not know it', () => {
  expect(wordsOfOptions(ALL)).toEqual([
    ...['--noexec=no', '--image-policy=root=signed', '--no-reload', '--always-refresh=no'],
  ]);
  const unknown = (version: number, options = ALL) => unknownOptions(options, version).map(({ option }) => option);
  expect(unknown(252)).toEqual(wordsOfOptions(ALL));
  expect(unknown(257)).toEqual(['--always-refresh=no']);
  expect(unknown(262)).toEqual([]);
  const withIntegrity = { ...NO_MERGE_OPTIONS, imagePolicy: 'root=encryptedwithintegrity' };
  expect(isPolicyOf260(withIntegrity.imagePolicy)).toBe(true);
  expect(unknown(257, { ...ALL, ...withIntegrity })).toEqual(['--image-policy=root=encryptedwithintegrity']);
  expect(unknown(262, { ...ALL, ...withIntegrity })).toEqual([]);
});

test('that a refresh merges again needs no option', () => {
  const always = { ...NO_MERGE_OPTIONS, alwaysRefresh: true };
  expect(unknownOptions(always, 252)).toEqual([]);
  expect(isWithoutOptions(always)).toBe(false);
  expect(isWithoutOptions(NO_MERGE_OPTIONS)).toBe(true);
  expect(areRight({ ...always, imagePolicy: 'root' })).toBe(false);
});
