/** How far a path is followed, and what a reading may cost, in images whose structure is written by hand. */
import { expect, test } from 'vitest';
import { Budget, VERDICT, WHOLE } from '../../electron/images/budget.ts';
import { openImage } from '../../electron/images/open.ts';
import { openBytes, sliceOf, withBudget } from '../../electron/images/source.ts';
import { type ImageTree, resolvePath, walkTree } from '../../electron/images/tree.ts';
import { type Entry, SquashfsMaker } from '../hostile/squashfs.ts';

async function treeWith(make: (maker: SquashfsMaker) => Entry[], budget?: Budget): Promise<ImageTree> {
  const maker = new SquashfsMaker();
  const opened = await openImage(withBudget(openBytes(maker.end(maker.folder(make(maker)))), budget));
  if (opened.kind !== 'tree') throw new Error(`it was taken for ${opened.kind}`);
  return opened.tree;
}

/** Links `0` to `count - 1`, each of which leads to the next, and the last to a file. */
function chain(maker: SquashfsMaker, count: number): Entry[] {
  const links = Array.from({ length: count }, (_, at) => ({
    name: String(at),
    kind: 'symlink' as const,
    place: maker.link(at + 1 < count ? String(at + 1) : 'file'),
  }));
  return [...links, { name: 'file', kind: 'file', place: maker.file('content') }];
}

test('follows 40 links as Linux does, and no more', async () => {
  expect((await resolvePath(await treeWith((maker) => chain(maker, 40)), '0'))?.type).toBe('file');
  expect(await resolvePath(await treeWith((maker) => chain(maker, 41)), '0')).toBeNull();
});

test('follows a target of 4,095 bytes, and refuses a longer one', async () => {
  const file = (maker: SquashfsMaker): Entry => ({ name: 'f', kind: 'file', place: maker.file('content') });
  const to = (target: string) => (maker: SquashfsMaker) => [
    file(maker),
    { name: 'link', kind: 'symlink' as const, place: maker.link(target) },
  ];
  expect((await resolvePath(await treeWith(to(`${'/'.repeat(4094)}f`)), 'link'))?.type).toBe('file');
  await expect(treeWith(to(`${'/'.repeat(4095)}f`)).then((tree) => resolvePath(tree, 'link'))).rejects.toMatchObject({
    problem: 'corrupt',
  });
});

test('ends with too-much where a path goes on and on', async () => {
  // Each link goes through the folder a thousand times before it leads to the next.
  const tree = await treeWith((maker) => {
    const links = Array.from({ length: 10 }, (_, at) => ({
      name: String(at),
      kind: 'symlink' as const,
      place: maker.link(`${'d/../'.repeat(500)}${at + 1}`),
    }));
    return [...links, { name: 'd', kind: 'directory', place: maker.folder([]) }];
  });
  await expect(resolvePath(tree, '0')).rejects.toMatchObject({ problem: 'too-much' });
});

test('counts all parts of a reading in one budget, and tells what was too much', async () => {
  const budget = new Budget({ ...WHOLE, entries: 5 });
  const tree = await treeWith((maker) => chain(maker, 3), budget);
  const count = async () => {
    let entries = 0;
    for await (const _ of walkTree(tree)) entries++;
    return entries;
  };
  expect(await count()).toBe(4);
  await expect(count()).rejects.toThrow('it took too much to read: more than 5 entries');
  expect(sliceOf(withBudget(openBytes(Buffer.alloc(10)), budget), 2, 4).budget).toBe(budget);
});

test('lets through what a caller asks for of files, however much it is', () => {
  const budget = new Budget({ ...VERDICT, readBytes: 100 });
  budget.allow(1 << 30);
  expect(() => budget.read(1 << 30)).not.toThrow();
  expect(() => budget.read(101)).toThrow('more than 100 bytes of structure');
});
