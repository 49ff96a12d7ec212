/** Which transfer files count for root's helper; what is right is said by sysupdate.d(5). */
import { afterEach, beforeEach, expect, test } from 'vitest';
import { makeScratch, type Scratch } from '../../e2e/harness/scratch.ts';
import { allDefinitions, transfersOf } from './definitions.ts';

let scratch: Scratch;
beforeEach(() => {
  scratch = makeScratch('definitions');
});
afterEach(() => scratch.remove());

const put = (place: string, fileName: string, name: string) =>
  scratch.put(
    `${place}/sysupdate.tool.d/${fileName}`,
    `[Source]\nType=url-file\nPath=https://example.org/\nMatchPattern=${name}-@v.raw\n` +
      `[Target]\nType=regular-file\nPath=/var/lib/extensions.d/${name}\nMatchPattern=${name}-@v.raw\nCurrentSymlink=/var/lib/extensions/${name}.raw\n`,
  );

const all = (version: number) => allDefinitions(scratch.path, version).map(({ fileName }) => fileName);

/** As all that are there, and as those of the component. */
function counted(version: number) {
  const names = all(version);
  expect(transfersOf(scratch.path, 'tool', version).map(({ path }) => path.split('/').at(-1))).toEqual(names);
  return names;
}

test('from 257 on the old suffix counts where there is no file with the new one', () => {
  put('etc', 'old.conf', 'old');
  expect([252, 257].map(counted)).toEqual([['old.conf'], ['old.conf']]);
  put('usr/lib', 'new.transfer', 'new');
  expect(counted(257)).toEqual(['new.transfer']);
});

test('an older host is held to what a newer one would read as well', () => {
  put('etc', 'old.conf', 'old');
  put('usr/lib', 'new.transfer', 'new');
  expect(all(252)).toEqual(['new.transfer', 'old.conf']);
});

test('a file that an empty one takes away is none, also for what the suffixes tell', () => {
  put('etc', 'old.conf', 'old');
  put('usr/lib', 'new.transfer', 'new');
  scratch.put('etc/sysupdate.tool.d/new.transfer', '');
  expect(counted(257)).toEqual(['old.conf']);
});
