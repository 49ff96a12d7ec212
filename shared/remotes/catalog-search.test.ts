import { expect, test } from 'vitest';
import type { CatalogEntry } from '../model/catalog.ts';
import { type CatalogQuery, isUpdatable, searchCatalog, usableFirst } from './catalog-search.ts';

const entry = (name: string, more: Partial<CatalogEntry> = {}): CatalogEntry => ({
  key: `bakery/${name}`,
  remote: 'bakery',
  class: 'sysext',
  name,
  path: `${name}.raw`,
  version: '2',
  releases: 1,
  architectures: [],
  fits: true,
  reason: null,
  code: null,
  needs: null,
  isMissing: false,
  source: null,
  size: null,
  changedAt: null,
  inside: null,
  description: null,
  units: [],
  programs: [],
  ...more,
});

const entries = [
  entry('old-tool'),
  entry('tool', { version: '10' }),
  entry('tool-arm', { architectures: ['arm64'], fits: null }),
  entry('unfit-tool', { version: '9', fits: false }),
  entry('vim', { remote: 'fedora' }),
];
const installed = new Map([
  ['sysext/old-tool', '2'],
  ['sysext/tool', '9'],
  ['sysext/unfit-tool', '1'],
]);

function found(query: Partial<CatalogQuery>): string[] {
  const all: CatalogQuery = { text: '', filter: 'all', remote: null };
  return searchCatalog(entries, { ...all, ...query }, installed).map(({ name }) => name);
}

test('every word is in the name or the remote, and names that begin with the first come first', () => {
  expect(found({ text: ' TOOL ' })).toEqual(['tool', 'tool-arm', 'old-tool', 'unfit-tool']);
  expect(found({ text: 'vi fedora' })).toEqual(['vim']);
  expect(found({ text: 'vim bakery' })).toEqual([]);
});

test('what fits leaves out what is known not to, or not to be there, and keeps what nobody can tell', () => {
  expect(found({ filter: 'fits' })).toEqual(['old-tool', 'tool', 'tool-arm', 'vim']);
  const gone = entry('gone', { fits: null, isMissing: true });
  expect(usableFirst([gone, ...entries]).map(({ name }) => name)).toEqual([
    ...['old-tool', 'tool', 'tool-arm', 'vim'],
    ...['gone', 'unfit-tool'],
  ]);
});

test('a program or a unit inside is found, where somebody looked', () => {
  const inside = [entry('kubernetes', { programs: ['kubeadm', 'kubectl'], units: ['kubelet.service'] }), ...entries];
  const names = (text: string) =>
    searchCatalog(inside, { text, filter: 'all', remote: null }, installed).map(({ name }) => name);
  expect(names('kubectl')).toEqual(['kubernetes']);
  expect(names('kubelet.service bakery')).toEqual(['kubernetes']);
});

test('updatable is what is installed in an older version and not known to be unfit', () => {
  expect(found({ filter: 'installed' })).toEqual(['old-tool', 'tool', 'unfit-tool']);
  expect(entries.filter((one) => isUpdatable(one, installed)).map(({ name }) => name)).toEqual(['tool']);
});

test('one remote at a time', () => {
  expect(found({ remote: 'fedora' })).toEqual(['vim']);
});
