/** A release file of some MiB is judged as systemd judges it, and does not come to as much in every list. */
import { afterEach, beforeEach, expect, test } from 'vitest';
import { makeScratch, putExtension, type Scratch } from '../../e2e/harness/scratch.ts';
import { readSystem } from './system.ts';
import { ownMounts } from './target.ts';

let tree: Scratch;
beforeEach(() => {
  tree = makeScratch('bounded');
  tree.put('usr/lib/os-release', 'ID=debian\nVERSION_ID=12\n');
});
afterEach(() => tree.remove());

const many = Array.from({ length: 40_000 }, (_, at) => `FIELD_${at}=value\n`).join('');
const words = Array.from({ length: 20_000 }, (_, at) => `scope${at}`).join(' ');

test.each([
  ['many fields', `${many}ID=_any\n`, true],
  ['a long name', `ID=_any\nPRETTY_NAME=${'x'.repeat(900_000)}\n`, true],
  ['a long ID', `ID=${'debian'.repeat(20_000)}\nVERSION_ID=12\n`, false],
  ['its scope behind many others', `ID=_any\nSYSEXT_SCOPE="${words} system"\n`, true],
  ['only other scopes', `ID=_any\nSYSEXT_SCOPE="${words}"\n`, false],
])('%s', async (_, release, compatible) => {
  putExtension(tree, 'var/lib/extensions', 'a', release);
  for (let at = 0; at < 1200; at++) tree.put(`var/lib/extensions/a/usr/lib/systemd/system/u${at}.service`, '');
  const { extensions } = await readSystem({ root: tree.path, asSystemd: 257, mounts: ownMounts(tree.path) }, null);
  expect(extensions[0]?.verdict.compatible).toBe(compatible);
  expect(extensions[0]?.units).toHaveLength(1000);
  expect(JSON.stringify(extensions[0]).length).toBeLessThan(200_000);
});
