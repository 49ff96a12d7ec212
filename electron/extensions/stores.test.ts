/** The folders of stores in real trees: which are listed, and what of them. */
import { mkdirSync, symlinkSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { DEBIAN } from '../../e2e/harness/catalog-room.ts';
import { makeScratch, type Scratch } from '../../e2e/harness/scratch.ts';
import { readAllDefinitions } from '../host/definitions.ts';
import { readStores, storedFilesIn } from './stores.ts';

let scratch: Scratch;
beforeEach(() => {
  scratch = makeScratch('stores');
});
afterEach(() => scratch.remove());

const named = (name: string, path = '', realPath = path) => ({ class: 'sysext', name, path, realPath }) as const;
const read = (...extensions: ReturnType<typeof named>[]) =>
  readStores(scratch.path, ['sysext'], extensions, readAllDefinitions(scratch.path, DEBIAN));

test('a folder of a store is that of a name, also of one that was removed', () => {
  scratch.put('var/lib/extensions.d/tool/tool-1.0.raw', 'one');
  scratch.put('var/lib/extensions.d/removed/removed-1.0.raw', 'x');
  scratch.put('var/lib/extensions.d/.#never/never-1.0.raw', 'x');
  scratch.put('run/extensions/tool.raw.v/tool_2.0.raw', 'two!');
  scratch.put('run/extensions.d/.keep', '');
  const stores = read(named('tool'));
  expect([...stores.keys()]).toEqual([
    '/run/extensions.d',
    '/run/extensions/tool.raw.v',
    '/var/lib/extensions.d',
    '/var/lib/extensions.d/removed',
    '/var/lib/extensions.d/tool',
  ]);
  expect(storedFilesIn(stores, '/var/lib/extensions.d/tool')).toMatchObject([
    { name: 'tool-1.0.raw', type: 'file', size: 3 },
  ]);
  expect(storedFilesIn(stores, '/run/extensions/tool.raw.v')).toMatchObject([{ name: 'tool_2.0.raw', size: 4 }]);
  expect(storedFilesIn(stores, '/var/lib/extensions.d/removed')).toMatchObject([{ name: 'removed-1.0.raw', size: 1 }]);
});

test('where a link leads is a folder of versions, and so is what a transfer file names', () => {
  scratch.put('srv/images/tool-1.0.raw', 'x');
  scratch.put('srv/others/tool-2.0.raw', 'x');
  scratch.put(
    'etc/sysupdate.tool.d/tool.transfer',
    '[Source]\nType=url-file\nPath=https://example.org/\nMatchPattern=tool-@v.raw\n' +
      '[Target]\nType=regular-file\nPath=/srv/others\nMatchPattern=tool-@v.raw\n',
  );
  const stores = read(named('tool', '/var/lib/extensions/tool.raw', '/srv/images/tool-1.0.raw'));
  expect([...stores.keys()]).toEqual(['/srv/images', '/srv/others']);
});

test('a link has the size of the image that it leads to below the root; what is neither is none', () => {
  scratch.put('var/lib/extensions.d/tool/tool-1.0.raw', 'four');
  mkdirSync(join(scratch.path, 'var/lib/extensions.d/tool/old'));
  symlinkSync('/var/lib/extensions.d/tool/tool-1.0.raw', join(scratch.path, 'var/lib/extensions.d/tool/tool-2.0.raw'));
  symlinkSync('/etc/passwd', join(scratch.path, 'var/lib/extensions.d/tool/tool-3.0.raw'));
  const files = storedFilesIn(read(named('tool')), '/var/lib/extensions.d/tool');
  expect(files.map(({ name, type, size }) => `${name} ${type} ${size}`).sort()).toEqual([
    'old folder null',
    'tool-1.0.raw file 4',
    'tool-2.0.raw link 4',
    'tool-3.0.raw link null',
  ]);
});

test('of a folder with more files than anybody keeps the rest is left', () => {
  for (let at = 0; at < 10_050; at++) scratch.put(`var/lib/extensions.d/tool/tool-${at}.raw`, '');
  expect(storedFilesIn(read(named('tool')), '/var/lib/extensions.d/tool')).toHaveLength(10_000);
});
