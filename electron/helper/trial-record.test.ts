/** What is written down before a change, as it is read again: anything else is no promise, and nobody acts on it. */
import { expect, test } from 'vitest';
import { parseRecord } from './trial-record.ts';

const ENTRY = { directory: '/run/confexts', fileName: 'a', kind: 'empty-directory', target: null };
const LINK = { directory: '/var/lib/confexts', fileName: 'a.raw', kind: 'symlink', target: '../confexts.d/a_1.raw' };
const RECORD = {
  until: 1000,
  merges: [{ class: 'confext', names: ['a'], writable: false, touched: true }],
  names: [{ class: 'confext', name: 'a', entries: [ENTRY, LINK] }],
  units: [{ unit: 'ssh.service', invocation: '0123456789abcdef0123456789abcdef' }],
};

test('a record is read as it was written', () => {
  expect(parseRecord(JSON.stringify(RECORD))).toEqual(RECORD);
});

test.each([
  ['no JSON', '{'],
  ['no object', '[]'],
  ['a field more', { ...RECORD, more: 1 }],
  ['a directory where no extensions are', withEntry({ directory: '/etc' })],
  ['a directory of the other class', withEntry({ directory: '/etc/extensions' })],
  ['a way out of the directory', withEntry({ fileName: '../a' })],
  ['the directory itself', withEntry({ fileName: '..' })],
  ['a link to nowhere', withEntry({ kind: 'symlink' })],
  ['a target of what is no link', withEntry({ target: '/etc/shadow' })],
  ['a NUL', withEntry({ kind: 'symlink', target: 'a\0b' })],
  ['a name that systemd has not', { ...RECORD, names: [{ ...RECORD.names[0], name: 'a/b' }] }],
  ['an option for a unit', { ...RECORD, units: [{ unit: '--force', invocation: '' }] }],
  ['no time', { ...RECORD, until: -1 }],
])('%s is none', (_, record) => {
  expect(parseRecord(typeof record === 'string' ? record : JSON.stringify(record))).toBeNull();
});

function withEntry(part: object): object {
  return { ...RECORD, names: [{ class: 'confext', name: 'a', entries: [{ ...ENTRY, ...part }] }] };
}
