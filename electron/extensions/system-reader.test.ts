import { afterEach, beforeEach, expect, test } from 'vitest';
import { makeScratch, putExtension, type Scratch } from '../../e2e/harness/scratch.ts';
import { ownMounts, readSystem } from './system.ts';
import { createSystemReader, type SystemReader } from './system-reader.ts';

let tree: Scratch;
let reader: SystemReader;
beforeEach(() => {
  tree = makeScratch('reader');
  tree.put('usr/lib/os-release', 'ID=debian\nVERSION_ID=12\n');
  for (let at = 0; at < 300; at++) putExtension(tree, 'var/lib/extensions', `x${at}`, 'ID=_any\n');
  reader = createSystemReader(new URL('./system-reader-thread.ts', import.meta.url));
});
afterEach(() => {
  reader.close();
  tree.remove();
});

const site = () => ({ root: tree.path, asSystemd: 257, mounts: ownMounts(tree.path) });

test('reads what a direct reading reads', async () => {
  expect(await reader.read(site())).toEqual(await readSystem(site(), null));
});

test('leaves this thread free meanwhile', async () => {
  await reader.read(site());
  let turns = 0;
  const timer = setInterval(() => turns++, 1);
  await Promise.all([reader.read(site()), reader.read(site()), reader.read(site())]);
  clearInterval(timer);
  expect(turns).toBeGreaterThan(3);
});

test('says that a thread broke, and starts another', async () => {
  const broken = createSystemReader(new URL('data:text/javascript,throw new Error("broken")'));
  await expect(broken.read(site())).rejects.toThrow('broken');
  broken.close();
});
