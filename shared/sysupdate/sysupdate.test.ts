import { expect, test } from 'vitest';
import { isComponentOn, readDefinitions } from './definitions.ts';
import { readManifest } from './manifest.ts';
import { compareByGlibc } from './strverscmp.ts';
import { updateSets } from './update-sets.ts';

const HASH = 'ab'.repeat(32);
const NOW = Date.parse('2026-11-26T12:00:00Z');

test.each([
  [`${HASH}  a\n`, null, null],
  [`${HASH} *a b\n`, null, null],
  ['', 'it is empty', null],
  [`${HASH}  a`, 'no end of line', 'no end of line'],
  [`${HASH}  a\r\n`, 'control character', 'control character'],
  [`# a comment\n${HASH}  a\n`, 'SHA-256', 'SHA-256'],
  [`${HASH}  a\n\n`, 'too short', 'too short'],
  ['<!doctype html><html><head><title>Not found</title></head><body>There is none.</body></html>', 'SHA', 'SHA'],
  [`${HASH}  ./a\n`, 'file in the folder', 'out of the folder'],
  [`${HASH}  /a\n`, 'file in the folder', 'out of the folder'],
  [`${HASH}  ../a\n`, 'file in the folder', 'out of the folder'],
  [`${HASH}  b/a\n`, 'file in the folder', null],
  [`${HASH}  a%41\n`, null, 'per cent'],
  [`SHA256 (a) = ${HASH}\n`, 'SHA-256', 'SHA-256'],
  [`${HASH}  a\n${HASH}  BEST-BEFORE-2026-11-25\n`, null, 'may not be used'],
  [`${HASH}  a\n${HASH}  BEST-BEFORE-2026-11-26\n`, null, 'may not be used'],
  [`${HASH}  a\n${HASH}  BEST-BEFORE-2026-11-27\n`, null, null],
  [`${HASH}  a\n${HASH}  BEST-BEFORE-2026-02-31\n`, null, null],
  [`${HASH}  \xff\n`, 'UTF-8', 'UTF-8'],
])('a list that systemd refuses: %#', (text, of257, of262) => {
  for (const [version, expected] of [
    [257, of257],
    [262, of262],
  ] as const) {
    const { refusal } = readManifest(text, version, NOW);
    if (expected === null) expect(refusal).toBe(null);
    else expect(refusal?.text).toContain(expected);
  }
});

test('the order of strverscmp(3)', () => {
  const order = ['000', '00', '01', '010', '09', '0', '1', '9', '10'];
  for (const [at, one] of order.entries()) {
    for (const [other, two] of order.entries())
      expect(compareByGlibc(one, two), `${one} ${two}`).toBe(Math.sign(at - other));
  }
});

const versions = (installed: string[], available: string[], minVersion: string | null = null) => ({
  installed,
  available,
  minVersion,
});

test('the candidate is the newest that is not installed, and not too old', () => {
  expect(updateSets([versions(['1'], ['1', '2', '3'])], 257)).toEqual({
    all: ['3', '2', '1'],
    current: '1',
    candidate: '3',
  });
  expect(updateSets([versions(['4'], ['3'])], 257).candidate).toBe(null);
  expect(updateSets([versions([], ['3'], '4')], 257).candidate).toBe(null);
  expect(updateSets([versions([], [])], 257)).toEqual({ all: [], current: null, candidate: null });
});

test('a version is one of all transfers', () => {
  const two = [versions(['1'], ['2', '3']), versions(['1'], ['2'])];
  expect(updateSets(two, 257)).toEqual({ all: ['2', '1'], current: '1', candidate: '2' });
  // One of which a part lacks is had again from 257 on.
  const half = [versions(['2'], ['2']), versions([], ['2'])];
  expect(updateSets(half, 257).candidate).toBe('2');
  expect(updateSets(half, 252)).toEqual({ all: ['2'], current: null, candidate: '2' });
});

const TRANSFER = (id: string, features = '') => ({
  fileName: `${id}.transfer`,
  path: `/etc/sysupdate.d/${id}.transfer`,
  text: `[Transfer]\n${features}\n[Source]\nType=regular-file\nPath=/srv\nMatchPattern=${id}-@v\n[Target]\nPath=/var/lib/extensions\n`,
  dropIns: [],
});
const FEATURE = (id: string, text: string, ...dropIns: string[]) => ({
  fileName: `${id}.feature`,
  path: `/etc/sysupdate.d/${id}.feature`,
  text: `[Feature]\nDescription=What ${id} brings\n${text}\n`,
  dropIns,
});

test('a transfer counts where its features are on', () => {
  const files = [
    FEATURE('docker', 'Enabled=false'),
    FEATURE('tools', '', '[Feature]\nEnabled=yes\n'),
    TRANSFER('a', 'Features=docker'),
    TRANSFER('b', 'Features=docker tools'),
    TRANSFER('c', 'RequisiteFeatures=docker'),
    TRANSFER('d', 'Features=nowhere'),
    TRANSFER('e'),
  ];
  const { features, transfers, off, refusal } = readDefinitions(files, {}, 257);
  expect(refusal).toBe(null);
  expect(transfers.map(({ id }) => id)).toEqual(['b', 'e']);
  expect(off.map(({ id }) => id)).toEqual(['a', 'c', 'd']);
  expect(features).toEqual([
    { id: 'docker', description: 'What docker brings', documentation: null, isOn: false },
    { id: 'tools', description: 'What tools brings', documentation: null, isOn: true },
  ]);
});

test('the old suffix counts where there is no new one, and alone before 257', () => {
  const old = { ...TRANSFER('old'), fileName: 'old.conf' };
  const ids = (version: number, ...files: ReturnType<typeof TRANSFER>[]) =>
    readDefinitions(files, {}, version).transfers.map(({ id }) => id);
  expect(ids(257, old, TRANSFER('new'))).toEqual(['new']);
  expect(ids(257, old)).toEqual(['old']);
  expect(ids(252, old, TRANSFER('new'))).toEqual(['old']);
});

test('one file that systemd refuses refuses the component', () => {
  const broken = { ...TRANSFER('x'), text: '[Source]\nType=url-file\n', dropIns: [] };
  expect(readDefinitions([TRANSFER('a'), broken], {}, 257).refusal).toEqual('x.transfer: Path= is missing in [Source]');
});

test('a component is on unless the last word says no', () => {
  expect(isComponentOn([])).toBe(true);
  expect(isComponentOn(['[Component]\nEnabled=no\n'])).toBe(false);
  expect(isComponentOn(['[Component]\nEnabled=no\n', '[Component]\nEnabled=true\n'])).toBe(true);
  expect(isComponentOn(['[Feature]\nEnabled=no\n'])).toBe(true);
});
