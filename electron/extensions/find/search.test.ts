/** What is found of a text, against a look at each path by itself. */
import fc from 'fast-check';
import { expect, test } from 'vitest';
import type { TreeNode } from '../../images/tree.ts';
import { EntriesBuilder } from '../index/entries.ts';
import { buildPathIndex } from './path-index.ts';
import { type Rank, searchPaths, wantedOf } from './search.ts';

const node = (type: TreeNode['type']): TreeNode => ({ type, mode: 0, uid: 0, gid: 0, size: 0, id: '', handle: null });

/** As an image is walked: each folder before what is in it. */
const PLAIN = { flags: 0, label: null };

function indexOf(files: readonly string[]) {
  const builder = new EntriesBuilder();
  const folders = new Set<string>();
  for (const path of [...new Set(files)].sort()) {
    const parts = path.split('/');
    for (let depth = 1; depth < parts.length; depth++) {
      const folder = parts.slice(0, depth).join('/');
      if (!folders.has(folder)) builder.add(folder, node('directory'), PLAIN, null);
      folders.add(folder);
    }
    builder.add(path, node('file'), PLAIN, null);
  }
  return buildPathIndex(builder.end(), () => true);
}

function search(files: readonly string[], text: string, isExact: boolean): Map<string, Rank> {
  const found = new Map<string, Rank>();
  const wanted = wantedOf(text, isExact);
  if (wanted === null) return found;
  searchPaths(indexOf(files), wanted, (path, rank) => {
    found.set(path, Math.min(rank, found.get(path) ?? rank) as Rank);
    return true;
  });
  return found;
}

const segment = fc.constantFrom('a', 'ab', 'Bin', 'bin', 'tool.service', 'ü', '\u0130x', 'b');
const path = fc
  .array(segment, { minLength: 1, maxLength: 4 })
  .map((parts) => ['usr', ...parts])
  .map((parts) => parts.join('/'));
/** No folder of one is a file of the other. */
const paths = fc
  .array(path, { minLength: 1, maxLength: 12 })
  .map((all) => all.filter((one) => !all.some((other) => other.startsWith(`${one}/`))));
const text = fc.array(fc.constantFrom('/', 'a', 'b', 'B', 'in', 'usr', 'ü', '.', 'tool'), {
  minLength: 1,
  maxLength: 5,
});

const fold = (one: string) => one.replace(/[A-Z]/g, (letter) => letter.toLowerCase());

test('every path with the text in it is found, and no other', () => {
  fc.assert(
    fc.property(paths, text, (files, parts) => {
      const wanted = parts.join('');
      const has = (one: string) =>
        wanted.includes('/')
          ? fold(`/${one}`).includes(fold(wanted))
          : fold(one.slice(one.lastIndexOf('/') + 1)).includes(fold(wanted));
      const expected = [...new Set(files)].filter(has).map((one) => `/${one}`);
      expect([...search(files, wanted, false).keys()].sort()).toEqual(expected.sort());
    }),
    { numRuns: 500 },
  );
});

test('whole names alone are found where that is asked for', () => {
  fc.assert(
    fc.property(paths, text, (files, parts) => {
      const wanted = parts.join('');
      const is = (one: string) => (wanted.startsWith('/') ? `/${one}` === wanted : `/${one}`.endsWith(`/${wanted}`));
      const expected = [...new Set(files)].filter(is).map((one) => `/${one}`);
      expect([...search(files, wanted, true).keys()].sort()).toEqual(expected.sort());
    }),
    { numRuns: 500 },
  );
});

const FILES = ['usr/bin/inspect', 'usr/bin/Inspector', 'usr/share/reinspect', 'usr/share/inspect/doc', 'usr/bin/ls'];

test.each<[string, Record<string, Rank>]>([
  ['inspect', { '/usr/bin/inspect': 0, '/usr/bin/Inspector': 1, '/usr/share/reinspect': 2 }],
  ['/usr/bin/inspect', { '/usr/bin/inspect': 0, '/usr/bin/Inspector': 1 }],
  ['bin/insp', { '/usr/bin/inspect': 1, '/usr/bin/Inspector': 1 }],
  ['/usr/bin/', { '/usr/bin/inspect': 1, '/usr/bin/Inspector': 1, '/usr/bin/ls': 1 }],
  ['/usr/share/inspect', { '/usr/share/inspect/doc': 1 }],
  ['\0', {}],
  ['', {}],
])('%j ranks %j', (wanted, ranks) => {
  expect(Object.fromEntries(search(FILES, wanted, false))).toEqual(ranks);
});
