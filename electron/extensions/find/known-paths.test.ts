import { afterEach, beforeEach, expect, test } from 'vitest';
import { makeScratch, putExtension, type Scratch } from '../../../e2e/harness/scratch.ts';
import { readSystem, type System } from '../system.ts';
import { ownMounts } from '../target.ts';
import { createKnownPaths, keyOf } from './known-paths.ts';

let tree: Scratch;
beforeEach(() => {
  tree = makeScratch('known-paths');
  tree.put('usr/lib/os-release', 'ID=debian\nVERSION_ID=12\n');
});
afterEach(() => tree.remove());

const target = () => ({ root: tree.path, asSystemd: 257, mounts: ownMounts(tree.path) });
const named = ({ extensions }: System, name: string) => {
  const found = extensions.find((one) => one.name === name);
  if (found === undefined) throw new Error(`${name} is not there`);
  return found;
};

test('what does not fit beside what is asked for is said to be unknown, and nothing else is forgotten for it', async () => {
  const files = Object.fromEntries(Array.from({ length: 50 }, (_, at) => [`usr/share/files/a-file-of-some-${at}`, '']));
  for (const name of ['a', 'b']) putExtension(tree, 'var/lib/extensions', name, 'ID=_any\n', files);
  const system = await readSystem(target(), null);
  const [a, b] = [named(system, 'a'), named(system, 'b')];
  const all = new Set([a, b].map((one) => keyOf(target(), system, one)));
  const unbounded = createKnownPaths();
  const cost = (await unbounded.of(target(), system, a, 1, all)).index?.cost ?? 0;
  expect(cost).toBeGreaterThan(50 * 20);
  const known = createKnownPaths(cost + 100);
  const first = await known.of(target(), system, a, 1, all);
  expect(first.problem).toBeNull();
  const second = await known.of(target(), system, b, 1, all);
  expect(second).toMatchObject({ index: null, problem: { id: 'extension.there-are-too-many-files-to-find' } });
  expect(await known.of(target(), system, a, 1, all)).toBe(first);
  // Of another host it is forgotten where there is need.
  const alone = createKnownPaths(cost + 100);
  await alone.of(target(), system, a, 1, new Set());
  expect((await alone.of(target(), system, b, 1, new Set())).problem).toBeNull();
});
