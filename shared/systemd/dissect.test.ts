/** Outcomes of disk images as measured on 252, 257 and 262 by merges of images with these partitions. */
import { expect, test } from 'vitest';
import { type DissectError, dissectTable, type TableEntry } from './dissect.ts';
import { CONFEXT_POLICY, parseImagePolicy, SYSEXT_POLICY } from './image-policy.ts';
import { GENERIC_LINUX, PARTITION_TYPES } from './partition-types.ts';
import { compareVersions } from './version.ts';

const type = (architecture: string, role: 'root' | 'usr') => PARTITION_TYPES[architecture]?.[role] ?? '';
const part = (of: string, label = ''): TableEntry => ({ type: of, uuid: '', label, flags: 0n });
const chosen = (result: ReturnType<typeof dissectTable<TableEntry>>) =>
  typeof result === 'string' ? result : [result.root?.label ?? null, result.usr?.label ?? null];
const ask = (version: number, ...table: TableEntry[]) =>
  chosen(dissectTable(table, 'x86-64', version, version < 257 ? null : SYSEXT_POLICY));

test('takes a foreign partition where there is no other', () => {
  for (const version of [252, 257, 262]) {
    expect(ask(version, part(type('arm64', 'root'), 'arm'), part(GENERIC_LINUX, 'plain'))).toEqual(['arm', null]);
    expect(ask(version, part(type('arm64', 'usr'), 'arm'), part(type('x86-64', 'usr'), 'own'))).toEqual([null, 'own']);
  }
});

test('takes the newest by its label, and a free slot only up to 261', () => {
  const slots = [part(type('x86-64', 'root'), '_empty'), part(type('x86-64', 'root'), 'A')];
  // '_empty' is newer than 'A' in the order of versions.
  expect(compareVersions('_empty', 'A')).toBe(1);
  expect(ask(257, ...slots)).toEqual(['_empty', null]);
  expect(ask(262, ...slots)).toEqual(['A', null]);
  expect(ask(262, part(type('x86-64', 'root'), 'os_1.9'), part(type('x86-64', 'root'), 'os_1.10'))).toEqual([
    'os_1.10',
    null,
  ]);
});

test('a confext does not look at /usr, and nothing to look at ends it', () => {
  const errors: DissectError[] = ['ENXIO', 'ENOTUNIQ'];
  expect(chosen(dissectTable([part(type('x86-64', 'usr'))], 'x86-64', 257, CONFEXT_POLICY))).toBe(errors[0]);
  expect(ask(257, part('933ac7e1-2eb4-4f13-b844-0e14e2aef915', 'home'))).toBe(errors[0]);
  expect(ask(257, part(GENERIC_LINUX), part(GENERIC_LINUX))).toBe(errors[1]);
});

test('a policy decides by what protects the partition', () => {
  const policy = parseImagePolicy('root=signed+absent:usr=signed+absent');
  expect(dissectTable([part(type('x86-64', 'root'))], 'x86-64', 262, policy)).toBe('ERFKILL');
  expect(parseImagePolicy('root=sealed')).toBeNull();
  expect(parseImagePolicy('*')).toEqual(SYSEXT_POLICY);
});
