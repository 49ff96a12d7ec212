import { afterEach, beforeEach, expect, test } from 'vitest';
import { DEBIAN } from '../../e2e/harness/catalog-room.ts';
import { makeScratch, type Scratch } from '../../e2e/harness/scratch.ts';
import { readAllDefinitions } from '../host/definitions.ts';
import { fetchersIn } from './fetchers.ts';

let tree: Scratch;
beforeEach(() => {
  tree = makeScratch('fetchers');
});
afterEach(() => tree.remove());

const of = (path: string) => fetchersIn(readAllDefinitions(tree.path, DEBIAN), DEBIAN.rules.version)(path);

/** sysupdate.d(5). */
function transfer(path: string, source: string, folder: string): void {
  tree.put(
    path,
    `[Source]\nType=url-file\nPath=${source}\nMatchPattern=tool-@v.raw\n[Target]\nType=regular-file\nPath=${folder}\nMatchPattern=tool-@v.raw\n`,
  );
}

test('a name that the target fits has what fetches such names, all of them, and no password', () => {
  const folder = '/var/lib/extensions.d/tool';
  transfer('usr/lib/sysupdate.tool.d/50.transfer', 'https://example.org/tool', folder);
  transfer('etc/sysupdate.d/60.transfer', 'https://me:secret@example.net/', folder);
  expect(of(`${folder}/tool-1.0.raw`)).toEqual([
    { transferFile: '/etc/sysupdate.d/60.transfer', address: null },
    { transferFile: '/usr/lib/sysupdate.tool.d/50.transfer', address: 'https://example.org/tool' },
  ]);
  for (const other of [`${folder}/other-1.0.raw`, `${folder}s/tool-1.0.raw`, '/var/lib/extensions/tool-1.0.raw'])
    expect(of(other)).toEqual([]);
});

test('nothing is said by what systemd refuses, or of what is no extension', () => {
  transfer('etc/sysupdate.os.d/50.transfer', 'https://example.org/', '/boot');
  expect(of('/boot/tool-1.0.raw')).toEqual([]);
  transfer('etc/sysupdate.tool.d/50.transfer', 'https://example.org/', '/var/lib/extensions.d/tool');
  tree.put('etc/sysupdate.tool.d/60.transfer', '[Source]\nType=url-file\n');
  expect(of('/var/lib/extensions.d/tool/tool-1.0.raw')).toEqual([]);
});
