import { expect, test } from 'vitest';
import type { CatalogEntry } from '../model/catalog.ts';
import { type CatalogQuery, searchCatalog } from './catalog-search.ts';

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
  source: null,
  size: null,
  changedAt: null,
  inside: null,
  description: null,
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
  const all: CatalogQuery = { text: '', filter: 'all', architecture: null, remote: null };
  return searchCatalog(entries, { ...all, ...query }, installed).map(({ name }) => name);
}

test('every word is in the name or the remote, and names that begin with the first come first', () => {
  expect(found({ text: ' TOOL ' })).toEqual(['tool', 'tool-arm', 'old-tool', 'unfit-tool']);
  expect(found({ text: 'vi fedora' })).toEqual(['vim']);
  expect(found({ text: 'vim bakery' })).toEqual([]);
});

test('what is unknown is not among what fits', () => {
  expect(found({ filter: 'fits' })).toEqual(['old-tool', 'tool', 'vim']);
});

test('a release for other architectures is left out, one for any is not', () => {
  expect(found({ architecture: 'x86-64' })).toEqual(['old-tool', 'tool', 'unfit-tool', 'vim']);
  expect(found({ architecture: 'arm64', text: 'arm' })).toEqual(['tool-arm']);
});

test('updatable is what is installed in an older version and not known to be unfit', () => {
  expect(found({ filter: 'installed' })).toEqual(['old-tool', 'tool', 'unfit-tool']);
  expect(found({ filter: 'updatable' })).toEqual(['tool']);
});

test('one remote at a time', () => {
  expect(found({ remote: 'fedora' })).toEqual(['vim']);
});
