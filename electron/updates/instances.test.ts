/** What the patterns of a target find in real folders; that it is what systemd-sysupdate finds is tested on booted systems. */
import { symlinkSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { makeScratch, type Scratch } from '../../e2e/harness/scratch.ts';
import { pinOf, readPins } from '../host/pins.ts';
import { instancesIn } from './instances.ts';

let scratch: Scratch;
beforeEach(() => {
  scratch = makeScratch('instances');
});
afterEach(() => scratch.remove());

const found = (patterns: readonly string[], version = 262) =>
  instancesIn(scratch.path, '/store', patterns, version)
    .map((one) => `${one.path} ${one.version}`)
    .sort();

test('files, each by the first pattern that fits; neither links nor folders', () => {
  for (const name of ['tool-1.raw', 'tool_2.raw', 'other.raw', 'tool-3.raw.d/inside']) scratch.put(`store/${name}`, '');
  symlinkSync('tool-1.raw', join(scratch.path, 'store/tool-9.raw'));
  expect(found(['tool-@v.raw', 'tool_@v.raw'])).toEqual(['tool-1.raw 1', 'tool_2.raw 2']);
});

test('a folder that is not there has none', () => {
  expect(found(['tool-@v.raw'])).toEqual([]);
});

test('below folders, where a pattern says so', () => {
  scratch.put('store/1.2/tool.raw', '');
  scratch.put('store/1.3/other.raw', '');
  expect(found(['@v/tool.raw'])).toEqual(['1.2/tool.raw 1.2']);
});

test('262 looks into a folder that one pattern leads into, whichever fits its own name', () => {
  // Random components, seed bb87f1e5, and both orders by themselves: `systemd-sysupdate list` of 262.1 and 257.13.
  for (const name of ['c-v1/c.raw', 'c-v2', 'c-v3/other']) scratch.put(`store/${name}`, '');
  const both = ['c-v1/c.raw 1', 'c-v2 2'];
  expect(found(['c-v@v/c.raw', 'c-v@v'])).toEqual(both);
  expect(found(['c-v@v', 'c-v@v/c.raw'])).toEqual(both);
  expect(found(['c-v@v', 'c-v@v/c.raw'], 257)).toEqual(['c-v2 2']);
});

test('a maze of folders is left at some depth', () => {
  scratch.put(`store/${'a/'.repeat(60)}tool-1.raw`, '');
  scratch.put('store/a/a/tool-2.raw', '');
  expect(found(['**/tool-@v.raw'])).toEqual(['a/a/tool-2.raw 2']);
});

test('a pin is read field by field; what is none decides nothing', () => {
  const put = (text: string) => scratch.put('var/lib/veneer/pins/sysext-tool.json', text);
  const pin = () => pinOf(readPins(scratch.path), 'sysext', 'tool');
  expect(pin()).toBeNull();
  put('{"version":"1.2","held":false}');
  expect(pin()).toEqual({ version: '1.2', held: false });
  for (const text of ['', 'null', '[]', '{"version":1,"held":false}', '{"version":"1"}', '\u0000']) {
    put(text);
    expect(pin(), text).toBeNull();
  }
});
